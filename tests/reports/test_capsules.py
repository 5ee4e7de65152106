"""A capsule of a submission: asked for, made by the worker, taken away by those who may see the submission."""

import json
from zipfile import ZipFile

import pypdfium2
import pytest
from django.db import transaction

from assessments.statuses import Status
from criteria.writer import criteria_text
from reports.build import source_as_sent
from reports.capsules import making
from reports.capsules.checking import check
from reports.capsules.making import bytes_of, request_capsule
from reports.models import Capsule, RenderState, ReportKind
from reports.pdf import PdfUnavailable
from reports.services import html_of
from tests.cast import add_remark, answer_remarks, bring_to, decide_all, make_assessment, submit

TEXT = "น้ำทั้งหมดของกรม"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Files lie in a folder of the test."""
    settings.CAPSULES_DIR = tmp_path / "capsules"


@pytest.fixture
def render_now(monkeypatch):
    """Runs a queued job as soon as it is asked for, inside the test's transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())


@pytest.fixture
def sent(cast, cycle):
    return bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.SUBMITTED, cast, text=TEXT)


def page(assessment, more: str = "") -> str:
    return f"/assessments/{assessment.pk}/reports/capsule/{more}"


def test_it_is_asked_for_made_and_taken_away(sent, cast, as_user, render_now, tmp_path):
    client = as_user(cast.manager)
    assert "สร้างแคปซูล</button>" in client.get(page(sent)).content.decode()
    assert client.post(page(sent)).url == page(sent)
    assert "ดาวน์โหลดแคปซูล" in client.get(page(sent)).content.decode()
    response, capsule, submission = client.get(page(sent, "file/")), Capsule.objects.get(), sent.submissions.get()
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="PMQA-A0008-2568-01-capsule.zip"'
    path = tmp_path / "taken.zip"
    path.write_bytes(b"".join(response.streaming_content))
    assert [line.text for line in check(path, receipt=submission.receipt) if not line.is_right] == []
    with ZipFile(path) as archive:
        assert archive.read("assessment.json").decode() == submission.document
        assert archive.read("criteria.json").decode() == criteria_text(sent.criteria_set)
        told = json.loads(archive.read("manifest.json"))["submission"]
        document = pypdfium2.PdfDocument(archive.read("report.pdf"))
        assert any(TEXT in sheet.get_textpage().get_text_range() for sheet in document)
    assert told == {"number": 1, "submitted_at": submission.submitted_at.isoformat(), "sha256": submission.sha256}
    assert client.get(page(sent, "file/"), headers={"if-none-match": f'"{capsule.sha256}"'}).status_code == 304


def paper_of(assessment) -> str:
    return html_of(source_as_sent(assessment.submissions.get()), kind=ReportKind.FULL, thai_digits=False)


def test_what_came_after_the_sending_is_not_in_it(sent, cast, cycle):
    first = bytes_of(sent.submissions.get())
    sent.answers.update(text="แก้ภายหลัง")
    add_remark(sent, cast, "ข้อสังเกตของผู้ตรวจ")
    decide_all(sent, cast)
    assert bytes_of(sent.submissions.get()) == first
    assert TEXT in paper_of(sent)


def test_it_says_sent_even_once_approved(cast, cycle):
    assessment = make_assessment(cast.unit, cycle, cast.lead)
    approved = bring_to(assessment, Status.APPROVED, cast, text=TEXT)
    paper = paper_of(approved)
    assert "รับรองผลแล้ว" not in paper
    assert "<dt>สถานะ</dt><dd>ส่งแล้ว" in paper


def test_it_is_made_once(sent, cast, render_now):
    submission = sent.submissions.get()
    first = request_capsule(submission=submission, actor=cast.lead)
    again = request_capsule(submission=submission, actor=cast.coordinator)
    assert (again.pk, again.sha256, again.requested_by) == (first.pk, first.sha256, cast.lead)
    assert first.is_there


