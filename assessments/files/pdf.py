"""A PDF: begins and ends as one, opens without password or certificate, has a page, is no web page at the same time."""

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from assessments.files.refusal import FileRefused

HEAD, TAIL = 1024, 2048
MARKUP = (b"<html", b"<script", b"<!doctype", b"<svg", b"<body")
# What a reader stumbles over in a broken file, or in one that is packed in a way that it does not know.
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError)
UNKNOWN = NotImplementedError


def check_pdf(file, size: int) -> None:
    """Raises FileRefused."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    if not head.startswith(b"%PDF-") or any(mark in (head + tail).lower() for mark in MARKUP):
        raise FileRefused(_("ไฟล์นี้ไม่ใช่ PDF ที่ถูกต้อง เปิดไฟล์แล้วบันทึกเป็น PDF ใหม่ก่อนส่งอีกครั้ง"))
    broken = FileRefused(_("ไฟล์ PDF นี้ไม่ครบหรือเสียหาย เปิดดูในเครื่อง แล้วบันทึกเป็น PDF ใหม่ก่อนส่งอีกครั้ง"))
    if b"%%EOF" not in tail:
        raise broken
    try:
        is_empty = len(_opened(file).pages) == 0
    except (*BROKEN, UNKNOWN):
        raise broken from None
    if is_empty:
        raise broken


def _opened(file) -> PdfReader:
    """The file, opened as by somebody without password and certificate."""
    locked = FileRefused(_("ไฟล์มีรหัสผ่าน เอารหัสผ่านออกก่อนส่งอีกครั้ง"))
    try:
        reader = PdfReader(file)
    except UNKNOWN:  # how it is encrypted: for certificates, or by a program of its own
        raise locked from None
    if reader.is_encrypted and not reader.decrypt(""):
        raise locked
    return reader
