"""The form of the target profile: a percent of the scale for each scored item, or none."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from assessments.scoring.scale import Scale
from criteria.outline import ItemOutline


class TargetForm(forms.Form):
    """One list for each item. `seen`, carried beside it, is what the person was shown: so a later change is told."""

    def __init__(self, *args, items: tuple[ItemOutline, ...], scale: Scale, **kwargs):
        super().__init__(*args, **kwargs)
        percents = [("", _("ไม่ตั้งเป้า")), *((percent, f"{percent} %") for percent in scale.allowed_percents)]
        self.codes = tuple(item.code for item in items)
        for item in items:
            label = _("เป้าหมายของหัวข้อ %(item)s") % {"item": f"{item.code} {item.title}"}
            self.fields[target_name(item.code)] = _choice(percents, label)
            self.fields[seen_name(item.code)] = _choice(percents, label, widget=forms.HiddenInput)

    @property
    def wanted(self) -> dict[str, int | None]:
        return {code: self.cleaned_data[target_name(code)] for code in self.codes}

    @property
    def seen(self) -> dict[str, int | None]:
        return {code: self.cleaned_data[seen_name(code)] for code in self.codes}


def initial_targets(targets: Mapping[str, int]) -> dict[str, int]:
    """The targets that stand, as the form shows them."""
    names = (target_name, seen_name)
    return {name(code): percent for code, percent in targets.items() for name in names}


def target_name(code: str) -> str:
    return f"target_{code}"


def seen_name(code: str) -> str:
    return f"seen_{code}"


def _choice(percents, label: str, **options) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=percents, coerce=int, empty_value=None, required=False, label=label, **options
    )
