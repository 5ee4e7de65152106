from assessments import plausibility
from assessments.checks import doubts_by_year


def tenfold_jump(subject):
    """From one year to the next a figure rarely grows or shrinks tenfold: a slipped point does that."""
    return doubts_by_year(subject, plausibility.tenfold_jump)
