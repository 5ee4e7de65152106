"""What is read out of a table: its rows, what is wrong in it, and what its owner should know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from assessments.services.indicators import YearFigures

ERROR, WARNING = "error", "warning"
MOST_PROBLEMS = 1_000  # then a person has enough to mend


@dataclass(frozen=True)
class Problem:
    """A wrong cell, or what must be asked about one. `row` is 0 for the whole table, `column` "" for a whole row.

    `text` names the place and says what to do. `kind` is ERROR or WARNING.
    """

    row: int
    column: str
    text: str
    kind: str = ERROR


@dataclass(frozen=True)
class ReadRow:
    """An indicator as one row gives it; what the row does not say is "", a year without any figure is left out.

    `number` is the row as pasted or as in the sheet. `is_faulty`: a problem of the kind ERROR names this row.
    """

    number: int
    code: str = ""
    name: str = ""
    unit_of_measure: str = ""
    area: str = ""
    direction: str = ""
    importance: str = ""
    comparator_name: str = ""
    years: dict[int, YearFigures] = field(default_factory=dict)
    is_faulty: bool = False


@dataclass(frozen=True)
class Block:
    """A table that was read. `notes` tell what was passed over and how something was taken, `sheet` is its name.

    `unread` are row and year of the figures that could not be read.
    """

    rows: list[ReadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheet: str = ""
    unread: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)  # follows from the problems

    @property
    def has_errors(self) -> bool:
        return any(problem.kind == ERROR for problem in self.problems)


class Findings:
    """Collects problems and notes while a table is read; beyond MOST_PROBLEMS they are only counted."""

    def __init__(self) -> None:
        self.faulty_rows: set[int] = set()
        self._problems: list[Problem] = []
        self._notes: list[str] = []
        self._notes_of_rows: dict[str, list[int]] = {}

    def error(self, row: int, column: str, text: str) -> None:
        self.faulty_rows.add(row)
        self._add(row, column, text, ERROR)

    def warn(self, row: int, column: str, text: str) -> None:
        self._add(row, column, text, WARNING)

    def note(self, text: str, *, row: int = 0) -> None:
        """A note, of the whole table or of a row; rows with the same note share one."""
        if row:
            self._notes_of_rows.setdefault(text, []).append(row)
        elif text not in self._notes:
            self._notes.append(text)

    @property
    def problems(self) -> list[Problem]:
        """By row, those of the whole table first."""
        found = sorted(self._problems, key=lambda problem: problem.row)
        if len(found) <= MOST_PROBLEMS:
            return found
        text = _("พบปัญหา %(found)d รายการ แสดง %(most)d รายการแรก ให้แก้ตามรายการแล้ววางใหม่")
        counted = Problem(0, "", text % {"found": len(found), "most": MOST_PROBLEMS})
        return [counted, *found[:MOST_PROBLEMS]]

    @property
    def notes(self) -> list[str]:
        """Those of the whole table, then those of rows in the order of their first row."""
        of_rows = sorted(self._notes_of_rows.items(), key=lambda item: item[1][0])
        words = _("แถว %(rows)s: %(text)s")
        return [*self._notes, *(words % {"rows": in_ranges(rows), "text": text} for text, rows in of_rows)]

    def _add(self, row: int, column: str, text: str, kind: str) -> None:
        self._problems.append(Problem(row, column, at_cell(row, column, text) if row else text, kind))


def at_cell(row: int, column: str, text: str) -> str:
    """The words with the place of a cell; with that of a row where no column is named."""
    words = _("แถว %(row)d คอลัมน์ %(column)s: %(text)s") if column else _("แถว %(row)d: %(text)s")
    return words % {"row": row, "column": column, "text": text}


def in_ranges(numbers: Iterable[int]) -> str:
    """Numbers for reading, runs drawn together: 4, 7–9."""
    runs = [
        [number for _place, number in run]
        for _distance, run in groupby(enumerate(sorted(set(numbers))), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
