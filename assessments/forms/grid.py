"""All figures of a results item in one form: a line for each kind of figure of an indicator, a field for each year."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django import forms
from django.http import QueryDict

from assessments.forms.indicators import COLUMNS, FigureField
from assessments.forms.numbers import whole_number
from assessments.interchange.tables.blocks import at_cell
from assessments.interchange.tables.template import FIGURES, TEXTS
from assessments.models import Indicator
from assessments.services.indicator_tables import TableRow
from assessments.services.indicators import StaleIndicator, YearFigures, fields_of
from criteria.outline import ItemOutline
from thai.digits import plain

SEEN = "seen_"


@dataclass(frozen=True)
class Seen:
    """An indicator as the person saw it when she opened the grid. It travels through the page and is no secret.

    `figures` are texts by column and year, "value_2568": a figure that differs from them is one that she has changed.
    """

    pk: int
    version: int
    code: str
    name: str
    figures: Mapping[str, str]
    has_comparator: bool

    @classmethod
    def of(cls, indicator: Indicator) -> "Seen":
        found = {
            f"{column}_{year.fiscal_year}": plain(getattr(year, column))
            for year in indicator.years.all()
            for column in COLUMNS
            if getattr(year, column) is not None
        }
        compared = bool(indicator.comparator_name) or any(name.startswith("comparator") for name in found)
        return cls(indicator.pk, indicator.version, indicator.code, indicator.name, found, compared)

    @property
    def field(self) -> str:
        return f"{SEEN}{self.pk}"

    @property
    def sealed(self) -> str:
        """As the hidden field of the page holds it."""
        return json.dumps([self.version, self.code, self.name, self.figures, self.has_comparator], ensure_ascii=False)

    @property
    def columns(self) -> list[str]:
        """The kinds of figures that have a line."""
        return [column for column in COLUMNS if column != "comparator" or self.has_comparator]

    def shown(self, column: str, year: int) -> str:
        return self.figures.get(f"{column}_{year}", "")


def seen_in(posted: QueryDict) -> list[Seen]:
    """What the rows of a posted grid had shown, in their order; what is no row is left out."""
    found = (
        _seen(whole_number(name.removeprefix(SEEN)), text) for name, text in posted.items() if name.startswith(SEEN)
    )
    return [each for each in found if each]


def _seen(pk: int | None, text: str) -> Seen | None:
    try:
        version, code, name, figures, has_comparator = json.loads(text)
        is_whole = isinstance(version, int) and isinstance(figures, dict)
    except (ValueError, TypeError, RecursionError):
        return None
    return Seen(pk, version, str(code), str(name), figures, bool(has_comparator)) if pk and is_whole else None


class GridField(FigureField):
    """A figure whose refusals name its line and its year, as those of a pasted table do."""

    def __init__(self, line: int, year: int, column: str) -> None:
        super().__init__(year, column)
        self.line = line

    def refusal(self, words: str) -> str:
        return at_cell(self.line, str(self.year), words)


@dataclass(frozen=True)
class Line:
    """One kind of figure of one indicator; `names` are its fields by year."""

    number: int
    seen: Seen
    column: str
    names: Mapping[int, str]


class GridForm(forms.Form):
    """The figures of these indicators in these years. `texts` stand in the fields in place of what was seen.

    A field that was not posted, since a colleague has opened its year meanwhile, is as it was seen.
    """

    def __init__(self, data=None, *, seen: Sequence[Seen], years: range, texts: Mapping[str, str] | None = None):
        super().__init__(None if data is None else dict(data.items()))
        self.seen, self.years = seen, years
        self.lines: list[Line] = []
        for each in seen:
            for column in each.columns:
                names = {year: f"{column}_{year}_{each.pk}" for year in years}
                line = Line(len(self.lines) + 1, each, column, names)
                self.lines.append(line)
                for year, name in names.items():
                    self.fields[name] = GridField(line.number, year, column)
                    self.initial[name] = (texts or {}).get(name, each.shown(column, year))
                    self.data.setdefault(name, self.initial[name])

    @cached_property
    def changed(self) -> dict[int, dict[tuple[str, int], Decimal | None]]:
        """The figures that differ from those that were seen, None for one that was taken out, by indicator."""
        found: dict[int, dict[tuple[str, int], Decimal | None]] = {}
        for line in self.lines:
            for year, name in line.names.items():
                figure = self.cleaned_data.get(name)
                text = "" if figure is None else plain(figure)
                if text != line.seen.shown(line.column, year):
                    found.setdefault(line.seen.pk, {})[line.column, year] = figure
        return found

    def table_rows(self, stand: Mapping[int, Indicator], item: ItemOutline) -> list[TableRow]:
        """The indicators that change, in the versions that were seen. Raises StaleIndicator when one is gone."""
        areas = {area.code: area for area in item.areas}
        rows = []
        for each in self.seen:
            if each.pk not in self.changed:
                continue
            if each.pk not in stand:
                raise StaleIndicator
            indicator = stand[each.pk]
            fields = fields_of(indicator, areas[indicator.area.code])
            fields = replace(fields, years=_laid_over(fields.years, self.changed[each.pk]))
            rows.append(TableRow(fields, indicator.code, each.version, each.pk))
        return rows


def _laid_over(held: Mapping[int, YearFigures], changed: Mapping[tuple[str, int], Decimal | None]) -> dict:
    """What is held with every changed figure in its place; here, unlike in a pasted table, a blank takes one out."""
    years = dict(held)
    for (column, year), figure in changed.items():
        years[year] = replace(years.get(year, YearFigures()), **{column: figure})
    return {year: years[year] for year in sorted(years) if years[year]}


def block_of(posted: QueryDict) -> str:
    """The changed figures of a posted grid as a block that the page for pasted tables reads; nothing without any.

    Asks no database: it is for a person whose POST was refused. A figure that was taken out is left blank.
    """
    seen = {each.pk: each for each in seen_in(posted)}
    typed: dict[int, dict[str, str]] = {}
    for name, text in posted.items():
        column, _sign, pk = name.rpartition("_")
        each = seen.get(whole_number(pk))
        if each and text.strip() and column.partition("_")[0] in COLUMNS and text != each.figures.get(column, ""):
            typed.setdefault(each.pk, {})[column] = text
    columns = sorted({column for texts in typed.values() for column in texts}, key=_in_order)
    lines = [[*list(TEXTS)[:2], *map(_heading, columns)]]
    lines += [[seen[pk].code, seen[pk].name, *(texts.get(each, "") for each in columns)] for pk, texts in typed.items()]
    return "\n".join("\t".join(" ".join(text.split()) for text in line) for line in lines) if typed else ""


def _in_order(column: str) -> tuple[str, int]:
    kind, _sign, year = column.partition("_")
    return year, list(COLUMNS).index(kind)


def _heading(column: str) -> str:
    kind, _sign, year = column.partition("_")
    return f"{FIGURES[kind]} {year}"
