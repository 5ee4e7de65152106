"""A record of the evidence locker, its file, and what an answer cites of it."""

from dataclasses import fields

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.files.intake import AcceptedFile, accepted, shown_size
from assessments.files.refusal import FileRefused
from assessments.forms.text import ThaiLineField
from assessments.forms.work import DATE_HELP, PersonField, typed_date
from assessments.forms.workflow import ThaiDateField
from assessments.models import Evidence
from assessments.services.locker import EvidenceDetails, EvidenceTags
from assessments.statuses import Secrecy
from criteria.models import Characteristic, SuccessFactor
from thai.digits import to_arabic

TITLE_LIMIT, LINE_LIMIT, PAGES_LIMIT = 300, 200, 100
DATES = ("dated", "expires", "checked_on")
# What says where a classified document is kept.
REFERENCE = ("document_number", "keeper", "place", "checked_on")
FILE_HELP = gettext_lazy("PDF, DOCX, XLSX, PPTX, JPG หรือ PNG ไม่เกิน %(limit)s")


class PagesField(ThaiLineField):
    """Pages in Arabic digits, as the document holds them."""

    def to_python(self, value) -> str:
        return to_arabic(super().to_python(value))


class EvidenceFileField(forms.FileField):
    """A file that the locker may keep: the value is an AcceptedFile, or None where none was chosen."""

    def __init__(self, **kwargs):
        super().__init__(allow_empty_file=True, error_messages={"required": gettext_lazy("เลือกไฟล์")}, **kwargs)
        self.widget.attrs["accept"] = ".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png"

    def clean(self, data, initial=None) -> AcceptedFile | None:
        upload = super().clean(data, initial)
        try:
            return accepted(upload) if upload else None
        except FileRefused as refused:
            raise forms.ValidationError(str(refused), code="refused") from None


class FileForm(forms.Form):
    """One file. `is_oversized`: it was cut off at the limit; `is_too_often`: it was not looked at."""

    file = EvidenceFileField(label=gettext_lazy("ไฟล์"))

    def __init__(self, *args, limit: int, is_oversized: bool = False, is_too_often: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.limit, self.is_oversized, self.is_too_often = limit, is_oversized, is_too_often
        self.fields["file"].help_text = FILE_HELP % {"limit": shown_size(limit)}

    def clean(self):
        words = self._why_not_here()
        if words:
            self.errors.pop("file", None)
            self.add_error("file", words)

    def _why_not_here(self) -> str:
        if self.is_too_often:
            return _("ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง")
        if self.is_oversized:
            return _("ไฟล์นี้ใหญ่เกิน %(limit)s ย่อไฟล์หรือแบ่งเป็นหลายไฟล์") % {"limit": shown_size(self.limit)}
        return ""


class NewFileForm(FileForm):
    """A file for a record that is made with it, and the pages that the answer at hand cites."""

    title = ThaiLineField(label=gettext_lazy("ชื่อหลักฐาน"), limit=TITLE_LIMIT)
    pages = PagesField(label=gettext_lazy("หน้า"), limit=PAGES_LIMIT, required=False)


class TagsField(forms.TypedMultipleChoiceField):
    """Keys of tags."""

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)


