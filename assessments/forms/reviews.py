"""What reviewers write of an item: findings."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.forms.text import ThaiTextField
from assessments.statuses import FindingKind

FINDING_LIMIT = 2_000
PRESCRIBES = "ควร"
MAY_HOLD = ("สมควร", "ควรแก่")  # words that hold the syllable and prescribe nothing


def prescribes(kind: str, nugget: str) -> bool:
    """Whether an opportunity tells the unit what it should do instead of naming the gap; a hint, never an error."""
    for word in MAY_HOLD:
        nugget = nugget.replace(word, "")
    return kind == FindingKind.OFI and PRESCRIBES in nugget


class FindingForm(forms.Form):
    """One strength or opportunity for improvement: one thought, its evidence, why it matters."""

    kind = forms.ChoiceField(
        label=gettext_lazy("ชนิด"),
        choices=FindingKind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("เลือกว่าเป็นจุดแข็งหรือโอกาสในการปรับปรุง")},
    )
    nugget = ThaiTextField(
        limit=FINDING_LIMIT,
        lines=3,
        label=gettext_lazy("ข้อค้นพบ"),
        help_text=gettext_lazy("หนึ่งประโยค หนึ่งความคิด โอกาสในการปรับปรุงให้บอกช่องว่าง ไม่บอกวิธีแก้"),
    )
    evidence = ThaiTextField(
        limit=FINDING_LIMIT,
        required=False,
        lines=2,
        label=gettext_lazy("หลักฐานหรือตัวอย่าง"),
        help_text=gettext_lazy("อ้างข้อ ตัวเลข หรือรหัสตัวชี้วัดจากฉบับที่ส่ง"),
    )
    relevance = ThaiTextField(
        limit=FINDING_LIMIT,
        required=False,
        lines=2,
        label=gettext_lazy("สำคัญต่อองค์การอย่างไร"),
        help_text=gettext_lazy("โยงกับลักษณะสำคัญขององค์การ เช่น P-7"),
    )
    is_double = forms.BooleanField(
        label=gettext_lazy("มีน้ำหนักมาก (++ หรือ −−)"),
        required=False,
    )
