"""A new member of a unit."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from accounts.roles import UNIT_ROLES
from thai.text import UnacceptableText, clean


class NameField(forms.CharField):
    """A name of a person, cleaned like every typed text."""

    def to_python(self, value) -> str:
        try:
            return clean(super().to_python(value))
        except UnacceptableText as refused:
            raise forms.ValidationError(f"{self.label}{refused}", code="unacceptable") from None


class MemberForm(forms.Form):
    """Who, and in which role."""

    first_name = NameField(label=_("ชื่อ"), max_length=150, error_messages={"required": _("เขียนชื่อ")}, empty_value="")
    last_name = NameField(label=_("นามสกุล"), max_length=150, error_messages={"required": _("เขียนนามสกุล")})
    username = NameField(
        label=_("ชื่อผู้ใช้"),
        help_text=_("ตัวอักษร ตัวเลข และ @ . + - _ เท่านั้น เช่น somchai.j"),
        max_length=150,
        validators=[UnicodeUsernameValidator(message=_("ชื่อผู้ใช้ใช้ได้เฉพาะตัวอักษร ตัวเลข และ @ . + - _"))],
        error_messages={"required": _("เขียนชื่อผู้ใช้")},
    )
    email = forms.EmailField(
        label=_("อีเมล"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("อีเมลต้องมีรูปแบบเช่น name@example.go.th")},
    )
    role = forms.ChoiceField(
        label=_("บทบาท"),
        choices=[(role.value, role.label) for role in UNIT_ROLES],
        error_messages={"invalid_choice": _("เลือกบทบาทจากรายการ")},
    )
