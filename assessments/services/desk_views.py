"""Views of the desk that a coordinator keeps under a name: hers alone, at most MOST of them."""

from django.db import transaction

from accounts.models import User
from assessments.models import DeskView

MOST = 20


class ViewNameTaken(Exception):
    """She has a view of this name already."""


class TooManyViews(Exception):
    """She has as many views as one may keep."""


def save_view(*, name: str, query: str, actor) -> DeskView:
    """The view stands among hers. Raises ViewNameTaken, TooManyViews."""
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=actor.pk)  # two of hers at once follow one another
        names = list(DeskView.objects.filter(owner=actor).values_list("name", flat=True))
        if name in names:
            raise ViewNameTaken(name)
        if len(names) >= MOST:
            raise TooManyViews(name)
        return DeskView.objects.create(owner=actor, name=name, query=query)


def delete_view(*, pk: int, actor) -> str:
    """The view is gone; its name. Raises DeskView.DoesNotExist for what is not hers."""
    with transaction.atomic(durable=True):
        found = DeskView.objects.get(pk=pk, owner=actor)
        found.delete()
    return found.name
