"""Reads tests/access_matrix.csv, whose notation tests/test_access_matrix.py explains."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessments.statuses import Status

MATRIX = Path(__file__).with_name("access_matrix.csv")
LETTERS = {
    "D": Status.DRAFT,
    "W": Status.DRAFT,
    "S": Status.SUBMITTED,
    "I": Status.IN_REVIEW,
    "R": Status.RETURNED,
    "A": Status.APPROVED,
}
ROLES = (
    *("contributor", "lead", "approver", "manager", "stranger", "coordinator", "other_coordinator"),
    *("assessor", "other_assessor", "administrator", "anonymous"),
)


@dataclass(frozen=True)
class Row:
    """One line of the file."""

    url: str
    about: str
    method: str
    cells: dict[str, str]

    def expected(self, role: str, letter: str) -> str:
        """The outcome that the cell names for this status."""
        for part in self.cells[role].split():
            letters, colon, outcome = part.rpartition(":")
            if not colon or letter in letters:
                return outcome
        raise ValueError(f"{self.url} {self.method} {role}: no outcome in {letter}")


@cache
def read_matrix() -> list[Row]:
    with MATRIX.open(newline="") as file:
        return [Row(line.pop("url"), line.pop("about"), line.pop("method"), line) for line in csv.DictReader(file)]
