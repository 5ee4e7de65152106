"""The door of the locker: what becomes a file of evidence, and what is refused with words that help."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from assessments.files.images import redrawn
from assessments.files.names import clean_name
from assessments.files.office import check_office
from assessments.files.pdf import check_pdf
from assessments.files.refusal import FileRefused
from assessments.files.scanning import check_viruses

OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class AcceptedFile:
    """What is kept: the bytes, and what was found out about them. `sha256` is that of the bytes kept."""

    file: object
    name: str
    content_type: str
    size: int
    sha256: str


def accepted(upload) -> AcceptedFile:
    """The upload, found fit to be kept. Raises FileRefused."""
    name = clean_name(upload.name)
    kind = name.rpartition(".")[2].lower()
    if kind not in CONTENT_TYPES:
        raise FileRefused(_("รับเฉพาะไฟล์ PDF, DOCX, XLSX, PPTX, JPG และ PNG แปลงเป็นชนิดเหล่านี้ก่อนส่งอีกครั้ง"))
    if upload.size == 0:
        raise FileRefused(_("ไฟล์นี้ว่างเปล่า ตรวจว่าเลือกถูกไฟล์"))
    if upload.size > settings.PMQA_FILE_LIMIT:
        words = _("ไฟล์นี้ใหญ่ %(size)s รับได้ไม่เกิน %(limit)s ย่อไฟล์หรือแบ่งเป็นหลายไฟล์")
        raise FileRefused(words % {"size": shown_size(upload.size), "limit": shown_size(settings.PMQA_FILE_LIMIT)})
    file = READERS[kind](upload, kind)
    check_viruses(file)
    digest, size = _measured(file)
    return AcceptedFile(file, name, CONTENT_TYPES[kind], size, digest)


def shown_size(size: int) -> str:
    """A number of bytes for people."""
    return filesizeformat(size).replace("\xa0", " ").replace(".0 ", " ")


def _as_pdf(upload, _kind: str):
    check_pdf(upload, upload.size)
    return upload


def _as_office(upload, kind: str):
    check_office(upload, kind)
    return upload


READERS: dict[str, Callable] = {
    "pdf": _as_pdf,
    "docx": _as_office,
    "xlsx": _as_office,
    "pptx": _as_office,
    "jpg": redrawn,
    "jpeg": redrawn,
    "png": redrawn,
}


def _measured(file) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return digest.hexdigest(), size
