"""Radars of scorecards: categories and results areas, each with up to three series; numbers in, no drawing yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.charts import Series
from assessments.charts.svg import Kind
from assessments.scorecard import CategoryResult, ItemResult, Scorecard
from assessments.scoring.totals import rounded
from assessments.stages import Stages

FEWEST = 3  # axes of a radar

Part = CategoryResult | ItemResult


@dataclass(frozen=True)
class Radar:
    """What a radar shows and the table below it tells: `named` are code and title of each axis."""

    title: str
    head: str
    identity: str
    named: tuple[tuple[str, str], ...]
    series: tuple[Series, ...]

    @property
    def rows(self) -> list[tuple[str, str, list[Decimal | None]]]:
        """Code, title and the value of each series, None where there is no score."""
        return [(code, name, [line.values[at] for line in self.series]) for at, (code, name) in enumerate(self.named)]


def radars_of(stages: Stages) -> list[Radar]:
    """The radar of the categories and that of the results areas, as far as there are enough of them."""
    found = [category_radar(stages), outcome_radar(stages)]
    return [radar for radar in found if radar]


def category_radar(stages: Stages) -> Radar | None:
    """The categories in percent of their maxima."""
    series = _series(stages, lambda card: card.categories)
    named = [(category.code, category.title) for category in stages.own.categories]
    return _radar(_("สมดุลระหว่างหมวด"), _("หมวด"), "radar-categories", named, series)


def outcome_radar(stages: Stages) -> Radar | None:
    """The results areas in percent of their maxima."""
    series = _series(stages, outcomes_of)
    named = [(result.code, result.item.title) for result in outcomes_of(stages.own)]
    return _radar(_("ผลลัพธ์แต่ละด้าน"), _("ด้าน"), "radar-outcomes", named, series)


def outcomes_of(card: Scorecard) -> list[ItemResult]:
    """The results items of a scorecard."""
    return [result for result in card.items.values() if result.item.is_results]


def _radar(title: str, head: str, identity: str, named: Sequence[tuple[str, str]], series) -> Radar | None:
    return Radar(title, head, identity, tuple(named), tuple(series)) if len(named) >= FEWEST else None


def _series(stages: Stages, parts_of) -> list[Series]:
    """The unit's own, the reviewers', last year's: the same order in legend and table."""
    codes = [part.code for part in parts_of(stages.own)]
    lines: list[tuple[str, Kind, Scorecard | None]] = [
        (_("ประเมินตนเอง"), "self", stages.own),
        (_("ผู้ตรวจ"), "review", stages.review),
        (_("ปี %(year)s") % {"year": stages.past_year}, "past", stages.past),
    ]
    return [Series(name, kind, _values(parts_of(card), codes)) for name, kind, card in lines if card]


def _values(parts: Sequence[Part], codes: Sequence[str]) -> list[Decimal | None]:
    shares = {part.code: rounded(part.share, 1) for part in parts}
    return [shares.get(code) for code in codes]
