"""How codes are written in a criteria file: docs/interchange.md, "Codes"."""

import regex

from criteria.kinds import CategoryKind, Scheme
from criteria.reader import Record, quoted

PROFILE_CODE = "P"
LEVEL_CODES = ("B", "A", "S")
CATEGORY = regex.compile(r"P|[1-9]")
AREA = regex.compile(r"[ก-ฮ]")
PROFILE_AREA = regex.compile(r"[1-9][ก-ฮ]")
LEVEL = regex.compile("|".join(LEVEL_CODES))
SUBTOPIC = regex.compile(r"[1-9]")
TAG = regex.compile(r"[A-Z][A-Z0-9_-]*")
RUNNING = r"[1-9][0-9]?"


def pattern_of(record: Record, scheme: str, kind: str):
    """The pattern that this object's code must have in its place, and an example; None where any will do.

    `kind` is that of the category in which the object stands.
    """
    if record.model in ("characteristic", "successfactor"):
        return TAG, "OPEN"
    if record.model == "category":
        return CATEGORY, "P, 1, 2"
    parent = record.parent_key
    if parent is None or record.model not in ("item", "area", "question"):
        return None, ""
    own = parent[1]
    if record.model == "item":
        return rf"{regex.escape(own)}\.{RUNNING}", f"{quoted(own)}.1"
    in_profile = own.startswith(f"{PROFILE_CODE}.")
    if record.model == "area":
        return (PROFILE_AREA, "1ก") if in_profile else _area(scheme, kind)
    stem = PROFILE_CODE if in_profile else own
    level = parent[2] if (scheme, kind) == (Scheme.LEVELS, CategoryKind.PROCESS) else ""
    return rf"{regex.escape(stem)}-{regex.escape(level)}{RUNNING}", f"{quoted(stem)}-{quoted(level)}1"


def _area(scheme: str, kind: str):
    if scheme == Scheme.LEVELS:
        return (SUBTOPIC, "1") if kind == CategoryKind.RESULTS else (LEVEL, "B, A, S")
    return AREA, "ก"
