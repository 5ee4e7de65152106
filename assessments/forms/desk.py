"""The filters and the order of the desk, by GET. Nonsense filters nothing. And the name under which they are kept."""

from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit, User
from accounts.roles import UnitKind
from assessments.desk import DEFAULT_ORDER, LATE, NEARLY, NOBODY, Wanted
from assessments.forms.text import ThaiTextField
from assessments.models import Cycle
from assessments.models.desk_view import LONGEST_NAME
from assessments.search import LONGEST, matching, search_words
from assessments.statuses import Status
from thai.digits import to_arabic

LATENESS = [
    ("", gettext_lazy("ทั้งหมด")),
    (LATE, gettext_lazy("เลยกำหนด")),
    (NEARLY, gettext_lazy("ใกล้กำหนด 7 วัน")),
]
ORDER_WORDS = {
    "-submitted": gettext_lazy("วันที่ส่ง ล่าสุดก่อน"),
    "submitted": gettext_lazy("วันที่ส่ง เก่าก่อน"),
    "unit": gettext_lazy("รหัสหน่วยงาน น้อยไปมาก"),
    "-unit": gettext_lazy("รหัสหน่วยงาน มากไปน้อย"),
    "deadline": gettext_lazy("กำหนดส่ง ใกล้ก่อน"),
    "-deadline": gettext_lazy("กำหนดส่ง ไกลก่อน"),
    "-score": gettext_lazy("ผลคะแนน มากไปน้อย"),
    "score": gettext_lazy("ผลคะแนน น้อยไปมาก"),
    "progress": gettext_lazy("ความคืบหน้า น้อยไปมาก"),
    "-progress": gettext_lazy("ความคืบหน้า มากไปน้อย"),
}


class PointsField(forms.DecimalField):
    """Points in either digits."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=7, decimal_places=2, required=False, localize=False, **kwargs)

    def to_python(self, value) -> Decimal | None:
        return super().to_python(to_arabic(value).replace(",", "") if isinstance(value, str) else value)


class DeskFilter(forms.Form):
    """What a list is narrowed to. A field that holds nonsense counts as empty."""

    q = forms.CharField(label=gettext_lazy("ค้นหาหน่วยงาน"), required=False, max_length=LONGEST)
    year = forms.TypedChoiceField(label=gettext_lazy("ปีงบประมาณ"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(required=False, choices=[("", ""), *Status.choices], widget=forms.HiddenInput)
    ministry = forms.ChoiceField(label=gettext_lazy("กระทรวง"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("ประเภทหน่วยงาน"), required=False, choices=[("", gettext_lazy("ทั้งหมด")), *UnitKind.choices]
    )
    late = forms.ChoiceField(label=gettext_lazy("กำหนดส่ง"), required=False, choices=LATENESS)
    set = forms.ChoiceField(label=gettext_lazy("ชุดเกณฑ์"), required=False)
    assessor = forms.ChoiceField(label=gettext_lazy("ผู้ตรวจ"), required=False)
    least = PointsField(label=gettext_lazy("ผลคะแนนตั้งแต่"))
    most = PointsField(label=gettext_lazy("ผลคะแนนไม่เกิน"))
    sort = forms.ChoiceField(
        label=gettext_lazy("เรียงตาม"), required=False, choices=[(order, ORDER_WORDS[order]) for order in ORDER_WORDS]
    )

    def __init__(self, *args, cycles: list[Cycle], ministries: list[Unit] = (), assessors: list[User] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.cycles, self.paths = cycles, {unit.code: unit.path for unit in ministries}
        self.years = list(dict.fromkeys(cycle.fiscal_year for cycle in cycles))
        sets = {cycle.criteria_set.code: cycle.criteria_set.title_th for cycle in cycles}
        everything = ("", _("ทั้งหมด"))
        self.fields["year"].choices = [(year, str(year)) for year in self.years]
        self.fields["ministry"].choices = [everything, *((unit.code, str(unit)) for unit in ministries)]
        self.fields["set"].choices = [everything, *sets.items()]
        people = ((str(person.pk), str(person)) for person in assessors)
        self.fields["assessor"].choices = [everything, (NOBODY, _("ยังไม่มีผู้ตรวจ")), *people]
        self.is_valid()
        ordinary = {"year": self.years[0] if self.years else None, "sort": DEFAULT_ORDER}
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        self.understood = {name: value for name, value in given.items() if value != ordinary.get(name)}

    def clean_q(self) -> str:
        return search_words(self.cleaned_data["q"])

    @property
    def words(self) -> str:
        return self.understood.get("q", "")

    @property
    def fiscal_year(self) -> int | None:
        return self.understood.get("year") or (self.years[0] if self.years else None)

    @property
    def chosen_status(self) -> str:
        return self.understood.get("status", "")

    @property
    def order(self) -> str:
        return self.understood.get("sort", DEFAULT_ORDER)

    @property
    def wanted(self) -> Wanted:
        """All of it for `desk.narrowed`."""
        given = self.understood
        in_year = [cycle for cycle in self.cycles if cycle.fiscal_year == self.fiscal_year]
        chosen = given.get("set")
        return Wanted(
            cycles=tuple(cycle.pk for cycle in in_year if chosen in (None, cycle.criteria_set.code)),
            words=matching(self.words, "unit__name_th__icontains", "unit__code__iexact"),
            status=self.chosen_status,
            ministry=self.paths.get(given.get("ministry"), ""),
            kind=given.get("kind", ""),
            lateness=given.get("late", ""),
            assessor=given.get("assessor", ""),
            least=given.get("least"),
            most=given.get("most"),
        )

    @property
    def shown(self) -> dict[str, str]:
        """What stands in the fields: what was understood, not what was typed."""
        return {name: str(value) for name, value in self.understood.items()} | {
            "year": str(self.fiscal_year or ""),
            "sort": self.order,
        }

    @property
    def query(self) -> str:
        """The same as an address, without nonsense and without the latest year, so that a kept view goes along."""
        return self.changed()

    def changed(self, **changes: str) -> str:
        """The address of the same list but for these; what is made empty is left out."""
        query = QueryDict(mutable=True)
        values = {name: str(value) for name, value in self.understood.items()} | changes
        query.update({name: value for name, value in values.items() if value})
        return query.urlencode()

    @property
    def is_open(self) -> bool:
        """Whether a filter of the second row is in use, which then stands open."""
        return bool(set(self.understood) & {"kind", "late", "set", "least", "most", "assessor"})


class DeskViewForm(forms.Form):
    """The name of a view; what it holds comes from the filters of the page."""

    name = ThaiTextField(label=gettext_lazy("ชื่อมุมมอง"), limit=LONGEST_NAME)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
