"""The preview shows marks and loses no text: as a part of the page, and as a page that carries the text back."""

import pytest

from assessments.services.answers import save_answer
from assessments.statuses import Status
from tests.assessments.services.stage import answer_of
from tests.cast import bring_to
from tests.rows import digest

TEXT = "ตาม**(ก)**ข้อ\n\n- หนึ่ง\n- <b>สอง</b>"
HTML = "<p>ตาม<strong>(ก)</strong>ข้อ</p>\n<ul><li>หนึ่ง</li><li>&lt;b&gt;สอง&lt;/b&gt;</li></ul>"


def preview(client, assessment, text=TEXT, code="1.1-1", **headers):
    posted = {"text": text, "not_applicable": "", "version": "0"}
    return client.post(f"/assessments/{assessment.pk}/questions/{code}/preview/", posted, headers=headers)


def test_the_part_of_the_page(as_user, cast, assessment):
    client = as_user(cast.contributor)
    before = digest()
    response = preview(client, assessment, **{"HX-Request": "true"})
    html = response.content.decode()
    assert (response.status_code, HTML in html, "<html" in html, digest() == before) == (200, True, False, True)


def test_the_page_carries_the_text_back_unsaved(as_user, cast, assessment):
    client = as_user(cast.contributor)
    html = preview(client, assessment).content.decode()
    assert HTML in html
    assert '<textarea name="text" hidden>\nตาม**(ก)**ข้อ\n\n- หนึ่ง\n- &lt;b&gt;สอง&lt;/b&gt;</textarea>' in html
    posted = {"text": TEXT, "not_applicable": "", "version": "0", "keep": "merge"}
    back = client.post(f"/assessments/{assessment.pk}/questions/1.1-1/", posted)
    assert (back.status_code, back.context["form"]["text"].value()) == (200, TEXT)
    assert answer_of(assessment, "1.1-1").version == 0


@pytest.mark.parametrize("text", ["ก" * 20_001, "ก\x00ข"])
def test_what_cannot_be_stored_is_refused_and_kept(as_user, cast, assessment, text):
    response = preview(as_user(cast.contributor), assessment, text)
    assert (response.status_code, response.context["typed"]["text"]) == (422, text)
    assert response.content.decode().count('role="alert"') >= 1


def test_nothing_written_is_said(as_user, cast, assessment):
    assert "ยังไม่มีข้อความ" in preview(as_user(cast.contributor), assessment, " ").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("approver", 403), ("manager", 403), ("coordinator", 403), ("stranger", 404)]
)
def test_others_are_refused(as_user, cast, assessment, role, status):
    assert preview(as_user(getattr(cast, role)), assessment).status_code == status


def test_closed_in_the_meantime_shows_the_typed_text(as_user, cast, assessment):
    bring_to(assessment, Status.SUBMITTED, cast)
    response = preview(as_user(cast.contributor), assessment)
    assert (response.status_code, "ตาม**(ก)**ข้อ" in response.content.decode()) == (403, True)
    assert preview(as_user(cast.contributor), assessment, code="9.9-9").status_code == 403
    assert as_user(cast.contributor).get(f"/assessments/{assessment.pk}/questions/1.1-1/preview/").status_code == 405


def test_marks_show_where_answers_are_read(as_user, cast, assessment):
    save_answer(answer=answer_of(assessment, "1.1-1"), text=TEXT, not_applicable="", version=0, actor=cast.lead)
    page = as_user(cast.manager).get(f"/assessments/{assessment.pk}/questions/1.1-1/").content.decode()
    assert HTML in page
    history = as_user(cast.manager).get(f"/assessments/{assessment.pk}/questions/1.1-1/history/").content.decode()
    assert HTML in history
