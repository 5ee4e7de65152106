"""What a person types from a paper."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from thai.digits import to_arabic

LONGEST = 60  # with any blanks and hyphens between the fours


class FingerprintForm(forms.Form):
    """By GET, so that a QR code can fill it in. `code` is the fingerprint as the registry keeps it."""

    f = forms.CharField(
        label=_("ลายพิมพ์"),
        max_length=LONGEST,
        error_messages={
            "required": _("พิมพ์ลายพิมพ์ 16 ตัวที่ท้ายหน้าเอกสาร"),
            "max_length": _("ลายพิมพ์มี 16 ตัว พิมพ์เฉพาะลายพิมพ์ที่ท้ายหน้าเอกสาร"),
        },
    )

    def clean_f(self) -> str:
        """Blanks, hyphens, lower case and Thai digits are as good."""
        code = re.sub(r"[\s\-–]", "", to_arabic(self.cleaned_data["f"])).upper()
        if not re.fullmatch("[0-9A-F]{16}", code):
            raise forms.ValidationError(
                _("ลายพิมพ์มี 16 ตัว เป็นเลข 0 ถึง 9 กับอักษร A ถึง F เท่านั้น ที่พิมพ์มานับได้ %(count)s ตัว ตรวจทีละสี่ตัวแล้วพิมพ์ใหม่"),
                params={"count": len(code)},
            )
        return code
