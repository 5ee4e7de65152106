from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.checks.expired_evidence import citation_words
from assessments.statuses import Secrecy


def incomplete_reference(subject):
    """A classified document is not uploaded: its number, keeper and place tell where it is."""
    for citation in subject.citations:
        record = citation.evidence
        if record.secrecy != Secrecy.NORMAL and not (record.document_number and record.keeper and record.place):
            message = _("หลักฐาน %(code)s %(title)s มีชั้นความลับ ระบุเลขที่หนังสือ ผู้เก็บรักษา และสถานที่เก็บให้ครบ")
            words = message % citation_words(citation)
            yield Problem(citation.answer.question.code, words, is_error=False, target="question")
