"""A paper held against the system: what the registry keeps, what `/check/` says to whom, and the code on the paper."""

import re
from datetime import date

import pypdfium2
import pytest
import segno
from django.core.management import call_command
from django.db import transaction

from assessments.statuses import Status
from reports import pdf, rendering
from reports.fingerprints import fingerprint, short_digest
from reports.models import Fingerprint, RenderedReport, ReportKind
from reports.pdf import PdfUnavailable
from reports.registry import check_address, keep_fingerprint
from tests.cast import bring_to
from tests.reports.sample import empty_content, full_content

MM = 72 / 25.4
UNIT = "กรมพัฒนาที่ดิน"
KNOWN, UNKNOWN = "รู้จักลายพิมพ์", "ไม่รู้จักลายพิมพ์"


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def made(kind="full", content=None, assessment=None) -> str:
    """A document that stands in the registry; its code."""
    content = content or full_content()
    keep_fingerprint(pdf.render_html(kind, content), assessment=assessment)
    return short_digest(content)


@pytest.fixture
def ready(assessment, cast, as_user, settings, tmp_path, monkeypatch):
    """The summary of a submission, asked for by the manager and made at once."""
    settings.REPORTS_DIR = tmp_path
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())
    bring_to(assessment, Status.SUBMITTED, cast)
    as_user(cast.manager).post(f"/assessments/{assessment.pk}/reports/summary/?digits=arabic")
    return RenderedReport.objects.get()


def test_a_report_that_is_ready_is_known_by_kind_and_date(ready, assessment):
    found = Fingerprint.objects.get()
    submitted = assessment.submissions.get().submitted_at.astimezone().date()
    assert (found.kind, found.is_draft, found.assessment) == ("summary", False, assessment)
    assert abs((found.dated - submitted).days) <= 1
    ready.delete()
    assert Fingerprint.objects.get() == found


def test_what_could_not_be_made_is_not_known(assessment, cast, as_user, settings, tmp_path, monkeypatch):
    def unavailable(_html):
        raise PdfUnavailable

    settings.REPORTS_DIR = tmp_path
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())
    monkeypatch.setattr(rendering, "print_pdf", unavailable)
    as_user(cast.manager).post(f"/assessments/{assessment.pk}/reports/summary/")
    assert not Fingerprint.objects.exists()


def test_the_command_makes_a_known_document(assessment, tmp_path):
    call_command("render_report", "A0008", "2568", "small", kind="summary", output=tmp_path / "out.pdf")
    assert Fingerprint.objects.get().is_draft


def test_a_document_is_kept_once_for_each_kind(db):
    code = [made("full"), made("full"), made("summary")][0]
    assert list(Fingerprint.objects.order_by("kind").values_list("code", "kind", "dated")) == [
        (code, "full", date(2026, 10, 30)),
        (code, "summary", date(2026, 10, 30)),
    ]


def test_a_document_without_fingerprint_is_not_kept(db):
    keep_fingerprint("<p>ก</p>", assessment=None)
    assert not Fingerprint.objects.exists()


def test_anybody_may_open_the_page(client, db):
    assert client.get("/check/").status_code == 200
    assert client.post("/check/").status_code == 405


@pytest.mark.parametrize("written", ["{}", " {}", "lower", "fours", "hyphens", "thai"])
def test_a_fingerprint_is_found_however_it_is_typed(client, db, written):
    code = made()
    fours = fingerprint(full_content())
    typed = {
        "lower": code.lower(),
        "fours": fours,
        "hyphens": fours.replace(" ", "-"),
        "thai": code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    }.get(written, written.format(code))
    response = client.get("/check/", {"f": typed})
    assert response.status_code == 200
    assert f"{KNOWN} {fours}" in words(response)
    assert f"{ReportKind.FULL.label} · ข้อมูล ณ วันที่ 30 ตุลาคม 2569" in words(response)


def test_all_kinds_of_a_content_are_told_and_a_draft_is_called_one(client, db):
    made("full")
    made("summary")
    told = words(client.get("/check/", {"f": short_digest(full_content())}))
    assert str(ReportKind.FULL.label) in told
    assert str(ReportKind.SUMMARY.label) in told
    assert "ฉบับร่าง" not in told
    assert "ฉบับร่าง ใช้อ้างอิงไม่ได้" in words(client.get("/check/", {"f": made("full", empty_content())}))


def test_an_unknown_fingerprint_is_said_to_be_so_with_what_to_do(client, db):
    told = words(client.get("/check/", {"f": "0" * 16}))
    assert f"{UNKNOWN} 0000 0000 0000 0000" in told
    assert "สอบถามหน่วยงานที่ส่งเอกสารให้คุณ" in told


@pytest.mark.parametrize("typed", ["", "123", "0" * 17, "G" * 16, "ก" * 16, "0" * 99, "<b>", "0" * 15 + "\x00"])
def test_what_is_no_fingerprint_is_told_what_one_looks_like(client, db, typed):
    response = client.get("/check/", {"f": typed})
    assert response.status_code == 422
    assert response.context["form"].errors["f"]


def test_only_who_may_know_of_the_assessment_reads_the_unit(assessment, cast, as_user, client):
    code = made(assessment=assessment)
    assert UNIT not in words(client.get("/check/", {"f": code}))
    for person, told in (("manager", True), ("coordinator", True), ("stranger", False), ("assessor", False)):
        assert (UNIT in words(as_user(getattr(cast, person)).get("/check/", {"f": code}))) is told


def test_looking_up_is_limited_and_the_form_is_not(client, db, settings, own_counters):
    settings.ACCOUNT_RATE_LIMITS = {"check": "2/m/ip"}
    answers = [client.get("/check/", {"f": "0" * 16}).status_code for _time in range(3)]
    assert answers == [200, 200, 429]
    assert client.get("/check/").status_code == 200


def test_the_code_on_paper_holds_the_address_and_the_fingerprint_alone(settings):
    settings.PMQA_BASE_URL = "https://pmqa.example.test/"
    content = full_content()
    address = f"https://pmqa.example.test/check/?f={short_digest(content)}"
    assert check_address(short_digest(content)) == address
    code = segno.make(address, error="m", micro=False, boost_error=False)
    squares = re.search(r' d="([^"]+)"', code.svg_inline(border=2))
    html = pdf.render_html("full", content)
    assert html.count(squares[1]) == 1  # the last page
    assert html.count(code.png_data_uri(border=2, scale=8)) == 1  # the foot of every page
    assert "https://pmqa.example.test/check/" in html


def test_every_page_has_the_code_in_its_corner_and_the_text_is_as_before():
    content = full_content(sentences=0)
    document = pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("summary", content)))
    for page in document:
        width, height = page.get_size()
        corner = page.render(scale=2, crop=(11 * MM, 0, width - 28 * MM, height - 22 * MM)).to_pil().convert("L")
        dark = sum(value < 128 for value in corner.tobytes()) / len(corner.tobytes())
        assert 0.1 < dark < 0.6
        assert "<svg" not in page.get_textpage().get_text_range()
