from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.scoring.levels import needs_text


def judged_without_text(subject):
    """A checkpoint judged above 0 has a text that counts (scoring.md 3)."""
    for result in subject.card.items.values():
        for code, value in result.values.items():
            answer = subject.answers.get(code)
            if needs_text(value) and not (answer and answer.text and not answer.not_applicable):
                message = _("ประเด็น %(code)s ให้ผลการพิจารณามากกว่า 0 แต่ไม่มีคำตอบ เขียนคำตอบหรือแก้เป็น 0")
                yield Problem(code, message % {"code": code}, target="question")
