"""Files that come in with a form: what a person may send, and the words for what the locker does not take."""

from allauth.core.ratelimit import consume
from django.conf import settings
from django.utils.translation import gettext as _

from assessments.files.intake import shown_size
from assessments.services import locker


def upload_of(*, request) -> dict:
    """What a form with a file is made of: data and file of a POST, and what became of the file on its way.

    A file beyond the limit of a minute (settings: ACCOUNT_RATE_LIMITS, upload) does not reach the form. One that was
    cut off at the limit of its size counts like any other: its bytes have come all the same.
    """
    if request.method != "POST":
        return {"limit": settings.PMQA_FILE_LIMIT}
    files = request.FILES
    is_oversized = getattr(request, "has_oversized_file", False)
    has_come = bool(files) or is_oversized
    is_too_often = has_come and not consume(request, action="upload", user=request.user)
    return {
        "data": request.POST,
        "files": None if is_too_often else files,
        "limit": settings.PMQA_FILE_LIMIT,
        "is_oversized": is_oversized,
        "is_too_often": is_too_often,
    }


def refusal_words(refused: locker.LockerRefused) -> str:
    """Why the locker did not take it, and what to do."""
    if isinstance(refused, locker.SameFile):
        words = _("ไฟล์นี้อยู่ในคลังแล้ว เป็นฉบับที่ %(number)s ของ %(evidence)s ใช้หลักฐานนั้นได้เลย")
        return words % {"number": refused.version.number, "evidence": refused.version.evidence}
    if isinstance(refused, locker.LockerFull):
        words = _("พื้นที่ของหน่วยงานเหลือ %(left)s ไม่พอสำหรับไฟล์นี้ ลบหลักฐานที่ไม่ใช้หรือย่อไฟล์")
        return words % {"left": shown_size(refused.left)}
    if isinstance(refused, locker.ClassifiedFile):
        return _("เอกสารที่มีชั้นความลับไม่เก็บไฟล์ในระบบ หลักฐานที่มีไฟล์แล้วเปลี่ยนเป็นชั้นความลับไม่ได้ ให้ลบแล้วเพิ่มใหม่โดยไม่มีไฟล์")
    return _("หลักฐานนี้ถูกลบออกจากคลังแล้ว จึงไม่ได้รับไฟล์ กู้คืนหลักฐานก่อน แล้วส่งไฟล์อีกครั้ง")
