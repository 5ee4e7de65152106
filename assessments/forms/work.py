"""Who writes what until when, and who takes over from whom."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.text import ThaiTextField
from assessments.forms.workflow import ThaiDateField
from criteria.outline import Outline
from thai.dates import BUDDHIST_ERA, FIRST_FISCAL_MONTH

NOTE_LIMIT = 500
DATE_HELP = gettext_lazy("วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569")


def typed_date(day) -> str:
    """The day as these forms take it: 30/1/2569."""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA}"


def next_first_of_october():
    """The day on which officials move and retire."""
    today = timezone.localdate()
    first = today.replace(month=FIRST_FISCAL_MONTH, day=1)
    return first if first > today else first.replace(year=today.year + 1)


class PersonField(forms.TypedChoiceField):
    """One of these people, by key; the value is the person."""

    def __init__(self, **kwargs):
        super().__init__(coerce=int, empty_value=None, **kwargs)
        self.people = {}

    def offer(self, people) -> None:
        self.people = {person.pk: person for person in people}
        self.choices = [("", _("เลือกชื่อ")), *((person.pk, str(person)) for person in self.people.values())]

    def clean(self, value):
        return self.people.get(super().clean(value))


class WorkForm(forms.Form):
    """Questions, or whole items; a person and a date, unless they are taken away from whoever has them."""

    questions = forms.MultipleChoiceField(label=gettext_lazy("คำถาม"), required=False)
    items = forms.MultipleChoiceField(label=gettext_lazy("หัวข้อ"), required=False)
    person = PersonField(label=gettext_lazy("ผู้รับผิดชอบ"), required=False)
    due = ThaiDateField(label=gettext_lazy("ภายในวันที่"), required=False, help_text=DATE_HELP)

    def __init__(self, *args, outline: Outline, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.outline = outline
        self.fields["questions"].choices = [(code, code) for code in outline.questions]
        self.fields["items"].choices = [(code, code) for code in outline.items]
        self.fields["person"].offer(people)

    @property
    def takes_away(self) -> bool:
        return self.data.get("do") == "unassign"

    @property
    def codes(self) -> list[str]:
        """The chosen questions, in the order of the set."""
        chosen = set(self.cleaned_data["questions"])
        chosen |= {q.code for item in self.cleaned_data["items"] for q in self.outline.items[item].questions}
        return [code for code in self.outline.questions if code in chosen]

    def clean(self):
        if not self.errors and not self.codes:
            self.add_error("questions", _("เลือกคำถามหรือหัวข้ออย่างน้อย 1 รายการ"))
        if not self.takes_away and "person" not in self.errors and self.cleaned_data.get("person") is None:
            self.add_error("person", _("เลือกผู้รับผิดชอบ"))


class HandOverForm(forms.Form):
    """From whom to whom, from which day on."""

    giver = PersonField(label=gettext_lazy("ผู้ส่งมอบ"), error_messages={"required": gettext_lazy("เลือกผู้ส่งมอบ")})
    receiver = PersonField(label=gettext_lazy("ผู้รับมอบ"), error_messages={"required": gettext_lazy("เลือกผู้รับมอบ")})
    effective = ThaiDateField(
        label=gettext_lazy("มีผลตั้งแต่วันที่"),
        help_text=DATE_HELP,
        error_messages={"required": gettext_lazy("เขียนวันที่มีผล")},
    )
    note = ThaiTextField(label=gettext_lazy("หมายเหตุ"), limit=NOTE_LIMIT, required=False, lines=2)

    def __init__(self, *args, givers, receivers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["giver"].offer(givers)
        self.fields["receiver"].offer(receivers)
