from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.citing import marks_among


def unknown_citation(subject):
    """A mark such as [E12 น.4] in a text names evidence that the answer cites."""
    cited: dict[str, set[str]] = {}
    for citation in subject.citations:
        cited.setdefault(citation.answer.question.code, set()).add(citation.evidence.code)
    known = {evidence for codes in cited.values() for evidence in codes}
    for code, answer in subject.answers.items():
        marks = {mark.code: evidence for mark, evidence in marks_among(answer.text, known)}
        for evidence, meant in marks.items():
            if meant not in cited.get(code, ()):
                message = _("ข้อ %(code)s อ้าง [%(evidence)s] ในข้อความ แต่ยังไม่ได้แนบหลักฐานนี้กับข้อนี้ แนบหลักฐานหรือแก้รหัส")
                yield Problem(code, message % {"code": code, "evidence": evidence}, is_error=False, target="question")
