"""Word, Excel and PowerPoint files: a zip within limits, of the right kind, without macros and outside templates."""

import zipfile
import zlib

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext as _

from assessments.files.refusal import FileRefused

# Names of parts know no capitals: Office opens `WORD/Document.XML` all the same.
TYPES = "[content_types].xml"
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
MOST_ENTRIES = 10_000
MOST_BYTES = 300 * 1024 * 1024  # of everything unpacked
PART_BYTES = 4 * 1024 * 1024  # of one part that is read here
CHUNK = 256 * 1024
ENTRY = b"PK\x01\x02"  # begins each entry of the table of contents
# Word opens it like the others but asks for a password: an encrypted package is an OLE file, not a zip.
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a reader stumbles over in a broken file, or in one part that is locked or packed in a way Office does not use.
ZIP_BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError)
BROKEN = (*ZIP_BROKEN, ElementTree.ParseError, DefusedXmlException)
OUTSIDE_ALLOWED = ("/hyperlink", "/externalLinkPath")


def check_office(file, kind: str) -> None:
    """Raises FileRefused. Nothing is unpacked before the table of contents is within limits."""
    file.seek(0)
    head = file.read(8)
    if head == ENCRYPTED:
        raise FileRefused(_("ไฟล์มีรหัสผ่านหรือเป็นรูปแบบเก่า เอารหัสผ่านออก แล้วบันทึกเป็น %(kind)s ก่อนส่งอีกครั้ง") % {"kind": kind})
    if not head.startswith(b"PK\x03\x04"):
        raise FileRefused(_("ไฟล์นี้ไม่ใช่ %(kind)s ที่ถูกต้อง ตรวจว่าเลือกถูกไฟล์") % {"kind": kind})
    if _entries(file) > MOST_ENTRIES:
        raise FileRefused(_("ไฟล์นี้มีส่วนประกอบมากผิดปกติ บันทึกเป็น PDF แล้วส่งอีกครั้ง"))
    try:
        with zipfile.ZipFile(file) as archive:
            _check_contents(archive, kind)
    except BROKEN:
        raise FileRefused(_("ไฟล์นี้ไม่ครบหรือเสียหาย เปิดดูในเครื่อง แล้วบันทึกใหม่ก่อนส่งอีกครั้ง")) from None


def _entries(file) -> int:
    """How many entries a reader can meet at most, whatever number the zip gives for itself."""
    file.seek(0)
    found, end = 0, b""
    while chunk := file.read(CHUNK):
        piece = end + chunk
        found += piece.count(ENTRY)
        end = piece[1 - len(ENTRY) :]
    return found


def _check_contents(archive: zipfile.ZipFile, kind: str) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if TYPES not in names or MAIN_PARTS[kind] not in names:
        raise FileRefused(_("ไฟล์นี้ไม่ใช่ %(kind)s ที่ถูกต้อง ตรวจว่าเลือกถูกไฟล์") % {"kind": kind})
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise FileRefused(_("ไฟล์นี้มีโครงสร้างผิดปกติ บันทึกเป็น PDF แล้วส่งอีกครั้ง"))
    _check_size(archive, entries)
    types = [_part(archive, entry) for entry in entries if entry.filename.lower() == TYPES]
    if any(b"macroenabled" in part.lower() for part in types) or any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("ไฟล์นี้มีมาโคร บันทึกเป็นไฟล์ที่ไม่มีมาโครหรือ PDF แล้วส่งอีกครั้ง"))
    for entry in entries:
        if entry.filename.lower().endswith(".rels"):
            _check_outside(_part(archive, entry))


def _check_size(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpacked it stays within limits: first by what it says, then by reading it to its end."""
    too_large = FileRefused(_("ไฟล์นี้เมื่อคลายแล้วใหญ่ผิดปกติ บันทึกเป็น PDF แล้วส่งอีกครั้ง"))
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise too_large
    left = MOST_BYTES
    for entry in entries:
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise too_large


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part of XML, of a size that can be read."""
    with archive.open(entry) as part:
        text = part.read(PART_BYTES + 1)
    if len(text) > PART_BYTES:
        raise FileRefused(_("ไฟล์นี้มีโครงสร้างผิดปกติ บันทึกเป็น PDF แล้วส่งอีกครั้ง"))
    return text


def _check_outside(text: bytes) -> None:
    """Links that a reader clicks are fine; what Office fetches by itself is not."""
    for relation in ElementTree.fromstring(text):
        is_outside = relation.get("TargetMode", "").lower() == "external"
        if is_outside and not relation.get("Type", "").endswith(OUTSIDE_ALLOWED):
            raise FileRefused(_("ไฟล์นี้ดึงแม่แบบหรือข้อมูลจากที่อื่น บันทึกเป็น PDF แล้วส่งอีกครั้ง"))
