import re

from django.utils.translation import gettext as _

from assessments.checks import Problem

# "xxx", TODO, TBC, TBD, "lorem ipsum", "[ระบุ ...]", "....", "……", "____". The first letter stands before the choice:
# so the search skips what begins with none of these, which is nearly all of a Thai text.
LEFT = re.compile(
    r"[xXtTlL\[.…_](?i:(?<=x)(?<![a-z0-9]x)x{2,}(?![a-z0-9])|(?<=\bt)(?:odo|bc|bd)\b|(?<=l)orem ipsum"
    r"|(?<=\[)(?:ใส่|ระบุ|เติม)[^\]]{0,60}\]|(?<=\.)\.{3,}|(?<=…)…+|(?<=_)_{3,})"
)


def leftover(subject):
    """Nothing of a template or of a note to oneself stands in a text any more."""
    for code, answer in subject.answers.items():
        found = LEFT.search(answer.text)
        if found:
            message = _("ข้อ %(code)s ยังมี “%(words)s” ค้างอยู่ในข้อความ แก้ให้ครบก่อนส่ง")
            yield Problem(code, message % {"code": code, "words": found[0][:30]}, target="question")
