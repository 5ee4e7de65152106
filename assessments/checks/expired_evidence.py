from django.utils.translation import gettext as _

from assessments.checks import Problem


def expired_evidence(subject):
    """What an answer cites is still valid on the day of the check."""
    for citation in subject.citations:
        expires = citation.evidence.expires
        if expires and expires < subject.today:
            message = _("หลักฐาน %(code)s %(title)s ที่ข้อ %(question)s อ้างถึงหมดอายุแล้ว ให้ใช้ฉบับใหม่หรือยกเลิกการอ้าง")
            yield Problem(citation.answer.question.code, message % citation_words(citation), target="question")


def citation_words(citation) -> dict[str, str]:
    """What the words about a citation are filled with."""
    record = citation.evidence
    return {"code": record.code, "title": record.title, "question": citation.answer.question.code}
