from django.utils.translation import gettext as _

from assessments.checks import Problem


def deleted_evidence(subject):
    """What an answer cites is still in the locker of the unit."""
    for citation in subject.citations:
        if citation.evidence.deleted_at:
            code = citation.answer.question.code
            message = _("ข้อ %(code)s อ้างหลักฐาน %(evidence)s ที่ลบออกจากคลังแล้ว เลิกอ้าง หรือกู้คืนจากคลังหลักฐาน")
            yield Problem(code, message % {"code": code, "evidence": citation.evidence.code}, target="question")