def test_a_lost_file_is_made_anew(sent, cast, render_now):
    submission = sent.submissions.get()
    first = request_capsule(submission=submission, actor=cast.lead)
    first.path.unlink()
    assert request_capsule(submission=submission, actor=cast.lead).sha256 == first.sha256
    assert first.path.exists()


def test_without_pango_the_page_says_why_and_lets_try_again(sent, cast, as_user, render_now, monkeypatch):
    def unavailable(_html):
        raise PdfUnavailable

    client = as_user(cast.lead)
    with monkeypatch.context() as broken:
        broken.setattr(making, "printed", unavailable)
        client.post(page(sent))
    assert "ยังไม่ได้ติดตั้ง Pango" in client.get(page(sent)).content.decode()
    assert client.get(page(sent, "file/")).url == page(sent)
    client.post(page(sent))
    assert Capsule.objects.get().state == RenderState.READY


def test_while_it_is_made_the_page_says_so(sent, cast, as_user):
    Capsule.objects.create(submission=sent.submissions.get(), requested_by=cast.lead)
    assert "กำลังสร้างแคปซูล" in as_user(cast.lead).get(page(sent)).content.decode()


def test_a_later_submission_has_a_capsule_of_its_own(cast, cycle, as_user, render_now):
    returned = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.RETURNED, cast)
    first = request_capsule(submission=returned.submissions.get(), actor=cast.lead)
    latest = returned.submissions.get()
    latest.pk, latest.number, latest.idempotency_key = None, 2, "second"
    latest.save()
    client = as_user(cast.coordinator)
    assert client.get(page(returned, "file/")).url == page(returned)
    client.post(page(returned))
    assert Capsule.objects.exclude(pk=first.pk).get().submission == latest
    assert "-02-capsule.zip" in client.get(page(returned, "file/"))["Content-Disposition"]


def test_the_capsule_of_an_earlier_submission_is_made_and_taken_away(cast, cycle, as_user, render_now, tmp_path):
    sent_again = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.RETURNED, cast, text=TEXT)
    earlier = sent_again.submissions.get()
    sent_again.answers.update(text="เขียนใหม่")
    answer_remarks(sent_again)
    submit(sent_again, cast)
    client = as_user(cast.coordinator)
    links = [
        client.get(address).content.decode() for address in (page(sent_again), f"/assessments/{sent_again.pk}/history/")
    ]
    assert [f'href="{page(sent_again, "1/")}"' in each for each in links] == [True, True]
    assert client.get(page(sent_again, "1/file/")).url == page(sent_again, "1/")

    assert client.post(page(sent_again, "1/")).url == page(sent_again, "1/")

    assert f'href="{page(sent_again, "1/file/")}"' in client.get(page(sent_again, "1/")).content.decode()
    response = client.get(page(sent_again, "1/file/"))
    assert "-01-capsule.zip" in response["Content-Disposition"]
    path = tmp_path / "taken.zip"
    path.write_bytes(b"".join(response.streaming_content))
    assert [line.text for line in check(path, receipt=earlier.receipt) if not line.is_right] == []
    with ZipFile(path) as archive:
        assert archive.read("assessment.json").decode() == earlier.document
        document = pypdfium2.PdfDocument(archive.read("report.pdf"))
        words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert (TEXT in words, "เขียนใหม่" in words) == (True, False)


@pytest.mark.parametrize("more", ["2/", "2/file/", "0/"])
def test_a_submission_that_was_never_sent_has_none(sent, cast, as_user, more):
    assert as_user(cast.lead).get(page(sent, more)).status_code == 404
    assert as_user(cast.stranger).get(page(sent, "1/")).status_code == 404


def test_a_draft_has_none(cast, assessment, as_user):
    assert as_user(cast.lead).get(page(assessment)).status_code == 403
    assert "สร้างได้เมื่อส่งแบบประเมินแล้ว" in as_user(cast.lead).get(page(assessment)[:-8]).content.decode()
    assert as_user(cast.stranger).get(page(assessment)).status_code == 404
