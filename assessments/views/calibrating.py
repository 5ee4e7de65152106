"""One calibration set: read through by a coordinator, scored by an assessor, and what came out of it for each."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role
from assessments.access import get_calibration
from assessments.anonymising import telling
from assessments.calibrated import Outcome, entry_of_calibration, outcome_of, outlined, progress_of
from assessments.forms.calibrations import PREFIX, OpeningForm, TextsForm, initial_opening
from assessments.forms.scores import ScoreForm, initial_score
from assessments.models import Calibration, CalibrationItem, CalibrationScore, CalibrationText
from assessments.permissions import CALIBRATION_CLOSED, SCORE_CALIBRATION, VIEW_CALIBRATION, permit
from assessments.scorecard import ScoreEntry, ScoreInputs, scale_of, scorecard
from assessments.scoring.agreement import WIDE_RANGE, agreement_word
from assessments.scoring.process import suggest
from assessments.scoring.scale import PROCESS_FACTORS
from assessments.scoring.totals import as_decimal
from assessments.services.calibrating import (
    CalibrationUnfinished,
    StaleCalibrationScore,
    hand_in_calibration,
    save_calibration_score,
)
from assessments.services.scores import ScoreRefused
from assessments.statuses import Stage
from assessments.views.items import explanation_of, factor_rows, rubrics_of
from assessments.views.refused import keeps_typed_text
from assessments.views.submission import FrozenAnswer
from criteria.outline import ItemOutline, Outline, outline_of

Placed = tuple[CalibrationItem, ItemOutline]


@dataclass(frozen=True)
class DraftItem:
    """An item as the coordinator reads it through; `telling` are addresses and numbers left in its texts."""

    item: ItemOutline
    reference: int | None
    areas: list
    telling: list[str]


@require_GET
def calibration(request, calibration):
    """The set as this person may see it: a draft, the counts and the outcome, or her own work and place."""
    found = get_calibration(request, calibration, to=VIEW_CALIBRATION)
    return coordinator_page(found, request) if _coordinates(found) else assessor_page(found, request)


@require_GET
def calibration_item(request, calibration, code):
    """One item: its texts to be edited or to be scored, or what was given of it."""
    found = get_calibration(request, calibration, to=VIEW_CALIBRATION)
    place = calibrated_item(found, code)
    if not _coordinates(found):
        return score_page(found, request, place)
    return texts_page(found, request, place) if found.is_draft else _outcome_page(found, request, place)


@keeps_typed_text(CALIBRATION_CLOSED, ScoreForm)
@require_POST
def calibration_score(request, calibration, code):
    """Her score of the item is saved; on to the next one if she wants."""
    found = get_calibration(request, calibration, to=SCORE_CALIBRATION)
    place, item = calibrated_item(found, code)
    scale = scale_of(found.assessment.criteria_set)
    form = ScoreForm(request.POST, item=item, scale=scale)
    if not form.is_valid() or "preview" in request.POST:
        return score_page(found, request, (place, item), form=form, status=200 if form.is_valid() else 422)
    data = {name: form.cleaned_data[name] for name in ("percent", "reason", "version")}
    chosen = [form.factors[name] for name in PROCESS_FACTORS if name in form.factors]
    data |= {"suggestion": suggest(chosen, scale) if len(chosen) == len(PROCESS_FACTORS) else None}
    try:
        save_calibration_score(item=place, scale=scale, factors=form.factors, actor=request.user, **data)
    except StaleCalibrationScore as stale:
        return score_page(found, request, (place, item), form=form, stale=stale.current, status=409)
    except ScoreRefused as refused:
        form.refuse(refused.refusal)
        return score_page(found, request, (place, item), form=form, status=422)
    messages.success(request, _("บันทึกคะแนนหัวข้อ %(code)s แล้ว") % {"code": item.code})
    return redirect(_next(found, item) if "next" in request.POST else _address(found, item))


@keeps_typed_text(CALIBRATION_CLOSED)
@require_POST
def calibration_hand_in(request, calibration):
    """Her scores of the set stand."""
    found = get_calibration(request, calibration, to=SCORE_CALIBRATION)
    try:
        hand_in_calibration(calibration=found, actor=request.user)
    except CalibrationUnfinished as refused:
        return assessor_page(found, request, refused=str(refused), status=422)
    messages.success(request, _("ส่งคะแนนแล้ว ด้านล่างคือตำแหน่งของคุณเทียบกับผู้ตรวจที่ส่งแล้ว"))
    return redirect("assessments:calibration", found.pk)


def calibrated_item(found: Calibration, code: str) -> Placed:
    """The item of the set with this code, or 404."""
    for place, item in outlined(found, _outline(found)):
        if item.code == code:
            return place, item
    raise Http404


def coordinator_page(found: Calibration, request, *, opening=None, is_stale: bool = False, status: int = 200):
    """A draft to be read through; later counts of those who write, and what is handed in with names."""
    context = {
        "calibration": found,
        "opening": opening or OpeningForm(initial=initial_opening(found)),
        "form": opening,
        "is_stale": is_stale,
    }
    if found.is_draft:
        context |= {"items": _draft_items(found)}
        return render(request, "assessments/calibration_draft.html", context, status=status)
    outcome, people = outcome_of(found, _outline(found)), progress_of(found)
    context |= _figures(outcome) | {
        "writing": [each for each in people if each.handed_in_at is None],
        "may_score": len(people),
    }
    return render(request, "assessments/calibration_outcome.html", context, status=status)


def texts_page(found: Calibration, request, placed: Placed, *, form=None, is_stale: bool = False, status: int = 200):
    """The texts of one item in a form; `is_stale`: another coordinator saved them first."""
    place, item = placed
    texts = _texts(place)
    if form is None:
        initial = {f"{PREFIX}{code}": text for code, text in texts.items()} | {"reference": place.reference}
        form = TextsForm(initial=initial, item=item, scale=scale_of(found.assessment.criteria_set))
    context = {
        "calibration": found,
        "item": item,
        "form": form,
        "version": place.version,
        "telling": sorted({word for text in texts.values() for word in telling(text)}),
        "stands": _areas(item, texts) if is_stale else [],
        "standing_reference": place.reference,
    } | _neighbours(found, item)
    return render(request, "assessments/calibration_texts.html", context, status=status)


def assessor_page(found: Calibration, request, *, refused: str = "", status: int = 200):
    """Her items and what is missing; once she has handed in, her place among the others."""
    last = found.hand_ins.filter(assessor=request.user).last()
    context = {"calibration": found, "hand_in": last, "refused": refused}
    if last and last.handed_back_at is None:
        context |= _figures(outcome_of(found, _outline(found), reader=request.user))
        return render(request, "assessments/calibration_place.html", context, status=status)
    mine = CalibrationScore.objects.filter(item__calibration=found, assessor=request.user)
    scores = {row.item_id: row for row in mine}
    rows = [(item, scores.get(place.pk)) for place, item in outlined(found, _outline(found))]
    missing = [item for item, score in rows if score is None or score.percent is None]
    context |= {"rows": rows, "missing": missing, "may_score": permit(found.standing, found, SCORE_CALIBRATION)}
    return render(request, "assessments/calibration.html", context, status=status)


def score_page(found: Calibration, request, placed: Placed, *, form=None, stale=None, status: int = 200):
    """The texts of one item beside her score of it; for reading once she has handed in or the set is closed."""
    place, item = placed
    stored = place.scores.filter(assessor=request.user).first()
    handed_in = found.hand_ins.active().filter(assessor=request.user).exists()
    context = {
        "calibration": found,
        "item": item,
        "areas": _areas(item, _texts(place)),
        "own_score": stored,
        "stale": stale,
        "version": (stale or stored).version if (stale or stored) else 0,
        "may_write": bool(permit(found.standing, found, SCORE_CALIBRATION)) and not handed_in,
        "handed_in": handed_in,
        "form": form,
    }
    context |= _score_fields(found, item, stored, form) | _neighbours(found, item)
    return render(request, "assessments/calibration_item.html", context, status=status)


def _score_fields(found: Calibration, item: ItemOutline, stored: CalibrationScore | None, form) -> dict:
    """The form of a score with the rubric of each factor, and what the factors on the page come to."""
    entry = ScoreEntry(form.factors) if form else entry_of_calibration(stored)
    inputs = ScoreInputs(found.assessment.fiscal_year, Stage.REVIEW, {}, {item.code: entry}, frozenset())
    card = scorecard(_outline(found), inputs)
    form = form or ScoreForm(initial=initial_score(stored), item=item, scale=card.scheme.scale)
    result = card.items[item.code]
    return {
        "factors": factor_rows(result, rubrics_of(item, _outline(found)), form),
        "explanation": explanation_of(result, card),
        "score_form": form,
    }


def _outcome_page(found: Calibration, request, placed: Placed):
    """The texts of one item beside what each assessor who has handed in gave, with factors and reasons."""
    place, item = placed
    row = outcome_of(found, _outline(found)).at(item)
    context = {"calibration": found, "item": item, "row": row, "wide_range": WIDE_RANGE}
    context |= {"areas": _areas(item, _texts(place))}
    return render(request, "assessments/calibration_item_outcome.html", context | _neighbours(found, item))


def _coordinates(found: Calibration) -> bool:
    return Role.COORDINATOR in found.standing.roles


def _outline(found: Calibration) -> Outline:
    return outline_of(found.assessment.criteria_set)


def _figures(outcome: Outcome) -> dict:
    alpha = outcome.alpha
    return {
        "outcome": outcome,
        "alpha": None if alpha is None else as_decimal(alpha),
        "alpha_word": "" if alpha is None else agreement_word(alpha),
        "wide_range": WIDE_RANGE,
    }


def _draft_items(found: Calibration) -> list[DraftItem]:
    """Every item with its texts, in one query."""
    texts: dict[int, dict[str, str]] = {}
    for row in CalibrationText.objects.filter(item__calibration=found).select_related("question"):
        texts.setdefault(row.item_id, {})[row.question.code] = row.text
    return [
        DraftItem(
            item,
            place.reference,
            _areas(item, texts.get(place.pk, {})),
            sorted({word for text in texts.get(place.pk, {}).values() for word in telling(text)}),
        )
        for place, item in outlined(found, _outline(found))
    ]


def _areas(item: ItemOutline, texts: dict[str, str]) -> list:
    """The texts by area, as the pages of a submission show answers."""
    return [
        (area, [FrozenAnswer(each, {"text": texts.get(each.code, "")}, [], {}) for each in area.questions])
        for area in item.areas
    ]


def _texts(place: CalibrationItem) -> dict[str, str]:
    """The texts of one item by code of the question."""
    return {row.question.code: row.text for row in place.texts.select_related("question")}


def _neighbours(found: Calibration, item: ItemOutline) -> dict:
    """The items of the set before and after this one, and its number."""
    items = [each for _place, each in outlined(found, _outline(found))]
    at = items.index(item)
    following = items[at + 1] if at + 1 < len(items) else None
    return {"number": at + 1, "count": len(items), "before": items[at - 1] if at else None, "after": following}


def _address(found: Calibration, item: ItemOutline) -> str:
    return reverse("assessments:calibration_item", args=[found.pk, item.code]) + "#consensus"


def _next(found: Calibration, item: ItemOutline) -> str:
    following = _neighbours(found, item)["after"]
    if following:
        return reverse("assessments:calibration_item", args=[found.pk, following.code])
    return reverse("assessments:calibration", args=[found.pk]) + "#hand-in"
