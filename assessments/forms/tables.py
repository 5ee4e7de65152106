"""The form on which a table of indicators is pasted or sent as a file."""

import hashlib

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.files.intake import shown_size
from assessments.interchange.tables.blocks import Block
from assessments.interchange.tables.cells import MOST_BYTES, GridRefused
from assessments.interchange.tables.plan import Defaults
from assessments.interchange.tables.reading import read_file, read_pasted
from assessments.interchange.tables.workbook import MOST_FILE_BYTES, TableFile
from assessments.statuses import Direction, Importance
from criteria.outline import ItemOutline

DIGEST = 16


class TableForm(forms.Form):
    """A block as pasted, or an xlsx file, and what shall hold for new indicators where the table says nothing.

    `html` is the same block as the clipboard holds it beside its text; `html_of` names the text it belongs to, so that
    a text that was mended is read and not the markup of before.
    """

    text = forms.CharField(
        label=gettext_lazy("ตารางที่คัดลอก"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off", "spellcheck": "false", "class": "block-box"}),
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    html_of = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("หรือส่งไฟล์ .xlsx"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    area = forms.ChoiceField(label=gettext_lazy("ประเด็น"), required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("ทิศทางที่ดี"), required=False, choices=Direction, initial=Direction.HIGHER
    )
    importance = forms.ChoiceField(
        label=gettext_lazy("ความสำคัญ"), required=False, choices=Importance, initial=Importance.KEY
    )

    def __init__(self, *args, item: ItemOutline, limit=0, is_oversized=False, is_too_often=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.item_code, self.is_oversized, self.is_too_often = item.code, is_oversized, is_too_often
        self.fields["text"].validators = []  # the reader names what it does not take by its cell
        self.fields["html"].validators = []
        choices = [(area.code, f"{area.code}. {area.title}") for area in item.areas]
        self.fields["area"].choices = choices if len(choices) == 1 else [("", _("เลือกประเด็น")), *choices]
        self.fields["file"].help_text = _("ไม่เกิน %s") % shown_size(MOST_FILE_BYTES)
        self.block = Block()

    @property
    def choices_fields(self) -> list:
        return [self["area"], self["direction"], self["importance"]]

    @property
    def defaults(self) -> Defaults:
        """What was chosen; what is no choice says nothing."""
        data = getattr(self, "cleaned_data", {})
        return Defaults(*(data.get(name, "") for name in ("area", "direction", "importance")))

    def clean(self):
        """`block` is what was read: of the file where one was sent, else of the box."""
        file = self.cleaned_data.get("file")
        words = self._why_no_file(file)
        if words:
            self.errors.pop("file", None)
            self.add_error("file", words)
        elif file is not None:
            self._read(file)
        elif self.cleaned_data.get("text", "").strip() or self.cleaned_data.get("html"):
            self.block = read_pasted(text=self.cleaned_data["text"], html=self._html)
        else:
            self.add_error("text", _("วางตารางที่คัดลอกจาก Excel หรือเลือกไฟล์ .xlsx"))

    def shown_again(self) -> dict:
        """What the page shows in the box: what was pasted, or the table of the file, with its markup while it holds."""
        text = getattr(self, "cleaned_data", {}).get("text", self.data.get("text", ""))
        html = self._html if hasattr(self, "cleaned_data") else ""
        return {"text": text, "html": html, "html_of": digest_of(text) if html else ""}

    @property
    def _html(self) -> str:
        """The markup, unless the text was mended after it."""
        html, of = self.cleaned_data.get("html", ""), self.cleaned_data.get("html_of", "")
        return html if not of or of == digest_of(self.cleaned_data.get("text", "")) else ""

    def _why_no_file(self, file: UploadedFile | None) -> str:
        if self.is_too_often:
            return _("ส่งไฟล์ถี่เกินไป รอสักครู่แล้วส่งอีกครั้ง")
        if self.is_oversized or (file is not None and file.size > MOST_FILE_BYTES):
            return _("ไฟล์นี้ใหญ่เกิน %(limit)s ย่อไฟล์หรือแบ่งเป็นหลายไฟล์") % {"limit": shown_size(MOST_FILE_BYTES)}
        return ""

    def _read(self, file: UploadedFile) -> None:
        """The table of the file stands in the box as well, so that it can be mended there."""
        content = file.read()
        self.block = read_file(content, item=self.item_code)
        self.cleaned_data |= {"text": _box_of(content, self.block.sheet), "html": "", "html_of": ""}


def digest_of(text: str) -> str:
    """Names a text whatever its line ends."""
    lines = "\n".join(text.splitlines())
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:DIGEST]


def _box_of(content: bytes, sheet: str) -> str:
    """The sheet as a clipboard would hold it; nothing when it cannot be read."""
    try:
        grid = TableFile(content).grid(sheet)
    except (GridRefused, KeyError):
        return ""
    text = "\n".join("\t".join(_quoted(cell.text) for cell in row) for row in grid)
    return text if len(text.encode()) <= MOST_BYTES else ""


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set('\t\n"') else text
