"""A hand-over is of everything: evidence and open mentions are the receiver's from its day on; the rows keep names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from assessments.models import Comment, Evidence, HandOver
from tests.assessments.files.kept import keep
from tests.assessments.views.stage import url
from tests.cast import YEAR, make_assessment, make_cycle, make_user


def hand_over(cast, giver, receiver, days: int = 0, made: int = 0) -> None:
    """Into effect so many days from today, made so many days before today."""
    now, day = timezone.now(), timezone.localdate() + timedelta(days=days)
    people = {"giver": giver, "receiver": receiver, "made_by": cast.lead}
    HandOver.objects.create(unit=cast.unit, effective=day, made_at=now - timedelta(days=made), **people)


@pytest.fixture
def second(cast):
    return make_user("second", (Role.CONTRIBUTOR, cast.unit))


@pytest.fixture
def record(cast) -> Evidence:
    """Evidence that the contributor has looked after for three days."""
    return keep(cast.unit, cast.lead, owner=cast.contributor, owner_since=timezone.now() - timedelta(days=3))


def shown(client, cast, record: Evidence) -> tuple[str, str, str]:
    """Who looks after it in the list, on its page, and in its form."""
    row = client.get(url("locker", cast.unit.code)).context["rows"][0]
    context = client.get(url("evidence", cast.unit.code, record.pk)).context
    chosen = context["form"]["owner"].value()
    people = context["form"].fields["owner"].people
    return str(row.current_owner), str(context["evidence"].current_owner), str(people[chosen])


def details_of(client, cast, record: Evidence, **fields) -> dict:
    """The form of the record as its page holds it."""
    form = client.get(url("evidence", cast.unit.code, record.pk)).context["form"]
    fields = {"title": record.title, "secrecy": "normal", "owner": form["owner"].value()} | fields
    return fields | {"revision": Evidence.objects.get(pk=record.pk).revision}


# --- evidence ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "made", "expected"), [(0, 0, "second"), (-1, 2, "second"), (1, 0, "contributor"), (-5, 6, "contributor")]
)
def test_evidence_goes_over_on_the_day_and_the_record_keeps_the_name(
    as_user, cast, second, record, days, made, expected
):
    """What is given after a hand-over took effect stays: five days ago the record was not yet hers."""
    hand_over(cast, cast.contributor, second, days, made)
    assert shown(as_user(cast.manager), cast, record) == (expected,) * 3
    record.refresh_from_db()
    assert record.owner == cast.contributor


def test_the_page_tells_from_whom(as_user, cast, second, record):
    client, page = as_user(cast.manager), url("evidence", cast.unit.code, record.pk)
    assert "รับมอบจาก" not in client.get(page).content.decode()
    hand_over(cast, cast.contributor, second)
    assert "รับมอบจาก contributor" in client.get(page).content.decode()


def test_who_has_left_the_unit_still_gives(as_user, cast, assessment, record):
    Membership.objects.filter(user=cast.contributor).delete()
    form = as_user(cast.lead).get(url("hand_over", assessment.pk)).context["form"]
    assert cast.contributor in form.fields["giver"].people.values()


def test_saving_details_leaves_the_name_of_the_giver(as_user, cast, second, record):
    hand_over(cast, cast.contributor, second)
    client, page = as_user(second), url("evidence", cast.unit.code, record.pk)
    assert client.post(page, details_of(client, cast, record, title="ชื่อใหม่")).status_code == 302
    record.refresh_from_db()
    assert (record.title, record.owner) == ("ชื่อใหม่", cast.contributor)
    assert shown(client, cast, record) == ("second",) * 3


def test_an_owner_chosen_after_the_hand_over_is_the_owner(as_user, cast, second, record):
    hand_over(cast, cast.contributor, second)
    client, page = as_user(cast.lead), url("evidence", cast.unit.code, record.pk)
    for owner in (cast.contributor, cast.lead):
        assert client.post(page, details_of(client, cast, record, owner=owner.pk)).status_code == 302
        assert shown(client, cast, record) == (str(owner),) * 3


def test_new_evidence_of_who_gave_before_is_her_own(as_user, cast, second):
    hand_over(cast, cast.contributor, second)
    client = as_user(cast.contributor)
    fields = {"title": "แผน", "secrecy": "normal", "owner": cast.contributor.pk}
    assert client.post(url("evidence_add", cast.unit.code), fields).status_code == 302
    assert shown(client, cast, Evidence.objects.get()) == ("contributor",) * 3


def test_evidence_of_nobody_stays_nobodys(as_user, cast, second):
    record = keep(cast.unit, cast.lead)
    hand_over(cast, cast.contributor, second)
    context = as_user(cast.lead).get(url("evidence", cast.unit.code, record.pk)).context
    assert (context["evidence"].current_owner, context["form"]["owner"].value()) == (None, None)


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_locker_costs_the_same(as_user, cast, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        giver, receiver = (make_user(f"{name}{number}", (Role.CONTRIBUTOR, cast.unit)) for name in ("giver", "taker"))
        keep(cast.unit, giver, code=f"E{number:02d}", owner=giver)
        hand_over(cast, giver, receiver)
    client = as_user(cast.lead)
    with django_assert_num_queries(9):
        client.get(url("locker", cast.unit.code))


# --- mentions ---------------------------------------------------------------------------------------------------------


def call(assessment, author, person, text: str, *, days: int = 3) -> Comment:
    """An open comment of so many days ago that calls this person."""
    answer = assessment.answers.get(question__code="1.1-1")
    comment = Comment.objects.create(answer=answer, author=author, text=text, at=timezone.now() - timedelta(days=days))
    comment.mentions.add(person)
    return comment


def called(client, assessment) -> list[str]:
    return [comment.text for comment in client.get(url("mine", assessment.pk)).context["mentions"]]


def test_open_mentions_go_over_and_the_comment_keeps_the_name(as_user, cast, assessment, second):
    comment = call(assessment, cast.lead, cast.contributor, "ก่อนส่งมอบ")
    resolved = call(assessment, cast.lead, cast.contributor, "จบแล้ว")
    Comment.objects.filter(pk=resolved.pk).update(resolved_at=timezone.now(), resolved_by=cast.lead)
    hand_over(cast, cast.contributor, second, days=-1, made=2)
    call(assessment, cast.lead, cast.contributor, "หลังส่งมอบ", days=0)
    assert called(as_user(second), assessment) == ["ก่อนส่งมอบ"]
    assert called(as_user(cast.contributor), assessment) == ["หลังส่งมอบ"]
    assert list(comment.mentions.all()) == [cast.contributor]


def test_and_not_before_the_day(as_user, cast, assessment, second):
    call(assessment, cast.lead, cast.contributor, "ก่อนส่งมอบ")
    hand_over(cast, cast.contributor, second, days=1)
    assert called(as_user(second), assessment) == []
    assert called(as_user(cast.contributor), assessment) == ["ก่อนส่งมอบ"]


def test_a_comment_that_calls_both_is_told_once(as_user, cast, assessment, second):
    call(assessment, cast.lead, cast.contributor, "ทั้งสองคน").mentions.add(second)
    hand_over(cast, cast.contributor, second)
    assert called(as_user(second), assessment) == ["ทั้งสองคน"]


def test_mentions_of_another_year_stay_there(as_user, cast, assessment, second):
    before = make_assessment(cast.unit, make_cycle(assessment.criteria_set, YEAR - 1), cast.lead)
    call(before, cast.lead, cast.contributor, "ปีก่อน")
    hand_over(cast, cast.contributor, second)
    client = as_user(second)
    assert (called(client, assessment), called(client, before)) == ([], ["ปีก่อน"])
