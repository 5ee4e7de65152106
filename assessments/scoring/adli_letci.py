"""The scheme `adli-letci`: four factors to a band and a percent, points that add up (scoring.md 1, 2 and 5)."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from assessments.scoring import totals
from assessments.scoring.card import (
    CategoryResult,
    Change,
    Column,
    FactorResult,
    ItemPlace,
    ItemResult,
    Judging,
    ScoreEntry,
    ScoreInputs,
    Step,
)
from assessments.scoring.confirmation import counting_percent, lapses
from assessments.scoring.process import Suggestion, suggest
from assessments.scoring.results import judge_item
from assessments.scoring.scale import PROCESS_FACTORS, RESULTS_FACTORS, Scale
from assessments.scoring.what_if import Candidate, NextStep, Raise, Tally, price_list

NO_BREAK = "\N{NO-BREAK SPACE}"


class AdliLetci:
    """A person chooses A D L I of a process item; Le T C I of results follow from indicators; a person confirms."""

    uses_checkpoints = False
    has_rubric = True
    compares = True

    def __init__(self, scale: Scale):
        self.scale = scale

    def judged_by(self, item: ItemPlace) -> Judging:
        return Judging.FACTORS if item.is_process else Judging.PERCENT

    def item(self, item: ItemPlace, inputs: ScoreInputs) -> ItemResult:
        """One item: its factors, what is suggested, and the percent that counts (scoring.md 1.1)."""
        entry = inputs.entries.get(item.code, ScoreEntry())
        find = self._results if item.is_results else self._process
        factors, indicators, suggestion = find(item, inputs)
        confirmed = entry.confirmed and entry.percent is not None and not lapses(entry.confirmed_band, suggestion)
        percent = counting_percent(entry.percent if confirmed else None, suggestion, stage=inputs.stage)
        return ItemResult(
            item=item,
            total=totals.item_total(percent, item.points, confirmed=confirmed),
            confirmed=confirmed,
            entry=entry,
            figure=f"{'–' if percent is None else percent}{NO_BREAK}%",
            say_state=partial(_state, item, percent, suggestion, confirmed=confirmed, measured=bool(indicators)),
            percent=percent,
            suggestion=suggestion,
            factors=factors,
            indicators=indicators,
        )

    def combined(self, parts: Sequence[totals.Total]) -> totals.Total:
        return totals.combined(parts)

    def steps(self, categories: Sequence[CategoryResult]) -> list[Step]:
        """What would lift each item into its next band, best first; items with a factor missing are out."""
        items = [item for category in categories for item in category.items]
        return [_step(step) for step in price_list(map(_candidate, filter(_is_whole, items)), self.scale)]

    def system(self, total: totals.Total) -> None:
        """The figure is of the other scheme."""

    @property
    def bands(self) -> tuple[tuple[int, int], ...]:
        """The lowest and the highest percent of each band, rising."""
        return tuple((band[0], band[-1]) for band in self.scale.bands)

    @property
    def columns(self) -> tuple[Column, Column]:
        return Column(_("ร้อยละ"), _percent_of), Column(_("ช่วง"), self._band_of)

    @property
    def part_word(self) -> str:
        return _("ปัจจัย")

    @property
    def step_words(self) -> tuple[str, str]:
        """What a step raises and lifts, and the heading of where an item stands."""
        return _("การเปลี่ยนปัจจัยน้อยที่สุดที่ยกช่วงคะแนน"), _("ร้อยละ")

    def _band_of(self, result: ItemResult) -> str:
        if result.percent is None:
            return ""
        band = self.scale.bands[self.scale.band_of(result.percent)]
        return f"{band[0]}–{band[-1]}"

    def _process(self, item: ItemPlace, inputs: ScoreInputs):
        given = inputs.entries.get(item.code, ScoreEntry()).factors
        factors = {name: FactorResult(given.get(name)) for name in PROCESS_FACTORS}
        chosen = [given[name] for name in PROCESS_FACTORS if name in given]
        return factors, (), suggest(chosen, self.scale) if len(chosen) == len(PROCESS_FACTORS) else None

    def _results(self, item: ItemPlace, inputs: ScoreInputs):
        indicators = inputs.indicators.get(item.code, ())
        areas = _counted_areas(item, inputs, indicators)
        judged = judge_item(indicators, areas, inputs.fiscal_year, self.scale)
        factors = {
            name: FactorResult(found.value, found.share, found.say, Tally(found.numerator, found.denominator))
            for name, found in ((name, judged.factors[name]) for name in RESULTS_FACTORS)
        }
        return factors, tuple(judged.indicators), judged.suggestion


def _counted_areas(item: ItemPlace, inputs: ScoreInputs, indicators) -> list[str]:
    """Areas in the denominator of I: all but those that hold no indicator and whose questions are not applicable."""
    held = {indicator.area for indicator in indicators}
    return [
        area.code
        for area in item.areas
        if area.code in held or not all(question.code in inputs.not_applicable for question in area.questions)
    ]


def _percent_of(result: ItemResult) -> str:
    return "" if result.percent is None else str(result.percent)


def _state(item, percent: int | None, suggestion: Suggestion | None, *, confirmed: bool, measured: bool) -> str:
    if confirmed:
        return _("ยืนยัน %(percent)d %%") % {"percent": percent}
    if suggestion and (item.is_process or measured):
        return _("ระบบเสนอ %(percent)d %%") % {"percent": suggestion.percent}
    return _("ยังไม่ให้คะแนน")


def _is_whole(result: ItemResult) -> bool:
    return all(factor.value is not None for factor in result.factors.values())


def _candidate(result: ItemResult) -> Candidate:
    return Candidate(
        code=result.code,
        factors={name: factor.value for name, factor in result.factors.items() if factor.value is not None},
        percent=result.percent,
        maximum=result.total.maximum,
        tallies={name: factor.tally for name, factor in result.factors.items() if factor.tally is not None},
    )


def _step(step: NextStep) -> Step:
    return Step(
        code=step.code,
        changes=tuple(map(_change, step.raises)),
        steps=step.steps,
        before=str(step.percent or 0),
        after=str(step.suggestion.percent),
        gain=step.gain,
        total_gain=step.gain,
    )


def _change(raised: Raise) -> Change:
    """I of results counts areas, every other computed factor indicators."""
    names = (raised.factor, str(raised.present), str(raised.wanted))
    return Change(*names, further=raised.further, of_areas=raised.factor == RESULTS_FACTORS[-1])
