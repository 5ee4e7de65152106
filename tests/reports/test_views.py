"""Asking for a report, waiting for it, taking it away: by those who may see what it is made of."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from assessments.services import locker
from assessments.services.workflow import perform
from assessments.statuses import Status
from reports import rendering
from reports.build import build_report, source_of
from reports.models import RenderedReport, RenderState
from reports.pdf import PdfUnavailable
from tests.assessments.files.kept import accepted_file, cited_by, keep
from tests.cast import answer_all, bring_to, decide_all, make_assessment

SECRET = "ข้อความของฉบับร่างที่ยังไม่ได้ส่ง"


def page(assessment, kind="summary", digits="arabic") -> str:
    return f"/assessments/{assessment.pk}/reports/{kind}/?digits={digits}"


def made(client, assessment, kind="summary") -> RenderedReport:
    """Asks for the report; in tests the worker works at once."""
    assert client.post(page(assessment, kind)).status_code == 302
    return RenderedReport.objects.latest("pk")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Files lie in a folder of the test."""
    settings.REPORTS_DIR = tmp_path


@pytest.fixture
def render_now(monkeypatch):
    """Runs a queued job as soon as it is asked for, inside the test's transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())


def test_a_manager_asks_waits_and_takes_the_pdf_away(assessment, cast, as_user, render_now):
    client = as_user(cast.manager)
    report = made(client, assessment)
    assert report.state == RenderState.READY
    response = client.get(f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/")
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["ETag"] == f'"{report.content_hash}"'


def test_the_same_content_is_made_once(assessment, cast, as_user, render_now):
    client = as_user(cast.manager)
    first, second = made(client, assessment), made(client, assessment)
    assert first == second
    assert RenderedReport.objects.count() == 1


def test_changed_content_is_another_report(assessment, cast, as_user, render_now):
    client = as_user(cast.manager)
    first = made(client, assessment, "full")
    answer_all(assessment)
    assert made(client, assessment, "full") != first


def test_an_unchanged_download_is_not_sent_again(assessment, cast, as_user, render_now):
    client = as_user(cast.manager)
    report = made(client, assessment)
    url = f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/"
    assert client.get(url, headers={"if-none-match": f'"{report.content_hash}"'}).status_code == 304


@pytest.mark.child
def test_a_killed_report_says_what_to_do_and_is_made_once_there_is_room(
    assessment, cast, as_user, render_now, settings
):
    client = as_user(cast.manager)
    settings.PDF_MEGABYTES = 40
    assert made(client, assessment).state == RenderState.FAILED
    assert "สร้าง PDF ไม่สำเร็จ เพราะเอกสารใหญ่เกินไป" in client.get(page(assessment)).content.decode()
    settings.PDF_MEGABYTES = 512
    assert made(client, assessment).state == RenderState.READY


def waiting(client, assessment, **fields) -> tuple[str, RenderedReport]:
    """The address after asking, where the worker has come so far."""
    address = client.post(page(assessment))["Location"]
    RenderedReport.objects.update(**fields)
    return address, RenderedReport.objects.get()


@pytest.mark.parametrize(
    ("number", "last", "words"),
    [
        (0, 0, "กำลังเริ่มจัดทำ"),
        (1, 0, "กำลังจัดทำ หน้า 1 "),
        (20, 0, "กำลังจัดทำ หน้า 20 "),
        (20, 20, "จัดครบ 20 หน้าแล้ว กำลังเขียนไฟล์"),
    ],
)
def test_while_it_is_made_the_page_tells_how_far_and_builds_nothing(
    assessment, cast, as_user, number, last, words, django_assert_num_queries
):
    client = as_user(cast.manager)
    address, _report = waiting(client, assessment, page=number, pages=last, moved_at=timezone.now())
    with django_assert_num_queries(5):
        text = client.get(address).content.decode()
    assert (words in text, 'data-reload="3"' in text) == (True, True)
    assert client.get(page(assessment))["Location"] == address


def test_in_the_queue_the_page_says_so(assessment, cast, as_user):
    client = as_user(cast.manager)
    address, _report = waiting(client, assessment)
    assert "อยู่ในคิวจัดทำ" in client.get(address).content.decode()


def test_how_far_a_report_is_is_told_to_those_who_may_take_it(assessment, cast, as_user):
    address, report = waiting(as_user(cast.manager), assessment)
    assert as_user(cast.stranger).get(address).status_code == 404
    assert as_user(cast.coordinator).get(address).status_code == 403
    other = as_user(cast.manager).get(address.replace(report.content_hash, "0" * 64))
    assert other["Location"] == address


def test_a_report_whose_worker_died_can_be_asked_for_again(
    assessment, cast, as_user, django_capture_on_commit_callbacks
):
    client = as_user(cast.manager)
    address, report = waiting(client, assessment, page=9, moved_at=timezone.now() - timedelta(minutes=5))
    assert "หยุดกลางคัน" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(assessment))
    report.refresh_from_db()
    assert (report.state, report.page < 9) == (RenderState.READY, True)


def test_progress_is_written_at_most_once_in_two_seconds(assessment, cast, as_user, django_assert_num_queries):
    _address, report = waiting(as_user(cast.manager), assessment)
    with django_assert_num_queries(2):
        progress = rendering.Progress(report.pk)
        for number in (1, 2, 3):
            progress(number, 0)
        progress.told -= rendering.BETWEEN
        progress(4, 0)
        progress(5, 0)
    report.refresh_from_db()
    assert (report.page, report.pages, report.state) == (4, 0, RenderState.WAITING)
    progress(6, 6)
    report.refresh_from_db()
    assert (report.page, report.pages) == (6, 6)


def test_without_pango_the_page_says_why(assessment, cast, as_user, render_now, monkeypatch):
    def unavailable(*_given, **_named):
        raise PdfUnavailable

    monkeypatch.setattr(rendering, "print_pdf", unavailable)
    client = as_user(cast.manager)
    assert made(client, assessment).state == RenderState.FAILED
    assert "Pango" in client.get(page(assessment)).content.decode()


def test_the_report_of_a_draft_is_for_the_unit_alone(assessment, cast, as_user, render_now):
    report = made(as_user(cast.manager), assessment)
    url = f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/"
    assert as_user(cast.coordinator).get(url).status_code == 403
    assert as_user(cast.assessor).get(url).status_code == 404
    assert as_user(cast.stranger).get(url).status_code == 404


def test_a_coordinator_gets_the_submission_and_never_the_live_rows(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    assessment.answers.update(text=SECRET)
    client = as_user(cast.coordinator)
    client.post(page(assessment, "full"))
    report = RenderedReport.objects.get()
    assert report.submission == assessment.submissions.get()
    assert SECRET not in report.html
    as_user(cast.manager).post(page(assessment, "full"))
    assert SECRET in RenderedReport.objects.latest("pk").html


def test_feedback_is_in_the_report_once_approved_and_closed_again_by_reopening(assessment, cast, as_user, render_now):
    bring_to(assessment, Status.IN_REVIEW, cast)
    client = as_user(cast.manager)
    assert not made(client, assessment).has_feedback
    assessment.scores.exclude(stage="self").delete()
    decide_all(assessment, cast)
    perform("approve", assessment_id=assessment.pk, actor=cast.coordinator)
    report = made(client, assessment)
    assert report.has_feedback
    url = f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/"
    assert client.get(url).status_code == 200
    reason = "พบข้อมูลใหม่ที่ต้องพิจารณาเพิ่มเติม"
    perform("reopen", assessment_id=assessment.pk, actor=cast.coordinator, reason=reason)
    assert client.get(url).status_code == 403


def test_unknown_kinds_hashes_and_methods(assessment, cast, as_user):
    client = as_user(cast.manager)
    base = f"/assessments/{assessment.pk}/reports/"
    assert client.get(f"{base}memo/").status_code == 404
    assert client.get(f"{base}summary/{'0' * 64}/").status_code == 404
    assert client.post(f"{base}summary/{'0' * 64}/").status_code == 405
    assert client.post(base).status_code == 405


@pytest.mark.parametrize("indicators", [1, 3, 20])
def test_the_page_asks_the_database_the_same_however_much_there_is(
    assessment, cast, as_user, indicators, django_assert_num_queries
):
    area = assessment.cycle.criteria_set.categories.get(code="7").items.get(code="7.1").areas.first()
    for number in range(indicators):
        indicator = assessment.indicators.create(area=area, code=f"7.1-{number:02}", name="ก", unit_of_measure="ร้อยละ")
        indicator.years.create(fiscal_year=2568, value=number)
    client = as_user(cast.manager)
    with django_assert_num_queries(26):
        client.get(page(assessment, "full"))


def test_user_text_is_printed_and_never_run(assessment, cast, as_user):
    evil = '<script>alert(1)</script> <img src="http://127.0.0.1:9/x"> {{ 7|add:7 }} {% load static %}'
    assessment.answers.update(text=evil, version=1)
    as_user(cast.manager).post(page(assessment, "full"))
    html = RenderedReport.objects.get().html
    assert "<script>alert" not in html
    assert '<img src="http' not in html
    assert "{{ 7|add:7 }}" in html


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_command_writes_the_bytes_of_the_page(assessment, cast, as_user, render_now, tmp_path, digits):
    path = tmp_path / "out.pdf"
    client = as_user(cast.manager)
    client.post(page(assessment, "summary", digits))
    address = f"/assessments/{assessment.pk}/reports/summary/{RenderedReport.objects.get().content_hash}/"
    call_command("render_report", "A0008", "2568", "small", kind="summary", digits=digits, output=path)
    assert b"".join(client.get(address).streaming_content) == path.read_bytes()


@pytest.mark.parametrize("held", ["", "the same"])
def test_a_second_download_asks_little_and_makes_nothing(
    assessment, cast, as_user, render_now, held, django_assert_num_queries, monkeypatch
):
    client = as_user(cast.manager)
    report = made(client, assessment)
    monkeypatch.setattr(rendering, "print_pdf", None)
    headers = {"if-none-match": f'"{report.content_hash}"'} if held else {}
    with django_assert_num_queries(5):
        response = client.get(f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/", headers=headers)
    assert response.status_code == (304 if held else 200)
    assert RenderedReport.objects.get() == report


def test_a_download_goes_on_where_it_stopped(assessment, cast, as_user):
    client = as_user(cast.manager)
    client.post(page(assessment))
    RenderedReport.objects.update(state=RenderState.READY)
    report = RenderedReport.objects.get()
    report.path.write_bytes(b"%PDF-0123456789")
    address = f"/assessments/{assessment.pk}/reports/summary/{report.content_hash}/"
    response = client.get(address, headers={"range": "bytes=5-"})
    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"0123456789")
    assert as_user(cast.stranger).get(address, headers={"range": "bytes=5-"}).status_code == 404


def test_another_units_report_is_not_reached_through_ones_own(assessment, cast, cycle, as_user, render_now):
    report = made(as_user(cast.manager), assessment)
    other = make_assessment(cast.other_unit, cycle)
    url = f"/assessments/{other.pk}/reports/summary/{report.content_hash}/"
    assert as_user(cast.stranger).get(url).status_code == 404


def test_the_price_of_the_next_step_starts_from_the_score_that_decides(assessment, cast):
    bring_to(assessment, Status.APPROVED, cast)
    factors = {"approach": 3, "deployment": 3, "learning": 1, "integration": 2}
    assessment.scores.filter(stage="consensus", item__code="1.1").update(percent=40, **factors)
    steps = {step.code: step for step in build_report(source_of(assessment, live=False)).next_steps}
    assert steps["1.1"].changes == ("L 1→3",)
    assert steps["1.1"].gain == Decimal("18.0")  # 40 to 55 percent of 120 points; the unit's own 3 3 3 3 stood at 60


def test_the_appendix_has_a_row_for_each_file_that_is_cited(assessment, cast):
    record = keep(cast.unit, cast.lead)
    cited_by(assessment.answers.get(question__code="1.1-1"), record)
    locker.add_file(evidence=record, file=accepted_file(), actor=cast.lead)
    cited_by(assessment.answers.get(question__code="1.1-2"), record)
    rows = build_report(source_of(assessment, live=True)).evidence
    first, second = record.versions.order_by("number").values_list("sha256", flat=True)
    assert [(row.code, row.sha256, row.cited_by) for row in rows] == [
        ("E01", first, ("1.1-1",)),
        ("E01", second, ("1.1-2",)),
    ]
