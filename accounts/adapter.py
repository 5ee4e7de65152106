"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody opens an account for himself."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def login(self, request, user) -> None:
        """Signed in; on a public computer nothing unsent is kept in the browser (decision 11)."""
        super().login(request, user)
        request.session["public_computer"] = request.POST.get("public_computer") == "1"

    def is_safe_url(self, url) -> bool:
        """What cannot even be read as an address is no place to go to."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
