"""What the report templates need beyond the filters of `thai`: numbers for narrow columns, charts, cut lines."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments import charts
from assessments.charts.axes import GRAPHEME, LEADING_VOWELS, MORE, axes_of, fit, shared
from assessments.charts.band_chart import band_scale
from assessments.charts.svg import Kind
from reports import content as model
from reports import highlights
from reports.comparison import ComparisonContent
from reports.content import CategoryPart, ItemPart, ReportContent
from reports.figures import NO_DATA, shown_figure
from reports.indicators import IndicatorRow, IndicatorTable
from thai.digits import grouped, to_thai

register = template.Library()

RADAR_PT = 217
FEW_STEPS = 3
LONGEST_FIGURE = 6  # 12,345: what a column beside the names holds in Thai digits, which are wider
MOST_DIGITS = 7  # 1,234,567: what a column holds where the names stand above the figures
BAR_LETTERS = 25  # what stands left of the bars


@register.filter
def number(value: Decimal | int | None) -> str:
    """The number as its owner wrote it, with thousands commas; a dash where there is none. 0 is 0."""
    return shown_figure(value)


@register.filter
def two(value: Decimal | None) -> str:
    """Two decimals, or a dash: points and achievements in tables."""
    return shown_figure(value, 2)


@register.filter
def whole(value: Decimal | int | None) -> str:
    """A percent without decimals, or a dash."""
    return shown_figure(value, 0)


@register.filter
def one(value: Decimal | None) -> str:
    """One decimal, or a dash: shares in narrow columns."""
    return shown_figure(value, 1)


@register.filter
def tenths(value: Decimal) -> str:
    """The class of a bar as long as this percent, to the nearest five: t0 to t20."""
    return f"t{(value / 5).quantize(Decimal(1), rounding=ROUND_HALF_UP)}"


@register.filter
def signed(value: Decimal | None) -> str:
    """A difference with its sign: +6.00, −2.50, or a dash."""
    return NO_DATA if value is None else ("+" if value > 0 else "") + grouped(value, 2)


@register.filter
def minus(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if value is None or other is None else value - other


@register.filter
def size(value: Decimal) -> str:
    """A difference without its sign, where the words say which way."""
    return grouped(abs(value), 2)


@register.filter
def cut(text: str, length: int) -> str:
    """At most so many letters as a reader counts them; a longer text ends in …, never inside a Thai letter."""
    letters = GRAPHEME.findall(text)
    return text if len(letters) <= length else "".join(letters[: length - 1]).rstrip(LEADING_VOWELS + " ") + MORE


@register.filter
def bare(item: ItemPart, items: Sequence[ItemPart]) -> str:
    """The item's title without what all of them begin with: "ผลลัพธ์ด้าน" stands in the head of the column."""
    return item.title.removeprefix(shared([one.title for one in items]))


@register.filter
def strengths(content: ReportContent) -> tuple[highlights.Point, ...]:
    return highlights.strengths(content)


@register.filter
def risks(content: ReportContent) -> tuple[highlights.Point, ...]:
    return highlights.risks(content)


@register.filter
def changes(content: ReportContent) -> tuple[highlights.Change, ...]:
    return highlights.changes(content)


@register.filter
def decisions(content: ReportContent) -> tuple[highlights.Decision, ...]:
    return highlights.decisions(content)


@register.filter
def next_steps(content: ReportContent) -> tuple[model.NextStep, ...]:
    return content.next_steps[: model.NEXT_STEPS]


@register.filter
def summary_steps(content: ReportContent) -> tuple[model.NextStep, ...]:
    """Fewer where the sheet also tells of last year."""
    return content.next_steps[: FEW_STEPS if highlights.changes(content) else model.NEXT_STEPS]


@register.filter
def themes(content: ReportContent) -> tuple[highlights.Theme, ...]:
    return highlights.themes(content)


@register.filter
def band_of(content: ReportContent, item: ItemPart) -> str:
    """The range of the band that holds the decided percent, "30–45"; empty where nothing is decided."""
    decided = item.review_score.percent if item.review_score else None
    found = [band for band in content.bands if decided is not None and band[0] <= decided <= band[1]]
    return "{}–{}".format(*found[0]) if found else ""


@register.filter
def resent(remark: model.Remark, content: ReportContent) -> bool:
    """Whether the unit has submitted again since this remark."""
    return remark.submission is not None and content.receipt is not None and remark.submission < content.receipt.number


@register.filter
def answered(content: ReportContent) -> int:
    """How many of the remarks bear a reply."""
    return sum(bool(remark.reply) for remark in content.remarks)


@register.filter
def cells(table: IndicatorTable, row: IndicatorRow) -> tuple[Decimal | None, ...]:
    """The row's values under the columns that are printed."""
    by_year = dict(zip(table.years, row.values, strict=False))
    return tuple(by_year.get(year) for year in table.columns)


