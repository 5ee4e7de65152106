"""How the score of one item stands in a report, whatever its scheme: its figures, its parts, its checkpoints."""

from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.scorecard import ItemResult, Scheme
from assessments.scoring.status_levels import half_word
from assessments.scoring.totals import as_decimal, rounded_percent, rounded_points
from criteria.kinds import PROCESS_FACTORS, RESULTS_FACTORS
from reports import content as paper
from thai.digits import plain

Rubric = dict[tuple[str, str, int], str]


def score_of(scheme: Scheme, result: ItemResult) -> paper.Score:
    _measure, detail = scheme.columns
    return paper.Score(
        points=as_decimal(result.total.points),
        percent=result.percent,
        suggested=result.suggestion.percent if result.suggestion else None,
        confirmed=result.confirmed,
        label=result.label,
        detail=detail.cell(result),
        reason=result.entry.reason if result.confirmed else "",
    )


def parts_of(own: ItemResult, decided: ItemResult | None, rubric: Rubric) -> tuple[paper.Factor, ...]:
    """What the score is made of: factors, levels or sub-topics, whichever the item has."""
    if own.factors:
        return _factors(own, decided, rubric)
    return _levels(own, decided) if own.levels else _subtopics(own)


def _levels(own: ItemResult, decided: ItemResult | None) -> tuple[paper.Factor, ...]:
    theirs = decided.fractions if decided else {}
    return tuple(
        paper.Factor(
            code=level.code,
            title=level.title,
            self_value=_fraction(level.fraction),
            review_value=_fraction(theirs[level.code]) if theirs else None,
            reason=_("ได้ %(points)s จาก %(maximum)d คะแนน")
            % {"points": plain(rounded_points(level.points)), "maximum": level.maximum},
        )
        for level in own.levels
    )


def _fraction(fraction) -> Decimal:
    return Decimal(plain(rounded_percent(fraction)))


def _subtopics(own: ItemResult) -> tuple[paper.Factor, ...]:
    areas = {area.code: area for area in own.item.areas}
    return tuple(
        paper.Factor(
            code=each.code,
            title=areas[each.code].title,
            self_value=None if each.points is None else rounded_points(each.points),
            reason=_subtopic_words(each),
        )
        for each in own.subtopics
    )


def _subtopic_words(subtopic) -> str:
    if subtopic.indicators:
        words = _("เฉลี่ยจาก %(count)d ตัวชี้วัด") % {"count": len(subtopic.indicators)}
        return f"{_('จำเป็น')} {words}" if subtopic.required else words
    return _("จำเป็น แต่ยังไม่มีตัวชี้วัด") if subtopic.required else _("ไม่มีตัวชี้วัด ไม่นับในค่าเฉลี่ย")


def points_of_indicators(result: ItemResult) -> dict[str, Decimal]:
    """What each indicator brings, by its code; nothing in a scheme that gives points to items alone."""
    scored = (score for subtopic in result.subtopics for score in subtopic.indicators)
    return {score.facts.code: as_decimal(score.points) for score in scored}


def _factors(own: ItemResult, decided: ItemResult | None, rubric: Rubric) -> tuple[paper.Factor, ...]:
    names = RESULTS_FACTORS if own.item.is_results else PROCESS_FACTORS
    return tuple(
        paper.Factor(
            code=name.value,
            title=str(name.label),
            self_value=own.factors[name.value].value,
            review_value=decided.factors[name.value].value if decided else None,
            share=own.factors[name.value].share,
            reason=_why(own, decided, name.value, rubric),
        )
        for name in names
    )


def _why(own: ItemResult, decided: ItemResult | None, name: str, rubric: Rubric) -> str:
    """The counted indicators, or what the rubric says of the value that counts: the reviewers', else the unit's."""
    theirs = decided.factors[name].value if decided else None
    value = own.factors[name].value if theirs is None else theirs
    return own.factors[name].reason or rubric.get((own.item.kind, name, value), "")


def judgement_of(code: str, own: ItemResult | None, decided: ItemResult | None) -> str:
    """How a checkpoint was judged, by the unit and in consensus; "" for any other question."""
    if own is None or code not in own.values:
        return ""
    words = [_("หน่วยงาน %(value)s") % {"value": half_word(own.values[code])}]
    if decided:
        words.append(_("ผู้ตรวจ %(value)s") % {"value": half_word(decided.values[code])})
    return " · ".join(words)
