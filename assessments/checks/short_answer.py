from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.text import graphemes_up_to

SHORTEST = 80  # graphemes: one short sentence


def short_answer(subject):
    """An answer to a question of a process says more than a sentence."""
    for code, answer in subject.answers.items():
        is_process = subject.outline.item_of_question[code].is_process
        if is_process and answer.text and graphemes_up_to(answer.text, SHORTEST) < SHORTEST:
            message = _("ข้อ %(code)s ตอบสั้นมาก ผู้ตรวจอาจไม่เห็นวิธีการ เพิ่มขั้นตอน ขอบเขต และผล")
            yield Problem(code, message % {"code": code}, is_error=False, target="question")
