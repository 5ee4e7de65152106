"""Every action of a review by every role in every state, against tests/review_actions.csv, written by hand.

tests/access_matrix.csv says who is let in; here each form is filled in as it should be, so that a cell tells whether
the thing is done. The rules are those of workflow.md, 6.1 and 6.2.

    states   D draft    S submitted    I in review, one has handed in    H in review, all have
             C the consensus is open and every item decided    R returned from there    A approved from there
             J in review again, what was asked is answered
    roles    assessor: declared, all written, handed in from H on    handed_in: from I on
             undeclared: assigned in S and I alone    conflicted: has declared an interest
             Who may not know of the assessment gets 404 from each of these addresses: the matrix.
    cell     "IH:done 403" as in the matrix. done: saved, and a row has changed. none: answered with a page, no row has
             changed. 403, 404, 409: refused, no row has changed
"""

import csv
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from assessments.models import Assessment, Assignment, Remark, Score
from assessments.services.consensus import merge_findings
from assessments.services.workflow import perform
from assessments.statuses import Action, FindingKind, Stage, Status
from criteria.outline import outline_of
from tests.assessments.views.stage import add_finding, url
from tests.cast import add_remark, assign, bring_to, decide_all, make_everybody, make_user, submit
from tests.room import give, hand_in, open_room
from tests.rows import digest, watching_statements

TABLE = Path(__file__).parents[2] / "review_actions.csv"
STATES = "DSIHCRJA"
UNIT = ("contributor", "lead", "approver", "manager")
ASSESSORS = ("handed_in", "undeclared", "conflicted")
ROLES = (*UNIT, "coordinator", "assessor", *ASSESSORS)
REASON = "เหตุผลที่เขียนไว้อย่างครบถ้วนให้ทุกฝ่ายเข้าใจ"
WORDS = {"kind": "strength", "nugget": "มีขั้นตอนที่ทำซ้ำได้", "evidence": "1.1-1", "relevance": "", "factor": "A"}
JUDGED = {**{f"factor_{name}": "3" for name in "ADLI"}, "percent": "55", "reason": "", "confirm": "chosen"}
DRAFT, SENT, WRITTEN, ALL_IN, OPENED, BACK, AGAIN, DONE = STATES


@cache
def read_table() -> dict[str, dict[str, str]]:
    with TABLE.open(newline="") as file:
        return {line.pop("action"): line for line in csv.DictReader(file)}


def expected(cell: str, state: str) -> str:
    for part in cell.split():
        states, colon, outcome = part.rpartition(":")
        if not colon or state in states:
            return outcome
    raise ValueError(cell)


@dataclass
class Scene:
    """An assessment in a state, its people by column, and the keys of what an address names."""

    assessment: Assessment
    people: dict[str, User]
    keys: dict[str, int]

    @property
    def pk(self) -> int:
        return self.assessment.pk

    def version(self, model, **which) -> int:
        """Of the row as it stands, 0 where there is none."""
        return model.objects.filter(**which).values_list("version", flat=True).first() or 0


def set_stage(assessment, cast, state: str) -> Scene:
    people = make_everybody(cast) | {each: make_user(each, (Role.ASSESSOR, None)) for each in ASSESSORS}
    people.pop("anonymous")
    for name in ASSESSORS:
        assign(assessment, people[name])
    Assignment.objects.filter(assessor=people["undeclared"]).update(declared_at=None)
    Assignment.objects.filter(assessor=people["conflicted"]).update(conflict=REASON)
    stage = Scene(assessment, people, dict.fromkeys(("finding", "given", "merged", "remark"), 1))
    stage.keys["spare"] = assessment.assignments.get(assessor=people["conflicted"]).pk
    bring_to(assessment, Status.DRAFT if state == DRAFT else Status.SUBMITTED, cast)
    if state not in (DRAFT, SENT):
        _review(stage, cast, state)
    assessment.refresh_from_db()
    return stage


def _review(stage: Scene, cast, state: str) -> None:
    """On from what is sent to this state."""
    assessment = stage.assessment
    perform(Action.START_REVIEW, assessment_id=stage.pk, actor=cast.coordinator)
    give(assessment, cast.assessor, {"1.1": 60, "7.1": 0, "7.2": 0})
    stage.keys["finding"] = add_finding(assessment, cast.assessor).pk
    stage.keys["given"] = hand_in(assessment, stage.people["handed_in"], {"1.1": 55}).pk
    stage.keys["remark"] = add_remark(assessment, cast).pk
    if state == WRITTEN:
        return
    assessment.assignments.filter(assessor=stage.people["undeclared"]).delete()
    hand_in(assessment, cast.assessor)
    if state == ALL_IN:
        return
    open_room(assessment, cast.coordinator)
    decide_all(assessment, cast)
    merging = {"item": outline_of(assessment.criteria_set).items["1.1"], "actor": cast.coordinator}
    source = add_finding(assessment, cast.assessor).pk
    words = {"kind": FindingKind.STRENGTH, "nugget": "รวมแล้ว", "is_double": False, "factor": ""}
    stage.keys["merged"] = merge_findings(
        submission=assessment.submissions.get(), sources=[source], words=words, **merging
    ).pk
    if state == DONE:
        perform(Action.APPROVE, assessment_id=stage.pk, actor=cast.coordinator)
    if state in (BACK, AGAIN):
        perform(Action.RETURN, assessment_id=stage.pk, actor=cast.coordinator)
    if state == AGAIN:
        submit(assessment, cast)
        perform(Action.START_REVIEW, assessment_id=stage.pk, actor=cast.coordinator)


