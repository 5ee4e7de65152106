import re

from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.digits import to_arabic

YEAR = re.compile(r"(?:ปี|พ\.ศ\.)\s*(?:งบประมาณ\s*)?(?:พ\.ศ\.\s*)?(2[4-9]\d\d)(?!\d)")
FURTHEST = 20  # years ahead; the national strategy looks that far


def impossible_year(subject):
    """A year that is spoken of lies at most twenty years ahead: more is a slip of the hand."""
    last = subject.assessment.fiscal_year + FURTHEST
    for code, answer in subject.answers.items():
        for year in dict.fromkeys(YEAR.findall(to_arabic(answer.text))):
            if int(year) > last:
                message = _("ข้อ %(code)s กล่าวถึงปี %(year)s ซึ่งไกลเกินไป ตรวจว่าพิมพ์ปีถูกหรือไม่")
                yield Problem(code, message % {"code": code, "year": year}, is_error=False, target="question")
