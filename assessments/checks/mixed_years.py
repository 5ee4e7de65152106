import re

from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.digits import to_arabic

BUDDHIST = re.compile(r"(?<![\d.,])25[4-9]\d(?![\d,]|\.\d)")
# A year of the Christian era that no Latin word owns ("Agri-Map 2021") and that does not say so itself.
CHRISTIAN = re.compile(r"(?:ปี|พ\.ศ\.|เมื่อ|ตั้งแต่|ถึง)\s*(?:งบประมาณ\s*)?((?:19|20)\d\d)(?![\d,]|\.\d)")


def mixed_years(subject):
    """Years are written in one era: พ.ศ."""
    for code, answer in subject.answers.items():
        text = to_arabic(answer.text)
        christian = CHRISTIAN.search(text)
        if christian and BUDDHIST.search(text):
            message = _("ข้อ %(code)s ใช้ทั้ง พ.ศ. และ ค.ศ. (%(year)s) เขียนเป็น พ.ศ. ให้เหมือนกัน")
            yield Problem(code, message % {"code": code, "year": christian[1]}, is_error=False, target="question")
