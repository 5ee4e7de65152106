from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.text import graphemes_up_to

HIGH = 70  # per cent: the bands 4 and 5
SHORTEST = 400  # graphemes of all answers of the item


def high_score_short_text(subject):
    """Who claims the upper bands shows it in words."""
    for result in subject.card.items.values():
        if not result.item.is_process or (result.entry.percent or 0) < HIGH:
            continue
        answers = (subject.answers.get(question.code) for question in result.item.questions)
        if 0 < sum(graphemes_up_to(answer.text, SHORTEST) for answer in answers if answer) < SHORTEST:
            message = _("หัวข้อ %(code)s ให้คะแนน %(percent)d %% แต่คำตอบสั้น ผู้ตรวจอาจไม่เห็นหลักฐานของคะแนนนี้")
            words = message % {"code": result.code, "percent": result.entry.percent}
            yield Problem(result.code, words, is_error=False, target="item")
