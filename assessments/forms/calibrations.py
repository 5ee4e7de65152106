"""What a coordinator says of a calibration set: which items, its texts and references, when it opens and closes."""

from collections.abc import Mapping, Sequence

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.anonymising import anonymised
from assessments.forms.reviews import FINDING_LIMIT
from assessments.forms.text import ThaiLineField, ThaiTextField
from assessments.forms.workflow import ThaiDateField
from assessments.models.calibration import LONGEST_TITLE, Calibration
from assessments.scoring.scale import Scale
from criteria.outline import ItemOutline
from thai.dates import BUDDHIST_ERA

PREFIX = "text_"


class CalibrationForm(forms.Form):
    """Which items are copied, and what else than its names tells whose answers they are."""

    title = ThaiLineField(
        limit=LONGEST_TITLE,
        label=gettext_lazy("ชื่อชุดปรับเทียบ"),
        help_text=gettext_lazy("ผู้ตรวจเห็นชื่อนี้ อย่าใส่ชื่อหน่วยงาน เช่น ปรับเทียบก่อนตรวจรอบปี 2569"),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("หัวข้อ"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("เลือก 2–4 หัวข้อก็พอ ผู้ตรวจทุกคนต้องให้คะแนนครบ"),
        error_messages={"required": gettext_lazy("เลือกอย่างน้อย 1 หัวข้อ")},
    )
    telling = ThaiTextField(
        limit=1_000,
        required=False,
        lines=3,
        label=gettext_lazy("คำอื่นที่บอกว่าเป็นหน่วยงานใด"),
        help_text=gettext_lazy("บรรทัดละ 1 คำ เช่น ชื่อย่อ ชื่อระบบงาน ชื่อผู้บริหาร ระบบจะแทนด้วยคำว่า “หน่วยงาน”"),
    )

    def __init__(self, *args, items: Sequence[ItemOutline], names: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(item.code, f"{item.code} {item.title}") for item in items]
        self.known, self.outlines = dict(names), {item.code: item for item in items}

    @property
    def names(self) -> dict[str, str]:
        """Everything that is to be replaced, with what stands for it."""
        words = (line.strip() for line in self.cleaned_data.get("telling", "").splitlines())
        return {word: _("หน่วยงาน") for word in words if word} | self.known

    @property
    def chosen(self) -> list[ItemOutline]:
        return [self.outlines[code] for code in self.cleaned_data["items"]]

    def clean(self) -> dict:
        """The title names nobody."""
        data = super().clean()
        title = data.get("title", "")
        if anonymised(title, self.names) != title:
            self.add_error("title", _("ชื่อชุดมีคำที่บอกว่าเป็นหน่วยงานใด เขียนชื่อที่ไม่ระบุหน่วยงาน"))
        return data


class TextsForm(forms.Form):
    """The anonymised answers of one item and the percent that the coordinator would give."""

    reference = forms.TypedChoiceField(
        label=gettext_lazy("คะแนนอ้างอิง (ร้อยละ)"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("ไม่บังคับ ผู้ตรวจเห็นเมื่อส่งคะแนนแล้ว"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, item: ItemOutline, scale: Scale, **kwargs):
        super().__init__(*args, **kwargs)
        percents = [(value, f"{value} %") for value in scale.allowed_percents]
        self.fields["reference"].choices = [("", _("ไม่กำหนด")), *percents]
        for question in item.questions:
            self.fields[f"{PREFIX}{question.code}"] = ThaiTextField(
                limit=settings.PMQA_TEXT_LIMIT,
                required=False,
                lines=6,
                label=f"{question.official_number} {question.title_th}",
            )
        self.order_fields([*(name for name in self.fields if name.startswith(PREFIX)), "reference", "version"])

    @staticmethod
    def added_label(name: str) -> str:
        """The label of a text, "text_1.1-1"; nothing for any other name."""
        code = name.removeprefix(PREFIX)
        return _("คำตอบข้อ %(code)s") % {"code": code} if code != name else ""

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def texts(self) -> dict[str, str]:
        """The texts by code of the question."""
        return {name.removeprefix(PREFIX): text for name, text in self.cleaned_data.items() if name.startswith(PREFIX)}


class OpeningForm(forms.Form):
    """Until when the assessors are asked to hand in; the set stays open until somebody closes it."""

    due = ThaiDateField(
        label=gettext_lazy("ขอให้ส่งภายใน"),
        help_text=gettext_lazy("วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569 ไม่บังคับ ผู้ตรวจส่งได้จนกว่าท่านจะปิดชุด"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ClosingForm(forms.Form):
    """The version of the set that the coordinator saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class BackForm(forms.Form):
    """Why scores of a set are handed back to their assessor."""

    reason = ThaiTextField(
        limit=FINDING_LIMIT,
        lines=3,
        label=gettext_lazy("เหตุผลที่คืนคะแนน"),
        help_text=gettext_lazy("อย่างน้อย 20 ตัวอักษร ผู้ตรวจคนนี้และผู้ประสานงานเท่านั้นที่เห็น"),
    )


def initial_opening(calibration: Calibration) -> dict:
    """The day as officials write it."""
    day = calibration.due
    return {"due": f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA}" if day else "", "version": calibration.version}
