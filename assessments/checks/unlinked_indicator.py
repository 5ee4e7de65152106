from django.utils.translation import gettext as _

from assessments.checks import Problem


def unlinked_indicator(subject):
    """Where key factors are kept, every indicator belongs to one of them."""
    if not subject.key_factors:
        return
    linked = {indicator.pk for factor in subject.key_factors for indicator in factor.indicators.all()}
    for indicator in subject.indicators:
        if indicator.pk not in linked:
            message = _("ตัวชี้วัด %(code)s %(name)s ยังไม่เชื่อมโยงกับกระบวนการหรือวัตถุประสงค์ใด")
            words = message % {"code": indicator.code, "name": indicator.name}
            yield Problem(indicator.code, words, is_error=False, target="indicator")
