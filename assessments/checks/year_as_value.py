from django.utils.translation import gettext as _

from assessments.checks import Problem


def year_as_value(subject):
    """A value is not the year of its own column."""
    for indicator in subject.indicators:
        for row in subject.years_of(indicator):
            if row.value is not None and row.value in (row.fiscal_year, row.fiscal_year - 543):
                message = _("ตัวชี้วัด %(code)s ปี %(year)d มีค่าเท่ากับเลขปี ตรวจว่ากรอกปีลงในช่องค่าหรือไม่")
                words = message % {"code": indicator.code, "year": row.fiscal_year}
                yield Problem(indicator.code, words, is_error=False, target="indicator")
