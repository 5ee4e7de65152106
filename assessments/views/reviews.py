"""The pages of the review: the overview with its decisions, one item with findings and consensus."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role
from assessments.access import get_as_coordinator, get_assessment
from assessments.desk import assignments_of
from assessments.document import FrozenDocument
from assessments.forms.assigning import RemoveForm
from assessments.forms.checkpoints import CheckpointForm
from assessments.forms.remarks import RemarkForm
from assessments.forms.reviews import DeclarationForm, FindingForm, HandBackForm
from assessments.forms.scores import ScoreForm
from assessments.forms.workflow import ActionForm
from assessments.ledger import ledger_rows
from assessments.models import Remark
from assessments.permissions import ASSIGN_ASSESSORS, CONSENSUS, EXTEND, NOT_IN_REVIEW, REVIEW, REVIEW_PAGE, permit
from assessments.scorecard import ItemResult, Scorecard
from assessments.services.consensus import why_not_decide
from assessments.services.hand_ins import checklist_of
from assessments.services.workflow import allowed_actions
from assessments.statuses import Action, Stage, Status
from assessments.views.citations import file_links
from assessments.views.consensus import Voice, consensus_of
from assessments.views.item_parts import scored_item
from assessments.views.refused import keeps_typed_text
from assessments.views.review_parts import (
    OwnReview,
    assessor_rows,
    autosaved,
    factors_of,
    finding_rows,
    findings_open_to,
    own_review_of,
    progress_of_assessors,
    sees_consensus,
    with_changes,
)
from assessments.views.submission import frozen_item, latest_document
from assessments.views.taking_over import take_over_of
from assessments.wording import hints_of
from criteria.outline import ItemOutline, outline_of

DECISIONS = (Action.START_REVIEW, Action.RETURN, Action.APPROVE, Action.REOPEN)


@dataclass(frozen=True)
class ItemRow:
    """One item of the overview: what the unit says, `decided` and `mine` where they stand and are to be seen."""

    own: ItemResult
    findings: int
    decided: ItemResult | None
    mine: ItemResult | None


@require_GET
def review(request, pk):
    """Every item of the latest submission, the remarks, and what can be decided now."""
    assessment = get_assessment(request, pk, to=REVIEW_PAGE)
    return overview(assessment, request)


@require_GET
def review_item(request, pk, code):
    """The frozen answers of one item beside the findings and the consensus."""
    assessment = get_assessment(request, pk, to=REVIEW_PAGE)
    return item_page(assessment, request, code)


@keeps_typed_text(NOT_IN_REVIEW, ScoreForm, CheckpointForm)
@require_POST
def consensus(request, pk, code):
    """The consensus of the reviewers on this item is confirmed."""
    assessment = get_as_coordinator(request, pk, to=REVIEW)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item = scored_item(frozen.outline, code)
    awaited = why_not_decide(frozen.submission)
    if awaited:
        raise PermissionDenied(awaited)
    refused = consensus_of(frozen, item).save(request, frozen, item)
    if refused:
        return item_page(assessment, request, code, refused=refused, status=refused.status)
    return redirect(reverse("assessments:review_item", args=[assessment.pk, item.code]) + "#consensus")


def overview(assessment, request, *, remark_form=None, status: int = 200, **refused):
    """The page; `refused` holds what a form of an own review needs to stand there again: it replaces its context."""
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    own = own_review_of(assessment, request, frozen.submission)
    decides = Role.COORDINATOR in assessment.standing.roles
    decided = frozen.consensus if sees_consensus(assessment, own) else None
    checklist = checklist_of(frozen, request.user) if own else None
    remarks = assessment.remarks.all() if decides else Remark.objects.out_of(assessment)
    given = _Given(decided, checklist.card if checklist else None, _finding_counts(request, assessment, frozen))
    context = {
        "assessment": assessment,
        "submission": frozen.submission,
        "card": frozen.card,
        "decided": decided,
        "categories": [(each, [_row(row, given) for row in each.items]) for each in frozen.card.categories],
        "remarks": ledger_rows(assessment, remarks.for_ledger(), of_unit=False),
        "is_stale": status == 409,
        "may_extend": permit(assessment.standing, assessment, EXTEND),
        "is_coordinator": decides,
        "is_in_review": assessment.status == Status.IN_REVIEW,
        "assessors": progress_of_assessors(assessment, frozen) if decides else [],
        "hand_back": (None, HandBackForm()),
        "take_over": take_over_of(frozen) if decides else None,
        "may_take_over": permit(assessment.standing, assessment, CONSENSUS),
        "own_review": own,
        "checklist": checklist,
        "hints": _hints(request, frozen) if own and own.may_write else {},
        "declaration_form": DeclarationForm(),
        "assigned": [] if decides else assignments_of([assessment.pk]).get(assessment.pk, []),
        "may_assign": permit(assessment.standing, assessment, ASSIGN_ASSESSORS),
        "remove_form": RemoveForm(),
        "actions": [action for action in allowed_actions(assessment, assessment.standing.roles) if action in DECISIONS],
        "action_form": ActionForm(),
        "form": remark_form or RemarkForm(outline=frozen.outline),
    }
    return render(request, "assessments/review.html", context | refused, status=status)


@dataclass(frozen=True)
class _Given:
    """What stands beside the self scores: the consensus and the reader's own scores where she has any."""

    decided: Scorecard | None
    own: Scorecard | None
    findings: dict[int, int]


