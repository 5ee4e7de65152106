"""The corpus of 24 uploads, and what the door keeps of a file."""

import hashlib
import io
import socket
import threading
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from assessments.files.intake import accepted
from assessments.files.names import LONGEST_NAME, clean_name
from assessments.files.office import MOST_ENTRIES
from assessments.files.refusal import FileRefused
from tests.assessments.files.corpus import (
    EICAR,
    LIMIT,
    MACRO_TYPE,
    RELATIONS,
    TEMPLATE,
    TYPES,
    cases,
    crowd,
    office,
    pdf,
    picture,
    zipped,
)

CASES = cases()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", content)
    file._name = name  # as the client said it: Django's own cleaning is not what is tested here
    return file


@pytest.fixture(autouse=True)
def limit(settings):
    settings.PMQA_FILE_LIMIT = LIMIT


def test_the_corpus_is_whole():
    assert len(CASES) + len(["EICAR", "same file twice"]) == 24


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_corpus(case):
    if case.refusal:
        with pytest.raises(FileRefused, match=case.refusal):
            accepted(upload(case.name, case.content))
        return
    file = accepted(upload(case.name, case.content))
    kept = file.file.read()
    assert (file.name, file.size, file.sha256) == (
        case.kept_name or case.name,
        len(kept),
        hashlib.sha256(kept).hexdigest(),
    )


@contextmanager
def scanner(verdict: bytes):
    """A clamd that reads one stream and says this; its address, and what it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        got = io.BytesIO()

        def serve():
            link, _address = server.accept()
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while length := int.from_bytes(stream.read(4), "big"):
                    got.write(stream.read(length))
                link.sendall(verdict + b"\0")

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", got
        thread.join(10)


def test_eicar_is_refused_when_a_scanner_is_set(settings):
    content = pdf(text=EICAR)
    with scanner(b"stream: Eicar-Test-Signature FOUND") as (address, got):
        settings.PMQA_CLAMD = address
        with pytest.raises(FileRefused, match="พบไวรัส"):
            accepted(upload("แผน.pdf", content))
    assert got.getvalue() == content


def test_a_clean_file_passes_the_scanner(settings):
    with scanner(b"stream: OK") as (address, _got):
        settings.PMQA_CLAMD = address
        assert accepted(upload("แผน.pdf", pdf())).content_type == "application/pdf"


@pytest.mark.parametrize("address", ["127.0.0.1:1", "no-such-socket"])
def test_a_scanner_that_is_down_lets_nothing_in(settings, address):
    settings.PMQA_CLAMD = address
    with pytest.raises(FileRefused, match="ตรวจไวรัสไม่ได้"):
        accepted(upload("แผน.pdf", pdf()))


def test_a_scanner_that_says_something_else_lets_nothing_in(settings):
    with scanner(b"INSTREAM size limit exceeded. ERROR") as (address, _got):
        settings.PMQA_CLAMD = address
        with pytest.raises(FileRefused, match="ตรวจไวรัสไม่ได้"):
            accepted(upload("แผน.pdf", pdf()))


def test_a_picture_keeps_nothing_but_the_picture():
    exif = Image.Exif()
    exif[0x010E] = "home of somebody"
    exif[0x0112] = 6  # turned by a quarter
    file = accepted(upload("ภาพ.jpg", picture("JPEG", (20, 10), exif=exif) + b"<script>alert(1)</script>"))
    kept = file.file.read()
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.size, dict(drawn.getexif())) == ((10, 20), {})
    assert (b"script" in kept, b"somebody" in kept) == (False, False)


def test_a_see_through_png_stays_see_through():
    file = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(accepted(upload("ตรา.png", file.getvalue())).file) as drawn:
        assert drawn.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_pdf_that_only_forbids_changes_is_taken():
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    writer.write(file)
    assert accepted(upload("แผน.pdf", file.getvalue())).name == "แผน.pdf"


def test_a_pdf_for_certificates_is_locked():
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    lock = {"/Filter": NameObject("/Adobe.PubSec"), "/SubFilter": NameObject("/adbe.pkcs7.s5"), "/V": NumberObject(4)}
    number = writer._add_object(DictionaryObject({NameObject(key): value for key, value in lock.items()})).idnum
    writer.write(file)
    content = file.getvalue().replace(b"trailer\n<<", f"trailer\n<< /Encrypt {number} 0 R".encode())
    with pytest.raises(FileRefused, match="ไฟล์มีรหัสผ่าน เอารหัสผ่านออกก่อนส่งอีกครั้ง"):
        accepted(upload("แผน.pdf", content))


def test_a_pdf_packed_in_an_unknown_way_is_broken():
    packed = b"2 0 3 40 <</Type/Catalog/Pages 3 0 R>>" + b" " * 20 + b"<</Type/Pages/Count 0/Kids[]>>"
    content = b"%%PDF-1.7\n1 0 obj<</Type/ObjStm/N 2/First 9/Filter/Odd/Length %d>>stream\n%s\nendstream endobj\n"
    content %= (len(packed), packed)
    rows = bytes([0, 0, 0, 1, 9, 0, 2, 1, 0, 2, 1, 1])
    table = b"4 0 obj<</Type/XRef/Size 4/W[1 1 1]/Root 2 0 R/Length 12>>stream\n%s\nendstream endobj\n" % rows
    content += table + b"startxref\n%d\n%%%%EOF\n" % len(content)
    with pytest.raises(FileRefused, match="ไม่ครบหรือเสียหาย"):
        accepted(upload("แผน.pdf", content))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "รหัสผ่านหรือเป็นรูปแบบเก่า"),
        (office("xlsx"), "ไม่ใช่ docx"),
        (
            office("docx", {"word/_rels/a.rels": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}),
            "เสียหาย",
        ),
        (office("docx", {"word/_rels/a.rels": "<not closed"}), "เสียหาย"),
        (office("docx", {"word/_rels/a.rels": RELATIONS.format("") + " " * 5_000_000}), "โครงสร้างผิดปกติ"),
        (office("docx")[:-30], "เสียหาย"),
        (crowd(MOST_ENTRIES + 1, told=3), "มากผิดปกติ"),
        (office("docx", {"word/_RELS/settings.xml.RELS": RELATIONS.format(TEMPLATE)}), "จากที่อื่น"),
        (office("docx", {"[CONTENT_TYPES].xml": TYPES.format(MACRO_TYPE)}), "มีมาโคร"),
    ],
)
def test_office_files_that_are_none(content, refusal):
    with pytest.raises(FileRefused, match=refusal):
        accepted(upload("แผน.docx", content))


def test_names_of_parts_know_no_capitals():
    parts = {"[CONTENT_TYPES].XML": TYPES.format(""), "Word/Document.XML": "<document/>"}
    assert accepted(upload("แผน.docx", zipped(parts))).name == "แผน.docx"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\งาน\\แผน.pdf", "แผน.pdf"),
        ("แผน\r\nSet-Cookie: a=b.pdf", "แผนSet-Cookie_ a=b.pdf"),
        ("CON", "CON"),
        ("...", "file"),
        (".pdf", "file.pdf"),
        ("ก" * 300 + ".pdf", "ก" * (LONGEST_NAME - 4) + ".pdf"),
        ("แผน (ฉบับ 2).pdf", "แผน (ฉบับ 2).pdf"),
    ],
)
def test_names(given, kept):
    assert clean_name(given) == kept
