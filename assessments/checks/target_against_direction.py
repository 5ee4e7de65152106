from assessments import plausibility
from assessments.checks import doubts_by_indicator


def target_against_direction(subject):
    """Targets move the way the indicator is good: where they do not, one of the two is wrong."""
    return doubts_by_indicator(subject, plausibility.target_against_direction)
