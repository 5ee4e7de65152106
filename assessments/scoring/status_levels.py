"""The scheme `levels`: Basic, Advance, Significance; every part has the maximum of the whole, means instead of sums."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext as _

from assessments.scoring import totals
from assessments.scoring.card import (
    CategoryResult,
    Change,
    Column,
    ItemPlace,
    ItemResult,
    Judging,
    LevelResult,
    ScoreEntry,
    ScoreInputs,
    Step,
)
from assessments.scoring.confirmation import SELF_STAGE
from assessments.scoring.level_reasons import level_word
from assessments.scoring.level_results import DimensionJudgement, Subtopic, dimension_total, judge_dimension
from assessments.scoring.level_steps import CheckpointRaise, LevelCandidate, NextLevel, level_price_list
from assessments.scoring.levels import (
    LEVEL_POINTS,
    LEVELS,
    SubCriterionJudgement,
    judge_sub_criterion,
    sub_criterion_total,
    system_figure,
)
from assessments.scoring.totals import rounded, rounded_points, rounded_system
from thai.digits import plain

HALVES = {Decimal(0): "0", Decimal("0.5"): "½", Decimal(1): "1"}


class Levels:
    """A person judges each checkpoint of a sub-criterion; a dimension follows from indicators and is confirmed."""

    uses_checkpoints = True
    has_rubric = False
    compares = False

    def __init__(self, shortfall: str):
        self.shortfall = shortfall

    def judged_by(self, item: ItemPlace) -> Judging:
        return Judging.CHECKPOINTS if item.is_process else Judging.WHOLE

    def item(self, item: ItemPlace, inputs: ScoreInputs) -> ItemResult:
        return self._dimension(item, inputs) if item.is_results else self._sub_criterion(item, inputs)

    def combined(self, parts: Sequence[totals.Total]) -> totals.Total:
        return totals.averaged(parts)

    def steps(self, categories: Sequence[CategoryResult]) -> list[Step]:
        """The fewest half-steps of checkpoints that lift each sub-criterion's label, best first (scoring.md 5)."""
        parts = {item.code: len(category.items) for category in categories for item in category.items}
        items = [item for category in categories for item in category.items if item.levels]
        found = level_price_list(LevelCandidate(item.code, _by_level(item)) for item in items)
        return [_step(step, parts[step.code] * len(categories)) for step in found]

    def system(self, total: totals.Total) -> Decimal:
        return rounded_system(system_figure(total.points))

    @property
    def bands(self) -> tuple[()]:
        """Points are not bound to bands."""
        return ()

    @property
    def columns(self) -> tuple[Column, Column]:
        return Column(_("ระดับ"), lambda result: result.label), Column(_("B · A · S"), _parts_of)

    @property
    def part_word(self) -> str:
        return _("ระดับหรือหัวข้อย่อย")

    @property
    def step_words(self) -> tuple[str, str]:
        """What a step raises and lifts, and the heading of where an item stands."""
        return _("การเพิ่มประเด็นพิจารณาน้อยที่สุดที่ยกระดับของหัวข้อ นับทีละครึ่ง"), _("ระดับ")

    def _sub_criterion(self, item: ItemPlace, inputs: ScoreInputs) -> ItemResult:
        values = {question.code: inputs.values.get(question.code) for question in item.questions}
        judged = judge_sub_criterion(
            {area.code: [values[question.code] for question in area.questions] for area in item.areas}
        )
        given = sum(value is not None for value in values.values())
        points = plain(rounded_points(judged.points))
        figure = _("%(points)s · %(label)s") % {"points": points, "label": judged.label} if given else "–"
        return ItemResult(
            item=item,
            total=sub_criterion_total(judged),
            confirmed=judged.confirmed,
            entry=ScoreEntry(),
            figure=figure,
            say_state=partial(_judged_word, given, len(values), judged),
            label=judged.label if given else "",
            reason=judged.reason,
            levels=_levels(judged),
            values=values,
        )

    def _dimension(self, item: ItemPlace, inputs: ScoreInputs) -> ItemResult:
        entry = inputs.entries.get(item.code, ScoreEntry())
        subtopics = [Subtopic(area.code, area.required) for area in item.areas]
        indicators = inputs.indicators.get(item.code, ())
        judged = judge_dimension(indicators, subtopics, inputs.fiscal_year, shortfall=self.shortfall)
        total = dimension_total(judged, confirmed=entry.confirmed, stage=inputs.stage)
        facts = (score.facts for subtopic in judged.subtopics for score in subtopic.indicators)
        return ItemResult(
            item=item,
            total=total,
            confirmed=entry.confirmed,
            entry=entry,
            figure=_dimension_figure(total) if entry.confirmed or inputs.stage == SELF_STAGE else "–",
            say_state=partial(_dimension_word, judged, total, confirmed=entry.confirmed),
            indicators=tuple(sorted(facts, key=lambda each: each.code)),
            reason=judged.reason,
            subtopics=judged.subtopics,
            missing=judged.missing,
        )


