from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.golden_thread import Gap


def unused_advantage(subject):
    """Every strategic advantage of the profile is used by an answer of the process categories."""
    message = _("ความได้เปรียบ %(code)s %(text)s ยังไม่มีคำตอบหมวด 1 ถึง 6 ข้อใดกล่าวถึง เชื่อมโยงกับข้อที่ใช้เรื่องนี้")
    for factor in subject.unlinked(Gap.ADVANTAGE_WITHOUT_ANSWER):
        words = message % {"code": factor.code, "text": factor.text}
        yield Problem(factor.code, words, is_error=False, target="key_factor")
