"""What an action of the workflow may carry: a reason, a new date, a key that makes a submission repeatable."""

import re
from datetime import date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.forms.text import ThaiTextField
from thai.dates import BUDDHIST_ERA
from thai.digits import to_arabic

THAI_DATE = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
FIRST_BUDDHIST_YEAR = 2400


class ThaiDateField(forms.DateField):
    """A day as Thai officials type it, 30/1/2569, in Thai or Arabic digits; 2026-01-30 of a browser's picker too."""

    default_error_messages = {"invalid": _("เขียนวันที่เป็น วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569")}

    def to_python(self, value) -> date | None:
        typed = THAI_DATE.fullmatch(to_arabic(value).strip()) if isinstance(value, str) else None
        if typed is None:
            return super().to_python(value)
        day, month, year = map(int, typed.groups())
        try:
            return date(year - BUDDHIST_ERA if year >= FIRST_BUDDHIST_YEAR else year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def end_of(day: date) -> datetime:
    """The last second of that day, in Thailand."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class ActionForm(forms.Form):
    """Every field may be missing; `perform` says what the action needs."""

    reason = ThaiTextField(label=_("เหตุผล"), limit=2_000, required=False, lines=3)
    due = ThaiDateField(label=_("กำหนดส่งใหม่"), help_text=_("วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569"), required=False)
    key = ThaiTextField(label=_("กุญแจของรายการ"), limit=64, required=False, widget=forms.HiddenInput)

    def clean_due(self) -> datetime | None:
        day = self.cleaned_data["due"]
        return end_of(day) if day else None


class ExtensionForm(forms.Form):
    """A new deadline with its reason, and the deadline that the coordinator saw."""

    due = ThaiDateField(
        label=_("กำหนดส่งใหม่"),
        help_text=_("วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569"),
        error_messages={"required": _("เขียนกำหนดส่งใหม่")},
    )
    reason = ThaiTextField(
        label=_("เหตุผล"), help_text=_("อย่างน้อย 10 ตัวอักษร หน่วยงานอ่านได้ในประวัติ"), limit=2_000, shortest=10, lines=2
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)

    def clean_due(self) -> datetime:
        return end_of(self.cleaned_data["due"])
