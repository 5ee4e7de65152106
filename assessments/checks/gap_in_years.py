from django.utils.translation import gettext as _

from assessments.checks import Problem


def gap_in_years(subject):
    """The values of an indicator stand year by year."""
    for indicator in subject.indicators:
        years = [row.fiscal_year for row in subject.years_of(indicator) if row.value is not None]
        if years and len(years) != years[-1] - years[0] + 1:
            message = _("ตัวชี้วัด %(code)s เว้นค่าบางปีระหว่างปี %(first)d ถึง %(last)d เติมให้ครบหากมีข้อมูล")
            words = message % {"code": indicator.code, "first": years[0], "last": years[-1]}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
