"""What an answer cites: a page and a drawer of the answer; and the cited files as reviewers reach them."""

from allauth.core.ratelimit import consume
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import get_assessment
from assessments.citing import cited_codes, mark_of
from assessments.forms.evidence import CitationForm, NewFileForm
from assessments.models import Answer, Evidence, PinnedEvidence, Submission
from assessments.permissions import CLOSED, EDIT, VIEW, VIEW_SUBMISSION, permit
from assessments.services import locker
from assessments.services.citations import MOST_CITATIONS, EvidenceGone, TooManyCitations, cite, uncite
from assessments.views.answers import get_answer
from assessments.views.locker import file_response, refusal_words
from assessments.views.refused import keeps_typed_text

FileLinks = dict[tuple[str, str], str]  # addresses by code of the record and hash of the file


@keeps_typed_text(CLOSED)
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
    """A new record with its file stands in the locker, and the answer cites it."""
    is_oversized = getattr(request, "has_oversized_file", False)
    form = NewFileForm(request.POST, request.FILES, limit=settings.PMQA_FILE_LIMIT, is_oversized=is_oversized)
    if request.FILES and not consume(request, action="upload", user=request.user):
        form.add_error("file", _("ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง"))
    if form.is_valid():
        details = locker.EvidenceDetails(form.cleaned_data["title"], owner_id=request.user.pk)
        file = form.cleaned_data["file"]
        try:
            added = locker.add_evidence(unit_id=assessment.unit_id, details=details, file=file, actor=request.user)
        except locker.LockerRefused as refused:
            form.add_error("file", refusal_words(refused))
        else:
            why_not = _cite(answer, added.pk, form.cleaned_data["pages"], request.user)
            if not why_not:
                return _done(request, assessment, answer)
            form.add_error(None, why_not)
    return _page(request, assessment, answer, new_form=form, status=422)


def _cite(answer: Answer, evidence_id: int, pages: str, actor) -> str:
    """Why the answer does not cite the record; nothing when it does."""
    try:
        cite(answer=answer, evidence_id=evidence_id, pages=pages, actor=actor)
    except EvidenceGone:
        return _("มีผู้ลบหลักฐานนี้แล้ว เลือกรายการอื่น")
    except TooManyCitations:
        return _("คำตอบหนึ่งอ้างหลักฐานได้ไม่เกิน %(most)d รายการ เลิกอ้างรายการอื่นก่อน") % {"most": MOST_CITATIONS}
    return ""


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
    by_code = {record.code: record for record in records}
    unnamed = [code for code in cited_codes(answer.text) if code not in cited]
    context = {
        "assessment": assessment,
        "question": answer.question,
        "citations": [(row, newest.get(row.evidence_id), mark_of(row.evidence.code, row.pages)) for row in rows],
        "unnamed": [(code, by_code.get(code)) for code in unnamed],
        "form": form or CitationForm(records=records),
        "new_form": new_form or NewFileForm(limit=settings.PMQA_FILE_LIMIT),
        "has_records": bool(records),
        "is_new_open": bool(new_form),
        "permitted": permit(assessment.standing, assessment, EDIT),
        "has_errors": status != 200,
    }
    template = "assessments/_citations.html" if request.headers.get("HX-Request") else "assessments/citations.html"
    return render(request, template, context, status=status)


@require_GET
@csp_update({"sandbox": True})
def submission_file(request, pk, number, version):
    """A file that this very submission cites, for everybody who may see the submission."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    pins = PinnedEvidence.objects.filter(submission__assessment=assessment, submission__number=number)
    pinned = pins.filter(version=version).select_related("version").first()
    if pinned is None:
        raise Http404
    return file_response(pinned.version)


def file_links(submission: Submission) -> FileLinks:
    """The address of every file that the submission cites. One query."""
    files = [pin.version for pin in submission.pinned_evidence.select_related("version__evidence")]
    place = [submission.assessment_id, submission.number]
    return {
        (file.evidence.code, file.sha256): reverse("assessments:submission_file", args=[*place, file.pk])
        for file in files
    }
