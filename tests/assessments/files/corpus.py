"""The 24 files of quality.md 1.5, made anew at each run, and what becomes of each: taken, or refused in which words."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image
from pypdf import PdfWriter

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 64 * 1024 * 1024
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TEMPLATE = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://elsewhere.example/t.dotm" TargetMode="External"/>'
)
LINK = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    'Target="https://www.opdc.go.th/" TargetMode="External"/>'
)
MACRO_TYPE = '<Default Extension="xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


@dataclass(frozen=True)
class Case:
    """One file under the name it comes with; `refusal` is a part of the message, empty when it is taken."""

    label: str
    name: str
    content: bytes
    refusal: str = ""
    kept_name: str = ""


def pdf(password: str = "", text: bytes = b"") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if text:
        writer.add_attachment("note.txt", text)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    return _written(writer.write)


def office(kind: str, more: dict[str, str | bytes] | None = None, types: str = "") -> bytes:
    parts = {
        "[Content_Types].xml": TYPES.format(types),
        "_rels/.rels": RELATIONS.format(""),
        MAIN_PARTS[kind]: "<document/>",
    }
    return zipped(parts | (more or {}))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def picture(picture_format: str, size=(8, 8), **options) -> bytes:
    return _written(lambda file: Image.new("RGB", size, "navy").save(file, picture_format, **options))


def _written(write) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def huge_png() -> bytes:
    """A head that promises 50,000 by 50,000 dots, and next to nothing behind it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))

    head = struct.pack("!2L5B", 50_000, 50_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Some 40 kB that unpack to 4 GB: one packed part of 43 MB, named a hundred times."""
    whole = office("docx", {f"word/media/{number}.bin": b"" for number in range(100)})
    zeros = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = zeros.compress(bytes(43 * 1024 * 1024)) + zeros.flush()
    place = len(whole)
    name = b"word/media/0.bin"
    fields = (20, 0, 8, 0, 33, zlib.crc32(bytes(43 * 1024 * 1024)), len(packed), 43 * 1024 * 1024, len(name), 0)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields) + name + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, place) + name
    end = whole.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<H2L", whole[end + 10 : end + 20])
    directory = whole[start : start + size] + entry * 100
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 100, count + 100, len(directory), place + len(local), 0)
    return whole[:place] + local + directory + tail


def crowd(count: int = 1_000_000, told: int = 0xFFFF) -> bytes:
    """A table of contents of so many entries, which tells of another number."""
    whole = office("xlsx")
    end = whole.rindex(b"PK\x05\x06")
    start = struct.unpack("<L", whole[end + 16 : end + 20])[0]
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, told, told, len(directory), start, 0)
    return whole[:start] + directory + tail


def cases() -> list[Case]:
    """All but EICAR and the same file twice, which need a scanner and a locker."""
    page = b"<!doctype html><html><script>alert(1)</script></html>"
    slip = {"../../etc/cron.d/x": "x"}
    with_link = {"word/_rels/document.xml.rels": RELATIONS.format(LINK)}
    with_template = {"word/_rels/settings.xml.rels": RELATIONS.format(TEMPLATE)}
    thai = "รายงาน" * 41 + "รายงา.pdf"
    return [
        Case("valid pdf", "แผน.pdf", pdf()),
        Case("valid docx with a link", "แผน.docx", office("docx", with_link)),
        Case("valid xlsx", "งบ.xlsx", office("xlsx")),
        Case("valid pptx", "สรุป.pptx", office("pptx")),
        Case("valid jpg", "ภาพ.JPG", picture("JPEG"), kept_name="ภาพ.JPG"),
        Case("valid png", "ภาพ.png", picture("PNG")),
        Case("empty", "ว่าง.pdf", b"", "ว่างเปล่า"),
        Case("one byte over the limit", "ใหญ่.pdf", pdf() + bytes(LIMIT + 1 - len(pdf())), "รับได้ไม่เกิน"),
        Case("pdf named jpg", "ภาพ.jpg", pdf(), "ไม่ใช่ภาพ"),
        Case("html named pdf", "แผน.pdf", page, "ไม่ใช่ PDF"),
        Case("pdf and html at once", "แผน.pdf", b"%PDF-1.7\n" + page + pdf()[9:], "ไม่ใช่ PDF"),
        Case("svg with a script", "ภาพ.svg", b"<svg><script>alert(1)</script></svg>", "รับเฉพาะไฟล์"),
        Case("docx with a macro", "แผน.docx", office("docx", {"word/vbaProject.bin": b"x"}, MACRO_TYPE), "มีมาโคร"),
        Case("docx with an outside template", "แผน.docx", office("docx", with_template), "จากที่อื่น"),
        Case("zip bomb", "แผน.docx", bomb(), "ใหญ่ผิดปกติ"),
        Case("xlsx of a million entries", "งบ.xlsx", crowd(), "มากผิดปกติ"),
        Case("zip slip", "แผน.docx", office("docx", slip), "โครงสร้างผิดปกติ"),
        Case("png of 50,000 dots square", "ภาพ.png", huge_png(), "จุดภาพมากเกินไป"),
        Case("locked pdf", "แผน.pdf", pdf("secret"), "ไฟล์มีรหัสผ่าน"),
        Case("Thai name of 255 letters", thai, pdf(), kept_name=thai),
        Case("name with folders and NUL", "../../\x00แผน\u202e.pdf", pdf(), kept_name="แผน.pdf"),
        Case("upload cut in half", "แผน.pdf", pdf()[: len(pdf()) // 2], "ไม่ครบหรือเสียหาย"),
    ]
