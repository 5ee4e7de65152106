"""Who reads what by token in every status: a table by hand, of the same roles and letters as the access matrix."""

import pytest

from assessments.services.summaries import refresh_summary
from assessments.statuses import Status
from tests.api.asking import asked, program_of
from tests.cast import assign, bring_to, make_assessment, make_everybody

LETTERS = {
    "D": Status.DRAFT,
    "S": Status.SUBMITTED,
    "I": Status.IN_REVIEW,
    "R": Status.RETURNED,
    "A": Status.APPROVED,
}
OWN = ("contributor", "lead", "approver", "manager")
STRANGERS = ("stranger", "other_coordinator", "other_assessor", "administrator")
# address: own people, the coordinator in scope, the assigned assessor; strangers get 404 everywhere
LIVE, SENT = "200", "D:403 200"
TABLE = {
    "assessments/{}": (LIVE, SENT, "D:404 200"),
    "assessments/{}/submission": (SENT, SENT, "D:404 200"),
    "assessments/{}/scores": (LIVE, SENT, "D:404 200"),
    "assessments/{}/scores?stage=consensus": ("A:200 403", "A:200 403", "D:404 A:200 403"),
    "assessments/{}/indicators": (LIVE, SENT, "D:404 200"),
}


def expected(cell: str, letter: str) -> int:
    """The status that the cell names for this letter."""
    for part in cell.split():
        letters, _colon, status = part.rpartition(":")
        if not letters or letter in letters:
            return int(status)
    raise ValueError(cell)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_cell_of_the_table(cast, cycle, letter):
    everybody = make_everybody(cast)
    assessment = bring_to(make_assessment(cast.unit, cycle, cast.lead), LETTERS[letter], cast)
    column = dict.fromkeys(OWN, 0) | {"coordinator": 1, "assessor": 2}
    wrong = []
    for role, person in everybody.items():
        program = program_of(person) if person else None
        for address, cells in TABLE.items():
            if program is None:
                continue
            response = program.get("/api/v1/" + address.format(assessment.pk))
            wanted = 404 if role in STRANGERS else expected(cells[column[role]], letter)
            if response.status_code != wanted:
                wrong.append(f"{address} in {letter} as {role}: {response.status_code}, not {wanted}")
            elif wanted != 200 and not response.json()["message"]:
                wrong.append(f"{address} in {letter} as {role}: no reason")
    assert not wrong, "\n".join(wrong)


def test_lists_hold_what_the_person_knows_of(cast, cycle):
    everybody = make_everybody(cast)
    own = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.SUBMITTED, cast)
    other = make_assessment(cast.other_unit, cycle, cast.stranger)
    assign(other, cast.assessor)  # who does not know of it before it is sent
    known = {role: [own.pk] for role in OWN} | {
        **{"stranger": [other.pk], "coordinator": [own.pk, other.pk], "assessor": [own.pk]},
        **{role: [] for role in ("other_coordinator", "other_assessor", "administrator")},
    }
    for role, keys in known.items():
        rows = asked(program_of(everybody[role]), "assessments").json()["assessments"]
        assert [row["id"] for row in rows] == keys, role


def test_only_those_who_oversee_a_unit_read_summaries(cast, cycle):
    everybody = make_everybody(cast)
    make_assessment(cast.unit, cycle, cast.lead)
    found = {role: asked(program_of(person), "summaries") for role, person in everybody.items() if person}
    assert {role for role, response in found.items() if response.status_code == 200} == {
        "coordinator",
        "other_coordinator",
    }
    assert len(found["coordinator"].json()["summaries"]) == 1
    assert found["other_coordinator"].json()["summaries"] == []
    assert {found[role].status_code for role in (*OWN, "stranger", "assessor", "administrator")} == {404}


def test_units_are_ones_own_and_those_of_a_scope(cast):
    everybody = make_everybody(cast)
    known = {
        "lead": ["A0008"],
        "stranger": ["A0009"],
        "coordinator": ["M08", "A0008", "A0009"],
        "other_coordinator": ["M07"],
        "assessor": [],
        "administrator": [],
    }
    for role, codes in known.items():
        rows = asked(program_of(everybody[role]), "units").json()["units"]
        assert [row["code"] for row in rows] == codes, role


def test_progress_is_not_for_assessors(cast, cycle):
    assessment = bring_to(make_assessment(cast.unit, cycle, cast.lead), Status.IN_REVIEW, cast)
    refresh_summary(assessment.pk)
    rows = {
        person: asked(program_of(person), "assessments").json()["assessments"]
        for person in (cast.lead, cast.coordinator, cast.assessor)
    }
    assert [[row["id"] for row in found] for found in rows.values()] == [[assessment.pk]] * 3
    assert rows[cast.lead][0]["progress"]["answered"] == rows[cast.coordinator][0]["progress"]["answered"] == 8
    assert rows[cast.assessor][0]["progress"] is None
