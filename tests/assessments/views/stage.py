"""What the tests of the pages put on stage beside the cast."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.models import Finding, HandIn, Indicator, IndicatorYear
from assessments.scorecard import inputs_from_rows, scorecard
from assessments.statuses import FindingKind
from criteria.models import Area, Item
from criteria.outline import outline_of
from tests.assessments.files.corpus import pdf
from tests.cast import answer_all, submit


def url(name: str, *args) -> str:
    return reverse(f"assessments:{name}", args=args)


def upload(content: bytes = b"", name: str = "แผน.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(), content_type="text/html")


def make_indicator(assessment, number: int = 1, item: str = "7.2", area: str = "ก", **years) -> Indicator:
    """An indicator of the item; years as y2568=(value, target, comparator), text or None."""
    place = Area.objects.get(item__code=item, code=area, item__category__criteria_set=assessment.criteria_set)
    indicator = Indicator.objects.create(
        assessment=assessment, area=place, code=f"{item}-{number:02d}", name=f"ตัวชี้วัด {number}", unit_of_measure="ร้อยละ"
    )
    IndicatorYear.objects.bulk_create(
        IndicatorYear(
            indicator=indicator,
            fiscal_year=int(year[1:]),
            value=_number(value),
            target=_number(target),
            comparator=_number(comparator),
        )
        for year, (value, target, comparator) in years.items()
    )
    return indicator


def add_indicators(assessment, count: int) -> None:
    for number in range(1, count + 1):
        make_indicator(assessment, number, y2567=("80", "80", None), y2568=("85", "82", "84"))


def submit_with_indicators(assessment, cast) -> None:
    """Answered, confirmed for the band that the indicators suggest, and sent."""
    answer_all(assessment)
    card = scorecard(outline_of(assessment.criteria_set), inputs_from_rows(assessment))
    for code, result in card.items.items():
        assessment.scores.filter(item__code=code).update(confirmed_band=result.suggestion.band)
    submit(assessment, cast)


def add_finding(assessment, author, item: str = "1.1", **fields) -> Finding:
    values = {"kind": FindingKind.STRENGTH, "nugget": "มีขั้นตอนที่ทำซ้ำได้ห้าขั้น"} | fields
    place = Item.objects.get(code=item, category__criteria_set=assessment.criteria_set)
    submission = assessment.submissions.order_by("-number").first()
    return Finding.objects.create(submission=submission, item=place, author=author, **values)


def hand_in(assessment, *assessors) -> HandIn:
    """They have handed in their reviews of the latest submission, whatever is missing; the last one."""
    submission = assessment.submissions.order_by("-number").first()
    rows = [HandIn.objects.create(submission=submission, assessor=each, at=timezone.now()) for each in assessors]
    return rows[-1]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
