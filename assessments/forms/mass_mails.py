"""The words of a mass mail, and whom they go to."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.text import ThaiTextField
from assessments.mailing import KNOWN, unknown_placeholders
from assessments.models import Audience

SUBJECT_LIMIT, TEXT_LIMIT = 120, 4_000


class MassMailForm(forms.Form):
    """What is sent once it has been looked at. Braces hold the words of `KNOWN` alone."""

    audience = forms.ChoiceField(
        label=gettext_lazy("ส่งถึง"),
        choices=Audience,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("เลือกว่าส่งถึงใคร")},
    )
    subject = ThaiTextField(label=gettext_lazy("เรื่อง"), limit=SUBJECT_LIMIT)
    text = ThaiTextField(label=gettext_lazy("ข้อความ"), limit=TEXT_LIMIT, lines=10)

    def clean_subject(self) -> str:
        """One line: what follows a line break would be another header of the mail."""
        subject = self.cleaned_data["subject"]
        if len(subject.splitlines()) > 1:
            raise forms.ValidationError(_("เรื่องต้องอยู่ในบรรทัดเดียว ลบการขึ้นบรรทัดใหม่ออก"))
        return self._known_only(subject).strip()

    def clean_text(self) -> str:
        return self._known_only(self.cleaned_data["text"])

    def _known_only(self, text: str) -> str:
        unknown = unknown_placeholders(text)
        if unknown:
            named = ", ".join(f"{{{name}}}" for name in unknown[:3])
            known = ", ".join(f"{{{name}}}" for name in KNOWN)
            words = _("ไม่รู้จัก %(named)s ใช้ได้เฉพาะ %(known)s")
            raise forms.ValidationError(words % {"named": named, "known": known})
        return text
