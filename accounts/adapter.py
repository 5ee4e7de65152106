"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody opens an account for himself."""

    def is_open_for_signup(self, request) -> bool:
        return False
