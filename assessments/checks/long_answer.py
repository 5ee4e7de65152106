from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.text import has_more_graphemes

LONGEST = 5_400  # graphemes: two pages of A4 in 16 point


def long_answer(subject):
    """An answer fits on two pages, as the guidance asks."""
    for code, answer in subject.answers.items():
        if has_more_graphemes(answer.text, LONGEST):
            message = _("ข้อ %(code)s ยาวเกิน 2 หน้า A4 ตัดให้เหลือสาระสำคัญ รายละเอียดให้อ้างเป็นหลักฐาน")
            yield Problem(code, message % {"code": code}, is_error=False, target="question")