class EvidenceForm(forms.Form):
    """What people say of a record; a classified one names number, keeper, place and when it was looked at.

    `owner` may stay who he is, although he has left the unit and is no choice for anything else.
    """

    title = ThaiLineField(label=gettext_lazy("ชื่อหลักฐาน"), limit=TITLE_LIMIT)
    secrecy = forms.ChoiceField(label=gettext_lazy("ชั้นความลับ"), choices=Secrecy, initial=Secrecy.NORMAL)
    owner = PersonField(label=gettext_lazy("ผู้ดูแล"), required=False)
    dated = ThaiDateField(label=gettext_lazy("ลงวันที่"), required=False, help_text=DATE_HELP)
    expires = ThaiDateField(label=gettext_lazy("ใช้ได้ถึง"), required=False, help_text=gettext_lazy("เว้นว่างถ้าไม่มีวันหมดอายุ"))
    document_number = ThaiLineField(label=gettext_lazy("เลขที่หนังสือ"), limit=LINE_LIMIT, required=False)
    keeper = ThaiLineField(label=gettext_lazy("ผู้เก็บรักษา"), limit=LINE_LIMIT, required=False)
    place = ThaiLineField(label=gettext_lazy("สถานที่เก็บ"), limit=LINE_LIMIT, required=False)
    checked_on = ThaiDateField(label=gettext_lazy("ตรวจดูเมื่อ"), required=False, help_text=DATE_HELP)
    characteristics = TagsField(label=gettext_lazy("คุณลักษณะระบบราชการ 4.0"))
    success_factors = TagsField(label=gettext_lazy("ปัจจัยแห่งความสำเร็จ"))

    def __init__(self, *args, members, owner=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer([*members, *filter(None, [owner])])
        for name, tags in (("characteristics", Characteristic), ("success_factors", SuccessFactor)):
            self.fields[name].choices = [(tag.pk, tag.title_th) for tag in tags.objects.all()]

    @property
    def is_classified(self) -> bool:
        """Whether the class that stands in the form is one without files."""
        return self["secrecy"].value() not in {Secrecy.NORMAL, None, ""}

    def clean(self):
        given = self.cleaned_data
        if given.get("secrecy") not in {Secrecy.NORMAL, None}:
            for name in REFERENCE:
                if name not in self.errors and not given.get(name):
                    words = _("เขียน%(label)s เพราะเอกสารลับไม่ส่งไฟล์เข้าระบบ")
                    self.add_error(name, words % {"label": self.fields[name].label})
        if given.get("dated") and given.get("expires") and given["expires"] < given["dated"]:
            self.add_error("expires", _("วันหมดอายุต้องไม่ก่อนวันที่ของเอกสาร"))
        if given.get("checked_on") and given["checked_on"] > timezone.localdate():
            self.add_error("checked_on", _("วันที่ตรวจดูต้องไม่เป็นวันในอนาคต"))

    @property
    def details(self) -> EvidenceDetails:
        given = {field.name: self.cleaned_data.get(field.name) for field in fields(EvidenceDetails)}
        owner = self.cleaned_data["owner"]
        return EvidenceDetails(**given | {"owner_id": owner.pk if owner else None})

    @property
    def tags(self) -> EvidenceTags:
        return EvidenceTags(self.cleaned_data["characteristics"], self.cleaned_data["success_factors"])


class NewEvidenceForm(EvidenceForm, FileForm):
    """A record with its first file, or without one yet."""

    file = EvidenceFileField(label=gettext_lazy("ไฟล์"), required=False)
    field_order = ("title", "file", "secrecy")

    def clean(self):
        EvidenceForm.clean(self)
        FileForm.clean(self)
        if self.is_classified and self.cleaned_data.get("file"):
            self.add_error("file", _("เอกสารที่มีชั้นความลับไม่ส่งไฟล์เข้าระบบ เอาไฟล์ออก แล้วกรอกเลขที่ ผู้เก็บรักษา และสถานที่เก็บแทน"))


class CitationForm(forms.Form):
    """A record of the locker, and the pages that matter."""

    evidence = forms.TypedChoiceField(
        label=gettext_lazy("หลักฐานในคลัง"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("เลือกหลักฐาน"),
            "invalid_choice": gettext_lazy("ไม่มีหลักฐานนี้ในคลังแล้ว เลือกรายการอื่น"),
        },
    )
    pages = PagesField(label=gettext_lazy("หน้า"), limit=PAGES_LIMIT, required=False)

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].widget.attrs["class"] = "form-select form-sm"
        self.fields["evidence"].choices = [("", _("เลือกหลักฐาน")), *((row.pk, str(row)) for row in records)]


def initial_details(evidence: Evidence) -> dict:
    """The record as its form shows it."""
    initial = {field.name: getattr(evidence, field.name) for field in fields(EvidenceDetails)}
    initial |= {name: typed_date(initial[name]) if initial[name] else "" for name in DATES}
    tags = {name: [tag.pk for tag in getattr(evidence, name).all()] for name in ("characteristics", "success_factors")}
    return initial | tags | {"owner": evidence.owner_id}
