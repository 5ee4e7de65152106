from django.utils.translation import gettext as _

from assessments.checks import Problem


def carried_answer(subject):
    """A text copied from another year is brought up to date, or found still true by a person."""
    for code, answer in subject.answers.items():
        if answer.carried_from:
            message = _("ข้อ %(code)s คัดลอกจากปี %(year)d และยังไม่ได้ปรับปรุง แก้ข้อความหรือยืนยันว่ายังเป็นจริง")
            yield Problem(code, message % {"code": code, "year": answer.carried_from}, target="question")
