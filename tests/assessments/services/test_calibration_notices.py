"""Assessors are told of a calibration set when it opens: each who may score it, once, without the unit's name."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Membership, Notice, NoticeKind, User
from accounts.roles import Role
from accounts.services.digests import send_digests
from assessments.models import Calibration
from assessments.services.calibrating import hand_back_calibration
from assessments.services.calibrations import close_calibration, open_calibration
from assessments.services.notices import (
    tell_calibration_back,
    tell_missed,
    tell_opening,
    untold_backs,
    untold_openings,
)
from assessments.tasks import sweep
from tests.calibrating import another_assessor, hand_in, make_set, open_set, submitted
from tests.cast import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def source(cast, cycle):
    made = submitted(cast, cycle)
    Notice.objects.all().delete()
    return made


def told() -> list[str]:
    """User names of those who were told that a set is open."""
    found = Notice.objects.filter(kind=NoticeKind.CALIBRATION_OPENED)
    return sorted(found.values_list("recipient__username", flat=True))


def test_the_assessors_are_told_and_led_to_the_set(source, cast, client):
    another_assessor("second")
    made = make_set(source, cast.coordinator)
    assert told() == []
    open_calibration(calibration=made, due=date(2027, 1, 30), version=1, actor=cast.coordinator)
    notice = Notice.objects.get(recipient=cast.assessor)
    assert (notice.title, notice.body) == ("ชุดปรับเทียบรอคุณให้คะแนน: ปรับเทียบ 2569", "ขอให้ส่งภายใน 30 มกราคม 2570")
    assert notice.created_at == Calibration.objects.get().opened_at
    expected = sorted(User.objects.filter(memberships__role=Role.ASSESSOR).values_list("username", flat=True))
    assert told() == expected
    assert {"assessor", "second"} <= set(expected)
    client.force_login(cast.assessor)
    assert client.get(notice.url).templates[0].name == "assessments/calibration.html"


def test_who_may_not_score_is_not_told(source, cast):
    make_user("of-unit", (Role.ASSESSOR, None), (Role.MANAGER, cast.unit))
    make_user("both", (Role.ASSESSOR, None), (Role.COORDINATOR, cast.unit.parent))
    make_user("elsewhere", (Role.ASSESSOR, None), (Role.COORDINATOR, cast.other_unit))
    User.objects.filter(pk=another_assessor("gone").pk).update(is_active=False)
    open_set(source, cast.coordinator)
    assert told() == ["assessor", "elsewhere"]


def test_no_name_of_the_unit_stands_in_a_notice(source, cast):
    open_set(source, cast.coordinator)
    words = " ".join(notice.title + notice.body for notice in Notice.objects.all())
    assert [name for name in (cast.unit.name_th, cast.unit.code, cast.unit.parent.name_th) if name in words] == []


def test_a_title_of_the_longest_kind_is_shortened(source, cast):
    open_set(source, cast.coordinator, title="ชื่อ" * 100)
    assert Notice.objects.get().title == "ชุดปรับเทียบรอคุณให้คะแนน: " + "ชื่อ" * 45


def test_opened_again_nobody_is_told_twice_nor_what_she_read(source, cast):
    made = open_set(source, cast.coordinator)
    Notice.objects.update(read_at=timezone.now())
    kept = list(Notice.objects.values_list("pk", "read_at"))
    close_calibration(calibration=made, version=2, actor=cast.coordinator)
    open_calibration(calibration=made, due=date(2027, 1, 30), version=3, actor=cast.coordinator)
    tell_opening(made.pk)
    sweep.call()
    assert list(Notice.objects.values_list("pk", "read_at")) == kept


def test_it_comes_in_the_mail_of_the_day(source, cast, settings):
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    open_set(source, cast.coordinator)
    friday = timezone.datetime(2026, 11, 27, 8, 30, tzinfo=ZoneInfo("Asia/Bangkok"))
    Notice.objects.update(created_at=friday - timedelta(hours=1))
    assert send_digests(friday) == 1
    assert mail.outbox[0].to == [cast.assessor.email]
    assert "ชุดปรับเทียบรอคุณให้คะแนน: ปรับเทียบ 2569" in mail.outbox[0].body


# the sweep


def test_the_sweep_tells_whom_a_crash_left_and_who_came_later(source, cast):
    made = open_set(source, cast.coordinator)
    Notice.objects.all().delete()
    done, later = another_assessor("done"), make_user("later")
    hand_in(made, done, {"1.1": 50, "1.2": 50})
    assert untold_openings(timezone.now()) == [made.pk]
    sweep.call()
    assert told() == ["assessor"]
    Membership.objects.create(user=later, role=Role.ASSESSOR)
    sweep.call()
    assert told() == ["assessor", "later"]
    assert untold_openings(timezone.now()) == []


def test_the_sweep_tells_whose_scores_were_handed_back(source, cast):
    made, other = open_set(source, cast.coordinator), another_assessor("other")
    for person in (cast.assessor, other):
        hand_in(made, person, {"1.1": 50, "1.2": 50})
        given, reason = made.hand_ins.last(), "โปรดตรวจคะแนนหัวข้อ 1.2 อีกครั้ง"
        hand_back_calibration(given=given, reason=reason, actor=cast.coordinator)
    kept = Notice.objects.filter(kind=NoticeKind.CALIBRATION_BACK)
    tell_calibration_back(given.pk)
    assert kept.count() == 2
    kept.filter(recipient=other).delete()
    assert untold_backs(timezone.now()) == [given.pk]
    sweep.call()
    assert list(kept.values_list("recipient__username", "body")) == [("other", reason), ("assessor", reason)]
    assert untold_backs(timezone.now()) == []
    assert told() == ["assessor"]  # of the opening; who has handed in already hears no more of it


def test_drafts_closed_sets_and_old_ones_are_no_news(source, cast):
    make_set(source, cast.coordinator)
    closed, old = open_set(source, cast.coordinator), open_set(source, cast.coordinator)
    close_calibration(calibration=closed, version=2, actor=cast.coordinator)
    Calibration.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=31))
    Notice.objects.all().delete()
    for made in Calibration.objects.exclude(pk=old.pk):
        tell_opening(made.pk)
    tell_missed(timezone.now())
    assert told() == []


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_sweep_asks_as_often_for_any_number(source, cast, count, django_assert_num_queries):
    for number in range(count):
        open_set(source, cast.coordinator)
        another_assessor(f"assessor-{number}")
    sweep.call()
    with django_assert_num_queries(4):
        assert untold_openings(timezone.now()) == []
