"""The form of one category as a single file: opened by a double click, filled in without a network, sent back."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import json_script
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.interchange.offline.form_writing import BLOCK, embedded, offline_form
from assessments.models import Answer
from assessments.permissions import EDIT
from assessments.views.answers import PAGE_GRAPHEMES
from criteria.outline import CategoryOutline, ItemOutline, outline_of

STATIC = Path(settings.BASE_DIR) / "static"
FACES = ((400, "fonts/PMQASarabun-Regular.woff2"), (700, "fonts/PMQASarabun-Bold.woff2"))
STYLES = ("css/tokens.css", "offline/form.css")
SCRIPT = "offline/form.js"


@csp_update({"sandbox": True})
@require_GET
def offline_file(request, pk, code):
    """The file with the texts as they stand, to be saved; never shown by the browser inside of the product."""
    assessment = get_assessment(request, pk, to=EDIT)
    category = written_category(assessment, code)
    name = file_name(assessment, category)
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.html"), "Cache-Control": "no-store"}
    return HttpResponse(page_of(assessment, category, name), content_type="text/html; charset=utf-8", headers=headers)


def written_category(assessment, code: str) -> CategoryOutline:
    """The category of the set, or 404 where it is none or is answered by indicators alone."""
    found = (category for category in outline_of(assessment.criteria_set).categories if category.code == code)
    category = next(found, None)
    if category is None or not category.questions:
        raise Http404
    return category


def file_name(assessment, category: CategoryOutline) -> str:
    """Without its ending: what the file is of, for people who keep several."""
    return f"pmqa-{assessment.unit.code}-{assessment.fiscal_year}-{category.code}"


def page_of(assessment, category: CategoryOutline, name: str) -> str:
    """The whole file. One query."""
    made = timezone.now()
    codes = {question.pk: question.code for question in category.questions}
    answers = {codes[row.question_id]: row for row in assessment.answers.filter(question__in=codes)}
    context = {
        **parts_of_the_file(),
        "assessment": assessment,
        "category": category,
        "sections": [(item, list(_areas(item, answers))) for item in category.items if item.questions],
        "made": made,
        "name": name,
        "block": BLOCK,
        "limit": settings.PMQA_TEXT_LIMIT,
        "page_graphemes": PAGE_GRAPHEMES,
        "data": SafeString(embedded(offline_form(assessment, category, answers, made=made))),
        "words": json_script(words_of_the_file(), "form-words"),
    }
    return render_to_string("offline/form.html", context)


def _areas(item: ItemOutline, answers: dict[str, Answer]):
    """Each area with its questions, and why a question does not apply."""
    for area in item.areas:
        if area.questions:
            yield area, [(question, answers[question.code].not_applicable) for question in area.questions]


@lru_cache
def parts_of_the_file() -> dict[str, str]:
    """Style and script, and the policy that lets the file run these two and nothing else; read once a process."""
    faces = [_face(weight, STATIC / path) for weight, path in FACES]
    lines = "".join((STATIC / path).read_text() for path in STYLES).splitlines()
    style = "\n".join([*faces, *(line for line in lines if not line.startswith("@font-face"))])
    script = (STATIC / SCRIPT).read_text()
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": SafeString(style), "script": SafeString(script), "policy": SafeString(policy)}


def _face(weight: int, path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "PMQA Sarabun"; font-weight: {weight}; '
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def words_of_the_file() -> dict[str, str]:
    """What the script of the file says."""
    return {
        "asGiven": _("ยังไม่ได้แก้ไข"),
        "savedAt": _("ไฟล์นี้บันทึกเมื่อ %s"),
        "unsaved": _("แก้ไขแล้ว %s ข้อ ยังไม่ได้บันทึกเป็นไฟล์"),
        "kept": _("เก็บไว้ในเบราว์เซอร์นี้แล้ว"),
        "notKept": _("เบราว์เซอร์นี้เก็บให้ไม่ได้ กด “บันทึกเป็นไฟล์” ก่อนปิด"),
        "saved": _("สร้างไฟล์ %s แล้ว ตรวจว่าอยู่ในโฟลเดอร์ดาวน์โหลดก่อนปิดหน้านี้"),
        "changed": _("แก้ไขแล้ว"),
        "words": _("คำ"),
        "pages": _("หน้า A4"),
        "over": _("ยาวเกิน %s ตัวอักษร ตัดให้สั้นลงก่อนส่งกลับ"),
        "found": _("เบราว์เซอร์นี้เก็บข้อความที่ใหม่กว่าไฟล์นี้ไว้ เมื่อ %s"),
        "forgotten": _("ลบข้อความที่เบราว์เซอร์นี้เก็บไว้แล้ว ข้อความในหน้านี้ยังอยู่"),
        "unread": _("ไฟล์นี้เสีย อ่านข้อความในไฟล์ไม่ได้ ดาวน์โหลดแบบใหม่จากระบบ"),
    }
