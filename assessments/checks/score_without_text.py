from django.utils.translation import gettext as _

from assessments.checks import Problem


def score_without_text(subject):
    """A process item that claims points has at least one answer that is not set aside."""
    for result in subject.card.items.values():
        if not result.item.is_process or not result.entry.percent:
            continue
        answers = (subject.answers.get(question.code) for question in result.item.questions)
        if not any(answer and answer.text for answer in answers):
            message = _("หัวข้อ %(code)s ให้คะแนนไว้ %(percent)d %% แต่ไม่มีคำตอบในข้อใดเลย เขียนคำตอบหรือแก้คะแนน")
            words = message % {"code": result.code, "percent": result.entry.percent}
            yield Problem(result.code, words, is_error=False, target="item")
