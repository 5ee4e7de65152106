from assessments import plausibility
from assessments.checks import doubts_by_indicator


def old_comparator(subject):
    """A comparison is with a figure of the same year."""
    return doubts_by_indicator(subject, plausibility.old_comparator)
