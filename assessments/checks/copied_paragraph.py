from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.checks import Problem

SHORTEST = 120  # folded characters; shorter paragraphs repeat by nature


def copied_paragraph(subject):
    """A paragraph answers one question: the same one elsewhere answers neither."""
    first: dict[str, str] = {}
    for code, paragraphs in long_paragraphs(subject):
        for paragraph in dict.fromkeys(paragraphs):
            earlier = first.setdefault(paragraph, code)
            if earlier != code:
                message = _("ข้อ %(code)s มีย่อหน้าเดียวกับข้อ %(earlier)s ปรับให้ตรงกับคำถามของแต่ละข้อ")
                yield Problem(code, message % {"code": code, "earlier": earlier}, is_error=False, target="question")


def long_paragraphs(subject) -> Iterator[tuple[str, list[str]]]:
    """The code of each question with the long paragraphs of its answer, folded, in the order of the text."""
    for code, paragraphs in subject.folded_paragraphs.items():
        yield code, [paragraph for paragraph in paragraphs if len(paragraph) >= SHORTEST]
