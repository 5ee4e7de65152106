from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.golden_thread import Gap


def process_without_result(subject):
    """Every core process of the profile is measured by an indicator of category 7."""
    message = _("กระบวนการหลัก %(code)s %(text)s ยังไม่มีตัวชี้วัดในหมวดผลลัพธ์ เชื่อมโยงหรือเพิ่มตัวชี้วัด")
    for factor in subject.unlinked(Gap.PROCESS_WITHOUT_RESULT):
        words = message % {"code": factor.code, "text": factor.text}
        yield Problem(factor.code, words, is_error=False, target="key_factor")
