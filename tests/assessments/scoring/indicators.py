"""Indicators for the tests of results, in as few words as they need."""

from decimal import Decimal

from assessments.scoring.results import IndicatorData


def figures(**years):
    return {int(year[1:]): Decimal(figure) for year, figure in years.items()}


def run(*values, last=2569):
    """Values of consecutive years ending at `last`; None leaves a year out."""
    first = last - len(values) + 1
    return {first + at: Decimal(value) for at, value in enumerate(values) if value is not None}


def indicator(
    code="7.2-01", area="ก", direction="higher", importance="key", values=None, targets=None, comparator=None
):
    return IndicatorData(code, area, direction, importance, values or {}, targets or {}, comparator or {})


def good(code, *, area="ก", importance="supporting", attained=True, trend=True, ahead=True, last=2569):
    """An indicator with the wished facts: 80 84 88 or 88 84 80, target 1 or 99, comparator 1 or 99."""
    values = run("80", "84", "88", last=last) if trend else run("88", "84", "80", last=last)
    return indicator(
        code,
        area,
        importance=importance,
        values=values,
        targets={last: Decimal(1 if attained else 99)},
        comparator={last: Decimal(1 if ahead else 99)},
    )
