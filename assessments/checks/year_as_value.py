from assessments import plausibility
from assessments.checks import doubts_by_year


def year_as_value(subject):
    """A value is not the year of its own column."""
    return doubts_by_year(subject, plausibility.year_as_value)
