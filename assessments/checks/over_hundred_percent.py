from assessments import plausibility
from assessments.checks import doubts_by_year


def over_hundred_percent(subject):
    """A share in per cent rarely exceeds 100."""
    return doubts_by_year(subject, plausibility.over_hundred_percent)
