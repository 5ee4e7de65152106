from django.utils.translation import gettext as _

from assessments.checks import Problem

PERCENT = ("ร้อยละ", "%", "เปอร์เซ็นต์")
WHOLE = 100


def over_hundred_percent(subject):
    """A share in per cent rarely exceeds 100."""
    for indicator in subject.indicators:
        if indicator.unit_of_measure.strip() not in PERCENT:
            continue
        for row in subject.years_of(indicator):
            if row.value is not None and row.value > WHOLE:
                message = _("ตัวชี้วัด %(code)s ปี %(year)d เกินร้อยละ 100 ตรวจค่าหรือหน่วยวัด")
                words = message % {"code": indicator.code, "year": row.fiscal_year}
                yield Problem(indicator.code, words, is_error=False, target="indicator")
