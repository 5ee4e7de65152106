from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.golden_thread import Gap


def unanswered_challenge(subject):
    """Every strategic challenge of the profile is met by an answer of the process categories."""
    message = _("ความท้าทาย %(code)s %(text)s ยังไม่มีคำตอบหมวด 1 ถึง 6 ข้อใดกล่าวถึง เชื่อมโยงกับข้อที่ตอบเรื่องนี้")
    for factor in subject.unlinked(Gap.CHALLENGE_WITHOUT_ANSWER):
        words = message % {"code": factor.code, "text": factor.text}
        yield Problem(factor.code, words, is_error=False, target="key_factor")
