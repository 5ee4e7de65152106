"""A field for what people type: cleaned, measured in letters as a reader counts them, refused in Thai."""

from django import forms
from django.utils.translation import gettext as _

from thai.text import WIDEST_GRAPHEME, UnacceptableText, clean, graphemes, is_overloaded


class ThaiTextField(forms.CharField):
    """Text that passed `thai.text.clean`, of `shortest` to `limit` graphemes; nothing but white space counts as empty.

    Each refusal says where (the label), what and how to mend it.
    """

    def __init__(self, *, limit: int, shortest: int = 0, lines: int = 0, **kwargs):
        self.limit, self.shortest = limit, shortest
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(strip=False, **kwargs)
        self.validators = []  # `clean` refuses NUL and more, in better words

    def to_python(self, value) -> str:
        text = super().to_python(value)
        if len(text) > self.limit * WIDEST_GRAPHEME:
            raise forms.ValidationError(self._too_long(len(text)), code="too_long")
        try:
            text = clean(text)
        except UnacceptableText as refused:
            raise forms.ValidationError(f"{self.label}{refused}", code="unacceptable") from None
        if is_overloaded(text):
            words = _("%(label)sมีตัวอักษรที่ซ้อนเครื่องหมายมากผิดปกติ พิมพ์ข้อความช่วงนั้นใหม่")
            raise forms.ValidationError(words % {"label": self.label}, code="unacceptable")
        if not text.strip():
            return ""
        self._measure(graphemes(text))
        return text

    def validate(self, value: str) -> None:
        if self.required and not value:
            raise forms.ValidationError(_("เขียน%(label)s") % {"label": self.label}, code="required")

    def _measure(self, length: int) -> None:
        if length > self.limit:
            raise forms.ValidationError(self._too_long(length), code="too_long")
        if length < self.shortest:
            words = _("%(label)sมี %(length)s ตัวอักษร เขียนอย่างน้อย %(shortest)s ตัวอักษร")
            values = {"label": self.label, "length": length, "shortest": self.shortest}
            raise forms.ValidationError(words % values, code="too_short")

    def _too_long(self, length: int) -> str:
        words = _("%(label)sยาว %(length)s ตัวอักษร รับได้ไม่เกิน %(limit)s ตัวอักษร ตัดออกอย่างน้อย %(over)s ตัวอักษร")
        return words % {
            "label": self.label,
            "length": f"{length:,}",
            "limit": f"{self.limit:,}",
            "over": f"{length - self.limit:,}",
        }


class ThaiLineField(ThaiTextField):
    """Text on one line with single blanks, as the reader of documents takes it (interchange/reading.py: line)."""

    def to_python(self, value) -> str:
        return " ".join(super().to_python(value).split())
