"""Why a fact or a factor is what it is, in words (scoring.md 2, last lines).

No sentence names an indicator's code, so that the switch to Thai digits may change every figure in it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thai.digits import grouped


def of_level(current: int | None, value: Decimal | None, target: Decimal | None, *, attained: bool) -> str:
    """Whether one indicator attains its target, with year and figures (scoring.md 2, attained)."""
    if current is None or value is None:
        return _("ยังไม่มีค่า")
    if target is None:
        return _("ปี %(year)d ได้ %(value)s ยังไม่มีเป้าหมาย") % {"year": current, "value": grouped(value)}
    figures = {"year": current, "value": grouped(value), "target": grouped(target)}
    if attained:
        return _("ปี %(year)d ได้ %(value)s เป้าหมาย %(target)s บรรลุเป้าหมาย") % figures
    return _("ปี %(year)d ได้ %(value)s เป้าหมาย %(target)s ไม่บรรลุเป้าหมาย") % figures


def of_trend(window: Sequence[int], trend: str, *, steady: bool) -> str:
    """The trend of one indicator with its years; `steady`: the slope is 0 (scoring.md 2, trend)."""
    if not window:
        return _("ยังไม่มีค่า")
    if trend == "none":
        return ngettext(
            "มีค่าต่อเนื่อง %(count)d ปี ต้องมีอย่างน้อย 3 ปี", "มีค่าต่อเนื่อง %(count)d ปี ต้องมีอย่างน้อย 3 ปี", len(window)
        ) % {"count": len(window)}
    years = {"first": window[0], "last": window[-1]}
    if trend == "adverse":
        return _("ปี %(first)d ถึง %(last)d แย่ลง") % years
    if trend == "flat":
        return _("ปี %(first)d ถึง %(last)d คงที่ แต่ไม่ได้บรรลุเป้าหมายทุกปี") % years
    if steady:
        return _("ปี %(first)d ถึง %(last)d คงที่ และบรรลุเป้าหมายทุกปี") % years
    return _("ปี %(first)d ถึง %(last)d ดีขึ้น") % years


def of_comparison(current: int | None, compared: Decimal | None, *, ahead: bool) -> str:
    """How one indicator stands against its comparator of the same year (scoring.md 2, ahead)."""
    if current is None:
        return _("ยังไม่มีค่า")
    if compared is None:
        return _("ยังไม่มีค่าของคู่เทียบปี %(year)d") % {"year": current}
    figures = {"year": current, "value": grouped(compared)}
    if ahead:
        return _("คู่เทียบปี %(year)d ได้ %(value)s ผลดีกว่าหรือเท่ากับคู่เทียบ") % figures
    return _("คู่เทียบปี %(year)d ได้ %(value)s ผลด้อยกว่าคู่เทียบ") % figures


def of_le(counted: Iterable[int], total: int, year: int, *, valueless: int, targetless: int) -> str:
    """The reason of Le; `counted` are the current years of the attained indicators (scoring.md 2)."""
    years = list(counted)
    if not total:
        return no_indicator()
    words = ngettext("%(count)d จาก %(total)d ตัวชี้วัดบรรลุเป้าหมาย", "%(count)d จาก %(total)d ตัวชี้วัดบรรลุเป้าหมาย", total) % {
        "count": len(years),
        "total": total,
    }
    missing = [
        ngettext("%(count)d ตัวยังไม่มีเป้าหมายของปีล่าสุด", "%(count)d ตัวยังไม่มีเป้าหมายของปีล่าสุด", targetless)
        % {"count": targetless}
        if targetless
        else "",
    ]
    return _sentence(words, _years(years, year), [_valueless(valueless), *missing])


def of_t(counted: Iterable[int], total: int, year: int, *, valueless: int, short: int) -> str:
    """The reason of T; `counted` are the current years of the beneficial indicators (scoring.md 2)."""
    years = list(counted)
    if not total:
        return no_indicator()
    words = ngettext("%(count)d จาก %(total)d ตัวชี้วัดมีแนวโน้มที่ดี", "%(count)d จาก %(total)d ตัวชี้วัดมีแนวโน้มที่ดี", total) % {
        "count": len(years),
        "total": total,
    }
    missing = (
        ngettext("%(count)d ตัวมีค่าต่อเนื่องไม่ถึง 3 ปี", "%(count)d ตัวมีค่าต่อเนื่องไม่ถึง 3 ปี", short) % {"count": short}
        if short
        else ""
    )
    return _sentence(words, _years(years, year), [_valueless(valueless), missing])


def of_c(counted: Iterable[int], total: int, year: int, *, valueless: int, alone: int) -> str:
    """The reason of C; `counted` are the current years of the indicators that are ahead (scoring.md 2)."""
    years = list(counted)
    if not total:
        return no_indicator()
    words = ngettext(
        "%(count)d จาก %(total)d ตัวชี้วัดดีกว่าหรือเท่ากับคู่เทียบ",
        "%(count)d จาก %(total)d ตัวชี้วัดดีกว่าหรือเท่ากับคู่เทียบ",
        total,
    ) % {"count": len(years), "total": total}
    missing = (
        ngettext("%(count)d ตัวยังไม่มีคู่เทียบของปีเดียวกัน", "%(count)d ตัวยังไม่มีคู่เทียบของปีเดียวกัน", alone) % {"count": alone}
        if alone
        else ""
    )
    return _sentence(words, _years(years, year), [_valueless(valueless), missing])


def of_i(counted: Iterable[int], areas: Sequence[str], year: int, *, without: Sequence[str], indicators: int) -> str:
    """The reason of I; `counted` are the latest years of the areas held by a key indicator (scoring.md 2)."""
    years = list(counted)
    if not areas:
        return _("ไม่มีประเด็นที่ต้องประเมินในหัวข้อนี้")
    if not indicators:
        return no_indicator()
    words = ngettext(
        "%(count)d จาก %(total)d ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน",
        "%(count)d จาก %(total)d ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน",
        len(areas),
    ) % {"count": len(years), "total": len(areas)}
    missing = _("ประเด็น %(areas)s ยังไม่มี") % {"areas": ", ".join(without)} if without else ""
    return " ".join(part for part in (words, _years(years, year), missing) if part)


def no_indicator() -> str:
    """The reason of every factor of an item without indicators, N = 0 (scoring.md 2)."""
    return _("ยังไม่มีตัวชี้วัดในหัวข้อนี้")


def _valueless(count: int) -> str:
    return ngettext("%(count)d ตัวยังไม่มีค่า", "%(count)d ตัวยังไม่มีค่า", count) % {"count": count} if count else ""


def _years(counted: Sequence[int], year: int) -> str:
    """The count of each year, latest first; nothing when all are of the assessment's own year."""
    if set(counted) <= {year}:
        return ""
    counts = sorted(Counter(counted).items(), reverse=True)
    parts = [_("ปี %(year)d: %(count)d") % {"year": each, "count": count} for each, count in counts]
    return "(" + ", ".join(parts) + ")"


def _sentence(words: str, years: str, missing: Sequence[str]) -> str:
    """The count, its years and what the rest still lacks, as one line."""
    lacking = [part for part in missing if part]
    rest = _("อีก %(parts)s") % {"parts": _(" และ ").join(lacking)} if lacking else ""
    return " ".join(part for part in (words, years, rest) if part)
