"""The history of one answer: who wrote what when, the difference between any two, and an old text made the newest."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.access import get_assessment
from assessments.forms.answers import VersionForm
from assessments.forms.numbers import whole_number
from assessments.models import AnswerRevision
from assessments.permissions import CLOSED, EDIT, VIEW, permit
from assessments.services.answers import AreaHoldsIndicators, StaleAnswer, save_answer
from assessments.statuses import RevisionKind
from assessments.views.answers import get_answer, holds_indicators_words
from assessments.views.comparison import compared, differences
from assessments.views.refused import keeps_typed_text

PAGE, IN_DRAWER = 50, 5


@require_GET
def revisions(request, pk, code):
    """The newest version first, whatever the clock said; two beside each other when `from` and `to` name them."""
    assessment = get_assessment(request, pk, to=VIEW)
    found = get_answer(assessment, code)
    rows = found.revisions.select_related("author").order_by("-version", "kind", "-pk")
    context = {
        "assessment": assessment,
        "answer": found,
        "question": found.question,
        "permitted": permit(assessment.standing, assessment, EDIT),
    }
    if request.headers.get("HX-Request"):
        return render(request, "assessments/_revisions.html", context | {"rows": rows[:IN_DRAWER]})
    context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context["pair"] = pair = _pair(request, rows)
    newest = [row.pk for row in context["page"]][:2]
    context["chosen"] = (pair["earlier"].pk, pair["later"].pk) if pair else tuple(reversed(newest))
    return render(request, "assessments/revisions.html", context)


def _pair(request, rows) -> dict | None:
    """The two revisions that are compared, the earlier one first, and the rows of their difference."""
    keys = [whole_number(request.GET.get(name, "")) for name in ("from", "to")]
    if None in keys:
        return None
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    try:
        earlier, later = sorted((found[key] for key in keys), key=_order)
    except KeyError:
        raise Http404 from None
    compared_rows = compared(earlier.text, later.text)
    reasons_differ = earlier.not_applicable != later.not_applicable
    return {
        "earlier": earlier,
        "later": later,
        "rows": compared_rows,
        "reasons_differ": reasons_differ,
        "differences": differences(compared_rows) + reasons_differ,
    }


def _order(row: AnswerRevision) -> tuple:
    """By version: a text that lost against a newer one was based on the version whose number it bears."""
    return row.version, row.kind == RevisionKind.CONFLICT, row.pk


@require_POST
@keeps_typed_text(CLOSED)
def revision_restore(request, pk, code, revision):
    """The old text is the newest version; nothing of what stood there is lost."""
    assessment = get_assessment(request, pk, to=EDIT)
    found = get_answer(assessment, code)
    old = get_object_or_404(found.revisions, pk=revision)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        save_answer(
            answer=found,
            text=old.text,
            not_applicable=old.not_applicable,
            actor=request.user,
            version=form.cleaned_data["version"],
            folds=False,
        )
        messages.success(request, _("นำข้อความเดิมกลับมาเป็นคำตอบแล้ว"))
    except StaleAnswer:
        messages.error(request, _("มีผู้บันทึกข้อนี้ระหว่างนั้น ดูฉบับล่าสุดก่อนแล้วเลือกอีกครั้ง"))
    except AreaHoldsIndicators:
        messages.error(request, holds_indicators_words())
    return redirect("assessments:revisions", assessment.pk, code)
