"""Why the points of the scheme `levels` stand where they stand, in words (scoring.md 3).

As in `reasons`, no sentence names the code of an item or an indicator, so that the switch to Thai digits may change
every figure in it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.scoring.reasons import no_indicator
from assessments.scoring.totals import rounded_percent, rounded_points
from thai.digits import plain

LIMITS = (100, 101, 105)
LABELS = {"B": "Basic", "A": "Advance", "S": "Significance"}


def label_of(level: str | None) -> str:
    """The status label of a sub-criterion whose highest level is this; None: below Basic (scoring.md 3)."""
    return _("ยังไม่ผ่านระดับพื้นฐาน") if level is None else LABELS[level]


def of_sub_criterion(judged: Mapping[str, Sequence[Decimal | None]]) -> str:
    """Which level is whole, which falls short by how much, and what therefore does not count yet (scoring.md 3).

    `judged` holds the judgements of B, A and S in this order.
    """
    every = [judgement for judgements in judged.values() for judgement in judgements]
    unanswered = every.count(None)
    if unanswered == len(every):
        return _("ยังไม่ได้ประเมินประเด็นพิจารณาใดเลย")
    parts, waiting = [], list(judged)
    while waiting:
        code = waiting.pop(0)
        gained, count = sum((each or Decimal(0) for each in judged[code]), Decimal(0)), len(judged[code])
        if gained < count:
            figures = {"level": level_word(code), "gained": plain(gained), "count": count}
            parts.append(_("%(level)sได้ %(gained)s ใน %(count)d") % figures)
            break
        parts.append(_("%(level)sครบ") % {"level": level_word(code)})
    if waiting:
        parts.append(_("จึงยังไม่นับ%(levels)s") % {"levels": _("และ").join(map(level_word, waiting))})
    return " ".join([*parts, *_unanswered(unanswered, len(every))])


def of_indicator(level_reason: str, target: Decimal | None, percent: Fraction | None, points: Fraction) -> str:
    """What one indicator scores and why, after `level_reason` of its figures (scoring.md 3).

    `percent` is the unrounded achievement, None unless the target is above 0; `target` is None without a value too.
    """
    figures = {"points": plain(rounded_points(points)), "percent": "" if percent is None else _percent(percent)}
    if target is None:
        why = _("จึงได้ %(points)s คะแนน")
    elif percent is None:
        why = _("เป้าหมายไม่มากกว่า 0 จึงไม่คิดเป็นร้อยละ ได้ %(points)s คะแนน")
    elif points >= 500:
        why = _("ร้อยละ %(percent)s เกิน 105 ได้ %(points)s คะแนน")
    elif points >= 400:
        why = _("ร้อยละ %(percent)s เกิน 101 แต่ไม่เกิน 105 ได้ %(points)s คะแนน")
    elif points >= 300:
        why = _("ร้อยละ %(percent)s อยู่ระหว่าง 100 ถึง 101 ได้ %(points)s คะแนน")
    elif points > 0:
        why = _("ร้อยละ %(percent)s ไม่ถึง 100 ได้ตามส่วนของ 300 คือ %(points)s คะแนน")
    else:
        why = _("ร้อยละ %(percent)s ไม่ถึง 100 จึงได้ %(points)s คะแนน")
    return f"{level_reason} {why % figures}"


def of_dimension(filled: Sequence[str], missing: Sequence[str]) -> str:
    """Which sub-topics were averaged, or which required ones keep the dimension at 0 (scoring.md 3).

    `filled` are the numbers of the sub-topics that have indicators, `missing` of the required ones that are not met.
    """
    if not filled:
        return no_indicator()
    if missing:
        codes = {"codes": ", ".join(missing)}
        return _("หัวข้อย่อยที่จำเป็น (%(codes)s) ยังไม่มีตัวชี้วัดที่มีผลรายงาน จึงได้ 0 คะแนน") % codes
    return ngettext(
        "เฉลี่ยจาก %(count)d หัวข้อย่อยที่มีตัวชี้วัด (%(codes)s)", "เฉลี่ยจาก %(count)d หัวข้อย่อยที่มีตัวชี้วัด (%(codes)s)", len(filled)
    ) % {"count": len(filled), "codes": ", ".join(filled)}


def _percent(percent: Fraction) -> str:
    """The percent with 2 decimals; where these show a limit that it only comes near to, it says so."""
    shown = rounded_percent(percent)
    if shown in LIMITS and shown != percent:
        return _("%(percent)s (เทียบก่อนปัดเศษ)") % {"percent": shown}
    return str(shown)


def level_word(code: str) -> str:
    """What a level is called in Thai."""
    return {"B": _("ระดับพื้นฐาน"), "A": _("ระดับก้าวหน้า"), "S": _("ระดับพัฒนาจนเกิดผล")}[code]


def _unanswered(count: int, total: int) -> list[str]:
    """How many checkpoints are without a value and so count 0; nothing when all have one."""
    if not count:
        return []
    words = ngettext(
        "(ยังไม่ได้ประเมิน %(count)d จาก %(total)d ประเด็นพิจารณา)",
        "(ยังไม่ได้ประเมิน %(count)d จาก %(total)d ประเด็นพิจารณา)",
        total,
    )
    return [words % {"count": count, "total": total}]
