"""The pages of results and scores of both sets, empty, filled and refused, looked at as the pages of the matrix are.

In `make test` the filled ones at two widths, the rest in `make long`.
"""

import pytest
from django.urls import reverse

from assessments.models import Indicator
from assessments.services.targets import set_targets
from assessments.statuses import Importance, Stage, Status
from criteria.models import Mapping, MappingPair, Question
from tests.assessments.views.stage import make_indicator
from tests.cast import answer_all, bring_to, make_assessment, make_cycle
from tests.journeys.watching import ALL_WIDTHS, PHONE, WIDE, listed, submitted
from tests.levels import bring_levels_to, value_all, write_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
long = pytest.mark.long

ABOUT_SCORES = ("scores", "categories", "next_steps")
HEAD = "ประเด็น\tตัวชี้วัด\tหน่วยวัด\t2567\t2568\tเป้าหมาย 2568\n"
GOOD = f"{HEAD}ก\tความพึงพอใจของผู้รับบริการ\tร้อยละ\t84.1\t86.6\t≥ 85\nข\tข้อร้องเรียน\tเรื่อง\t -   \t0\t0\n"
WRONG = f"{HEAD}ก\tความพึงพอใจของผู้รับบริการ\tร้อยละ\t12,5\t#N/A\t> 85\nข\t\tเรื่อง\t5\tไม่มี\t\n"
RUNS = [  # rising, falling, flat, with a gap, alone, of nothing but zeros
    {
        "y2564": ("70", "70", None),
        "y2566": ("80", "80", None),
        "y2567": ("84", "82", None),
        "y2568": ("88", "85", "86"),
    },
    {"y2566": ("90", "80", None), "y2567": ("84", "82", "86"), "y2568": ("-12.5", "85", "86")},
    {"y2566": ("5", "5", None), "y2567": ("5", "5", None), "y2568": ("5", "5", "5")},
    {"y2568": ("1234567.5", None, None), "y2569": ("2000000", "2000000", None)},
    {"y2567": ("0", "0", "0"), "y2568": ("0", "0", "0")},
]


def address(name: str, *args) -> str:
    return reverse(f"assessments:{name}", args=args)


def score_pages(assessment, *more: str) -> list[str]:
    return [address(name, assessment.pk) for name in (*ABOUT_SCORES, *more)]


def fill(assessment, item: str, area: str, count: int) -> list[Indicator]:
    return [
        make_indicator(assessment, number, item, area, **RUNS[number % len(RUNS)]) for number in range(1, count + 1)
    ]


def earlier_approved(assessment, cast, bring) -> None:
    """The year before, approved: the third series of a radar and the column beside this year."""
    earlier = make_assessment(cast.unit, make_cycle(assessment.criteria_set, assessment.fiscal_year - 1), cast.lead)
    bring(earlier, Status.APPROVED, cast)


@pytest.fixture
def filled(assessment, cast):
    """A draft of 1,000 points with 20 indicators, scored, with targets, and a year before it."""
    earlier_approved(assessment, cast, bring_to)
    answer_all(assessment)
    fill(assessment, "7.1", "ก", 20)
    fill(assessment, "7.2", "ข", 1)
    assessment.indicators.filter(code__endswith="5").update(importance=Importance.SUPPORTING)
    set_targets(assessment=assessment, seen={}, wanted={"1.1": 80, "7.1": 30}, actor=cast.manager)
    return assessment


@pytest.fixture
def filled_levels(levels, cast):
    """A draft of scheme levels with checkpoints judged ½, indicators, a dimension confirmed, and a year before it."""
    earlier_approved(levels, cast, bring_levels_to)
    write_all(levels)
    value_all(levels, "0.5")
    levels.checkpoint_scores.filter(question__code="1.1-S1").delete()
    fill(levels, "7.1", "1", 20)
    return levels


@pytest.fixture
def mapped(levels, assessment):
    """The other set of the same year, with answers of `assessment` that can be taken over."""
    mapping = Mapping.objects.create(source=assessment.criteria_set, target=levels.criteria_set)
    for source, target in (("1.1-1", "1.1-B1"), ("1.1-2", "1.1-B2")):
        pair = {"source": question(assessment, source), "target": question(levels, target)}
        MappingPair.objects.create(mapping=mapping, **pair)
    answer_all(assessment)
    return levels


def question(assessment, code: str) -> Question:
    return Question.objects.get(code=code, area__item__category__criteria_set=assessment.criteria_set)


def walk(watched, paths, widths=ALL_WIDTHS) -> list[str]:
    return [line for path in paths for line in watched.visit(path, widths)]


