from django.utils.translation import gettext as _

from assessments.checks import Problem

YEARS_OF_A_TREND = 3


def few_years(subject):
    """A trend needs three years of values (scoring.md 2)."""
    for indicator in subject.indicators:
        count = sum(row.value is not None for row in subject.years_of(indicator))
        if 0 < count < YEARS_OF_A_TREND:
            message = _("ตัวชี้วัด %(code)s มีค่า %(count)d ปี ต้องมีอย่างน้อย 3 ปีจึงเห็นแนวโน้ม")
            words = message % {"code": indicator.code, "count": count}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
