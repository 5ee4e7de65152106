"""Charts of the assessment pages: the small line of an indicator, steps of a factor, bars and radars."""

from dataclasses import replace
from decimal import Decimal

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments import charts
from assessments.charts.axes import axes_of
from assessments.charts.lean_chart import signed
from assessments.radars import Radar
from assessments.scoring.totals import rounded
from thai.digits import to_thai

register = template.Library()

TOP = 5
STEP, WIDTH = 19.6, 17


def _digits(context):
    return to_thai if context.get("thai_digits") else str


@register.simple_tag(takes_context=True)
def spark(context, row, compares) -> SafeString:
    """The small line of an indicator (views.indicators.IndicatorRow), with its figures as description.

    Without the comparator where none counts (`compares`).
    """
    title = _("แนวโน้มของตัวชี้วัด %(code)s") % {"code": row.code}
    return charts.spark(
        row.figures("values"),
        row.figures("targets"),
        row.figures("comparator") if compares else {},
        row.data["direction"],
        title,
        unique_id=f"spark-{row.code}",
        year=row.fiscal_year,
        digits=_digits(context),
    )


@register.simple_tag(takes_context=True)
def year_chart(context, chart) -> SafeString:
    """The large chart of an indicator (views.indicator_chart.IndicatorChart)."""
    row = chart.row
    return charts.year_chart(
        row.figures("values"),
        row.figures("targets"),
        row.figures("comparator") if chart.compares else {},
        title=_("ผลของตัวชี้วัด %(code)s รายปี") % {"code": row.code},
        unique_id="year-chart",
        year=row.fiscal_year,
        current=row.judged.current,
        digits=_digits(context),
    )


@register.simple_tag
def steps(value: int | None) -> SafeString:
    """Five steps, as many filled as the factor has reached; the figure stands beside it as text."""
    boxes = ((f"{STEP * at:.1f}", "pt-on" if value is not None and at < value else "pt-off") for at in range(TOP))
    body = format_html_join("", f'<rect x="{{}}" width="{WIDTH}" height="12" rx="2" class="{{}}"/>', boxes)
    return format_html('<svg class="steps" viewBox="0 0 96 12" aria-hidden="true" focusable="false">{}</svg>', body)


@register.simple_tag
def bar(share: Decimal, past: Decimal | None = None) -> SafeString:
    """A bar of 0 to 100 percent with a tick for last year; the figures stand beside it as text."""
    length, mark = f"{rounded(share, 1)}%", ""
    if past is not None:
        place = f"{rounded(past, 1)}%"
        mark = format_html(
            '<line class="bar-halo" x1="{0}" x2="{0}" y1="0" y2="12"/>'
            '<line class="bar-mark" x1="{0}" x2="{0}" y1="-3" y2="15"/>',
            place,
        )
    return format_html(
        '<svg aria-hidden="true" focusable="false" height="12"><rect class="bar-bg" width="100%" height="12" rx="2"/>'
        '<rect class="bar-fg" width="{}" height="12" rx="2"/>{}</svg>',
        length,
        mark,
    )


@register.simple_tag(takes_context=True)
def radar(context, chart: Radar, here: str = "") -> SafeString:
    """The drawing of a radar; `here` is the code of the axis where the reader is."""
    shown = _digits(context)
    series = [replace(line, name=shown(line.name)) for line in chart.series]
    axes = axes_of(chart.named, here)
    return charts.radar(axes, series, title=chart.title, unique_id=chart.identity, digits=shown)


@register.simple_tag(takes_context=True)
def dots(context, row) -> SafeString:
    """What the assessors gave of one item (spread.ItemSpread), its middle and what is decided, to one decimal."""
    given = [(str(each.assessor), rounded(each.percent, 1)) for each in row.given if each.percent is not None]
    return charts.dots(
        given,
        middle=rounded(row.spread.median, 1) if row.spread else None,
        decided=None if row.decided_percent is None else rounded(row.decided_percent, 1),
        title=_("คะแนนของผู้ตรวจแต่ละคน หัวข้อ %(code)s") % {"code": row.item.code},
        unique_id=f"dots-{row.item.code}",
        digits=_digits(context),
    )


@register.simple_tag(takes_context=True)
def calibrated_dots(context, row) -> SafeString:
    """What the assessors gave of one item of a calibration set (CalibratedItem), its middle and the reference."""
    return charts.dots(
        [(each.assessor, each.percent) for each in row.given],
        middle=rounded(row.spread.median, 1) if row.spread else None,
        decided=row.reference,
        decided_word=_("คะแนนอ้างอิง"),
        own=next((at for at, each in enumerate(row.given) if each.is_own), None),
        title=_("คะแนนของผู้ตรวจ หัวข้อ %(code)s") % {"code": row.item.code},
        unique_id=f"dots-{row.item.code}",
        digits=_digits(context),
    )


@register.simple_tag(takes_context=True)
def lean_dots(context, leans) -> SafeString:
    """How each assessor leans (calibrated.Lean), to one decimal; the same figures stand in words beside it."""
    return charts.leans(
        [(each.assessor, rounded(each.leaning.mean, 1)) for each in leans],
        own=next((at for at, each in enumerate(leans) if each.is_own), None),
        title=_("ผลต่างเฉลี่ยจากมัธยฐานของผู้ตรวจแต่ละคน เป็นจุดร้อยละ"),
        unique_id="leans",
        digits=_digits(context),
    )


@register.filter
def signed_points(value, thai_digits="") -> str:
    """A difference to one decimal with its sign, +2.5, in the digits of the page."""
    return signed(rounded(value, 1), to_thai if thai_digits else str, places=1)


@register.simple_tag(takes_context=True)
def box_chart(context, rows) -> SafeString:
    """The boxes of the overview; the same figures stand in its table."""
    return charts.boxes(rows, title=_("การกระจายของผลเป็นร้อยละของคะแนนเต็ม"), unique_id="spread", digits=_digits(context))


@register.simple_tag(takes_context=True)
def heat_cells(context, cells, categories) -> SafeString:
    """The cells of one unit in the heat map: the band, for ears its share too; a dash in each without a result.

    Hundreds on a page, hence no template of its own.
    """
    if not cells:
        return format_html_join("", '<td class="hx" data-n="{}">–</td>', ((each.code,) for each in categories))
    digits, word = _digits(context), escape(_("ร้อยละ"))
    return SafeString(
        "".join(
            f'<td class="hx b{cell.band}" data-n="{escape(cell.code)}">{digits(str(cell.band))}'
            f'<span class="visually-hidden"> {word} {digits(cell.share)}</span></td>'
            for cell in cells
        )
    )
