"""The offline form that comes back: the one block of data in the file, nothing else of it.

The HTML is never parsed as such, shown or run. A file that is not taken says in Thai what to do.
"""

import json
import re

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.files.intake import shown_size
from assessments.files.refusal import FileRefused
from assessments.interchange.offline.form_writing import BLOCK, FORMAT
from assessments.interchange.reading import shown
from assessments.interchange.word.form_reading import ReadForm
from assessments.services.taking_back import Returned
from thai.text import UnacceptableText, clean, is_longer, is_overloaded

MOST_BYTES = 8 * 1024 * 1024
LARGEST_VERSION = 2_147_483_647
HEAD = re.compile(rf'<script\b[^<>]{{0,200}}\bid="{BLOCK}"[^<>]{{0,200}}>')
BODY = re.compile(r"([^<]*)</script>")
KEYS = {
    **{"format": str, "form": str, "made": str, "saved": str, "unit": str, "fiscal_year": int},
    **{"criteria_set": str, "category": str, "answers": list},
}
ANSWER_KEYS = {"question": str, "version": int, "given": str, "text": str}


def read_offline_form(file) -> ReadForm:
    """The form in this .html. Raises FileRefused with what is wrong and what to do."""
    raw = _data(_block(_page(file)))
    rows = raw["answers"]
    if not all(_has(row, ANSWER_KEYS) and 0 <= row["version"] <= LARGEST_VERSION for row in rows):
        raise _damaged()
    if len({row["question"] for row in rows}) != len(rows):
        raise _damaged()
    answers = {row["question"]: Returned(_text(row), row["version"], row["given"]) for row in rows}
    return ReadForm(raw["unit"], raw["fiscal_year"], raw["criteria_set"], answers, category=raw["category"])


def _damaged() -> FileRefused:
    """For a form of ours that is not whole."""
    return FileRefused(_("ไฟล์นี้เสียหรือบันทึกมาไม่ครบ เปิดแบบออฟไลน์ที่กรอกไว้ กด “บันทึกเป็นไฟล์” อีกครั้ง แล้วส่งไฟล์ใหม่นั้น"))


def _foreign() -> FileRefused:
    return FileRefused(_("ไฟล์นี้ไม่ใช่แบบออฟไลน์ของระบบ เลือกไฟล์ .html ที่ได้จากปุ่ม “บันทึกเป็นไฟล์” ในแบบออฟไลน์"))


def _page(file) -> str:
    if file.size > MOST_BYTES:
        words = _("ไฟล์นี้ใหญ่เกิน %(limit)s แบบออฟไลน์เล็กกว่านี้ เลือกไฟล์ .html ที่ได้จากปุ่ม “บันทึกเป็นไฟล์”")
        raise FileRefused(words % {"limit": shown_size(MOST_BYTES)})
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _foreign() from None


def _block(page: str) -> str:
    """What stands in the one block of data."""
    heads = list(HEAD.finditer(page))
    if not heads:
        raise _foreign()
    found = BODY.match(page, heads[0].end())
    if len(heads) > 1 or found is None:
        raise _damaged()
    return found[1]


def _data(block: str) -> dict:
    try:
        raw = json.loads(block, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _damaged() from None
    if not isinstance(raw, dict) or not isinstance(raw.get("format"), str):
        raise _damaged()
    if raw["format"] != FORMAT:
        words = _("ไฟล์นี้เป็นแบบรุ่น “%(format)s” ที่ระบบไม่รับแล้ว ดาวน์โหลดแบบใหม่ แล้วคัดลอกข้อความไปใส่")
        raise FileRefused(words % {"format": shown(raw["format"])})
    if not _has(raw, KEYS):
        raise _damaged()
    return raw


def _unique_keys(pairs: list[tuple]) -> dict:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def _no_constant(name: str):
    raise ValueError(name)


def _has(row, keys: dict[str, type]) -> bool:
    """Whether the row has just these keys, each with a value of its type."""
    if not isinstance(row, dict) or row.keys() != keys.keys():
        return False
    return all(type(row[key]) is kind for key, kind in keys.items())


def _text(row: dict) -> str:
    """The text as it may be stored, "" when it holds nothing but white space."""
    place, text = _("ข้อ %(code)s: ") % {"code": shown(row["question"])}, row["text"]
    if is_overloaded(text):
        raise FileRefused(place + _("มีตัวอักษรที่ซ้อนเครื่องหมายมากผิดปกติ พิมพ์ข้อความช่วงนั้นใหม่"))
    try:
        text = clean(text)
    except UnacceptableText as refused:
        raise FileRefused(place + str(refused)) from None
    if is_longer(text, settings.PMQA_TEXT_LIMIT):
        words = _("ยาวเกิน %(most)s ตัวอักษร เปิดแบบออฟไลน์แล้วตัดให้สั้นลง")
        raise FileRefused(place + words % {"most": f"{settings.PMQA_TEXT_LIMIT:,}"})
    return text if text.strip() else ""
