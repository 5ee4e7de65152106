"""Pictures: opened within limits and drawn anew, so that nothing but the picture is kept."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from assessments.files.refusal import FileRefused

MOST_PIXELS = 30_000_000
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
JPEG_QUALITY = 90


def redrawn(file, kind: str):
    """A file with the picture alone, upright, in its own format: no place, no camera, no hidden text.

    Raises FileRefused.
    """
    picture_format = FORMATS[kind]
    file.seek(0)
    try:
        with Image.open(file, formats=[picture_format]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture = _plain(ImageOps.exif_transpose(opened), picture_format)
    except UnidentifiedImageError:
        raise FileRefused(_("ไฟล์นี้ไม่ใช่ภาพ %(kind)s ที่ถูกต้อง ตรวจว่าเลือกถูกไฟล์") % {"kind": kind}) from None
    except Image.DecompressionBombError:
        raise FileRefused(_("ภาพนี้มีจุดภาพมากเกินไป ย่อให้ไม่เกิน 30 ล้านจุดภาพก่อนส่งอีกครั้ง")) from None
    except (OSError, SyntaxError, ValueError):
        raise FileRefused(_("ภาพนี้ไม่ครบหรือเสียหาย เปิดดูในเครื่อง แล้วบันทึกใหม่ก่อนส่งอีกครั้ง")) from None
    kept = BytesIO()
    picture.save(kept, format=picture_format, **({"quality": JPEG_QUALITY} if picture_format == "JPEG" else {}))
    return kept


def _plain(opened: Image.Image, picture_format: str) -> Image.Image:
    """The pixels in one of three modes, without what came along with them."""
    see_through = picture_format == "PNG" and opened.has_transparency_data
    mode = "RGBA" if see_through else "L" if opened.mode == "L" else "RGB"
    picture = opened.convert(mode)
    picture.info.clear()
    return picture
