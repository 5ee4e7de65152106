"""The answer to one question."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.forms.text import ThaiTextField

REASON_LIMIT = 2_000
REASON_SHORTEST = 20
LARGEST_VERSION = 2_147_483_647


class AnswerForm(forms.Form):
    """A text, a reason why the question does not apply, and the version that the writer saw."""

    text = ThaiTextField(label=_("คำตอบ"), limit=settings.PMQA_TEXT_LIMIT, required=False, lines=9)
    not_applicable = ThaiTextField(
        label=_("เหตุผลที่ไม่เกี่ยวข้อง"),
        help_text=_("เขียนอย่างน้อย 20 ตัวอักษร หากเว้นว่าง ถือว่าข้อนี้เกี่ยวข้อง"),
        limit=REASON_LIMIT,
        shortest=REASON_SHORTEST,
        required=False,
        lines=2,
    )
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput)

    def clean(self):
        if "text" not in self.data:  # a request that broke off empties nothing
            self.add_error("text", _("ไม่พบข้อความในสิ่งที่ส่งมา จึงยังไม่ได้บันทึก โปรดลองอีกครั้ง"))
        return super().clean()

    def says(self, answer) -> bool:
        """Whether the valid form holds just what stands in the answer."""
        return {name: getattr(answer, name) for name in ("text", "not_applicable")}.items() <= self.cleaned_data.items()


class PreviewForm(forms.Form):
    """A text to be shown as it will be read."""

    text = ThaiTextField(label=_("คำตอบ"), limit=settings.PMQA_TEXT_LIMIT, required=False, lines=9)


class VersionForm(forms.Form):
    """The version of the answer that the person saw."""

    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION)
