"""Calibration sets as coordinators keep them: a copy without names, its texts, open, closed, and the outcome."""

from fractions import Fraction

import pytest

from accounts.models import Membership, User
from accounts.roles import Role, UnitKind
from assessments.models import Calibration, CalibrationHandIn, CalibrationItem
from assessments.services.calibrations import close_calibration
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.calibrating import HIDDEN, TEXT, another_assessor, give, hand_in, make_set, open_set, submitted
from tests.cast import make_unit, make_user
from tests.levels import bring_levels_to

LIST, PAGE, ITEM = 5, 8, 8  # queries, the session and the person among them


@pytest.fixture
def source(cast, cycle):
    return submitted(cast, cycle)


def texts(calibration: Calibration) -> set[str]:
    return set(calibration.items.values_list("texts__text", flat=True))


def post_texts(client, calibration, text: str = "อ่านใหม่", code: str = "1.2", **more):
    data = {f"text_{code}-1": text, "version": "1", "reference": ""} | more
    return client.post(url("calibration_texts", calibration.pk, code), data)


# made


def test_a_copy_without_names_is_made_and_the_submission_stays(source, cast, as_user):
    client = as_user(cast.coordinator)
    before = source.submissions.get().document

    shown = client.get(url("calibration_new", source.pk))
    said = {"title": "ปรับเทียบ 2569", "items": ["1.2"], "telling": "ทุกปี"}
    made = client.post(url("calibration_new", source.pk), said)

    found = Calibration.objects.get()
    assert [shown.status_code, made.status_code, made.url] == [200, 302, url("calibration", found.pk)]
    assert (found.made_by, found.is_draft, found.title) == (cast.coordinator, True, "ปรับเทียบ 2569")
    assert [each.item.code for each in found.items.all()] == ["1.2"]
    assert texts(found) == {"หน่วยงานทบทวนแผนกับต้นสังกัดหน่วยงาน"}
    assert source.submissions.get().document == before
    assert TEXT in before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "ชุดของกรมพัฒนาที่ดิน"}, "title"),
        ({"items": []}, "items"),
        ({"items": ["7.1"]}, "items"),
        ({"items": ["P.1"]}, "items"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_was_typed(source, cast, as_user, changes, field):
    said = {"title": "ปรับเทียบ", "items": ["1.1"], "telling": "พด."} | changes
    response = as_user(cast.coordinator).post(url("calibration_new", source.pk), said)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "พด." in response.content.decode()
    assert not Calibration.objects.exists()


def test_only_what_was_sent_can_be_copied(assessment, cast, as_user):
    assert as_user(cast.coordinator).get(url("calibration_new", assessment.pk)).status_code == 403


def test_a_set_of_checkpoints_has_nothing_to_copy(levels, cast, as_user):
    bring_levels_to(levels, Status.SUBMITTED, cast)
    response = as_user(cast.coordinator).get(url("calibration_new", levels.pk))
    assert (response.status_code, response.context["items"]) == (200, [])


# read through


def test_the_draft_shows_every_text_and_what_may_still_tell(source, cast, as_user):
    client, made = as_user(cast.coordinator), make_set(source, cast.coordinator)
    post_texts(client, made, "ดู https://www.ldd.go.th")
    response = client.get(url("calibration", made.pk))
    page = response.content.decode()
    assert [row.item.code for row in response.context["items"]] == ["1.1", "1.2"]
    assert [row.telling for row in response.context["items"]] == [[], ["https://www.ldd.go.th"]]
    assert page.count(HIDDEN) == 3


def test_texts_and_a_reference_of_zero_are_saved(source, cast, as_user):
    client, made = as_user(cast.coordinator), make_set(source, cast.coordinator)
    assert HIDDEN in client.get(url("calibration_item", made.pk, "1.2")).content.decode()
    assert post_texts(client, made, "อ่านใหม่", reference="0").status_code == 302
    place = made.items.get(item__code="1.2")
    assert (place.reference, place.version, place.texts.get().text) == (0, 2, "อ่านใหม่")
    assert texts(made) == {HIDDEN, "อ่านใหม่"}


@pytest.mark.parametrize("changes", [{"reference": "7"}, {"reference": "x"}, {"version": ""}, {"text": "ก\x00"}])
def test_texts_that_cannot_stand_are_refused_and_kept_on_the_page(source, cast, as_user, changes):
    made = make_set(source, cast.coordinator)
    response = post_texts(as_user(cast.coordinator), made, **{"text": "คำที่พิมพ์"} | changes)
    assert response.status_code == 422
    assert ("คำที่พิมพ์" in response.content.decode()) is ("text" not in changes)
    assert texts(made) == {HIDDEN}


def test_of_two_coordinators_the_second_sees_both_texts(source, cast, as_user):
    client, made = as_user(cast.coordinator), make_set(source, cast.coordinator)
    post_texts(client, made, "ของคนแรก", reference="50")
    response = post_texts(client, made, "ของคนที่สอง")
    page = response.content.decode()
    assert (response.status_code, response.context["version"]) == (409, 2)
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert made.items.get(item__code="1.2").reference == 50


def test_an_open_set_keeps_its_texts(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    response = post_texts(as_user(cast.coordinator), made, "แก้ทีหลัง")
    assert response.status_code == 403
    assert "แก้ทีหลัง" in response.content.decode()
    assert texts(made) == {HIDDEN}


def test_a_draft_is_discarded_and_an_open_set_is_not(source, cast, as_user):
    client = as_user(cast.coordinator)
    made, kept = make_set(source, cast.coordinator), open_set(source, cast.coordinator)
    assert client.post(url("calibration_discard", made.pk)).url == url("calibrations")
    assert client.post(url("calibration_discard", kept.pk)).status_code == 403
    assert list(Calibration.objects.all()) == [kept]


# opened and closed


def test_opened_with_a_day_closed_and_opened_again(source, cast, as_user):
    client, made = as_user(cast.coordinator), make_set(source, cast.coordinator)
    assert client.post(url("calibration_open", made.pk), {"version": "1", "due": "30/1/2570"}).status_code == 302
    made.refresh_from_db()
    assert (made.is_open, made.opened_by, made.due.isoformat()) == (True, cast.coordinator, "2027-01-30")
    opened_at = made.opened_at

    assert client.post(url("calibration_close", made.pk), {"version": "2"}).status_code == 302
    made.refresh_from_db()
    assert (made.is_open, made.closed_by) == (False, cast.coordinator)

    assert client.post(url("calibration_open", made.pk), {"version": "3", "due": ""}).status_code == 302
    made.refresh_from_db()
    assert (made.is_open, made.closed_by, made.opened_at, made.due) == (True, None, opened_at, None)


@pytest.mark.parametrize("name", ["calibration_open", "calibration_close"])
@pytest.mark.parametrize("version", ["1", "", "x"])
def test_who_saw_another_state_is_told_and_changes_nothing(source, cast, as_user, name, version):
    made = open_set(source, cast.coordinator)  # version 2
    response = as_user(cast.coordinator).post(url(name, made.pk), {"version": version})
    assert response.status_code in {409, 422}
    assert response.templates[0].name == "assessments/calibration_outcome.html"
    assert Calibration.objects.get().version == 2


def test_a_set_with_an_empty_item_does_not_open(source, cast, as_user):
    client, made = as_user(cast.coordinator), make_set(source, cast.coordinator)
    post_texts(client, made, "")
    response = client.post(url("calibration_open", made.pk), {"version": "1", "due": ""})
    assert response.status_code == 422
    assert "1.2" in str(response.context["form"].non_field_errors())
    assert Calibration.objects.get().is_draft


def test_a_day_that_is_none_is_refused_where_it_was_typed(source, cast, as_user):
    made = make_set(source, cast.coordinator)
    response = as_user(cast.coordinator).post(url("calibration_open", made.pk), {"version": "1", "due": "ศุกร์หน้า"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["due"])
    assert "ศุกร์หน้า" in response.content.decode()


# what comes out of it


def test_before_a_hand_in_the_coordinator_reads_counts_alone(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    give(made, cast.assessor, {"1.1": 55}, reason="เหตุผลลับของผู้ตรวจ")
    client = as_user(cast.coordinator)
    pages = [client.get(url("calibration", made.pk)), client.get(url("calibration_item", made.pk, "1.1"))]
    assert [each.scored for each in pages[0].context["writing"]] == [1]
    assert pages[0].context["outcome"].assessors == 0
    assert [row.given for row in pages[0].context["outcome"].items] == [(), ()]
    assert not [page for page in pages if "เหตุผลลับ" in page.content.decode() or ">55<" in page.content.decode()]


def test_after_it_the_coordinator_reads_dots_with_names_and_how_each_leans(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    CalibrationItem.objects.filter(calibration=made, item__code="1.2").update(reference=0)
    second, third = another_assessor("second"), another_assessor("third")
    hand_in(made, cast.assessor, {"1.1": 40, "1.2": 0}, reason="ยังไม่ครอบคลุม")
    hand_in(made, second, {"1.1": 50, "1.2": 10})
    give(made, third, {"1.1": 90, "1.2": 90})

    client = as_user(cast.coordinator)
    response = client.get(url("calibration", made.pk))
    outcome = response.context["outcome"]
    assert [(each.assessor, each.leaning.mean) for each in outcome.leans] == [("assessor", -5), ("second", 5)]
    rows = [(row.item.code, row.spread.low, row.spread.median, row.spread.high, row.reference) for row in outcome.items]
    assert rows == [("1.1", 40, 45, 50, None), ("1.2", 0, 5, 10, 0)]
    assert outcome.alpha == 1 - Fraction(3 * 400, 13600)
    assert [(each.username, each.scored) for each in response.context["writing"]] == [("third", 2)]
    assert "assessor 40 %; second 50 %" in response.content.decode()

    page = client.get(url("calibration_item", made.pk, "1.1")).content.decode()
    assert "ยังไม่ครอบคลุม" in page
    assert HIDDEN in page


def test_one_alone_is_compared_with_nobody(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    hand_in(made, cast.assessor, {"1.1": 40, "1.2": 0})
    outcome = as_user(cast.coordinator).get(url("calibration", made.pk)).context["outcome"]
    assert (outcome.is_telling, outcome.leans, outcome.alpha) == (False, (), None)


def test_who_may_score_are_assessors_of_no_interest_in_the_unit(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    both = make_user("both", (Role.ASSESSOR, None), (Role.COORDINATOR, cast.unit.parent))
    other = make_unit("M07", "กระทรวงการคลัง", UnitKind.MINISTRY)
    elsewhere = make_user("elsewhere", (Role.ASSESSOR, None), (Role.COORDINATOR, other))
    make_user("of-unit", (Role.ASSESSOR, None), (Role.MANAGER, cast.unit))
    User.objects.filter(pk=another_assessor("gone").pk).update(is_active=False)

    client = as_user(cast.coordinator)
    shown = client.get(url("calibration", made.pk)).context["writing"]
    assert [each.username for each in shown] == ["assessor", "elsewhere"]
    answers = {}
    for person in (cast.assessor, elsewhere, both, User.objects.get(username="of-unit")):
        client.force_login(person)
        answers[person.username] = client.get(url("calibration", made.pk)).templates[0].name
    assert answers == {
        "assessor": "assessments/calibration.html",
        "elsewhere": "assessments/calibration.html",
        "both": "assessments/calibration_outcome.html",
        "of-unit": "404.html",
    }


# who, and how much


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager", "stranger", "administrator"])
def test_the_unit_and_strangers_find_nothing(source, cast, as_user, role):
    made = open_set(source, cast.coordinator)
    client = as_user(getattr(cast, role))
    addresses = [url("calibrations"), url("calibration", made.pk), url("calibration_item", made.pk, "1.1")]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_coordinator_of_another_ministry_finds_nothing(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    other = make_unit("M07", "กระทรวงการคลัง", UnitKind.MINISTRY)
    client = as_user(make_user("other", (Role.COORDINATOR, other)))
    assert list(client.get(url("calibrations")).context["kept"]) == []
    assert client.get(url("calibration", made.pk)).status_code == 404
    assert client.post(url("calibration_close", made.pk), {"version": "2"}).status_code == 404


@pytest.mark.parametrize("code", ["7.1", "P.1", "9.9"])
def test_items_that_are_not_of_the_set_are_not_there(source, cast, as_user, code):
    made = open_set(source, cast.coordinator)
    assert as_user(cast.coordinator).get(url("calibration_item", made.pk, code)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_takes_as_many_queries_for_any_number(source, cast, as_user, count, django_assert_num_queries):
    Membership.objects.create(user=cast.coordinator, role=Role.ASSESSOR)
    for _each in range(count):
        made = open_set(source, cast.coordinator)
        hand_in(made, cast.assessor, {"1.1": 40})
    client = as_user(cast.coordinator)
    with django_assert_num_queries(LIST):
        response = client.get(url("calibrations"))
    assert [(each.item_count, each.handed_in) for each in response.context["kept"]] == [(2, 1)] * count


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_pages_take_as_many_queries_for_any_number(source, cast, as_user, count, django_assert_num_queries):
    made = open_set(source, cast.coordinator)
    for number in range(count):
        hand_in(made, another_assessor(f"done-{number}"), {"1.1": 5 * number, "1.2": 0})
        give(made, another_assessor(f"writing-{number}"), {"1.1": 50})
    client = as_user(cast.coordinator)
    with django_assert_num_queries(PAGE):
        response = client.get(url("calibration", made.pk))
    assert (response.context["outcome"].assessors, len(response.context["writing"])) == (count, count + 1)
    with django_assert_num_queries(ITEM):
        client.get(url("calibration_item", made.pk, "1.1"))


def test_closing_leaves_what_is_handed_in(source, cast, as_user):
    made = open_set(source, cast.coordinator)
    hand_in(made, cast.assessor, {"1.1": 40, "1.2": 0})
    close_calibration(calibration=made, version=2, actor=cast.coordinator)
    assert CalibrationHandIn.objects.count() == 1
    response = as_user(cast.coordinator).get(url("calibration", made.pk))
    assert response.context["outcome"].assessors == 1
    assert source.status == Status.SUBMITTED
