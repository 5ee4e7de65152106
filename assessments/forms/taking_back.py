"""The forms on which answers come back from a file: the file itself, then what is to be done with each difference."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.files.intake import shown_size
from assessments.files.refusal import FileRefused
from assessments.forms.text import ThaiTextField
from assessments.interchange.offline.form_reading import read_offline_form
from assessments.interchange.reading import shown
from assessments.interchange.word.form_reading import ReadForm, read_form
from assessments.models import Assessment
from criteria.outline import outline_of

READERS: dict[str, Callable[..., ReadForm]] = {"docx": read_form, "html": read_offline_form, "htm": read_offline_form}
KEEP, FILE, EDIT = "keep", "file", "edit"
TEXT, CHOICE = "text-", "choice-"


class ReturnedFileForm(forms.Form):
    """One file that left this product, filled in. `read` is what it holds."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์แบบกรอก"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in READERS)}),
        error_messages={"required": gettext_lazy("เลือกไฟล์แบบกรอกที่เขียนแล้ว")},
    )

    def __init__(self, *args, assessment: Assessment, limit=0, is_oversized=False, is_too_often=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.assessment, self.limit = assessment, limit
        self.is_oversized, self.is_too_often = is_oversized, is_too_often
        self.fields["file"].help_text = _("ไฟล์ .docx หรือ .html ที่ดาวน์โหลดจากระบบ ไม่เกิน %s") % shown_size(limit)
        self.read: ReadForm | None = None

    def clean(self):
        file = self.cleaned_data.get("file")
        refusal = self._why_not(file)
        if refusal:
            self.errors.pop("file", None)
            self.add_error("file", refusal)

    def _why_not(self, file: UploadedFile | None) -> str:
        """Why the file is not taken, and what to do; "" where it is."""
        if self.is_too_often:
            return _("ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง")
        if self.is_oversized:
            return _("ไฟล์นี้ใหญ่เกิน %(limit)s ลบภาพออกจากแบบกรอกแล้วส่งอีกครั้ง") % {"limit": shown_size(self.limit)}
        if file is None:
            return ""
        reader = READERS.get(file.name.rpartition(".")[2].lower())
        if reader is None:
            return _("รับเฉพาะแบบกรอก .docx หรือ .html ที่ดาวน์โหลดจากระบบ ถ้าบันทึกเป็นชนิดอื่น ให้เปิดแล้วบันทึกเป็นชนิดเดิม")
        try:
            self.read = reader(file)
        except FileRefused as refused:
            return str(refused)
        return place_refusal(self.read, self.assessment)


class DecisionForm(forms.Form):
    """The texts that were changed on the page before they are taken, one box for each question."""

    @staticmethod
    def added_label(name: str) -> str:
        """How a refusal names the box."""
        return _("คำตอบข้อ %(code)s") % {"code": name.removeprefix(TEXT)} if name.startswith(TEXT) else ""


def place_refusal(read: ReadForm, assessment: Assessment) -> str:
    """Why this file does not belong to this assessment, and where it does; "" where it belongs."""
    if read.unit != assessment.unit.code:
        words = _("แบบกรอกนี้เป็นของหน่วยงานรหัส %(unit)s ไม่ใช่ %(own)s ตรวจว่าเลือกถูกไฟล์")
        return words % {"unit": shown(read.unit) or "–", "own": assessment.unit}
    if read.fiscal_year != assessment.fiscal_year:
        words = _("แบบกรอกนี้เป็นของปีงบประมาณ %(year)s แต่แบบประเมินนี้เป็นปี %(own)s เปิดแบบประเมินของปีนั้นแล้วส่งไฟล์ที่นั่น")
        return words % {"year": shown(read.fiscal_year), "own": assessment.fiscal_year}
    if read.criteria_set != assessment.criteria_set.code:
        words = _("แบบกรอกนี้ใช้ชุดเกณฑ์ %(set)s แต่แบบประเมินนี้ใช้ %(own)s ดาวน์โหลดแบบกรอกของแบบประเมินนี้")
        return words % {"set": shown(read.criteria_set), "own": assessment.criteria_set.code}
    return category_refusal(read, assessment) if read.category else ""


def category_refusal(read: ReadForm, assessment: Assessment) -> str:
    """Why this is no form of a category of the set; "" where its questions are those of the category."""
    categories = {category.code: category for category in outline_of(assessment.criteria_set).categories}
    if read.category not in categories:
        words = _("แบบกรอกนี้เป็นของหมวด “%(category)s” ซึ่งชุดเกณฑ์ของแบบประเมินนี้ไม่มี ดาวน์โหลดแบบของหมวดที่ต้องการใหม่")
        return words % {"category": shown(read.category)}
    if set(read.answers) != {question.code for question in categories[read.category].questions}:
        words = _("คำถามในแบบกรอกนี้ไม่ครบหรือไม่ใช่ของหมวด %(category)s ดาวน์โหลดแบบใหม่ แล้วคัดลอกข้อความไปใส่")
        return words % {"category": read.category}
    return ""


def answer_text(code: str, text: str) -> str:
    """The text as an answer may hold it. Raises ValidationError."""
    field = ThaiTextField(
        label=DecisionForm.added_label(TEXT + code), limit=settings.PMQA_TEXT_LIMIT, required=False, lines=9
    )
    return field.clean(text)
