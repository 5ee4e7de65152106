"""The page of notices: one's own, newest first, read by POST, and the choice of mail."""

import pytest

from accounts.models import Notice
from accounts.services.notices import give_notices
from tests.accounts.told import tell

PAGE = "/people/notices/"


def shown(response) -> list[Notice]:
    return response.context["rows"]


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"


def test_own_notices_newest_first(as_user, cast):
    first, second = tell(cast.lead, 2)
    tell(cast.stranger, start=3)
    response = as_user(cast.lead).get(PAGE)
    assert shown(response) == [second, first]
    assert response.context["unread"] == 2
    assert "ยังไม่ได้อ่าน 2 เรื่อง" in response.content.decode()


def test_without_notices_the_page_says_what_will_stand_there(as_user, cast):
    page = as_user(cast.lead).get(PAGE).content.decode()
    assert "ยังไม่มีการแจ้งเตือน" in page
    assert "อ่านครบแล้ว" in page
    assert "/people/notices/read/" not in page


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_page_costs_the_same_for_any_number(as_user, cast, rows, django_assert_num_queries):
    tell(cast.lead, rows)
    client = as_user(cast.lead)
    with django_assert_num_queries(5):
        assert len(shown(client.get(PAGE))) == rows


def test_older_ones_follow_by_key(as_user, cast):
    notices = tell(cast.lead, 41)[::-1]
    client, seen, page = as_user(cast.lead), [], PAGE
    while page:
        response = client.get(page)
        seen += shown(response)
        older = response.context["older"]
        page = f"{PAGE}?before={older}" if older else None
    assert seen == notices
    assert response.context["is_first"] is False


@pytest.mark.parametrize("before", ["x", "-1", "๑", "9" * 30, "0", ""])
def test_an_impossible_key_is_the_first_page(as_user, cast, before):
    (notice,) = tell(cast.lead)
    assert shown(as_user(cast.lead).get(f"{PAGE}?before={before}")) == [notice]


def test_past_the_last_one_the_page_says_so(as_user, cast):
    (notice,) = tell(cast.lead)
    assert "ไม่มีการแจ้งเตือนที่เก่ากว่านี้" in as_user(cast.lead).get(f"{PAGE}?before={notice.pk}").content.decode()


def test_opening_reads_and_goes_to_the_page(as_user, cast):
    (notice,) = tell(cast.lead)
    response = as_user(cast.lead).post(f"{PAGE}{notice.pk}/read/", {"open": "1"})
    assert (response.status_code, response.url) == (302, "/assessments/1/feedback/")
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    as_user(cast.lead).post(f"{PAGE}{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read_at == first


def test_reading_one_stays_on_the_page(as_user, cast):
    first, second = tell(cast.lead, 2)
    assert as_user(cast.lead).post(f"{PAGE}{first.pk}/read/").url == PAGE
    assert list(Notice.objects.filter(read_at=None)) == [second]


def test_nobody_reads_for_another(as_user, cast):
    (notice,) = tell(cast.lead)
    client = as_user(cast.stranger)
    assert client.post(f"{PAGE}{notice.pk}/read/").status_code == 404
    assert client.post(f"{PAGE}9999/read/").status_code == 404
    client.post(f"{PAGE}read/", {"until": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_that_were_shown_are_read_and_what_came_since_is_not(as_user, cast):
    shown_ones = tell(cast.lead, 2)
    (later,) = tell(cast.lead, start=3)
    assert as_user(cast.lead).post(f"{PAGE}read/", {"until": shown_ones[-1].pk}).url == PAGE
    assert list(Notice.objects.filter(read_at=None)) == [later]


@pytest.mark.parametrize("until", ["", "x", "-5"])
def test_without_a_sound_key_nothing_is_read(as_user, cast, until):
    tell(cast.lead)
    as_user(cast.lead).post(f"{PAGE}read/", {"until": until})
    assert Notice.objects.filter(read_at=None).count() == 1


def test_mail_is_chosen_off_and_on(as_user, cast):
    client = as_user(cast.lead)
    for wanted, expected in (("0", False), ("1", True), ("", False)):
        assert client.post(f"{PAGE}mail/", {"wanted": wanted}).url == PAGE
        cast.lead.refresh_from_db()
        assert cast.lead.wants_mail is expected
    assert "ขณะนี้ระบบไม่ส่งการแจ้งเตือนทางอีเมลถึงคุณ" in client.get(PAGE).content.decode()


def test_without_an_address_the_page_says_why_there_is_no_mail(as_user, cast):
    cast.lead.email = ""
    cast.lead.save()
    assert "ยังไม่มีที่อยู่อีเมล" in as_user(cast.lead).get(PAGE).content.decode()


@pytest.mark.parametrize("path", ["1/read/", "read/", "mail/"])
def test_reading_is_a_post(as_user, cast, path):
    assert as_user(cast.lead).get(f"{PAGE}{path}").status_code == 405


def test_the_first_page_tells_the_number(as_user, cast):
    client = as_user(cast.lead)
    assert "เรื่องใหม่)" not in client.get("/").content.decode()
    tell(cast.lead, 3)
    assert client.get("/").content.decode().count("การแจ้งเตือน (3 เรื่องใหม่)") == 2  # the bar and the menu of a phone


def test_the_same_key_is_told_once_and_what_was_read_stays_read(cast, as_user):
    (notice,) = tell(cast.lead)
    as_user(cast.lead).post(f"{PAGE}{notice.pk}/read/")
    again = Notice(
        **{name: getattr(notice, name) for name in ("recipient", "kind", "title", "url", "key", "created_at")}
    )
    give_notices([again])
    assert Notice.objects.get().read_at is not None


def test_typed_text_in_a_title_is_text(as_user, cast):
    tell(cast.lead)
    Notice.objects.update(title="<script>alert(1)</script>")
    assert "<script>alert" not in as_user(cast.lead).get(PAGE).content.decode()