def test_scores_and_an_item_of_each_set(watch, cast, filled, filled_levels):
    manager, lead = watch(cast.manager), watch(cast.lead)
    found = walk(manager, [address("scores", filled.pk), address("categories", filled_levels.pk)], (WIDE, PHONE))
    items = [address("item", filled.pk, "7.1"), address("item", filled_levels.pk, "1.1")]
    found += walk(lead, [*items, address("item", filled_levels.pk, "7.1")], (WIDE, PHONE))
    assert not found, listed(found)


@long
def test_every_page_about_filled_scores(watch, cast, filled):
    found = walk(watch(cast.manager), [*score_pages(filled, "what_if", "targets"), _tried(filled)])
    charts = [address("indicator_chart", filled.pk, each.pk) for each in filled.indicators.order_by("code")[:5]]
    found += walk(watch(cast.lead), [*charts, address("item", filled.pk, "7.2")])
    assert not found, listed(found)


def _tried(assessment) -> str:
    return address("what_if", assessment.pk) + "?1.1-A=5&7.1-Le=0"


@long
def test_every_page_about_empty_scores(watch, cast, assessment, levels):
    found = walk(watch(cast.manager), score_pages(assessment, "what_if", "targets") + score_pages(levels))
    items = [
        address("item", assessment.pk, "7.1"),
        address("item", levels.pk, "1.1"),
        address("item", levels.pk, "7.1"),
    ]
    chart = address("indicator_chart", assessment.pk, make_indicator(assessment).pk)
    found += walk(watch(cast.lead), [*items, address("table", assessment.pk, "7.1"), chart])
    assert not found, listed(found)


@long
def test_every_page_of_filled_levels(watch, cast, filled_levels):
    pk = filled_levels.pk
    charts = [address("indicator_chart", pk, each.pk) for each in filled_levels.indicators.order_by("code")[:2]]
    answer = address("answer", pk, "1.1-A1")
    found = walk(watch(cast.lead), [address("task_list", pk), answer, address("check", pk), *charts])
    found += walk(watch(cast.manager), score_pages(filled_levels))
    found += walk(watch(cast.contributor), [address("item", pk, "1.1"), address("item", pk, "7.1")])
    assert not found, listed(found)


@long
def test_levels_in_review(watch, cast, levels):
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    value_all(levels, "1", stage=Stage.CONSENSUS, submission=levels.submissions.get(), author=cast.coordinator)
    pages = [address("review", levels.pk), *(address("review_item", levels.pk, code) for code in ("1.1", "7.1"))]
    found = walk(watch(cast.coordinator), [*pages, address("submission", levels.pk)])
    assert not found, listed(found)


@long
def test_a_table_before_and_after_its_preview(watch, cast, assessment):
    lead = watch(cast.lead)
    place = address("table", assessment.pk, "7.1")
    found = []
    for name, text, status in (("nothing", "", 422), ("errors", WRONG, 422), ("preview", GOOD, 200)):
        lead.page.goto(place)
        lead.page.fill("[name=text]", text)
        found += submitted(lead, f"table {name}", status, "button[value=preview]")
    lead.page.click("button[value=accept]")
    lead.page.wait_for_url(f"**{address('item', assessment.pk, '7.1')}*")
    found += lead.look("table taken in", ALL_WIDTHS)
    assert not found, listed(found)


@long
def test_refused_targets_and_checkpoints(watch, cast, filled, filled_levels):
    manager, lead = watch(cast.manager), watch(cast.lead)
    manager.page.goto(address("targets", filled.pk))
    set_targets(assessment=filled, seen={"1.1": 80}, wanted={"1.1": 90}, actor=cast.lead)
    manager.page.select_option("[name='target_1.1']", "50")
    found = submitted(manager, "targets 409", 409, "main form button[type=submit]")
    lead.page.goto(address("item", filled_levels.pk, "1.1"))
    lead.page.check("[name='checkpoint_1.1-B1'][value='1']")
    filled_levels.checkpoint_scores.update(version=7)
    found += submitted(lead, "checkpoints 409", 409, "main form[action$='/score/'] button[type=submit]")
    filled_levels.answers.update(text="")
    lead.page.goto(address("item", filled_levels.pk, "1.1"))
    found += submitted(lead, "checkpoints 422", 422, "main form[action$='/score/'] button[type=submit]")
    assert not found, listed(found)


@long
def test_the_other_set(watch, cast, mapped, assessment):
    lead = watch(cast.lead)
    place = address("carry_mapped", mapped.pk)
    found = walk(lead, [place])
    found += submitted(lead, "taken over", 302, "main form button[type=submit]")
    found += walk(lead, [place, address("carry_mapped", assessment.pk)])
    assert not found, listed(found)
