"""Paging by key: a page begins behind the last row of the one before it, so no row is read to be skipped.

What was added or taken away in the meantime moves no row to another page twice. A cursor is signed for its order: one
of another order, or of nobody's making, is no cursor, and the first page is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet


@dataclass(frozen=True)
class Column:
    """One part of an order; what is missing stands last in either direction. `read` makes a value of its text."""

    name: str
    read: Callable[[str], Any]
    descending: bool = False
    may_be_missing: bool = False

    def order(self, backwards: bool):
        missing = {("nulls_first" if backwards else "nulls_last"): True} if self.may_be_missing else {}
        return F(self.name).desc(**missing) if self.descending != backwards else F(self.name).asc(**missing)

    def equal(self, value) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value, backwards: bool) -> Q | None:
        """Rows that stand behind this value, or before it; None where there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        found = Q(**{f"{self.name}__{'lt' if self.descending != backwards else 'gt'}": value})
        if self.may_be_missing and not backwards:
            found |= Q(**{f"{self.name}__isnull": True})
        return found


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: behind the row of these values, or, `backwards`, where it ends: before that row."""

    values: tuple
    backwards: bool = False
    number: int = 0  # how many rows stood before the page, or up to its end, when the cursor was made


@dataclass(frozen=True)
class KeyPage:
    """The keys of one page, and the cursors of its neighbours, empty where there is none."""

    keys: list[int]
    first: int
    previous: str
    following: str

    @property
    def last(self) -> int:
        return self.first + len(self.keys) - 1

    @property
    def neighbours(self) -> dict[str, str]:
        """The cursors that there are, by name."""
        return {name: cursor for name, cursor in (("previous", self.previous), ("following", self.following)) if cursor}


class Keyset:
    """An order of rows by these columns, of which the last is the primary key; `name` is what its cursors are for."""

    def __init__(self, name: str, *columns: Column):
        self.name, self.columns = name, columns

    def read(self, text: str) -> Cursor | None:
        """The cursor of this order; None for anything else."""
        try:
            values, backwards, number = signing.Signer(salt=self._salt).unsign_object(text)
            pairs = zip(values, self.columns, strict=True)
            read = tuple(None if value is None else column.read(value) for value, column in pairs)
            return Cursor(read, bool(backwards), int(number))
        except (signing.BadSignature, ValueError, TypeError, ArithmeticError):
            return None

    def page(self, rows: QuerySet, cursor: Cursor | None, size: int) -> KeyPage:
        """So many rows behind the cursor, or before it; the first ones without a cursor. One query."""
        backwards = bool(cursor and cursor.backwards)
        found = rows.filter(self._beyond(cursor)) if cursor else rows
        found = found.order_by(*(column.order(backwards) for column in self.columns))
        kept = list(found.values_list(*(column.name for column in self.columns))[: size + 1])
        has_more, kept = len(kept) > size, kept[:size]
        if backwards:
            kept.reverse()
        before = max(cursor.number - (len(kept) if backwards else 0), 0) if cursor else 0
        has_previous = has_more if backwards else cursor is not None
        has_following = backwards or has_more
        return KeyPage(
            keys=[row[-1] for row in kept],
            first=before + 1,
            previous=self._write(kept[0], True, before) if kept and has_previous else "",
            following=self._write(kept[-1], False, before + len(kept)) if kept and has_following else "",
        )

    @property
    def _salt(self) -> str:
        return f"assessments.keyset.{self.name}"

    def _beyond(self, cursor: Cursor) -> Q:
        found, same = [], Q()
        for column, value in zip(self.columns, cursor.values, strict=True):
            beyond = column.beyond(value, cursor.backwards)
            if beyond is not None:
                found.append(same & beyond)
            same &= column.equal(value)
        return reduce(or_, found)

    def _write(self, row, backwards: bool, number: int) -> str:
        values = [None if value is None else _written(value) for value in row]
        return signing.Signer(salt=self._salt).sign_object([values, backwards, number])


def _written(value) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
