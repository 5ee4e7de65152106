from django.utils.translation import gettext as _

from assessments.checks import Problem


def old_comparator(subject):
    """A comparison is with a figure of the same year."""
    for indicator in subject.indicators:
        rows = subject.years_of(indicator)
        values = [row.fiscal_year for row in rows if row.value is not None]
        compared = [row.fiscal_year for row in rows if row.comparator is not None]
        if values and compared and compared[-1] < values[-1]:
            message = _("ตัวชี้วัด %(code)s มีค่าคู่เทียบล่าสุดปี %(old)d แต่ผลล่าสุดเป็นปี %(new)d เติมค่าคู่เทียบหากมี")
            words = message % {"code": indicator.code, "old": compared[-1], "new": values[-1]}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
