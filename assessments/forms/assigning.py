"""Who is to review what: chosen on the desk, or written in a list."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.files.intake import shown_size
from assessments.forms.text import ThaiTextField
from assessments.interchange.assignment_lists import MOST_BYTES
from assessments.models import Assessment


class AssignForm(forms.Form):
    """Assessments that were ticked, and the assessors for all of them."""

    assessment = forms.TypedMultipleChoiceField(
        label=gettext_lazy("แบบประเมิน"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("เลือกแบบประเมินอย่างน้อย 1 รายการ"),
            "invalid_choice": gettext_lazy("มีแบบประเมินที่อยู่นอกความรับผิดชอบของท่าน กลับไปเลือกใหม่"),
        },
    )
    assessor = forms.TypedMultipleChoiceField(
        label=gettext_lazy("ผู้ตรวจประเมิน"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("เลือกผู้ตรวจประเมินอย่างน้อย 1 คน"),
            "invalid_choice": gettext_lazy("มีผู้ที่ไม่ได้เป็นผู้ตรวจประเมินแล้ว เลือกใหม่จากรายการ"),
        },
    )

    def __init__(self, *args, assessments: list[Assessment], assessors: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assessment"].choices = [(each.pk, str(each)) for each in assessments]
        self.fields["assessor"].choices = [(person.pk, str(person)) for person in assessors]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        data = self.cleaned_data
        return [(assessment, assessor) for assessment in data["assessment"] for assessor in data["assessor"]]

    @property
    def chosen_assessors(self) -> set[str]:
        """What is ticked, also where the form was refused."""
        return set(self.data.getlist("assessor")) if self.is_bound else set()


class AssignListForm(forms.Form):
    """A list as text, or as a file of such text."""

    text = forms.CharField(
        label=gettext_lazy("รายการ"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("หรือส่งไฟล์ .csv"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def __init__(self, *args, limit=0, is_oversized=False, is_too_often=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_oversized, self.is_too_often = is_oversized, is_too_often
        self.fields["text"].validators = []  # the reader refuses what it does not take, by its line
        self.fields["file"].help_text = _("ไม่เกิน %s บันทึกเป็น CSV UTF-8") % shown_size(MOST_BYTES)
        self.content = self.data.get("text", "") if self.is_bound else ""

    def clean(self):
        """`content` is the text of the file where one was sent, else of the box."""
        file = self.cleaned_data.get("file")
        words = self._why_no_file(file)
        if words:
            self.errors.pop("file", None)
            self.add_error("file", words)
        elif file is not None:
            self._read(file)
        if not self.errors and not self.content.strip():
            self.add_error("text", _("วางรายการ หรือเลือกไฟล์ .csv"))
        elif not self.errors and len(self.content.encode("utf-8", "replace")) > MOST_BYTES:
            self.add_error("text", _("รายการยาวเกิน %(limit)s แบ่งเป็นหลายรายการ") % {"limit": shown_size(MOST_BYTES)})

    def _why_no_file(self, file: UploadedFile | None) -> str:
        if self.is_too_often:
            return _("ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง")
        if self.is_oversized or (file is not None and file.size > MOST_BYTES):
            return _("ไฟล์นี้ใหญ่เกิน %(limit)s แบ่งเป็นหลายไฟล์") % {"limit": shown_size(MOST_BYTES)}
        return ""

    def _read(self, file: UploadedFile) -> None:
        try:
            self.content = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("ไฟล์นี้ไม่ใช่ข้อความ UTF-8 บันทึกจาก Excel เป็นชนิด CSV UTF-8 แล้วส่งอีกครั้ง"))


class RemoveForm(forms.Form):
    """Why an assessor is taken away."""

    reason = ThaiTextField(label=gettext_lazy("เหตุผลที่ถอน"), limit=500)
