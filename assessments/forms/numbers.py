"""Numbers that a request carries beside its form: keys, versions, a percent on a button."""

MOST_DIGITS = 18  # no key of a database has more; Python refuses to read more than 4,300


def whole_number(text: str) -> int | None:
    """The number that stands in ASCII digits, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
