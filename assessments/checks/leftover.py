import re

from django.utils.translation import gettext as _

from assessments.checks import Problem

LEFT = re.compile(
    r"(?<![a-z0-9])x{3,}(?![a-z0-9])|\b(?:TODO|TBC|TBD)\b|lorem ipsum"
    r"|\[(?:ใส่|ระบุ|เติม)[^\]]{0,60}\]|\.{4,}|…{2,}|_{4,}",
    re.IGNORECASE,
)


def leftover(subject):
    """Nothing of a template or of a note to oneself stands in a text any more."""
    for code, answer in subject.answers.items():
        found = LEFT.search(answer.text)
        if found:
            message = _("ข้อ %(code)s ยังมี “%(words)s” ค้างอยู่ในข้อความ แก้ให้ครบก่อนส่ง")
            yield Problem(code, message % {"code": code, "words": found[0][:30]}, target="question")
