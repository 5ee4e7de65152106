"""Answers that two units have in common: the pairs, and both texts of one side by side (decision 17)."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_overseen
from assessments.document import FrozenDocument
from assessments.forms.overview import OverviewFilter
from assessments.models import SameText, Submission
from assessments.overview import cycles_of
from criteria.outline import outline_of
from thai.shingles import shared_passages

PAGE = 50
PLACE = re.compile(r"([0-9]{1,3})-([0-9]{1,18})")  # similarity and key of the last pair of the page before


@dataclass(frozen=True)
class Side:
    """One of the two texts, in pieces: (piece, stands in the other too)."""

    submission: Submission
    pieces: list[tuple[str, bool]]

    @property
    def assessment(self):
        return self.submission.assessment


@require_GET
def same_texts(request):
    """The pairs of which both units are in reach, the most similar first, fifty a page."""
    reach = get_overseen(request)
    filters = OverviewFilter(request.GET, cycles=cycles_of(reach), ministries=[])
    cycle = filters.chosen_cycle
    rows = SameText.objects.between(reach.order_by()).with_places()
    read = list(_behind(rows.of_cycle(cycle), request.GET.get("place", ""))[: PAGE + 1]) if cycle else []
    pairs = read[:PAGE]
    last = pairs[-1] if len(read) > PAGE else None
    context = {
        "filters": filters,
        "cycle": cycle,
        "pairs": pairs,
        "next_place": f"{last.similarity}-{last.pk}" if last else "",
        "is_first": "place" not in request.GET,
    }
    return render(request, "assessments/same_texts.html", context)


@require_GET
def same_text(request, pair):
    """Both texts as they were sent, with the passages that they share. 404 unless both units are in reach."""
    reach = get_overseen(request)
    found = SameText.objects.between(reach.order_by()).with_places().filter(pk=pair).first()
    if found is None:
        raise Http404
    sides = [found.first.submission, found.second.submission]
    texts = [_text(submission, found.first.question.code) for submission in sides]
    context = {
        "pair": found,
        "question": found.first.question,
        "sides": [
            Side(sides[0], shared_passages(texts[0], texts[1])),
            Side(sides[1], shared_passages(texts[1], texts[0])),
        ],
    }
    return render(request, "assessments/same_text.html", context)


def _behind(rows, place: str):
    """The pairs after a place of the list; all of them for none."""
    found = PLACE.fullmatch(place)
    if found is None:
        return rows
    similarity, key = int(found[1]), int(found[2])
    return rows.filter(Q(similarity__lt=min(similarity, 101)) | Q(similarity=min(similarity, 101), pk__gt=key))


def _text(submission: Submission, code: str) -> str:
    """The answer as it was sent."""
    frozen = FrozenDocument(submission, outline_of(submission.assessment.criteria_set))
    return frozen.answers.get(code, {}).get("text", "")
