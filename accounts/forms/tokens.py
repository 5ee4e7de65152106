"""A new token: what it is for, and how long it lives."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.members import NameField

DAYS = ((30, _("30 วัน")), (90, _("90 วัน")), (365, _("365 วัน")))


class TokenForm(forms.Form):
    """A name that its owner knows it by, and its days."""

    name = NameField(
        label=_("ชื่อโทเคน"),
        help_text=_("ระบบหรืองานที่จะใช้ เช่น ระบบสารสนเทศผู้บริหาร"),
        max_length=100,
        error_messages={"required": _("เขียนชื่อโทเคน")},
    )
    days = forms.TypedChoiceField(
        label=_("ใช้ได้"),
        choices=DAYS,
        coerce=int,
        initial=90,
        error_messages={"required": _("เลือกจำนวนวัน"), "invalid_choice": _("เลือกจำนวนวันจากรายการ")},
    )
