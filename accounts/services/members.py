"""Members of a unit, and the one-time link for a forgotten password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Membership, Unit, User


class UsernameTaken(Exception):
    """Another person has this user name."""


def add_member(*, unit: Unit, username: str, first_name: str, last_name: str, email: str, role: str) -> Membership:
    """A new person with this role in the unit; she sets her password by a one-time link. Raises UsernameTaken."""
    try:
        with transaction.atomic():
            user = User(username=username, first_name=first_name, last_name=last_name, email=email)
            user.set_unusable_password()
            user.save()
            return Membership.objects.create(user=user, unit=unit, role=role)
    except IntegrityError:
        raise UsernameTaken from None


def remove_member(*, membership: Membership) -> None:
    """The role is gone; the person and all she wrote stay."""
    membership.delete()


def recovery_path(user: User) -> str:
    """The path of a link that sets a new password once; it dies with the next password and after one day."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
