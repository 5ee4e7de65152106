"""The pages of the review: the overview with its decisions, one item with findings and consensus."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role
from assessments.access import get_as_coordinator, get_assessment
from assessments.desk import assignments_of
from assessments.document import FrozenDocument
from assessments.forms.assigning import RemoveForm
from assessments.forms.checkpoints import CheckpointForm
from assessments.forms.remarks import RemarkForm
from assessments.forms.reviews import FindingForm, prescribes
from assessments.forms.scores import ScoreForm
from assessments.forms.workflow import ActionForm
from assessments.ledger import ledger_rows
from assessments.models import Assessment, Finding, Remark
from assessments.permissions import (
    ASSIGN_ASSESSORS,
    EXTEND,
    NOT_IN_REVIEW,
    REVIEW,
    REVIEW_PAGE,
    VIEW_FEEDBACK,
    permit,
)
from assessments.scorecard import ItemResult, Scorecard
from assessments.services.reviews import add_finding, delete_finding
from assessments.services.workflow import allowed_actions
from assessments.statuses import Action, Stage, Status
from assessments.views.citations import file_links
from assessments.views.consensus import consensus_of
from assessments.views.item_parts import scored_item
from assessments.views.refused import keeps_typed_text
from assessments.views.submission import frozen_item, latest_document
from criteria.outline import ItemOutline, outline_of

DECISIONS = (Action.START_REVIEW, Action.RETURN, Action.APPROVE, Action.REOPEN)


@dataclass(frozen=True)
class ItemRow:
    """One item of the overview; `decided` None where no consensus stands or it is not yet to be seen."""

    own: ItemResult
    findings: int
    decided: ItemResult | None


@require_GET
def review(request, pk):
    """Every item of the latest submission, the remarks, and what can be decided now."""
    assessment = get_assessment(request, pk, to=REVIEW_PAGE)
    return overview(assessment, request)


@require_GET
def review_item(request, pk, code):
    """The frozen answers of one item beside the findings and the consensus."""
    assessment = get_assessment(request, pk, to=REVIEW_PAGE)
    return _item_page(request, assessment, code)


@keeps_typed_text(NOT_IN_REVIEW, FindingForm)
@require_POST
def finding_add(request, pk, code):
    """The finding stands under the item of the latest submission."""
    assessment = get_assessment(request, pk, to=REVIEW)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item, form = scored_item(frozen.outline, code), FindingForm(request.POST)
    if not form.is_valid():
        return _item_page(request, assessment, code, finding_form=form, status=422)
    add_finding(submission=frozen.submission, item=item, actor=request.user, **form.cleaned_data)
    messages.success(request, _("บันทึกข้อค้นพบแล้ว"))
    return redirect(reverse("assessments:review_item", args=[assessment.pk, item.code]) + "#findings")


@keeps_typed_text(NOT_IN_REVIEW)
@require_POST
def finding_delete(request, pk, finding):
    """The finding is gone: one's own, or any for a coordinator."""
    assessment = get_assessment(request, pk, to=REVIEW)
    visible = _findings(request, assessment)
    found = visible.filter(submission__assessment=assessment).select_related("submission").filter(pk=finding).first()
    if found is None:
        raise Http404
    delete_finding(finding=found)
    messages.success(request, _("ลบข้อค้นพบแล้ว"))
    return redirect(reverse("assessments:review_item", args=[assessment.pk, found.item.code]) + "#findings")


@keeps_typed_text(NOT_IN_REVIEW, ScoreForm, CheckpointForm)
@require_POST
def consensus(request, pk, code):
    """The consensus of the reviewers on this item is confirmed."""
    assessment = get_as_coordinator(request, pk, to=REVIEW)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item = scored_item(frozen.outline, code)
    refused = consensus_of(frozen, item).save(request, frozen, item)
    if refused:
        return _item_page(request, assessment, code, refused=refused, status=refused.status)
    return redirect(reverse("assessments:review_item", args=[assessment.pk, item.code]) + "#consensus")


def _sees_all(assessment: Assessment) -> bool:
    """A coordinator sees everything; an assessor the findings of others and the consensus only when approved."""
    approved = permit(assessment.standing, assessment, VIEW_FEEDBACK)
    return Role.COORDINATOR in assessment.standing.roles or bool(approved)


