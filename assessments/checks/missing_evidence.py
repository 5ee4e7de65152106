from django.utils.translation import gettext as _

from assessments.checks import Problem


def missing_evidence(subject):
    """Every cited record of evidence of the lowest class has its file (interchange.md); once a record."""
    cited: dict = {}
    for citation in sorted(subject.citations, key=lambda cited: (cited.evidence.code, cited.answer.question.code)):
        if citation.is_file_missing:
            cited.setdefault(citation.evidence, citation.answer.question.code)
    for record, question in cited.items():
        message = _("หลักฐาน %(code)s %(title)s ที่ข้อ %(question)s อ้างถึงไม่มีไฟล์ในระบบ ส่งไฟล์เข้าคลังหลักฐาน แล้วอ้างอีกครั้ง")
        words = message % {"code": record.code, "title": record.title, "question": question}
        yield Problem(question, words, target="question")
