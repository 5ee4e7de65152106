"""What reviewers write: findings, declarations, and why a review is handed back."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.text import ThaiTextField
from assessments.services.assignments import CONFLICT_GRAPHEMES
from assessments.statuses import FindingKind
from criteria.kinds import Factor
from thai.text import graphemes

FINDING_LIMIT = 2_000
ANY_FACTOR = gettext_lazy("ไม่ระบุปัจจัย")


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
    factor = forms.ChoiceField(
        label=gettext_lazy("ปัจจัย"),
        choices=[("", ANY_FACTOR), *Factor.choices],
        required=False,
        help_text=gettext_lazy("ข้อค้นพบนี้พูดถึงปัจจัยใด โอกาสในการปรับปรุงควรระบุ"),
        error_messages={"invalid_choice": gettext_lazy("เลือกปัจจัยของหัวข้อนี้")},
    )
    is_double = forms.BooleanField(
        label=gettext_lazy("มีน้ำหนักมาก (++ หรือ −−)"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)  # of a form that saves itself: autosave.js

    def __init__(self, *args, factors: Sequence[str] = (), **kwargs):
        """`factors`: those of the item; where it is not judged by factors the field is not there."""
        super().__init__(*args, **kwargs)
        if factors:
            self.fields["factor"].choices = [("", ANY_FACTOR), *((name, Factor(name).label) for name in factors)]
        else:
            del self.fields["factor"]

    @property
    def fields_of_finding(self) -> dict:
        """What the services take; version and key are of the row."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "key"}}


class DeclarationForm(forms.Form):
    """Whether an interest of the assessor is touched, and which."""

    NONE, SOME = "none", "some"
    interest = forms.ChoiceField(
        label=gettext_lazy("ผลประโยชน์ทับซ้อน"),
        choices=[
            (NONE, gettext_lazy("ไม่มีผลประโยชน์ทับซ้อนกับหน่วยงานนี้")),
            (SOME, gettext_lazy("มี หรืออาจถูกมองว่ามี")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("เลือกว่ามีหรือไม่มีผลประโยชน์ทับซ้อน")},
    )
    conflict = ThaiTextField(
        limit=FINDING_LIMIT,
        required=False,
        lines=3,
        label=gettext_lazy("อธิบายผลประโยชน์ทับซ้อน"),
        help_text=gettext_lazy("เช่น เคยปฏิบัติงาน เป็นที่ปรึกษา หรือมีญาติในหน่วยงาน อย่างน้อย 20 ตัวอักษร มีเพียงผู้ประสานงานที่เห็น"),
    )

    def clean(self) -> dict:
        """What is described counts only where there is something."""
        data = super().clean()
        if data.get("interest") == self.SOME and graphemes(data.get("conflict", "").strip()) < CONFLICT_GRAPHEMES:
            self.add_error("conflict", _("อธิบายผลประโยชน์ทับซ้อนอย่างน้อย 20 ตัวอักษร"))
        return data

    @property
    def declared(self) -> str:
        return self.cleaned_data["conflict"].strip() if self.cleaned_data["interest"] == self.SOME else ""


class HandBackForm(forms.Form):
    """Why a review is handed back to its assessor."""

    reason = ThaiTextField(
        limit=FINDING_LIMIT,
        lines=2,
        label=gettext_lazy("เหตุผลที่คืนผลตรวจ"),
        help_text=gettext_lazy("อย่างน้อย 20 ตัวอักษร ผู้ตรวจและผู้ประสานงานเท่านั้นที่เห็น"),
    )
