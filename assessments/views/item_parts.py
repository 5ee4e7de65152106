"""What the pages of an item share, whatever its scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import Http404

from assessments.live import LiveRows
from assessments.models import Remark
from assessments.permissions import EDIT, SCORE_SELF, permit
from assessments.scorecard import ItemResult, Scheme, scheme_of
from criteria.outline import ItemOutline, Outline

ROWS = 50  # indicators on one page


@dataclass(frozen=True)
class Place(LiveRows):
    """A scored item of a live assessment; its scores are read when they are first asked for, so after a save."""

    item: ItemOutline

    @cached_property
    def scheme(self) -> Scheme:
        return scheme_of(self.assessment.criteria_set)

    @property
    def result(self) -> ItemResult:
        return self.card.items[self.item.code]


def scored_item(outline: Outline, code: str) -> ItemOutline:
    """The scored item of this code, or 404; items of the profile carry no score."""
    found = outline.items.get(code)
    if found is None or not (found.is_process or found.is_results):
        raise Http404
    return found


def answers_to(assessment, item: ItemOutline) -> dict:
    """The answers to the questions of the item by key of the question; no query where it has none."""
    if not item.questions:
        return {}
    return {answer.question_id: answer for answer in assessment.answers.filter(question__in=item.questions)}


def shared_context(place: Place, answers: dict) -> dict:
    """What every page of an item shows of it."""
    assessment, item = place.assessment, place.item
    return {
        "assessment": assessment,
        "item": item,
        "result": place.result,
        "answered": sum(answer.is_answered for answer in answers.values()),
        "may_score": permit(assessment.standing, assessment, SCORE_SELF),
        "may_edit": permit(assessment.standing, assessment, EDIT),
        "followed": list(Remark.objects.followed_into(assessment).filter(item=item.pk)),
        "outcomes": [each for each in place.card.items.values() if each.item.is_results],
    } | neighbours(place.outline, item)


def rows_shown(indicators: Sequence, request) -> Page:
    """Indicators, or their judgements, of the page that was asked for: nobody reads a table of hundreds at once."""
    return Paginator(indicators, ROWS).get_page(request.GET.get("page"))


def neighbours(outline: Outline, item: ItemOutline) -> dict:
    """The scored items before and after this one."""
    items = outline.scored_items
    at = items.index(item)
    return {"before": items[at - 1] if at else None, "after": items[at + 1] if at + 1 < len(items) else None}
