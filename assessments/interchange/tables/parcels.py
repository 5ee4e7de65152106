"""A table that was read, as plain data and back, so that it can travel through a page and return unchanged."""

from dataclasses import asdict
from decimal import Decimal

from assessments.interchange.tables.blocks import Block, Problem, ReadRow
from assessments.services.indicators import YearFigures
from thai.digits import plain

TEXTS = ("code", "name", "unit_of_measure", "area", "direction", "importance", "comparator_name")


def block_to_data(block: Block) -> dict:
    """Rows, problems and notes as lists of texts and numbers; for a block without errors."""
    return {
        "rows": [[row.number, *(getattr(row, name) for name in TEXTS), _years_to_data(row)] for row in block.rows],
        "problems": [asdict(problem) for problem in block.problems],
        "notes": block.notes,
        "sheet": block.sheet,
    }


def block_of_data(data: dict) -> Block:
    """The block that `block_to_data` made this of."""
    rows = [
        ReadRow(number, **dict(zip(TEXTS, texts, strict=True)), years=_years_of_data(years))
        for number, *texts, years in data["rows"]
    ]
    return Block(rows, [Problem(**problem) for problem in data["problems"]], data["notes"], data["sheet"])


def _years_to_data(row: ReadRow) -> list:
    return [[year, *map(_text, (each.value, each.target, each.comparator))] for year, each in row.years.items()]


def _years_of_data(years: list) -> dict[int, YearFigures]:
    return {year: YearFigures(*(None if text is None else Decimal(text) for text in texts)) for year, *texts in years}


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)
