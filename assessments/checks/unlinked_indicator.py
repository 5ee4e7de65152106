from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.golden_thread import Gap


def unlinked_indicator(subject):
    """Where key factors are kept, every indicator belongs to a core process or a strategic objective."""
    message = _("ตัวชี้วัด %(code)s %(name)s ยังไม่เชื่อมโยงกับกระบวนการหรือวัตถุประสงค์ใด")
    for indicator in subject.unlinked(Gap.INDICATOR_WITHOUT_PROCESS):
        words = message % {"code": indicator.code, "name": indicator.name}
        yield Problem(indicator.code, words, is_error=False, target="indicator_links")
