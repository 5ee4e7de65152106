"""The forms of scheme levels: a value for each checkpoint of a sub-criterion, and the confirmation of a dimension."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import CheckpointScore
from assessments.services.checkpoints import CheckpointRefusal, Judged
from criteria.outline import ItemOutline

CHOICES = (("0", "0"), ("0.5", "½"), ("1", "1"))
UNKNOWN = gettext_lazy("เลือกผลการพิจารณาเป็น 0, ½ หรือ 1")
REFUSALS = {
    CheckpointRefusal.UNKNOWN_CHECKPOINT: UNKNOWN,
    CheckpointRefusal.UNKNOWN_VALUE: UNKNOWN,
    CheckpointRefusal.NO_TEXT: gettext_lazy("ประเด็น %(number)s ยังไม่มีคำตอบ จึงให้มากกว่า 0 ไม่ได้ เขียนคำตอบก่อนหรือเลือก 0"),
}


class CheckpointForm(forms.Form):
    """Three radios for each checkpoint of the item, and the version that was seen of each."""

    refusals = REFUSALS

    def __init__(self, *args, item: ItemOutline, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        for question in item.questions:
            self.fields[f"checkpoint_{question.code}"] = forms.TypedChoiceField(
                choices=CHOICES,
                coerce=Decimal,
                empty_value=None,
                required=False,
                label=question.title_th,
                error_messages={"invalid_choice": UNKNOWN},
            )
            self.fields[f"version_{question.code}"] = forms.IntegerField(required=False, min_value=0)

    @staticmethod
    def added_label(name: str) -> str:
        """The label of a checkpoint, "checkpoint_1.1-B1"; nothing for any other name."""
        code = name.removeprefix("checkpoint_")
        return _("ผลการพิจารณา %(code)s") % {"code": code} if code != name else ""

    @property
    def judged(self) -> dict[str, Judged]:
        """What was chosen, by code; a checkpoint without a choice is not spoken of."""
        found = {}
        for question in self.item.questions:
            value = self.cleaned_data.get(f"checkpoint_{question.code}")
            version = self.cleaned_data.get(f"version_{question.code}") or 0
            found[question.code] = Judged(value, version)
        return found

    def marked(self, code: str) -> str:
        """The radio that the form shows: what was posted, else what is stored."""
        return str(self[f"checkpoint_{code}"].value() or "")

    def refuse(self, refusals: Mapping[str, CheckpointRefusal]) -> None:
        """The refusals of the service stand at their fields."""
        for question in self.item.questions:
            if question.code in refusals:
                words = str(self.refusals[refusals[question.code]])
                named = words % {"number": question.official_number} if "%(" in words else words
                self.add_error(f"checkpoint_{question.code}", named)


class ReviewCheckpointForm(CheckpointForm):
    """The same for reviewers, who judge a frozen copy and write no answers."""

    refusals = REFUSALS | {
        CheckpointRefusal.NO_TEXT: gettext_lazy("ประเด็น %(number)s ไม่มีคำตอบในฉบับที่ส่ง จึงให้มากกว่า 0 ไม่ได้ โปรดเลือก 0"),
    }


class WholeForm(forms.Form):
    """The version that was seen; confirming takes nothing else."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def initial_checkpoints(stored: Mapping[str, CheckpointScore]) -> dict[str, str]:
    """The stored values as the radios name them."""
    return {f"checkpoint_{code}": _word(score.value) for code, score in stored.items()}


def _word(value: Decimal) -> str:
    return next(word for word, _shown in CHOICES if Decimal(word) == value)
