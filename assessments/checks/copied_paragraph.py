from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.text import search_fold

SHORTEST = 120  # folded characters; shorter paragraphs repeat by nature


def copied_paragraph(subject):
    """A paragraph answers one question: the same one elsewhere answers neither."""
    first: dict[str, str] = {}
    for code, answer in subject.answers.items():
        for paragraph in set(paragraphs(answer.text)):
            earlier = first.setdefault(paragraph, code)
            if earlier != code:
                message = _("ข้อ %(code)s มีย่อหน้าเดียวกับข้อ %(earlier)s ปรับให้ตรงกับคำถามของแต่ละข้อ")
                yield Problem(code, message % {"code": code, "earlier": earlier}, is_error=False, target="question")


def paragraphs(text: str) -> Iterator[str]:
    """The long paragraphs of a text, folded for comparison."""
    for line in text.split("\n"):
        folded = search_fold(line)
        if len(folded) >= SHORTEST:
            yield folded
