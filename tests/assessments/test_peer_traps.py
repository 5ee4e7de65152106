"""The faults of a peer's system as tests of ours (domain.md 2.7), each in whole assessments of both sets."""

from decimal import Decimal

import pytest

from assessments.models import IndicatorYear
from assessments.score_document import score_document
from assessments.scorecard import ScoreInputs, scorecard
from assessments.scoring.results import IndicatorData
from assessments.services.targets import set_targets
from assessments.statuses import Status
from criteria.loader import load_file
from criteria.models import CriteriaSet
from criteria.outline import outline_of
from tests.assessments.views.stage import make_indicator, url
from tests.assessments.views.test_indicators import FIELDS
from tests.cast import YEAR, bring_to, make_assessment, make_cycle
from tests.criteria.test_status_set import FILE, REQUIRED
from tests.levels import bring_levels_to, write_all

pytestmark = pytest.mark.django_db
FACTORS = {f"factor_{name}": "4" for name in "ADLI"}
SCORE = FACTORS | {"percent": "80", "reason": "", "version": "1", "confirm": "chosen"}
CONSENSUS = FACTORS | {"percent": "80", "reason": "", "version": "0", "confirm": "chosen"}
JUDGED = {"checkpoint_1.1-B1": "1", "version_1.1-B1": "1", "checkpoint_1.1-B2": "1", "version_1.1-B2": "1"}
DECIDED = {"checkpoint_1.1-B1": "1", "version_1.1-B1": "0", "checkpoint_1.1-B2": "0", "version_1.1-B2": "0"}


# an actual value of 0 is "not answered"


def test_a_zero_typed_on_the_page_is_a_result(assessment, cast, as_user):
    """No complaint against a target of none: attained, and its area is held by the key indicator: Le 1/1, I 1/2."""
    page = FIELDS | {"direction": "lower"}
    figures = {f"value_{YEAR}": "๐", f"target_{YEAR}": "0"}

    assert as_user(cast.lead).post(url("indicator_add", assessment.pk, "7.1"), page | figures).status_code == 302

    item = results_of(assessment)
    assert [(each["value"], each["attained"]) for each in item["indicators"]] == [("0", True)]
    assert [item["factors"][name]["value"] for name in ("Le", "I")] == [5, 3]


def test_a_zero_meets_a_required_sub_topic(levels):
    """0 of 10 is 0 points, lower is better 200 %, so 500; without any value the dimension stays at 0."""
    indicator = make_indicator(levels, 1, item="7.1", area="1", y2568=("0", "10", None))
    other = make_indicator(levels, 2, item="7.1", area="2", y2568=("100", "100", None))
    assert results_of(levels)["points"] == "150.00"  # (0 + 300) / 2

    indicator.direction = "lower"
    indicator.save()
    assert results_of(levels)["points"] == "400.00"  # (500 + 300) / 2

    indicator.years.update(value=None)
    assert (results_of(levels)["points"], other.years.get().value) == ("0.00", 100)


def results_of(assessment) -> dict:
    """The first results item of the score document, read anew."""
    return score_document(assessment)["categories"][1]["items"][0]


# the second required sub-topic of 7.6 is never checked; 7.1 never scores


@pytest.fixture
def status_set():
    load_file(FILE)
    return outline_of(CriteriaSet.objects.get(code="pmqa40-status"))


def dimension(outline, code: str, percents: dict[str, str]):
    """The dimension with one indicator in each of these sub-topics, its target 100 and its value the percent."""
    indicators = tuple(
        IndicatorData(f"{code}-{area}", area, "higher", "key", {YEAR: Decimal(percent)}, {YEAR: Decimal(100)}, {})
        for area, percent in percents.items()
    )
    inputs = ScoreInputs(
        fiscal_year=YEAR, stage="self", indicators={code: indicators}, entries={}, not_applicable=frozenset(), values={}
    )
    return scorecard(outline, inputs).items[code]


