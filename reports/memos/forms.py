"""The head of a memo and who signs it, as a person mends them; nothing of it is stored."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.text import ThaiLineField
from assessments.forms.workflow import ThaiDateField
from reports.memos.content import Memo, Signature
from thai.dates import BUDDHIST_ERA
from thai.digits import to_thai


class MemoForm(forms.Form):
    """Starts with what the memo proposes; `filled` is the memo with what was typed."""

    agency = ThaiLineField(
        label=_("ส่วนราชการ"), limit=200, help_text=_("ชื่อกอง กรม และโทรศัพท์ เช่น กลุ่มพัฒนาระบบบริหาร โทร. 1335")
    )
    number = ThaiLineField(
        label=_("ที่"), limit=60, required=False, help_text=_("เช่น กษ 0800.05/203 เว้นว่างได้ถ้ายังไม่ออกเลข")
    )
    dated = ThaiDateField(
        label=_("วันที่"), required=False, help_text=_("วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569 เว้นว่างได้ถ้ายังไม่ลงวันที่")
    )
    subject = ThaiLineField(label=_("เรื่อง"), limit=400, lines=3)
    to = ThaiLineField(label=_("ผู้รับ (เรียน)"), limit=200)
    name = ThaiLineField(label=_("ชื่อผู้ลงนาม"), limit=120, required=False, help_text=_("เว้นว่างได้ จะพิมพ์เป็นเส้นประ"))
    position = ThaiLineField(label=_("ตำแหน่งผู้ลงนาม"), limit=200, required=False)

    def __init__(self, *args, memo: Memo, **kwargs):
        super().__init__(*args, initial=proposed(memo), **kwargs)
        self.memo = memo

    @property
    def filled(self) -> Memo:
        """The form asks for Thai digits in number and office; subject and names stay as typed."""
        head = dict(self.cleaned_data)
        signature = Signature(name=head.pop("name"), position=head.pop("position"))
        head |= {name: to_thai(head[name]) for name in ("agency", "number")}
        return replace(self.memo, signature=signature, **head)


def proposed(memo: Memo) -> dict[str, str]:
    """What the memo says by itself, its day as officials type it."""
    today = memo.dated
    return {
        "agency": memo.agency,
        "number": memo.number,
        "dated": f"{today.day}/{today.month}/{today.year + BUDDHIST_ERA}" if today else "",
        "subject": memo.subject,
        "to": memo.to,
        "name": memo.signature.name,
        "position": memo.signature.position,
    }
