"""A set of criteria as the file that `load_criteria` reads: equal rows give equal text."""

import json
from decimal import Decimal

from criteria.loader import stored_rows
from criteria.models import CriteriaSet
from criteria.reader import TAGS, columns


def criteria_text(criteria_set: CriteriaSet) -> str:
    """The whole set with every tag that there is; the same file again changes nothing."""
    entries = [_entry(name, _values(row)) for name, model in TAGS.items() for row in model.objects.order_by("code")]
    rows = stored_rows(criteria_set)
    models = list(dict.fromkeys(name for name, _key in rows))
    for name, key in sorted(rows, key=lambda each: (models.index(each[0]), each[1])):
        entries.append(_entry(name, rows[name, key]))
    return json.dumps(entries, ensure_ascii=False, indent=1, default=_written) + "\n"


def _entry(name: str, values: dict) -> dict:
    return {"model": f"criteria.{name}", "fields": values}


def _values(row) -> dict:
    return {column.name: getattr(row, column.name) for column in columns(type(row))}


def _written(value) -> str:
    if isinstance(value, Decimal):
        return format(value, ".2f")
    raise TypeError(type(value))