def _finding_counts(request, assessment, frozen: FrozenDocument) -> dict[int, int]:
    rows = findings_open_to(assessment, request, frozen.submission).order_by().values("item_id")
    return {row["item_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def _hints(request, frozen: FrozenDocument) -> dict[str, int]:
    """How many of her findings have each hint."""
    own = frozen.submission.findings.filter(author=request.user, stage=Stage.REVIEW)
    with_factors = {item.pk for item in frozen.outline.scored_items if factors_of(frozen, item)}
    return Counter(hint for each in own for hint in hints_of(each, has_factors=each.item_id in with_factors))


def _row(unit: ItemResult, given: _Given) -> ItemRow:
    decided = given.decided.items[unit.code] if given.decided else None
    mine = given.own.items[unit.code] if given.own else None
    return ItemRow(
        unit,
        given.findings.get(unit.item.pk, 0),
        decided if decided and decided.confirmed else None,
        mine if mine and mine.confirmed else None,
    )


def item_page(assessment, request, code, *, finding_form=None, refused=None, status: int = 200):
    """The item; `refused` are scores that were not saved, with their form and what another decided first."""
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    item = scored_item(frozen.outline, code)
    own = own_review_of(assessment, request, frozen.submission)
    consensus = consensus_of(frozen, item)
    may_review = own.may_write if own else permit(assessment.standing, assessment, REVIEW)
    decides = Role.COORDINATOR in assessment.standing.roles and may_review and not own
    context = frozen_item(frozen, item, assessment, file_links(frozen.submission)) | {
        "assessment": assessment,
        "submission": frozen.submission,
        "own_template": consensus.own_template,
        "consensus_template": consensus.template,
        "review_template": consensus.review_template,
        "own_review": own,
        "assessors": [] if own and own.may_write else assessor_rows(assessment, request, frozen, item),
        "findings": finding_rows(assessment, request, frozen, item, own),
        "may_decide": decides,
        "awaited": why_not_decide(frozen.submission) if decides else "",
        "may_review": may_review,
        "finding_form": finding_form or FindingForm(factors=factors_of(frozen, item)),
        "finding_key": _key_of(finding_form),
    }
    context |= _scores(request, assessment, frozen, item, own, refused) | _place(frozen, item)
    context |= autosaved(request=request, may_save=bool(may_review))
    context["areas"] = with_changes(context["areas"], frozen)
    context["form"] = finding_form or context["score_form"]  # for the title of the page
    return render(request, "assessments/review_item.html", context, status=status)


def _key_of(form: FindingForm | None) -> UUID:
    """What names the form of a new finding however often it is sent: its own key again, or a new one."""
    try:
        return UUID(form.data.get("key", "") if form else "")
    except ValueError:
        return uuid4()


def _scores(request, assessment, frozen: FrozenDocument, item: ItemOutline, own: OwnReview | None, refused) -> dict:
    """The form of her own scores for an assessor, of the consensus for others; the consensus where it is open."""
    part, is_open = consensus_of(frozen, item), sees_consensus(assessment, own)
    if own is None:
        return part.context(frozen, item, refused, sees_all=is_open)
    shown = part.context(frozen, item, refused, sees_all=True, voice=Voice(Stage.REVIEW, request.user))
    decided = part.context(frozen, item, None, sees_all=True)["consensus"] if is_open else None
    return shown | {"own_score": shown["consensus"], "consensus": decided}


def _place(frozen: FrozenDocument, item: ItemOutline) -> dict:
    """Where this item stands among the scored ones."""
    items = frozen.outline.scored_items
    at = items.index(item)
    following = items[at + 1] if at + 1 < len(items) else None
    return {"number": at + 1, "count": len(items), "before": items[at - 1] if at else None, "after": following}