@register.filter
def is_wide(table: IndicatorTable) -> bool:
    """Whether a figure is too long for a column beside the names: these stand above their figures then."""
    figures = (figure for row in table.rows for figure in (*cells(table, row), row.target, row.comparator))
    return any(len(shown_figure(figure)) > LONGEST_FIGURE for figure in figures)


@register.filter
def is_huge(table: IndicatorTable) -> bool:
    """Whether a figure is too long even for that: target and comparator then stand in words below the years."""
    figures = (figure for row in table.rows for figure in (*cells(table, row), row.target, row.comparator))
    shares = (row.achievement for row in table.rows)
    shown = (*map(shown_figure, figures), *map(two, shares))
    return any(sum(letter.isdigit() for letter in each) > MOST_DIGITS for each in shown)


@register.filter
def lines(text: str, letters: int) -> int:
    """About how many lines the text takes where so many letters stand in one; what is long may be cut by a page."""
    return sum(-(-len(GRAPHEME.findall(line)) // letters) for line in text.splitlines())


@register.filter
def span(table: IndicatorTable) -> int:
    """How many columns the table has: name, years, target, achievement; a comparator where it counts, points."""
    return len(table.columns) + 3 + table.compares + table.has_points


@register.simple_tag
def category_bars(content: ReportContent) -> SafeString:
    """Seven bars: the unit's own points, the reviewers', last year's, as shares of the maximum."""
    rows = [
        charts.BarRow(
            code=category.code,
            label=fit(category.name, BAR_LETTERS),
            maximum=category.maximum,
            points={"self": category.self_points, "review": category.review_points, "past": category.previous},
        )
        for category in content.categories
    ]
    names: dict[Kind, str] = {"self": _("ประเมินตนเอง")}
    if content.reviewed:
        names["review"] = _("ผู้ตรวจ")
    if content.total.previous is not None:
        names["past"] = _("ปีก่อน")
    title = _("กราฟแท่งคะแนนรายหมวด เป็นร้อยละของคะแนนเต็ม")
    return charts.bars(rows, names=names, title=title, unique_id="bars", digits=_digits(content))


@register.simple_tag
def category_radar(content: ReportContent) -> SafeString:
    """The categories, in percent of their maxima."""
    return _radar(content, content.categories, _("กราฟเรดาร์คะแนนรายหมวด เป็นร้อยละของคะแนนเต็ม"), "radar-categories")


@register.simple_tag
def outcome_radar(content: ReportContent) -> SafeString:
    """The outcome areas, in percent of their maxima."""
    return _radar(content, content.outcomes, _("กราฟเรดาร์ผลลัพธ์รายด้าน เป็นร้อยละของคะแนนเต็ม"), "radar-outcomes")


@register.simple_tag
def comparison_boxes(content: ComparisonContent) -> SafeString:
    """How total and categories spread over the units; empty below five of them."""
    rows = [charts.BoxRow(part.code, part.title, part.marks) for part in content.parts if len(part.marks) == 5]
    title = _("กราฟการกระจายของผล เป็นร้อยละของคะแนนเต็ม")
    return charts.boxes(rows, title=title, unique_id="boxes", digits=_digits(content))


@register.simple_tag
def item_band(content: ReportContent, item: ItemPart) -> SafeString:
    """The scale of one item: the band of the decided percent, and the unit's own percent."""
    own = item.self_score.percent if item.self_score else None
    decided = item.review_score.percent if item.review_score else None
    figures = {"code": item.code, "decided": whole(decided), "own": whole(own)}
    desc = _("ผู้ตรวจร้อยละ %(decided)s ช่วง %(band)s ประเมินตนเองร้อยละ %(own)s")
    shown = _digits(content)
    return band_scale(
        content.bands,
        decided=decided,
        own=own,
        title=shown(_("ช่วงคะแนนของหัวข้อ %(code)s") % figures),
        desc=shown(desc % {**figures, "band": band_of(content, item) or NO_DATA}),
        unique_id=f"band-{item.code}",
        digits=shown,
    )


def _radar(
    content: ReportContent, parts: Sequence[CategoryPart] | Sequence[ItemPart], title: str, unique_id: str
) -> SafeString:
    if len(parts) < 3:
        return SafeString()
    series = [charts.Series(_("ประเมินตนเอง"), "self", [_rounded(part.self_share) for part in parts])]
    if content.reviewed:
        series.append(charts.Series(_("ผู้ตรวจ"), "review", [_rounded(part.review_share) for part in parts]))
    if content.total.previous is not None:
        series.append(charts.Series(_("ปีก่อน"), "past", [_rounded(part.previous_share) for part in parts]))
    axes = axes_of([(part.code, part.name) for part in parts])
    return charts.radar(axes, series, title=title, unique_id=unique_id, width_pt=RADAR_PT, digits=_digits(content))


def _rounded(share: Decimal | None) -> Decimal | None:
    return None if share is None else share.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def _digits(content: ReportContent | ComparisonContent) -> Callable[[str], str]:
    return to_thai if content.thai_digits else str
