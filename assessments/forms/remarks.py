"""What reviewers ask, what the unit replies, and how the coordinator settles it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.answers import LARGEST_VERSION
from assessments.forms.text import ThaiLineField, ThaiTextField
from assessments.services.remarks import SETTLES
from criteria.outline import Outline

REMARK_LIMIT = 5_000
PLACE_LIMIT = 300


class RemarkForm(forms.Form):
    """A remark that the unit must answer before it submits again, on an item or on the whole."""

    item = forms.ChoiceField(label=gettext_lazy("เรื่อง"), required=False)
    text = ThaiTextField(
        limit=REMARK_LIMIT,
        lines=3,
        label=gettext_lazy("ข้อสังเกต"),
        help_text=gettext_lazy("บอกสิ่งที่ต้องแก้ให้ชัด หน่วยงานจะเห็นเมื่อส่งคืน"),
    )

    def __init__(self, *args, outline: Outline, **kwargs):
        super().__init__(*args, **kwargs)
        self.outline = outline
        items = [(item.code, f"{item.code} {item.title}") for item in outline.items.values()]
        self.fields["item"].choices = [("", _("แบบประเมินทั้งฉบับ")), *items]

    @property
    def chosen_item(self):
        return self.outline.items.get(self.cleaned_data["item"])


class ReplyForm(forms.Form):
    """What the unit did about a remark and where, and the version that the writer saw; empty: not answered yet."""

    reply = ThaiTextField(
        limit=REMARK_LIMIT,
        required=False,
        lines=3,
        label=gettext_lazy("สิ่งที่ดำเนินการ"),
        help_text=gettext_lazy("บอกว่าแก้หรือเพิ่มอะไร หากไม่ได้แก้ บอกเหตุผล"),
    )
    place = ThaiLineField(
        limit=PLACE_LIMIT,
        required=False,
        label=gettext_lazy("แก้ไขไว้ที่"),
        help_text=gettext_lazy("ข้อหรือหน้า เช่น 1.1-2 ย่อหน้าที่ 3"),
    )
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput)

    def clean(self):
        if "reply" not in self.data:  # a request that broke off empties nothing
            self.add_error("reply", _("ไม่พบข้อความในสิ่งที่ส่งมา จึงยังไม่ได้บันทึก โปรดลองอีกครั้ง"))
        elif self.cleaned_data.get("place") and not self.cleaned_data.get("reply") and not self.errors:
            self.add_error("reply", _("เขียนสิ่งที่ดำเนินการ หรือลบที่ที่แก้ไขออก"))
        return super().clean()


class SettleForm(forms.Form):
    """How the coordinator settles an answered remark, and the version that she saw."""

    state = forms.ChoiceField(choices=[(state.value, state.label) for state in SETTLES])
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput)
