"""What the reviewers give back: remarks once returned, findings and the scores of the consensus once approved."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.document import FrozenDocument
from assessments.ledger import ledger_rows
from assessments.models import Finding, Remark
from assessments.permissions import NOT_RETURNED, VIEW_FEEDBACK, VIEW_SUBMISSION, permit, remarks_are_out
from assessments.scorecard import Scorecard
from assessments.statuses import FindingKind
from assessments.views.submission import latest_document
from criteria.outline import outline_of


@require_GET
def feedback(request, pk):
    """Remarks that have reached the unit; findings and scores from the approval on."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    shows_findings = permit(assessment.standing, assessment, VIEW_FEEDBACK)
    if not (shows_findings or remarks_are_out(assessment)):
        raise PermissionDenied(str(NOT_RETURNED))
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    of_unit = assessment.standing.is_of_unit
    context = {
        "assessment": assessment,
        "of_unit": of_unit,
        "submission": frozen.submission,
        "remarks": ledger_rows(assessment, Remark.objects.out_of(assessment).for_ledger(), of_unit=of_unit),
        "shows_findings": shows_findings,
    }
    if shows_findings:
        consensus = frozen.consensus
        context |= {"card": frozen.card, "consensus": consensus, "items": _items(frozen, consensus)}
    return render(request, "assessments/feedback.html", context)


def _items(frozen: FrozenDocument, consensus: Scorecard | None) -> list[dict]:
    """Each scored item with both scores, its strengths and its opportunities."""
    findings: dict[int, list[Finding]] = {}
    for finding in Finding.objects.for_unit(frozen.submission):
        findings.setdefault(finding.item_id, []).append(finding)
    return [
        {
            "item": item,
            "own": frozen.card.items[item.code],
            "decided": consensus.items[item.code] if consensus else None,
            "strengths": _of_kind(findings.get(item.pk, ()), FindingKind.STRENGTH),
            "opportunities": _of_kind(findings.get(item.pk, ()), FindingKind.OFI),
        }
        for item in frozen.outline.scored_items
    ]


def _of_kind(findings, kind: str) -> list[Finding]:
    return [finding for finding in findings if finding.kind == kind]
