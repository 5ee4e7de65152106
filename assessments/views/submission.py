"""The latest submission as it was sent: receipt, answers, indicators, scores, all from the frozen document."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.citing import links_of
from assessments.document import FrozenDocument
from assessments.models import Assessment
from assessments.permissions import REVIEW_PAGE, VIEW, VIEW_SUBMISSION, permit
from assessments.views.citations import FileLinks, file_links
from assessments.views.indicators import frozen_rows, indicator_table
from criteria.models import Question
from criteria.outline import ItemOutline, Outline, outline_of


@dataclass(frozen=True)
class FrozenAnswer:
    """A question and its answer (None where there is none); what it cites, each with the `url` of its very file.

    `links`: the addresses of the files that marks in its text name, by code as they write it. `change`: how it differs
    from the submission before, where that is looked at (review_parts.with_changes).
    """

    question: Question
    answer: dict | None
    evidence: list[dict]
    links: dict[str, str]
    change: Any = None


@require_GET
def submission(request, pk):
    """The whole frozen copy on one page, for reading."""
    assessment = get_assessment(request, pk, to=VIEW_SUBMISSION)
    frozen = latest_document(assessment, outline_of(assessment.criteria_set))
    links = file_links(frozen.submission)
    context = {
        "assessment": assessment,
        "submission": frozen.submission,
        "card": frozen.card,
        "categories": [
            (category, [frozen_item(frozen, item, assessment, links) for item in category.items])
            for category in frozen.outline.categories
        ],
        "is_unit": permit(assessment.standing, assessment, VIEW),
        "is_reviewer": permit(assessment.standing, assessment, REVIEW_PAGE),
    }
    return render(request, "assessments/submission.html", context)


def latest_document(assessment: Assessment, outline: Outline) -> FrozenDocument:
    """The latest submission with its document, or 404."""
    latest = assessment.submissions.select_related("submitted_by", "consensus_meeting").order_by("-number").first()
    if latest is None:
        raise Http404
    return FrozenDocument(latest, outline)


def frozen_item(frozen: FrozenDocument, item: ItemOutline, assessment: Assessment, links: FileLinks) -> dict:
    """What the document holds of one item: answers by area, the indicator table, the self score (None: profile).

    `links`: the addresses of the cited files (citations.file_links).
    """
    result = frozen.card.items.get(item.code)
    table = None
    if item.is_results:
        rows = frozen_rows(frozen.indicators.get(item.code, ()))
        table = indicator_table(rows, result, assessment.fiscal_year, frozen.card.scheme)
    return {
        "item": item,
        "result": result,
        "table": table,
        "areas": [(area, [_frozen_answer(frozen, each, links) for each in area.questions]) for area in item.areas],
        "answered": sum(question.code in frozen.answers for question in item.questions),
    }


def _frozen_answer(frozen: FrozenDocument, question: Question, links: FileLinks) -> FrozenAnswer:
    rows = frozen.evidence.get(question.code, [])
    cited = [row | {"url": links.get((row["code"], row["sha256"]), "")} for row in rows]
    answer = frozen.answers.get(question.code)
    addresses = _without_doubt(links) | {row["code"]: row["url"] for row in cited}
    return FrozenAnswer(question, answer, cited, links_of(answer["text"], addresses) if answer else {})


def _without_doubt(links: FileLinks) -> dict[str, str]:
    """The address of each record with one file in the submission, for marks of what an answer does not cite."""
    files = Counter(code for code, _sha256 in links)
    return {code: url if files[code] == 1 else "" for (code, _sha256), url in links.items()}