def _levels(judged: SubCriterionJudgement) -> tuple[LevelResult, ...]:
    found, counts = [], True
    for code in LEVELS:
        fraction = judged.fractions[code]
        points = LEVEL_POINTS[code] * fraction if counts else Fraction(0)
        found.append(LevelResult(code, level_word(code), fraction, points, LEVEL_POINTS[code], counts))
        counts = counts and fraction == 1
    return tuple(found)


def _judged_word(given: int, count: int, judged: SubCriterionJudgement) -> str:
    if not given:
        return _("ยังไม่ให้คะแนน")
    if not judged.confirmed:
        return _("พิจารณาแล้ว %(given)d จาก %(count)d") % {"given": given, "count": count}
    return judged.label


def _dimension_figure(total: totals.Total) -> str:
    return _("%(points)s คะแนน") % {"points": plain(rounded_points(total.points))}


def _dimension_word(judged: DimensionJudgement, total: totals.Total, *, confirmed: bool) -> str:
    points = plain(rounded_points(judged.points if confirmed else total.points))
    if confirmed:
        return _("ยืนยัน %(points)s คะแนน") % {"points": points}
    if not any(subtopic.indicators for subtopic in judged.subtopics):
        return _("ยังไม่ให้คะแนน")
    return _("คำนวณได้ %(points)s คะแนน") % {"points": points}


def _parts_of(result: ItemResult) -> str:
    """The fractions of the three levels, or how many sub-topics of a dimension hold indicators."""
    if result.levels:
        return " · ".join(plain(rounded(level.fraction, 2)) for level in result.levels)
    filled = sum(bool(subtopic.indicators) for subtopic in result.subtopics)
    return _("%(filled)d จาก %(count)d หัวข้อย่อย") % {"filled": filled, "count": len(result.subtopics)}


def _by_level(result: ItemResult) -> dict[str, list[Decimal | None]]:
    return {area.code: [result.values[question.code] for question in area.questions] for area in result.item.areas}


def _step(step: NextLevel, parts: int) -> Step:
    """`parts`: how many items make up the whole, each weighing the same within its category."""
    return Step(
        code=step.code,
        changes=tuple(map(_change, step.raises)),
        steps=step.steps,
        before=step.present.label,
        after=step.wanted.label,
        gain=step.gain,
        total_gain=step.gain / parts,
    )


def _change(raised: CheckpointRaise) -> Change:
    names = {"level": level_word(raised.level), "place": raised.place}
    return Change(_("%(level)sข้อ %(place)d:") % names, half_word(raised.present or Decimal(0)), half_word(Decimal(1)))


def half_word(value: Decimal | None) -> str:
    """A judgement as people write it: 0, ½ or 1; a dash where there is none."""
    return "–" if value is None else HALVES[value]
