"""Long lists by key: a page, and the whole address of the next one."""

from django.db.models import QuerySet
from django.utils.http import urlencode
from ninja.errors import ValidationError

from assessments.keyset import Keyset

LARGEST = 100


def page_of(request, rows: QuerySet, keyset: Keyset, *, cursor: str, limit: int) -> tuple[list[int], str | None]:
    """The keys of this page in order, and where the next one is. One query. Refuses a cursor of another list."""
    place = keyset.read(cursor) if cursor else None
    if cursor and place is None:
        raise ValidationError([{"loc": ("query", "cursor")}])
    page = keyset.page(rows.order_by(), place, limit)
    if not page.following:
        return page.keys, None
    query = urlencode(request.GET.dict() | {"cursor": page.following})
    return page.keys, request.build_absolute_uri(f"{request.path}?{query}")
