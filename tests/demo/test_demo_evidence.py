"""The locker of the demonstration: real files behind real hashes, cited where the answers say so."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from assessments.checks import problems_of
from assessments.citing import cited_marks
from assessments.live import LiveRows
from assessments.models import Citation, Evidence
from assessments.services.locker import opened
from assessments.statuses import Secrecy

FOLDER = Path(settings.BASE_DIR, "fixtures", "demo", "evidence")
LARGEST = {".pdf": 60_000, ".png": 30_000}


@pytest.fixture
def records(demo) -> dict[str, Evidence]:
    return {record.code: record for record in Evidence.objects.filter(unit=demo.unit)}


def test_the_locker_page_lists_six_records(demo, records, as_user):
    page = as_user(User.objects.get(username="contributor")).get(reverse("assessments:locker", args=["A0008"]))
    assert page.status_code == 200
    assert [row.code for row in page.context["rows"]] == ["E01", "E02", "E03", "E04", "E05", "E06"]
    text = page.content.decode()
    assert [record.title for record in records.values() if record.title not in text] == []


def test_the_records_are_of_every_kind(records):
    with_file = {code for code, record in records.items() if record.versions.exists()}
    assert with_file == {"E01", "E02", "E03", "E05"}
    secret = records["E04"]
    assert secret.secrecy == Secrecy.CONFIDENTIAL
    assert all([secret.document_number, secret.keeper, secret.place, secret.checked_on])
    left = records["E05"].expires - timezone.localdate()
    assert timedelta(0) < left <= timedelta(days=30)
    assert not records["E06"].citations.exists()


def test_the_hash_is_that_of_the_file_that_is_kept(records):
    for code in ("E01", "E02", "E03", "E05"):
        version = records[code].versions.get()
        with opened(version) as file:
            kept = file.read()
        assert (version.number, version.size) == (1, len(kept))
        assert hashlib.sha256(kept).hexdigest() == version.sha256 == records[code].sha256


def test_marks_in_the_texts_and_citations_are_the_same(demo):
    cited = {(row.answer.question.code, row.evidence.code, row.pages) for row in Citation.objects.of(demo)}
    marks = {
        (answer.question.code, mark.code, mark.pages)
        for answer in demo.answers.select_related("question")
        for mark in cited_marks(answer.text)
    }
    assert marks == cited
    assert {code for _question, code, _pages in cited} == {"E01", "E02", "E03", "E04", "E05"}
    assert len({question for question, _code, _pages in cited}) >= 8


def test_the_demonstration_could_be_sent(demo):
    assert [problem for problem in problems_of(LiveRows(demo)) if problem.is_error] == []


def test_cited_pages_are_there(records):
    for citation in Citation.objects.exclude(version=None).exclude(pages="").select_related("version"):
        with opened(citation.version) as file:
            count = len(PdfReader(file).pages)
        assert int(citation.pages.rpartition("-")[2]) <= count


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.p[dn][fg]")), ids=lambda path: path.name)
def test_the_files_are_small_and_say_that_they_are_samples(path):
    assert path.stat().st_size <= LARGEST[path.suffix]
    if path.suffix == ".pdf":
        pages = [page.extract_text() for page in PdfReader(path).pages]
        assert 2 <= len(pages) <= 3
        assert [text for text in pages if "ข้อมูลตัวอย่าง" not in text] == []
    else:
        assert "ข้อมูลตัวอย่าง" in path.with_suffix(".html").read_text(encoding="utf-8")
