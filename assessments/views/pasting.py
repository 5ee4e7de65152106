"""What was pasted into an answer, with its broken Thai mended. Nothing is stored; the page decides what it takes."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assessments.access import get_assessment
from assessments.permissions import EDIT
from assessments.views.answers import get_answer
from assessments.views.autosave import answered_as_data, json_of, said
from thai.digits import to_thai
from thai.repair import Repair, repaired
from thai.text import UnacceptableText

LARGEST_BODY = 1024 * 1024
MOST_LISTED = 100
BROKEN_SHARE = 0.04  # of words; right prose has up to 0.02 by its names
LEAST_BROKEN = 15  # share times characters: about three words
KINDS = {
    "code": gettext_lazy("อ่านรหัสอักษรไทยผิดชุด"),
    "invisible": gettext_lazy("ลบอักขระที่มองไม่เห็น"),
    "space": gettext_lazy("เปลี่ยนเป็นเว้นวรรคธรรมดา"),
    "break": gettext_lazy("เปลี่ยนเป็นขึ้นบรรทัดใหม่"),
    "font": gettext_lazy("เปลี่ยนสัญลักษณ์ของฟอนต์เป็นอักษรไทย"),
    "am": gettext_lazy("รวมสระอำที่แยกกัน"),
    "tho": gettext_lazy("ไม้โทกับสระอาที่ควรเป็นสระอำ"),
    "order": gettext_lazy("เรียงสระและวรรณยุกต์"),
    "place": gettext_lazy("ย้ายสระหรือวรรณยุกต์กลับที่"),
    "double": gettext_lazy("ตัดสระหรือวรรณยุกต์ที่ซ้ำ"),
    "bullet": gettext_lazy("เปลี่ยนเครื่องหมายหัวข้อย่อย"),
    "line": gettext_lazy("ต่อบรรทัดที่ขาดกลางย่อหน้า"),
}


@login_not_required  # signed out is told by 401, as autosave does
@require_POST
@answered_as_data
def paste(request, pk, code):
    """The mended text, every change with its count, and the share of words that are broken still.

    413 above 1 MB or twice the limit of an answer, 422 for what is no text or may not be stored.
    """
    assessment = get_assessment(request, pk, to=EDIT)
    get_answer(assessment, code)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return _too_long()
    text = _text(request)
    if text is None:
        return said(_("อ่านข้อความที่วางไม่ได้ จึงยังไม่ได้ตรวจอักษรไทย"), 422)
    if len(text) > settings.PMQA_TEXT_LIMIT * 2:
        return _too_long()
    try:
        return _told(repaired(text), thai_digits=request.COOKIES.get("thai_digits") == "1")
    except UnacceptableText as refused:
        return said(_("ข้อความที่วาง%(reason)s") % {"reason": refused}, 422)


def _text(request) -> str | None:
    text = json_of(request.body).get("text")
    return text if isinstance(text, str) else None


def _too_long() -> JsonResponse:
    return said(_("ข้อความที่วางยาวเกินกว่าจะตรวจอักษรไทยได้ วางทีละส่วน"), 413)


def _told(repair: Repair, *, thai_digits: bool) -> JsonResponse:
    """`note` and `warning` are sentences for the page; of very many kinds of change the first 100 are listed."""
    shown = to_thai if thai_digits else str
    count = sum(mending.count for mending in repair.mended)
    is_broken = repair.broken_share >= BROKEN_SHARE and repair.broken_share * len(repair.text) >= LEAST_BROKEN
    share = max(1, round(repair.broken_share * 100))
    warning = _("ข้อความที่วางยังมีคำที่น่าจะอ่านผิดราวร้อยละ %(share)d อักษรบางตัวอาจหายไปตั้งแต่ต้นฉบับ ตรวจกับต้นฉบับก่อนใช้")
    return JsonResponse(
        {
            "text": repair.text,
            "mended": [
                {
                    "before": mending.before,
                    "after": mending.after,
                    "kind_words": KINDS[mending.kind],
                    "count": mending.count,
                }
                for mending in repair.mended[:MOST_LISTED]
            ],
            "broken_share": round(repair.broken_share, 4),
            "note": shown(_("แก้อักษรไทยจากการวาง %(count)d แห่ง") % {"count": count}) if count else "",
            "warning": shown(warning % {"share": share}) if is_broken else "",
        }
    )
