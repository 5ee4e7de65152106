"""The memos of one assessment: which there are, and one with its head to be filled in and taken away."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import get_assessment
from assessments.permissions import NOT_YOUR_ROLE, VIEW_MEMOS
from assessments.views.refused import keeps_typed_text
from reports.memos.content import Memo
from reports.memos.forms import MemoForm
from reports.memos.kinds import KINDS, MemoKind, offers
from reports.memos.paper import MemoTooLong, memo_pdf
from reports.pdf import PdfUnavailable

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _docx(memo: Memo) -> bytes:
    """The Word file; its library is loaded by the first who asks for one."""
    from reports.memos.word import memo_docx

    return memo_docx(memo)


FORMATS = {"pdf": (memo_pdf, PDF), "docx": (_docx, DOCX)}


@require_GET
def memos(request, pk):
    """The memos of this person's role, those that cannot be made yet with the reason."""
    assessment = get_assessment(request, pk, to=VIEW_MEMOS)
    context = {"assessment": assessment, "offers": offers(assessment, localdate())}
    return render(request, "reports/memos.html", context)


@keeps_typed_text(NOT_YOUR_ROLE, MemoForm)
@require_http_methods(["GET", "POST"])
def memo(request, pk, memo):
    """GET: its head as proposed and what it says. POST: the file with what was typed; nothing is stored."""
    kind = KINDS.get(memo)
    if kind is None:
        raise Http404
    assessment = get_assessment(request, pk, to=kind.action)
    written = kind.build(assessment, localdate())
    if request.method != "POST":
        return _page(request, assessment, kind, MemoForm(memo=written))
    form = MemoForm(request.POST, memo=written)
    if not form.is_valid():
        return _page(request, assessment, kind, form, status=422)
    try:
        return _file(assessment, kind, form, request.POST.get("format"))
    except (MemoTooLong, PdfUnavailable) as problem:
        form.add_error(None, str(problem))
        return _page(request, assessment, kind, form, status=503 if isinstance(problem, PdfUnavailable) else 422)


def _file(assessment, kind: MemoKind, form: MemoForm, wanted: str | None) -> HttpResponse:
    """The memo as a PDF, or as a Word file where that was asked for."""
    ending = wanted if wanted in FORMATS else "pdf"
    write, content_type = FORMATS[ending]
    name = f"memo-{kind.slug}-{assessment.unit.code}-{assessment.fiscal_year}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "no-store"}
    return HttpResponse(write(form.filled), content_type=content_type, headers=headers)


def _page(request, assessment, kind: MemoKind, form: MemoForm, *, status: int = 200):
    context = {"assessment": assessment, "kind": kind, "form": form, "memo": form.memo}
    return render(request, "reports/memo.html", context, status=status)
