from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.statuses import Direction


def target_against_direction(subject):
    """Targets move the way the indicator is good: where they do not, one of the two is wrong."""
    for indicator in subject.indicators:
        targets = [row.target for row in subject.years_of(indicator) if row.target is not None]
        if len(targets) < 2 or targets[0] == targets[-1]:
            continue
        if (targets[-1] < targets[0]) == (indicator.direction == Direction.HIGHER):
            message = _("ตัวชี้วัด %(code)s ตั้งเป้าหมายสวนทางกับทิศทาง “%(direction)s” ตรวจเป้าหมายหรือทิศทางของตัวชี้วัด")
            words = message % {"code": indicator.code, "direction": indicator.get_direction_display()}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
