from django.utils.translation import gettext as _

from assessments.checks import Problem


def no_values(subject):
    """An indicator has a value in at least one year."""
    for indicator in subject.indicators:
        if all(row.value is None for row in subject.years_of(indicator)):
            message = _("ตัวชี้วัด %(code)s %(name)s ยังไม่มีค่าในปีใด กรอกค่าหรือลบตัวชี้วัดนี้")
            words = message % {"code": indicator.code, "name": indicator.name}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
