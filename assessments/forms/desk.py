"""The filters of the desk, by GET: a status, a unit, a fiscal year. Nonsense filters nothing."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.search import LONGEST, search_words
from assessments.statuses import Status


class DeskFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("ค้นหาหน่วยงาน"), required=False, max_length=LONGEST)
    year = forms.TypedChoiceField(label=gettext_lazy("ปีงบประมาณ"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(required=False, choices=[("", ""), *Status.choices], widget=forms.HiddenInput)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.latest = years[0] if years else None
        self.is_valid()

    def clean_q(self) -> str:
        return search_words(self.cleaned_data["q"])

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def fiscal_year(self) -> int | None:
        return self.cleaned_data.get("year") or self.latest

    @property
    def chosen_status(self) -> str:
        return self.cleaned_data.get("status", "")
