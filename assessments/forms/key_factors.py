"""A key factor, and the boxes that tie answers and indicators to it."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy

from assessments.forms.numbers import whole_number
from assessments.forms.text import ThaiTextField
from assessments.services.key_factors import KEY_FACTOR_GRAPHEMES, Choice
from assessments.statuses import KeyFactorKind


class KeyFactorForm(forms.Form):
    """What kind of thing it is, and one line that says it."""

    kind = forms.ChoiceField(label=gettext_lazy("ชนิด"), choices=KeyFactorKind)
    key_factor = ThaiTextField(
        label=gettext_lazy("ปัจจัยสำคัญ"),
        limit=KEY_FACTOR_GRAPHEMES,
        lines=3,
        help_text=gettext_lazy("เขียนสั้น ๆ หนึ่งเรื่องต่อหนึ่งรายการ ไม่เกิน 500 ตัวอักษร"),
    )

    def clean_key_factor(self) -> str:
        return " ".join(self.cleaned_data["key_factor"].split())


def chosen(posted, name: str, known: Iterable[int]) -> Choice:
    """The boxes of this name that were ticked when the page was made (`had_<name>`), and those that are ticked now."""
    known = frozenset(known)
    shown, wanted = (set(map(whole_number, posted.getlist(each))) for each in (f"had_{name}", name))
    return Choice(known & shown, known & wanted)
