from django.utils.translation import gettext as _

from assessments.checks import Problem

OLDEST = 1  # years before the assessment's


def old_values(subject):
    """The newest value of an indicator is at most one year older than the assessment (scoring.md 2)."""
    year = subject.assessment.fiscal_year
    for result in subject.card.items.values():
        for judged in result.indicators:
            if judged.current is not None and judged.current < year - OLDEST:
                message = _("ตัวชี้วัด %(code)s มีค่าล่าสุดปี %(current)d ซึ่งเก่ากว่าปีที่ประเมินเกิน 1 ปี ตรวจว่ามีค่าใหม่กว่านี้หรือไม่")
                words = message % {"code": judged.code, "current": judged.current}
                yield Problem(judged.code, words, is_error=False, target="indicator")
