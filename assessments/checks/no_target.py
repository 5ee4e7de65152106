from django.utils.translation import gettext as _

from assessments.checks import Problem


def no_target(subject):
    """A result is judged against a target of its year; 0 is a target."""
    for indicator in subject.indicators:
        values = [row for row in subject.years_of(indicator) if row.value is not None]
        if values and values[-1].target is None:
            message = _("ตัวชี้วัด %(code)s ปี %(year)d ยังไม่มีเป้าหมาย จึงประเมินการบรรลุเป้าหมายไม่ได้")
            words = message % {"code": indicator.code, "year": values[-1].fiscal_year}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
