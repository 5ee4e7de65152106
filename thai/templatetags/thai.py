"""Filters for dates, numbers, digits and typed text. Typed text is always escaped and no character of it is changed."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from thai import dates
from thai import digits as numbers
from thai.markup import in_paragraphs, rendered

register = template.Library()

EXACT = Context(prec=60)  # digits of a third before its last place is rounded
ROW = re.compile("<tr>(.*?)</tr>", re.DOTALL)
TALL_ROW = 2_600  # letters, were every cell as long as the longest: half a page
TAG_OR_ENTITY = re.compile(r"(<[^>]*>|&#?\w+;)")
LONE_BLANK = re.compile(r"((?:</(?:strong|em)>)+)([^\S\n]+)(?=<(?:strong|em)\b)")


@register.filter
def thai_date(value: date | None) -> str:
    """30 มกราคม 2569; empty for anything that is no date."""
    return dates.long_date(value) if isinstance(value, date) else ""


@register.filter
def thai_date_short(value: date | None) -> str:
    """30 ม.ค. 2569, for narrow columns; empty for anything that is no date."""
    return dates.short_date(value) if isinstance(value, date) else ""


@register.filter
def thai_datetime(value: datetime | None) -> str:
    """30 มกราคม 2569 เวลา 14:02 น.; empty for anything that is no datetime."""
    return dates.long_datetime(value) if isinstance(value, datetime) else ""


@register.filter
def thai_moment(value: datetime | None) -> str:
    """14:02 today, 30 ม.ค. 2569 14:02 otherwise; empty for anything that is no datetime."""
    if not isinstance(value, datetime):
        return ""
    here = timezone.localtime(value)
    clock = f"{here:%H:%M}"
    return clock if here.date() == timezone.localdate() else f"{dates.short_date(here)} {clock}"


@register.filter
def points(value: object) -> str:
    """Points with two decimals and thousands commas, 1,000.00; empty for no value. Scores are 2 decimals everywhere."""
    number = _number(value)
    return "" if number is None else numbers.grouped(number, 2)


@register.filter
def plain_share(value: object) -> str:
    """A fraction of 0 to 1 with at most two decimals, 0.67; empty for no value."""
    number = _number(value)
    return "" if number is None else numbers.plain(number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


@register.filter
def grouped(value: object) -> str:
    """A number for reading, with thousands commas, 77,690; empty for no value."""
    number = _number(value)
    return "" if number is None else numbers.grouped(number)


@register.filter
def plain(value: object) -> str:
    """A number as its owner wrote it, without zeros at the end, 96.2; empty for no value."""
    number = _number(value)
    return "" if number is None else numbers.plain(number)


@register.filter(is_safe=True)
def digits(value: object, thai_digits: object) -> str:
    """What the product writes, in Thai digits when the switch is on: {{ page|digits:thai_digits }}.

    Never for codes or typed text. In markup only the text is changed, not tags and entities.
    """
    text = "" if value is None else str(value)
    if not thai_digits:
        return text
    if isinstance(text, SafeString):
        parts = TAG_OR_ENTITY.split(text)
        return "".join(part if odd % 2 else numbers.to_thai(part) for odd, part in enumerate(parts))
    return numbers.to_thai(text)


@register.filter
def paragraphs(value: object) -> SafeString:
    """Typed text as escaped HTML: blank lines part <p>, single line ends are <br>; empty text gives nothing."""
    return in_paragraphs(_typed(value), escape)


@register.filter
def answer_text(value: object) -> SafeString:
    """An answer to be read: bold, italic, lists and tables (thai.markup), all else escaped as `paragraphs` does."""
    return rendered(_typed(value))


@register.filter
def answer_text_on_paper(value: object) -> SafeString:
    """An answer on paper: `answer_text`, its blanks drawn; a row that a page may cut is `tall`."""
    html = _drawn(answer_text(value))
    return SafeString(ROW.sub(_row_of_paper, html)) if "<tr>" in html else html


def _drawn(html: SafeString) -> SafeString:
    """No blank stands alone between bold and italic: it goes into the first, behind whose end a line may still break.

    WeasyPrint draws no glyph for a text of blanks only, and PDFium does not see such a gap before ไ or a narrow letter.
    """
    return mark_safe(LONE_BLANK.sub(r"\2\1", html))  # noqa: S308  tags of ours change places with blanks


def _row_of_paper(found: re.Match) -> str:
    """The row as it stands, marked where its longest cell takes more than some twenty lines."""
    cells = [len(TAG_OR_ENTITY.sub("", cell)) for cell in found[1].split("</td>")]
    return f'<tr class="tall">{found[1]}</tr>' if max(cells) * (len(cells) - 1) > TALL_ROW else found[0]


def _typed(value: object) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def _number(value: object) -> Decimal | None:
    """The number a template was given, or None: a page shows an empty cell rather than fail."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, Fraction):
        return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