@pytest.mark.parametrize(("code", "required"), REQUIRED.items())
def test_every_required_sub_topic_of_every_dimension_is_checked(status_set, code, required):
    """All five at 110 % are 500; without one of the required it is 0, without one of the others it stays 500."""
    whole = dict.fromkeys("12345", "110")
    assert dimension(status_set, code, whole).total.points == 500
    for left_out in whole:
        percents = {area: percent for area, percent in whole.items() if area != left_out}
        assert dimension(status_set, code, percents).total.points == (0 if left_out in required else 500), left_out
    assert dimension(status_set, code, dict.fromkeys(required, "110")).total.points == 500


# floor and cap are compared with the points instead of the percentage


@pytest.mark.parametrize(
    ("percent", "points"),
    [
        pytest.param("33.5", "100.5", id="300 x 0.335: points of 100.5 are no percentage between 100 and 101"),
        pytest.param("34", "102", id="300 x 0.34: points of 102 are no percentage above 101"),
        pytest.param("36", "108", id="300 x 0.36: points of 108 are no percentage above 105"),
        pytest.param("99.99", "299.97", id="300 x 0.9999: just short"),
        pytest.param("100", "300", id="the floor itself"),
        pytest.param("105", "400", id="the cap itself"),
        pytest.param("105.01", "500", id="just beyond the cap"),
    ],
)
def test_limits_are_compared_with_the_percentage(status_set, percent, points):
    assert dimension(status_set, "7.5", {"1": percent}).total.points == Decimal(points)


# an update without its year rewrites other years


def kept(assessment) -> dict:
    """All that the score of this assessment comes from, and the score itself."""
    rows = {
        "scores": assessment.scores,
        "checkpoints": assessment.checkpoint_scores,
        "answers": assessment.answers,
        "indicators": assessment.indicators,
        "targets": assessment.targets,
        "events": assessment.events,
        "years": IndicatorYear.objects.filter(indicator__assessment=assessment),
    }
    found = {name: list(each.order_by("pk").values()) for name, each in rows.items()}
    return found | {"document": score_document(assessment)}


def two_years(assessment, cast, status, bring):
    """This assessment and one of the year before, of the same unit and set, both in this status."""
    earlier = make_assessment(cast.unit, make_cycle(assessment.criteria_set, YEAR - 1), cast.lead)
    for each in (assessment, earlier):
        bring(each, status, cast)
        each.assignments.all().delete()  # nobody is awaited
        make_indicator(each, 1, item="7.1", area="ก" if bring is bring_to else "1", y2567=("80", "80", None))
    return earlier


@pytest.mark.parametrize(
    ("status", "who", "name", "args", "data"),
    [
        pytest.param(Status.RETURNED, "lead", "score", ["1.1"], SCORE, id="the unit's own score"),
        pytest.param(Status.IN_REVIEW, "coordinator", "consensus", ["1.1"], CONSENSUS, id="the committee's score"),
        pytest.param(
            Status.RETURNED, "manager", "targets", [], {"target_1.1": "90", "seen_1.1": "70"}, id="the manager's target"
        ),
    ],
)
def test_the_other_year_of_1000_points_is_untouched(assessment, cast, as_user, status, who, name, args, data):
    earlier = two_years(assessment, cast, status, bring_to)
    for each in (earlier, assessment):
        set_targets(assessment=each, seen={}, wanted={"1.1": 70}, actor=cast.manager)
    before, present = kept(earlier), kept(assessment)

    assert as_user(getattr(cast, who)).post(url(name, assessment.pk, *args), data).status_code == 302

    assert kept(earlier) == before
    assert kept(assessment) != present


@pytest.mark.parametrize(
    ("status", "who", "name", "item", "data"),
    [
        pytest.param(Status.RETURNED, "lead", "score", "1.1", JUDGED, id="the unit's own checkpoints"),
        pytest.param(Status.IN_REVIEW, "coordinator", "consensus", "1.1", DECIDED, id="the committee's checkpoints"),
        pytest.param(Status.IN_REVIEW, "coordinator", "consensus", "7.1", {"version": "0"}, id="a whole dimension"),
    ],
)
def test_the_other_year_of_levels_is_untouched(levels, cast, as_user, status, who, name, item, data):
    write_all(levels)
    earlier = two_years(levels, cast, status, bring_levels_to)
    before, present = kept(earlier), kept(levels)

    assert as_user(getattr(cast, who)).post(url(name, levels.pk, item), data).status_code == 302

    assert kept(earlier) == before
    assert kept(levels) != present
