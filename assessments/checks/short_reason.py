from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.text import graphemes

SHORTEST = 20  # graphemes, as the form asks


def short_reason(subject):
    """A question that does not apply says why, in a sentence."""
    for code, answer in subject.answers.items():
        if answer.not_applicable and graphemes(answer.not_applicable) < SHORTEST:
            message = _("ข้อ %(code)s ระบุว่าไม่เกี่ยวข้อง แต่เหตุผลสั้นเกินไป เขียนอย่างน้อย 20 ตัวอักษร")
            yield Problem(code, message % {"code": code}, target="question")
