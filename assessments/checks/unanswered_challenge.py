from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.statuses import KeyFactorKind


def unanswered_challenge(subject):
    """Every strategic challenge of the profile is met by an answer."""
    for factor in subject.key_factors:
        if factor.kind == KeyFactorKind.CHALLENGE and not factor.answers.all():
            message = _("ความท้าทาย %(code)s %(text)s ยังไม่มีคำตอบข้อใดกล่าวถึง เชื่อมโยงกับข้อที่ตอบเรื่องนี้")
            yield Problem(factor.code, message % {"code": factor.code, "text": factor.text}, is_error=False)
