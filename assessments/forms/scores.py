"""The form of a score: the factors of a process item, a percent of the scale, a reason, and the button pressed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.numbers import whole_number
from assessments.forms.text import ThaiTextField
from assessments.models import Score
from assessments.scoring.confirmation import Refusal
from assessments.scoring.scale import PROCESS_FACTORS, Scale
from criteria.outline import ItemOutline

REASON_LIMIT = 2_000
CHOSEN = "chosen"
REFUSALS = {
    Refusal.FACTORS_MISSING: gettext_lazy("ยังเลือกไม่ครบสี่ปัจจัย เลือกระดับของ A D L และ I ให้ครบก่อนยืนยัน"),
    Refusal.PERCENT_NOT_ALLOWED: gettext_lazy("ร้อยละที่เลือกไม่อยู่ในเกณฑ์ เลือกจากรายการร้อยละ"),
    Refusal.REASON_TOO_SHORT: gettext_lazy("ร้อยละที่เลือกอยู่นอกช่วงคะแนนที่ระบบเสนอ เขียนเหตุผลอย่างน้อย 20 ตัวอักษรเพื่อให้ผู้อ่านเข้าใจ"),
    Refusal.OUTSIDE_RANGE: gettext_lazy(
        "ร้อยละที่เลือกอยู่นอกช่วงที่ผู้ตรวจแต่ละคนให้ไว้ เขียนเหตุผลอย่างน้อย 20 ตัวอักษรเพื่อให้หน่วยงานเข้าใจ"
    ),
}
AT_FIELD = {
    Refusal.REASON_TOO_SHORT: "reason",
    Refusal.OUTSIDE_RANGE: "reason",
    Refusal.PERCENT_NOT_ALLOWED: "percent",
}


class ScoreForm(forms.Form):
    """Factors given so far and a percent. `confirm` tells the button: a percent as suggested, "chosen", or empty."""

    percent = forms.TypedChoiceField(label=gettext_lazy("ร้อยละ"), coerce=int, empty_value=None, required=False)
    reason = ThaiTextField(
        limit=REASON_LIMIT,
        required=False,
        lines=3,
        label=gettext_lazy("เหตุผล"),
        help_text=gettext_lazy("ต้องมีเมื่อเลือกร้อยละนอกช่วงที่ระบบเสนอ อย่างน้อย 20 ตัวอักษร"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, item: ItemOutline, scale: Scale, **kwargs):
        super().__init__(*args, **kwargs)
        percents = [("", _("เลือกร้อยละ"))]
        for band, values in enumerate(scale.bands):
            label = _("ช่วง %(band)d") % {"band": band}
            percents.append((label, [(value, f"{value} %") for value in values]))
        self.fields["percent"].choices = percents
        self.item, self.scale = item, scale
        if item.is_process:
            for name in PROCESS_FACTORS:
                self.fields[f"factor_{name}"] = forms.TypedChoiceField(
                    choices=[(level, str(level)) for level in range(scale.top + 1)],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    label=name,
                )

    @staticmethod
    def added_label(name: str) -> str:
        """The label of a factor, "factor_A"; nothing for any other name."""
        factor = name.removeprefix("factor_")
        return _("ปัจจัย %(name)s") % {"name": factor} if factor != name and factor in PROCESS_FACTORS else ""

    @property
    def factors(self) -> dict[str, int]:
        """The factors that are chosen, by name; empty for a results item."""
        found = {name: self.cleaned_data.get(f"factor_{name}") for name in PROCESS_FACTORS}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def wants_confirmation(self) -> bool:
        return bool(self.data.get("confirm"))

    def clean(self) -> dict:
        """The percent is the one on the button that was pressed, or the one chosen from the list."""
        data = super().clean()
        pressed = self.data.get("confirm", "")
        if pressed.isascii() and pressed.isdigit():
            percent = whole_number(pressed)
            data["percent"] = percent if percent in self.scale.allowed_percents else -1
            data["reason"] = "" if "reason" not in self.data else data.get("reason", "")
        elif pressed == CHOSEN and data.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", _("เลือกร้อยละก่อนยืนยัน"))
        return data

    def refuse(self, refusal: Refusal) -> None:
        """The refusal of the service stands at the field that mends it."""
        self.add_error(AT_FIELD.get(refusal), REFUSALS[refusal])


def initial_score(score: Score | None) -> dict:
    """The stored score as the form shows it; version 0 where there is none."""
    if score is None:
        return {"version": 0}
    return {
        "percent": score.percent,
        "reason": score.reason,
        "version": score.version,
        "factor_A": score.approach,
        "factor_D": score.deployment,
        "factor_L": score.learning,
        "factor_I": score.integration,
    }
