import re

from django.utils.translation import gettext as _

from assessments.checks import Problem

MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
# A mark twice, a mark without its letter, ำ in two pieces, ำ parted by a space as some PDFs give it, a letter lost.
# Each is searched on its own: a pattern that begins with one set of letters is searched five times as fast.
FAULTS = tuple(
    map(
        re.compile,
        (rf"([{MARK}])\1", rf"[\s(] ?[{MARK}]", rf"\A ?[{MARK}]", "\u0e4d\u0e32", "[ก-ฮ] \u0e32(?=[ก-ฮเ-ไ])", "\ufffd"),
    )
)


def broken_thai(subject):
    """The letters are whole: no doubled marks, none alone, no ำ that a PDF has torn apart."""
    for code, answer in subject.answers.items():
        faults = [found for fault in FAULTS if (found := fault.search(answer.text))]
        if faults:
            found = min(faults, key=lambda each: each.start())
            around = answer.text[max(0, found.start() - 8) : found.end() + 8].strip()
            message = _("ข้อ %(code)s มีตัวอักษรไทยผิดรูปใกล้ “%(words)s” อาจมาจากการคัดลอก PDF พิมพ์ใหม่ให้ถูก")
            yield Problem(code, message % {"code": code, "words": around}, is_error=False, target="question")
