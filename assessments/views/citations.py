"""What an answer cites: a page and a drawer of the answer; and the cited files as reviewers reach them."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import get_assessment
from assessments.citing import CitedMark, mark_of, marks_among
from assessments.forms.evidence import CitationForm, NewFileForm
from assessments.models import Answer, Evidence, PinnedEvidence, Submission
from assessments.permissions import CLOSED, EDIT, VIEW, VIEW_SUBMISSION, permit
from assessments.services.citations import MOST_CITATIONS, EvidenceGone, TooManyCitations, cite, cite_new, uncite
from assessments.services.locker import EvidenceDetails, LockerRefused
from assessments.views.answers import get_answer
from assessments.views.evidence import file_response
from assessments.views.refused import keeps_typed_text
from assessments.views.uploads import refusal_words, upload_of

FileLinks = dict[tuple[str, str], str]  # addresses by code of the record and hash of the file


@keeps_typed_text(CLOSED, CitationForm, NewFileForm, without={"evidence"})
@require_http_methods(["GET", "POST"])
def citations(request, pk, code):
    """What the answer cites, a box to cite more of the locker, and one to send a new file there."""
    assessment = get_assessment(request, pk, to=EDIT if request.method == "POST" else VIEW)
    answer = get_answer(assessment, code)
    if request.method != "POST":
        return _page(request, assessment, answer)
    if "title" in request.POST:
        return _cite_new(request, assessment, answer)
    form = CitationForm(request.POST, records=_records(assessment))
    if not form.is_valid():
        return _page(request, assessment, answer, form=form, status=422)
    why_not = _cite(answer, form.cleaned_data["evidence"], form.cleaned_data["pages"], request.user)
    if why_not:
        form.add_error("evidence", why_not)
        return _page(request, assessment, answer, form=form, status=422)
    return _done(request, assessment, answer)


def _cite_new(request, assessment, answer: Answer):
    """A new record with its file stands in the locker and the answer cites it, or neither."""
    form = NewFileForm(**upload_of(request=request))
    if form.is_valid():
        details = EvidenceDetails(form.cleaned_data["title"], owner_id=request.user.pk)
        file, pages = form.cleaned_data["file"], form.cleaned_data["pages"]
        try:
            cite_new(answer=answer, details=details, file=file, pages=pages, actor=request.user)
        except LockerRefused as refused:
            form.add_error("file", refusal_words(refused))
        except TooManyCitations:
            form.add_error(None, _too_many_words())
        else:
            return _done(request, assessment, answer)
    return _page(request, assessment, answer, new_form=form, status=422)


def _cite(answer: Answer, evidence_id: int, pages: str, actor) -> str:
    """Why the answer does not cite the record; nothing when it does."""
    try:
        cite(answer=answer, evidence_id=evidence_id, pages=pages, actor=actor)
    except EvidenceGone:
        return _("มีผู้ลบหลักฐานนี้แล้ว เลือกรายการอื่น")
    except TooManyCitations:
        return _too_many_words()
    return ""


def _too_many_words() -> str:
    return _("คำตอบหนึ่งอ้างหลักฐานได้ไม่เกิน %(most)d รายการ เลิกอ้างรายการอื่นก่อน") % {"most": MOST_CITATIONS}


@keeps_typed_text(CLOSED)
@require_POST
def citation_delete(request, pk, code, evidence):
    """The answer cites the record no more; the record stays in the locker."""
    assessment = get_assessment(request, pk, to=EDIT)
    answer = get_answer(assessment, code)
    uncite(answer=answer, evidence_id=evidence, actor=request.user)
    return _done(request, assessment, answer)


def _done(request, assessment, answer: Answer):
    if request.headers.get("HX-Request"):
        return _page(request, assessment, answer)
    return redirect("assessments:citations", assessment.pk, answer.question.code)


def _records(assessment) -> list[Evidence]:
    return list(Evidence.objects.kept().filter(unit=assessment.unit_id).prefetch_related("versions"))


def _page(request, assessment, answer: Answer, *, form=None, new_form=None, status: int = 200):
    rows = answer.citations.select_related("evidence", "version").order_by("evidence__code")
    records = _records(assessment)
    newest = {record.pk: record.versions.all()[0] for record in records if record.versions.all()}
    cited = {row.evidence.code for row in rows}
    context = {
        "assessment": assessment,
        "question": answer.question,
        "citations": [(row, newest.get(row.evidence_id), mark_of(row.evidence.code, row.pages)) for row in rows],
        "unnamed": _unnamed(answer.text, cited, {record.code: record for record in records}),
        "form": form or CitationForm(records=records),
        "new_form": new_form or NewFileForm(limit=settings.PMQA_FILE_LIMIT),
        "has_records": bool(records),
        "is_new_open": bool(new_form),
        "permitted": permit(assessment.standing, assessment, EDIT),
        "has_errors": status != 200,
    }
    template = "assessments/_citations.html" if request.headers.get("HX-Request") else "assessments/citations.html"
    return render(request, template, context, status=status)


def _unnamed(text: str, cited: set[str], records: dict[str, Evidence]) -> list[tuple[str, Evidence | None, str]]:
    """Marks of what the answer does not cite: code as the text writes it, the record that is meant, all its pages."""
    found: dict[str, list[CitedMark]] = {}
    for mark, code in marks_among(text, {*records, *cited}):
        if code not in cited:
            found.setdefault(code or mark.code, []).append(mark)
    return [
        (marks[0].code, records.get(code), ", ".join(dict.fromkeys(mark.pages for mark in marks if mark.pages)))
        for code, marks in found.items()
    ]


@require_GET
def submission_file(request, pk, number, version):
    """A file that this very submission cites: of the latest for everybody who may see it, of any for the unit."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    seen = assessment.submissions.order_by("-number")
    if not permit(assessment.standing, assessment, VIEW):
        seen = seen[:1]
    if number not in seen.values_list("number", flat=True):
        raise Http404
    pins = PinnedEvidence.objects.filter(submission__assessment=assessment, submission__number=number)
    pinned = pins.filter(version=version).select_related("version__evidence").first()
    if pinned is None:
        raise Http404
    return file_response(request, pinned.version)


def file_links(submission: Submission) -> FileLinks:
    """The address of every file that the submission cites. One query."""
    files = [pin.version for pin in submission.pinned_evidence.select_related("version__evidence")]
    place = [submission.assessment_id, submission.number]
    return {
        (file.evidence.code, file.sha256): reverse("assessments:submission_file", args=[*place, file.pk])
        for file in files
    }
