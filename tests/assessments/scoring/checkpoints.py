"""Judged checkpoints for the tests of the scheme `levels`, in as few words as they need."""

from decimal import Decimal


def marks(text):
    """The judgements of one level, "1 0.5 -"; a hyphen is an unanswered checkpoint."""
    return [None if each == "-" else Decimal(each) for each in text.split()]


def checkpoints(basic, advance, significance):
    return {"B": marks(basic), "A": marks(advance), "S": marks(significance)}
