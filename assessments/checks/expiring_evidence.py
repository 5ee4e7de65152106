from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.checks.expired_evidence import citation_words


def expiring_evidence(subject):
    """What an answer cites stays valid until the deadline."""
    last_day = timezone.localdate(subject.assessment.deadline)
    for citation in subject.citations:
        expires = citation.evidence.expires
        if expires and subject.today <= expires < last_day:
            message = _("หลักฐาน %(code)s %(title)s ที่ข้อ %(question)s อ้างถึงจะหมดอายุก่อนกำหนดส่ง เตรียมฉบับใหม่")
            words = message % citation_words(citation)
            yield Problem(citation.answer.question.code, words, is_error=False, target="question")
