from django.utils.translation import gettext as _

from assessments.checks import Problem


def unanswered_questions(subject):
    """Every question has an answer, or is not applicable with a reason."""
    for code, question in subject.outline.questions.items():
        answer = subject.answers.get(code)
        if answer is None or not (answer.is_answered or answer.carried_from):
            message = _("ข้อ %(code)s %(title)s ยังไม่มีคำตอบ เขียนคำตอบ หรือระบุว่าไม่เกี่ยวข้องพร้อมเหตุผล")
            yield Problem(code, message % {"code": code, "title": question.title_th}, target="question")
