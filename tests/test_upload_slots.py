"""Where all slots for files are taken: the refusal shows what was typed, and nothing else waits for it."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from pmqa.middleware import UPLOAD_SLOTS, UploadSlots

TYPED = {"title": "แผน <b> ปี", "secrecy": "secret", "keeper": "กองแผนงาน", "place": " ", "csrfmiddlewaretoken": "x"}


@pytest.fixture
def slots():
    """The middleware with all of its slots taken."""
    middleware = UploadSlots(lambda _request: HttpResponse("in"))
    for _slot in range(UPLOAD_SLOTS):
        middleware.slots.acquire()
    return middleware


def shown(response) -> dict[str, str]:
    """What the refusal shows for copying, by label."""
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    rows = re.findall("<dt>(.*?)</dt><dd><p>(.*?)</p></dd>", response.content.decode())
    return {label: html.unescape(words) for label, words in rows}


def posted(**fields):
    return RequestFactory().post("/evidence/A0008/new/", fields)


def kept_on_disk() -> list:
    return list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())


@pytest.mark.parametrize("order", ["file first", "file last", "no file"])
def test_what_was_typed_is_on_the_page_and_the_file_is_not_kept(slots, order):
    before, file = kept_on_disk(), SimpleUploadedFile("แผน.pdf", b"%PDF-" + bytes(200_000))
    fields = {"file first": {"file": file} | TYPED, "file last": TYPED | {"file": file}, "no file": TYPED}[order]
    request = posted(**fields)
    assert shown(slots(request)) == {"ชื่อหลักฐาน": "แผน <b> ปี", "ชั้นความลับ": "ลับมาก", "ผู้เก็บรักษา": "กองแผนงาน"}
    assert (kept_on_disk(), request.FILES) == (before, {})
    assert shown(slots(posted(**TYPED)))["ผู้เก็บรักษา"] == "กองแผนงาน"  # the next one is read as well


def test_while_one_is_read_the_others_are_refused_unread(slots):
    slots.reader.acquire()
    request = posted(**TYPED)
    assert (shown(slots(request)), hasattr(request, "_post")) == ({}, False)


def test_a_request_that_is_no_form_is_refused_too(slots):
    body = {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=" + "x" * 300}
    assert shown(slots(RequestFactory().post("/", **body))) == {}
    many = {f"field{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert shown(slots(posted(**many))) == {}
    assert shown(slots(posted(**TYPED)))["ผู้เก็บรักษา"] == "กองแผนงาน"


def test_what_is_no_upload_needs_no_slot_and_a_free_slot_is_used(slots):
    form = {"data": "title=a", "content_type": "application/x-www-form-urlencoded"}
    assert slots(RequestFactory().post("/", **form)).content == b"in"
    slots.slots.release()
    assert [slots(posted(**TYPED)).content for _time in range(2)] == [b"in", b"in"]