def _findings(request, assessment: Assessment):
    """Those that this reviewer may see."""
    findings = Finding.objects.filter(stage=Stage.REVIEW).select_related("author", "item")
    return findings if _sees_all(assessment) else findings.filter(author=request.user)


def overview(assessment, request, *, remark_form=None, status: int = 200):
    """The page; `remark_form` is a remark that was refused, 409 stands for one that somebody else settled first."""
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    decides = Role.COORDINATOR in assessment.standing.roles
    decided = frozen.consensus if _sees_all(assessment) else None
    remarks = assessment.remarks.all() if decides else Remark.objects.out_of(assessment)
    context = {
        "assessment": assessment,
        "submission": frozen.submission,
        "card": frozen.card,
        "decided": decided,
        "categories": _rows(frozen, decided, _finding_counts(request, assessment, frozen)),
        "remarks": ledger_rows(assessment, remarks.for_ledger(), of_unit=False),
        "is_stale": status == 409,
        "may_extend": permit(assessment.standing, assessment, EXTEND),
        "is_coordinator": decides,
        "is_waiting": assessment.status == Status.SUBMITTED,
        "is_in_review": assessment.status == Status.IN_REVIEW,
        "assigned": assignments_of([assessment.pk]).get(assessment.pk, []),
        "may_assign": permit(assessment.standing, assessment, ASSIGN_ASSESSORS),
        "remove_form": RemoveForm(),
        "actions": [action for action in allowed_actions(assessment, assessment.standing.roles) if action in DECISIONS],
        "action_form": ActionForm(),
        "form": remark_form or RemarkForm(outline=frozen.outline),
    }
    return render(request, "assessments/review.html", context, status=status)


def _finding_counts(request, assessment, frozen: FrozenDocument) -> dict[int, int]:
    rows = _findings(request, assessment).filter(submission=frozen.submission).order_by().values("item_id")
    return {row["item_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def _rows(frozen: FrozenDocument, decided: Scorecard | None, counts: dict[int, int]) -> list:
    return [(category, [_row(own, decided, counts) for own in category.items]) for category in frozen.card.categories]


def _row(own: ItemResult, decided: Scorecard | None, counts: dict[int, int]) -> ItemRow:
    judged = decided.items[own.code] if decided else None
    return ItemRow(own, counts.get(own.item.pk, 0), judged if judged and judged.confirmed else None)


def _item_page(request, assessment, code, *, finding_form=None, refused=None, status: int = 200):
    """The item; `refused` is a consensus that was not saved, with its form and what another decided first."""
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item = scored_item(frozen.outline, code)
    consensus = consensus_of(frozen, item)
    shown = consensus.context(frozen, item, refused, sees_all=_sees_all(assessment))
    context = frozen_item(frozen, item, assessment, file_links(frozen.submission)) | {
        "assessment": assessment,
        "submission": frozen.submission,
        "own_template": consensus.own_template,
        "consensus_template": consensus.template,
        "findings": _finding_rows(request, assessment, frozen, item),
        "is_coordinator": Role.COORDINATOR in assessment.standing.roles,
        "may_review": permit(assessment.standing, assessment, REVIEW),
        "form": finding_form or shown["score_form"],  # for the title of the page
        "finding_form": finding_form or FindingForm(),
    }
    context |= shown | _place(frozen, item)
    return render(request, "assessments/review_item.html", context, status=status)


def _finding_rows(request, assessment, frozen: FrozenDocument, item: ItemOutline) -> list[tuple[Finding, bool, bool]]:
    """Each finding, whether it prescribes (a hint to its author), and whether she may delete it."""
    found = _findings(request, assessment).filter(submission=frozen.submission, item_id=item.pk)
    open_now = bool(permit(assessment.standing, assessment, REVIEW))
    return [(each, prescribes(each.kind, each.nugget), open_now) for each in found]


def _place(frozen: FrozenDocument, item: ItemOutline) -> dict:
    """Where this item stands among the scored ones."""
    items = frozen.outline.scored_items
    at = items.index(item)
    following = items[at + 1] if at + 1 < len(items) else None
    return {"number": at + 1, "count": len(items), "before": items[at - 1] if at else None, "after": following}
