"""The KPI dictionary as a report prints it: the indicators that have one, in the order of their codes."""

from dataclasses import dataclass

from assessments.document import dictionary_of
from assessments.models.kpi_dictionary import KpiDictionary


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryRow:
    code: str
    name: str
    dictionary: KpiDictionary


def dictionary_rows(document: dict) -> tuple[DictionaryRow, ...]:
    """Of a live document or a frozen copy; none in copies of earlier days."""
    return tuple(
        DictionaryRow(code=row["code"], name=row["name"], dictionary=dictionary)
        for row in document["indicators"]
        if (dictionary := dictionary_of(row))
    )
