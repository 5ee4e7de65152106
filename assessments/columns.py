"""The columns in which a page shows scored items, by scheme: the one place that knows what a scheme has to show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.scorecard import CategoryResult, ItemResult, Scorecard
from assessments.scoring.scale import Scale
from assessments.scoring.totals import item_points, rounded
from assessments.stages import Stages
from criteria.kinds import Scheme
from thai.digits import grouped

NOTHING = "–"

Figure = Callable[[ItemResult | CategoryResult], str]


@dataclass(frozen=True)
class Row:
    """One item, or the sum of a category: its results side by side, its target and the points to it."""

    deciding: ItemResult | CategoryResult
    own: ItemResult | CategoryResult
    review: ItemResult | CategoryResult | None
    past: ItemResult | CategoryResult | None
    target: int | None = None
    missing: Decimal | None = None  # 0 where the target is reached, None without one


@dataclass(frozen=True)
class Column:
    """Title, what stands in the cell of a row, in the foot, and how it is aligned."""

    title: str
    text: Callable[[Row], str]
    foot: Callable[[Row], str]
    css: str = "r"


@dataclass(frozen=True)
class SchemeColumns:
    """What is particular of a scheme: the columns of the score that counts, and the one figure that is compared."""

    own: tuple[Column, ...]
    item_figure: Figure
    category_figure: Figure


def columns_of(scheme: str, stages: Stages, *, has_targets: bool) -> tuple[Column, ...]:
    """The columns of the scheme, then one for each result that is there, then the target and the way to it."""
    found = _schemes(stages.deciding.scale)[scheme]
    columns = list(found.own)
    if stages.review:
        columns.append(_compared(_("ประเมินตนเอง"), lambda row: row.own, found))
        columns.append(_compared(_("ผู้ตรวจ"), lambda row: row.review, found))
    if stages.past:
        year = _("ปี %(year)s") % {"year": stages.past_year}
        columns.append(_compared(year, lambda row: row.past, found))
    if has_targets:
        columns.append(Column(_("เป้าหมาย"), lambda row: _shown(row.target), lambda row: ""))
        columns.append(Column(_("ขาดอีก (คะแนน)"), _missing, _missing))
    return tuple(columns)


def _schemes(scale: Scale) -> dict[str, SchemeColumns]:
    """Made anew for each page, so that titles are in its language."""
    return {
        Scheme.ADLI_LETCI: SchemeColumns(
            own=(
                Column(_("ร้อยละ"), lambda row: _percent(row.deciding), lambda row: _share(row.deciding)),
                Column(_("คะแนน"), _points, _points),
                Column(_("ช่วง"), lambda row: _band(row, scale), lambda row: ""),
            ),
            item_figure=_percent,
            category_figure=_share,
        )
    }


def category_rows(code: str, stages: Stages, targets: Mapping[str, int]) -> tuple[list[Row], Row]:
    """The rows of the items of one category, and their sum."""
    category = _category(stages.deciding, code)
    rows = [_item_row(result, stages, targets) for result in category.items]
    missing = [row.missing for row in rows if row.missing is not None]
    total = Row(
        deciding=category,
        own=_category(stages.own, code),
        review=_category(stages.review, code),
        past=_category(stages.past, code),
        missing=sum(missing, Decimal(0)) if missing else None,
    )
    return rows, total


def _item_row(result: ItemResult, stages: Stages, targets: Mapping[str, int]) -> Row:
    target = targets.get(result.code)
    return Row(
        deciding=result,
        own=stages.own.items[result.code],
        review=stages.review.items[result.code] if stages.review else None,
        past=stages.past.items.get(result.code) if stages.past else None,
        target=target,
        missing=missing_points(result, target),
    )


def missing_points(result: ItemResult, target: int | None) -> Decimal | None:
    """Points from the result of the item to its target, 0 where it is reached, None without one."""
    if target is None:
        return None
    return max(item_points(target, result.total.maximum) - result.total.points, Decimal(0))


def _category(card: Scorecard | None, code: str) -> CategoryResult | None:
    return next((category for category in card.categories if category.code == code), None) if card else None


def _compared(title: str, pick, scheme: SchemeColumns) -> Column:
    def item(row: Row) -> str:
        return scheme.item_figure(pick(row)) if pick(row) else NOTHING

    def category(row: Row) -> str:
        return scheme.category_figure(pick(row)) if pick(row) else NOTHING

    return Column(title, item, category)


def _band(row: Row, scale: Scale) -> str:
    return NOTHING if row.deciding.percent is None else str(scale.band_of(row.deciding.percent))


def _percent(result) -> str:
    return _shown(result.percent)


def _share(result) -> str:
    return grouped(rounded(result.share, 1), 1)


def _points(row: Row) -> str:
    return f"{grouped(row.deciding.total.points, 2)} / {grouped(row.deciding.total.maximum)}"


def _missing(row: Row) -> str:
    return NOTHING if row.missing is None else grouped(row.missing, 2)


def _shown(number: int | None) -> str:
    return NOTHING if number is None else str(number)
