"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody opens an account for himself."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url) -> bool:
        """What cannot even be read as an address is no place to go to."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
