from assessments import plausibility
from assessments.checks import doubts_by_indicator


def gap_in_years(subject):
    """The values of an indicator stand year by year."""
    return doubts_by_indicator(subject, plausibility.gap_in_years)
