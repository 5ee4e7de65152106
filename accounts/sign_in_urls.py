"""The pages of allauth that this product uses; the others are not mounted."""

from allauth.account.urls import urlpatterns as offered

USED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed; the sign-in page asks for its address
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [pattern for pattern in offered if pattern.name in USED]
