"""The form of an indicator: its fields, and a grid of fiscal years by value, target and comparator."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.numbers import whole_number
from assessments.forms.text import ThaiLineField, ThaiTextField
from assessments.models import Indicator
from assessments.models.indicator import VALUE_YEARS
from assessments.models.kpi_dictionary import DICTIONARY, DICTIONARY_LABELS, DICTIONARY_LIMITS, KpiDictionary
from assessments.services.indicators import IndicatorFields, YearFigures
from assessments.statuses import Direction, Frequency, Importance
from criteria.outline import ItemOutline
from thai.digits import UnreadableNumber, parse_number, plain

COLUMNS = {
    "value": gettext_lazy("ผลจริง"),
    "target": gettext_lazy("เป้าหมาย"),
    "comparator": gettext_lazy("คู่เทียบ"),
}
YEARS_BACK, YEARS_AHEAD = 4, 1
EARLIER_BY = 5


@dataclass(frozen=True)
class YearSpan:
    """The fiscal years of the grid, first to last."""

    first: int
    last: int

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def earlier(self) -> "YearSpan":
        return YearSpan(max(VALUE_YEARS[0], self.first - EARLIER_BY), self.last)

    @classmethod
    def around(cls, fiscal_year: int, held: Mapping[int, object] = (), first: int | None = None) -> "YearSpan":
        """Four years back and one ahead, and every year that holds a figure; `first` may open earlier ones."""
        begins = min([fiscal_year - YEARS_BACK, *held, *([first] if first else [])])
        ends = max([fiscal_year + YEARS_AHEAD, *held])
        return cls(max(VALUE_YEARS[0], begins), min(VALUE_YEARS[1], ends))


def figure_label(year: int, column: str) -> str:
    """What the grid calls one figure."""
    return _("%(column)sปี %(year)d") % {"column": COLUMNS[column], "year": year}


class FigureField(forms.CharField):
    """A number as people write it (Thai digits, commas), None for nothing. Refusals name the year and the column."""

    def __init__(self, year: int, column: str, **kwargs):
        self.year, self.column = year, COLUMNS[column]
        label = figure_label(year, column)
        # "numeric" keyboards of phones lack the minus and the point in some languages; "text" keeps Thai digits.
        super().__init__(label=label, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)
        self.validators = []

    def to_python(self, value) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_number(text)
        except UnreadableNumber as refused:
            raise forms.ValidationError(self.refusal(str(refused)), code="unreadable") from None

    def refusal(self, words: str) -> str:
        """The words with the place of the figure."""
        return f"{self.label}: {words}"


class IndicatorForm(forms.Form):
    """All that a person fills in for an indicator of this item; `indicator_fields` is what the services take."""

    area = forms.ChoiceField(label=gettext_lazy("ประเด็น"))
    name = ThaiTextField(limit=300, label=gettext_lazy("ชื่อตัวชี้วัด"))
    unit_of_measure = ThaiTextField(
        limit=60, label=gettext_lazy("หน่วยวัด"), help_text=gettext_lazy("เช่น ร้อยละ วันทำการ ล้านบาท")
    )
    direction = forms.ChoiceField(label=gettext_lazy("ทิศทางที่ดี"), choices=Direction, widget=forms.RadioSelect)
    importance = forms.ChoiceField(
        label=gettext_lazy("ความสำคัญ"),
        choices=Importance,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("ตัวชี้วัดหลักใช้คำนวณปัจจัย I แต่ละประเด็นควรมีอย่างน้อย 1 ตัว"),
    )
    comparator_name = ThaiTextField(
        limit=200,
        required=False,
        label=gettext_lazy("คู่เทียบ"),
        help_text=gettext_lazy("หน่วยงานหรือค่าที่ใช้เทียบ เช่น กรมวิชาการเกษตร หรือค่าเฉลี่ยของกระทรวง เว้นว่างได้"),
    )
    definition = ThaiTextField(
        limit=DICTIONARY_LIMITS["definition"],
        required=False,
        lines=3,
        label=DICTIONARY_LABELS["definition"],
        help_text=gettext_lazy("ตัวชี้วัดนี้วัดอะไร นับอะไรและไม่นับอะไร"),
    )
    formula = ThaiTextField(
        limit=DICTIONARY_LIMITS["formula"],
        required=False,
        lines=3,
        label=DICTIONARY_LABELS["formula"],
        help_text=gettext_lazy("เช่น จำนวนคำขอที่แล้วเสร็จภายในกำหนด × 100 ÷ จำนวนคำขอทั้งหมด"),
    )
    source = ThaiLineField(
        limit=DICTIONARY_LIMITS["source"],
        required=False,
        label=DICTIONARY_LABELS["source"],
        help_text=gettext_lazy("ระบบ รายงาน หรือแบบสำรวจที่ใช้ดึงตัวเลข"),
    )
    owner = ThaiLineField(
        limit=DICTIONARY_LIMITS["owner"],
        required=False,
        label=DICTIONARY_LABELS["owner"],
        help_text=gettext_lazy("ชื่อกอง กลุ่มงาน หรือตำแหน่ง"),
    )
    frequency = forms.ChoiceField(
        required=False,
        label=DICTIONARY_LABELS["frequency"],
        choices=[("", gettext_lazy("ไม่ระบุ")), *Frequency.choices],
        help_text=gettext_lazy("ถ้าเป็นรอบอื่น ให้เขียนรอบนั้นไว้ในวิธีคำนวณ"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    first = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, item: ItemOutline, span: YearSpan, fiscal_year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.span, self.fiscal_year = item, span, fiscal_year
        self.fields["area"].choices = [(area.code, f"{area.code}. {area.title}") for area in item.areas]
        for year in span.years:
            for column in COLUMNS:
                self.fields[f"{column}_{year}"] = FigureField(year, column)

    @staticmethod
    def added_label(name: str) -> str:
        """The label of a field of the grid, "value_2568"; nothing for any other name."""
        column, _sign, year = name.rpartition("_")
        return figure_label(whole_number(year), column) if column in COLUMNS and whole_number(year) else ""

    @property
    def columns(self) -> list[str]:
        return list(COLUMNS.values())

    @property
    def grid(self) -> list[tuple[int, list]]:
        """Each year with its three bound fields."""
        return [(year, [self[f"{column}_{year}"] for column in COLUMNS]) for year in self.span.years]

    @property
    def choices_fields(self) -> list:
        """The two choices between two words."""
        return [self["direction"], self["importance"]]

    @property
    def opens_dictionary(self) -> bool:
        """Whether the dictionary holds something or is to be mended."""
        return any(self[name].value() or self[name].errors for name in DICTIONARY)

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])

    def clean_unit_of_measure(self) -> str:
        return _one_line(self.cleaned_data["unit_of_measure"])

    def clean_comparator_name(self) -> str:
        return _one_line(self.cleaned_data["comparator_name"])

    @property
    def indicator_fields(self) -> IndicatorFields:
        data = self.cleaned_data
        years = {
            year: YearFigures(data[f"value_{year}"], data[f"target_{year}"], data[f"comparator_{year}"])
            for year in self.span.years
        }
        return IndicatorFields(
            area=next(area for area in self.item.areas if area.code == data["area"]),
            name=data["name"],
            unit_of_measure=data["unit_of_measure"],
            direction=data["direction"],
            importance=data["importance"],
            comparator_name=data["comparator_name"],
            dictionary=KpiDictionary(**{name: data[name] for name in DICTIONARY}),
            years={year: figures for year, figures in years.items() if figures},
        )


def initial_of(indicator: Indicator) -> dict:
    """The stored indicator as the form shows it; numbers as plain figures."""
    initial = {
        "area": indicator.area.code,
        "name": indicator.name,
        "unit_of_measure": indicator.unit_of_measure,
        "direction": indicator.direction,
        "importance": indicator.importance,
        "comparator_name": indicator.comparator_name,
        "version": indicator.version,
    } | asdict(indicator.dictionary)
    for year in indicator.years.all():
        for column in COLUMNS:
            figure = getattr(year, column)
            if figure is not None:
                initial[f"{column}_{year.fiscal_year}"] = plain(figure)
    return initial


def _one_line(text: str) -> str:
    return " ".join(text.split())
