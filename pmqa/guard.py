"""A demonstration never goes public by accident: its passwords are printed on its sign-in page."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from assessments.models import Assessment

LOCAL = ("127.0.0.1", "::1", "localhost")


def refuse_public_demo(address: str | None = None) -> None:
    """Raises ImproperlyConfigured for a demonstration with DEBUG off or on another address than this machine's."""
    if settings.PMQA_DEMO_PUBLIC or not holds_demo():
        return
    if not settings.DEBUG or (address is not None and address not in LOCAL):
        raise ImproperlyConfigured(
            "This database holds the demonstration, whose passwords are public. It is served with DEBUG on and on "
            "127.0.0.1 only; set PMQA_DEMO_PUBLIC=1 if that is what you want."
        )


def holds_demo() -> bool:
    """Whether any assessment is of the demonstration; an empty database holds none."""
    try:
        return Assessment.objects.filter(is_demo=True).exists()
    except DatabaseError:  # before the first migration
        return False