def post(client: Client, action: str, stage: Scene, actor: User):
    """The form of this action, filled in as it should be by somebody who has seen what stands."""
    pk, keys = stage.pk, stage.keys
    latest = stage.assessment.submissions.first()
    number = {"submission": latest.number if latest else 1}
    own = {"submission": latest, "item__code": "1.1", "stage": Stage.REVIEW, "author": actor}
    decided = stage.version(Score, submission=latest, item__code="1.1", stage=Stage.CONSENSUS)
    fresh = stage.people["other_assessor"].pk
    forms = {
        "assign": ("assign", [], {"assessment": pk, "assessor": fresh, "step": "accept"}),
        "unassign": ("assessor_remove", [keys["spare"]], {"reason": REASON}),
        "declare": ("declare", [], {"interest": "none"}),
        "score": ("review_score", ["1.1"], JUDGED | number | {"version": stage.version(Score, **own)}),
        "find": ("finding_add", ["1.1"], WORDS | number),
        "change_finding": ("finding_edit", [keys["finding"]], WORDS | {"version": 1, "nugget": "เขียนใหม่"}),
        "delete_finding": ("finding_delete", [keys["finding"]], {}),
        "hand_in": ("hand_in", [], number),
        "hand_back": ("hand_back", [keys["given"]], {"reason": REASON}),
        "open_consensus": ("consensus_open", [], {}),
        "take_over": ("consensus_take_over", [], number),
        "tell_of_meeting": ("consensus_meeting", [], {"held_on": "30/1/2569", "present": "ก", "version": 1}),
        "decide": ("consensus_decide", ["1.1"], JUDGED | {"version": decided}),
        "decide_alone": ("consensus", ["1.1"], JUDGED | {"version": decided}),
        "merge": ("consensus_merge", ["1.1"], WORDS | {"version": 0, "source": keys["finding"]}),
        "change_merged": ("consensus_finding", [keys["merged"]], WORDS | {"version": 1}),
        "undo_merge": ("consensus_finding_delete", [keys["merged"]], {"version": 1}),
        "ask": ("remark_add", [], {"text": REASON, "item": "1.1"}),
        "answer_remark": ("remark_reply", [keys["remark"]], _reply(stage)),
        "settle_remark": ("remark_settle", [keys["remark"]], _reply(stage) | {"state": "accepted"}),
        "extend": (
            "deadline",
            [],
            {"due": "30/1/2600", "reason": REASON, "seen": stage.assessment.deadline.isoformat()},
        ),
        "return": ("perform", ["return"], {"due": ""}),
        "approve": ("perform", ["approve"], {}),
        "reopen": ("perform", ["reopen"], {"reason": REASON}),
    }
    name, arguments, given = forms[action]
    return client.post(url(name, *([] if name == "assign" else [pk]), *arguments), given)


def _reply(stage: Scene) -> dict:
    return {"reply": "เพิ่มตัวอย่างแล้ว", "place": "1.1-1", "version": stage.version(Remark, pk=stage.keys["remark"])}


def outcome(response, *, changed: bool) -> str:
    status = response.status_code
    if status in {200, 302, 422}:
        return "done" if changed else "none"
    return f"{status}{' and rows have changed' if changed else ''}"


@pytest.mark.parametrize("state", [*"ICJ", *(pytest.param(state, marks=pytest.mark.long) for state in "DSHRA")])
def test_every_action_by_every_role(assessment, cast, caplog, state):
    caplog.set_level(logging.CRITICAL, "django.request")
    stage = set_stage(assessment, cast, state)
    found = []
    for role in ROLES:
        client = Client()
        client.force_login(stage.people[role])
        client.get("/help/")  # renews the session once, outside of the savepoints
        before = digest()
        for action, cells in read_table().items():
            savepoint = transaction.savepoint()
            with watching_statements() as statements:
                response = post(client, action, stage, stage.people[role])
            got = outcome(response, changed=bool(statements.written) and digest() != before)
            transaction.savepoint_rollback(savepoint)
            if got != expected(cells[role], state):
                found.append(f"{action} in {state} by {role}: {got}, not {expected(cells[role], state)}")
    assert not found, "\n".join(found)


def test_the_table_is_whole():
    """The same roles in each row; every action is done by somebody in some state, and none by a stranger."""
    rows = read_table()
    assert {tuple(cells) for cells in rows.values()} == {ROLES}
    done = {role: [action for action, cells in rows.items() if "done" in cells[role]] for role in ROLES}
    assert {action for actions in done.values() for action in actions} == set(rows)
    assert [role for role in ROLES if not done[role]] == ["approver", "manager", "conflicted"]
    found = {expected(cell, state) for cells in rows.values() for cell in cells.values() for state in STATES}
    assert found == {"done", "none", "403", "404", "409"}
