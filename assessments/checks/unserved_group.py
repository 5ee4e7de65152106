from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.golden_thread import Gap


def unserved_group(subject):
    """Every key group of the profile is served by an answer of the process categories."""
    message = _("กลุ่มสำคัญ %(code)s %(text)s ยังไม่มีคำตอบหมวด 1 ถึง 6 ข้อใดกล่าวถึง เชื่อมโยงกับข้อที่ดูแลกลุ่มนี้")
    for factor in subject.unlinked(Gap.GROUP_WITHOUT_ANSWER):
        words = message % {"code": factor.code, "text": factor.text}
        yield Problem(factor.code, words, is_error=False, target="key_factor")
