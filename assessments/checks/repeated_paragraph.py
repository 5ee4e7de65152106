from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.checks.copied_paragraph import long_paragraphs


def repeated_paragraph(subject):
    """No paragraph stands twice in one answer, as after a paste too many."""
    for code, found in long_paragraphs(subject):
        if len(found) != len(set(found)):
            message = _("ข้อ %(code)s มีย่อหน้าซ้ำกันในคำตอบเดียว ลบย่อหน้าที่ซ้ำ")
            yield Problem(code, message % {"code": code}, is_error=False, target="question")
