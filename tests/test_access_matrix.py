"""Who gets which answer from every URL in every status: tests/access_matrix.csv, row by row.

The file is written by hand from architecture.md 6.1 and 6.2, never from the code. One row is a URL name, the
arguments that matter (`about`), and a method; one column is a role. A cell says the outcome by status:

    letters  D draft, never submitted    W draft, withdrawn    S submitted    I in_review    R returned    A approved
    cell     "DWR:ok 403" means ok in D, W and R, and 403 in every other status; "404" means 404 in all of them
    ok       GET: 200. POST, PUT: let in, that is saved (302), shown (200), refused by a form (422) or a version (409)
    done     the POST redirects and the database has changed
    409      the right person at the wrong time: refused with the reason by the table of transitions (6.1)
    403      she may know of the assessment but not do this, and reads why
    404      she may not know of it. Who may: roles of the unit, a coordinator in scope, an assigned assessor from the
             first submission on
    405      wrong method, for everybody who is signed in: it is judged before any row is looked up and tells nothing
    423      autosave only: the assessment is closed
    401      autosave, and a pasted table: signed out, told so without losing what was typed; for all that programs ask
             (api:) a session opens nothing (tests/api/test_access.py has a table of its own, by token)
    login    off to the sign-in page

The coordinator in scope is of the unit's ministry; the view of the desk is a third coordinator's. The calibration
set is open: every assessor may score it, assigned or not. The administrator keeps people and reads no answers: a
stranger here. In D nobody can have written a finding or a remark, and no report of a submission exists: there is
nothing to find, hence 404 where the right does not depend on the status. After every GET, and every POST that was not
let in, each row of the project's tables is as it was. Every request runs inside a savepoint: no cell sees what another
wrote. What is judged before any row of an assessment is looked up (EARLY) is proven to be so in one status, hence the
same in all; `make long` asks for every cell.
"""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, Letter, LetterState, Notice, NoticeKind, User
from accounts.roles import Role
from accounts.services.tokens import make_token
from assessments.models import (
    Audience,
    Comment,
    DeskView,
    Evidence,
    Finding,
    HandIn,
    HandOver,
    Indicator,
    KeyFactor,
    MassMail,
    SameText,
    TableImport,
    TextSample,
)
from assessments.services.preparation import prepare
from assessments.services.workflow import perform
from assessments.statuses import Action, FindingKind, Status
from criteria.models import Area, Item, Question
from reports.models import Capsule, RenderState, ReportKind
from tests.assessments.files.kept import cited_by, keep
from tests.calibrating import another_assessor, open_set
from tests.cast import (
    add_remark,
    answer_all,
    answer_remarks,
    assign,
    bring_to,
    decide_all,
    make_assessment,
    make_cycle,
    make_everybody,
    make_user,
)
from tests.matrix import LETTERS, ROLES, Row, read_matrix
from tests.reports.ready import lay_ready
from tests.routes import own_routes
from tests.rows import digest, watching_statements

OUTCOMES = {"ok", "done", "401", "403", "404", "405", "409", "423", "login"}
POSTED = {"code=1.1-1": {"version": "1"}, "action=reopen": {"reason": "เปิดตรวจใหม่เพราะพบหลักฐานเพิ่มเติมหลังรับรองผล"}}
EARLY = {"405", "login", "401"}  # judged before an assessment is looked up: no statement names its tables
ONE_FOR_ALL = "I"  # the status in which those are asked, when not all are
LET_IN = {"GET": {200}, "POST": {200, 302, 409, 422}, "PUT": {200, 409, 422}}
SAVED = '{"text": "ก", "percent": "", "reason": "ก", "nugget": ""}'
AUTOSAVE = {"data": SAVED, "content_type": "application/json", "headers": {"If-Match": '"1"'}}


def set_stage(letter: str, cast, cycle) -> dict:
    """An assessment in this status with one of everything that a URL can name; the names of arguments, by value."""
    assessment = make_assessment(cast.unit, cycle, cast.lead)
    area = Area.objects.get(item__code="7.1", code="ก")
    indicator = Indicator.objects.create(assessment=assessment, area=area, code="7.1-01", name="ตัวชี้วัด")
    factor = KeyFactor.objects.create(assessment=assessment, code="K01", kind="challenge", text="น้ำท่วมซ้ำซาก")
    evidence = _cited(assessment, cast)
    reports = {"of_live": lay_ready(assessment, "a").content_hash}
    finding = remark = None
    if letter == "D":
        answer_all(assessment)
        prepare(assessment_id=assessment.pk, actor=cast.lead)
    bring_to(assessment, Status.SUBMITTED if letter == "W" else LETTERS[letter], cast)
    if letter != "D":
        finding = _finding(assessment, cast)
        remark = assessment.remarks.first() or add_remark(assessment, cast)
        submission = assessment.submissions.get()
        reports["of_submission"] = lay_ready(assessment, "b", submission=submission).content_hash
        _capsule(submission, cast)
        reports["of_feedback"] = lay_ready(assessment, "c", submission=submission, has_feedback=True).content_hash
    _last_step(assessment, letter, cast)
    return {
        **{"pk": assessment.pk, "assessment": assessment.pk, "rest": "nothing"},
        **_of_people(assessment, cast),
        "factor": factor.pk,
        **{"evidence": evidence.pk, "version": evidence.versions.get().pk, "number": 1},
        **{"indicator": indicator.pk, "table": _table(indicator, cast)},
        "finding": finding.pk if finding else 1,
        "given": _handed_in(assessment) if letter == "I" else 1,
        "remark": remark.pk if remark else 1,
        "merged": 1,  # the room is closed here; tests/assessments/views/test_consensus_room.py opens it
        "key": uuid4(),
        "pair": _pair(assessment, cast, cycle),
        **_calibration(assessment, cast),
        "revision": _revision(assessment),
        "unit": cast.unit.code,
        "cycle": make_cycle(cycle.criteria_set, cycle.fiscal_year + 1).pk,
        "membership": cast.contributor.memberships.get().pk,
        **{"kind": ReportKind.SUMMARY, "hashes": reports},
    }


def _last_step(assessment, letter: str, cast) -> None:
    """Nothing is in the way of the next action; what was sent is withdrawn where the letter says so."""
    if letter == "R":
        answer_remarks(assessment)
        prepare(assessment_id=assessment.pk, actor=cast.lead)
    if letter == "I":
        decide_all(assessment, cast)
    if letter == "W":
        perform(Action.WITHDRAW, assessment_id=assessment.pk, actor=cast.approver)


def _of_people(assessment, cast) -> dict[str, int]:
    """What one of them has given, said, got or kept."""
    return {
        "hand_over": _hand_over(cast),
        "comment": _comment(assessment, cast),
        "notice": _notice(cast.lead),
        "token": _token(cast.lead),
        "assignment": assessment.assignments.get().pk,
        "letter": _letter(cast),
        "mail": _mass_mail(cast),
        "view": DeskView.objects.create(owner=cast.coordinator, name="ของฉัน").pk,
    }


def _table(indicator, cast) -> int:
    """A table that has added the indicator and can be undone."""
    written = {"before": "[]", "after": json.dumps({indicator.code: indicator.version}), "at": timezone.now()}
    place = {"assessment": indicator.assessment, "item": indicator.area.item, "actor": cast.lead}
    return TableImport.objects.create(**place, **written).pk


def _hand_over(cast) -> int:
    """A hand-over that can still be cancelled."""
    now = timezone.now()
    given = {"unit": cast.unit, "giver": cast.contributor, "receiver": cast.lead, "made_by": cast.lead, "made_at": now}
    return HandOver.objects.create(effective=timezone.localdate() + timedelta(days=9), **given).pk


def _cited(assessment, cast) -> Evidence:
    """A record with one file, cited by the question that the rows name."""
    evidence = keep(cast.unit, cast.lead)
    cited_by(assessment.answers.get(question__code="1.1-1"), evidence)
    return evidence


def _notice(person: User) -> int:
    told = {"kind": NoticeKind.RETURNED, "title": "ส่งคืนเพื่อแก้ไข", "url": "/", "created_at": timezone.now()}
    return Notice.objects.create(recipient=person, key="one", **told).pk


def _token(person: User) -> int:
    now = timezone.now()
    make_token(actor=person, name="ระบบหนึ่ง", days=30, now=now)
    return ApiToken.objects.get(owner=person).pk


def _letter(cast) -> int:
    written = {"author": cast.coordinator, "subject": "เตือน", "text": "ก", "key": "one", "created_at": timezone.now()}
    return Letter.objects.create(recipient=cast.lead, state=LetterState.KEPT, **written).pk


def _mass_mail(cast) -> int:
    counts = {"assessments": 1, "recipients": 1, "without_mail": 0}
    written = {"key": uuid4(), "audience": Audience.LEADS, "subject": "เตือน", "text": "ก", "sent_at": timezone.now()}
    return MassMail.objects.create(author=cast.coordinator, **counts, **written).pk


def _comment(assessment, cast) -> int:
    answer = assessment.answers.get(question__code="1.1-1")
    return Comment.objects.create(answer=answer, author=cast.lead, text="ขอแหล่งที่มา", at=timezone.now()).pk


def _finding(assessment, cast) -> Finding:
    return Finding.objects.create(
        submission=assessment.submissions.get(),
        item=Item.objects.get(code="1.1"),
        author=cast.assessor,
        kind=FindingKind.STRENGTH,
        nugget="มีการทบทวนวิธีการทุกปี",
    )


def _handed_in(assessment) -> int:
    """The hand-in of another assessor; the one of the cast still writes."""
    assessor = assign(assessment, make_user("handed-in", (Role.ASSESSOR, None))).assessor
    submission = assessment.submissions.get()
    return HandIn.objects.create(submission=submission, assessor=assessor, at=timezone.now()).pk


def _pair(assessment, cast, cycle) -> int:
    """A text of the submission beside one of another unit of the ministry; 1 where nothing was sent."""
    submission = assessment.submissions.first()
    if submission is None:
        return 1
    copy = {"document": submission.document, "sha256": submission.sha256, "submitted_by": cast.stranger}
    other = make_assessment(cast.other_unit, cycle).submissions.create(number=1, submitted_at=timezone.now(), **copy)
    given = {"question": Question.objects.get(code="1.1-1"), "hashes": b""}
    first, second = (TextSample.objects.create(submission=each, **given) for each in (submission, other))
    return SameText.objects.create(first=first, second=second, similarity=80).pk


def _calibration(assessment, cast) -> dict[str, int]:
    """An open calibration set of the submission with the hand-in of somebody else; 1 where nothing was sent."""
    if not assessment.submissions.exists():
        return {"calibration": 1, "hand_in": 1}
    made, other = open_set(assessment, cast.coordinator), another_assessor("calibrated")
    return {"calibration": made.pk, "hand_in": made.hand_ins.create(assessor=other, at=timezone.now()).pk}


def _revision(assessment) -> int:
    """An old text of the question that the rows name."""
    answer = assessment.answers.get(question__code="1.1-1")
    return answer.revisions.create(version=answer.version, text="เดิม", at=timezone.now()).pk


def _capsule(submission, cast) -> None:
    """A capsule that lies ready."""
    made = {"state": RenderState.READY, "sha256": "e" * 64, "requested_by": cast.lead}
    capsule = Capsule.objects.create(submission=submission, **made)
    capsule.path.parent.mkdir(exist_ok=True)
    capsule.path.write_bytes(b"PK")


def address_of(row: Row, stage: dict) -> str:
    """The path of the row's URL on this stage."""
    given = dict([row.about.split("=")]) if row.about else {}
    if "content_hash" in given:
        given["content_hash"] = stage["hashes"].get(given["content_hash"], "d" * 64)
    names = own_routes()[row.url].arguments
    return reverse(row.url, kwargs={name: given.get(name, stage.get(name)) for name in names})


def outcome_of(response, row: Row, *, changed: bool) -> str:
    """The word of the notation for a response; what has none is named by its status and what the view raised."""
    status = response.status_code
    if status == 302 and response.headers["Location"].startswith(reverse("account_login")):
        return "login"
    if status == 302 and changed:
        return "done"
    if str(status) in {"401", "403", "404", "405", "423"} or (status == 409 and row.url == "assessments:perform"):
        return str(status)
    return "ok" if status in LET_IN[row.method] else f"{status}{_problem(response)}"


def mismatches(client: Client, role: str, letter: str, stage: dict, asked: Callable[[str], bool]) -> Iterator[str]:
    """The cells of this role and status that are not as the file says, each as one readable line.

    `asked` chooses by the outcome that the file names.
    """
    before = digest()
    for row in read_matrix():
        expected = row.expected(role, letter)
        if not asked(expected):
            continue
        where = f"{row.method} {row.url} {row.about} in {letter} as {role}:"
        savepoint = transaction.savepoint()
        with watching_statements() as statements:
            response = _ask(client, row, address_of(row, stage))
        changed = bool(statements.written) and (row.method == "GET" or expected != "ok") and digest() != before
        transaction.savepoint_rollback(savepoint)
        found = outcome_of(response, row, changed=changed)
        if found != expected:
            yield f"{where} {found}, not {expected}"
        elif changed and expected != "done":
            yield f"{where} read or refused, and rows have changed"
        elif found == "403" and not _has_reason(response):
            yield f"{where} 403 without a reason"
        elif found in EARLY and statements.name_tables_of("assessments"):
            yield f"{where} {found}, and an assessment was looked up before"


def _ask(client: Client, row: Row, address: str):
    if row.method == "PUT":
        return client.put(address, **AUTOSAVE)
    ask = client.post if row.method == "POST" else client.get
    return ask(address, POSTED.get(row.about, {}))


def _problem(response) -> str:
    """What the view raised, for a cell that answers 500."""
    raised = getattr(response, "exc_info", None)
    return f" ({raised[0].__name__}: {raised[1]})" if raised else ""


def _has_reason(response) -> bool:
    """A refusal tells its reason: in the context of its page, or in its data."""
    if response.headers["Content-Type"] == "application/json":
        return bool(response.json()["message"].strip())
    context = response.context or {}
    return bool(str(context.get("reason", "") or context.get("exception", "")).strip())


@pytest.mark.parametrize("letter", LETTERS)
def test_every_cell_of_the_matrix(cast, cycle, settings, tmp_path, caplog, letter):
    """Of those that are judged early once, as no assessment is looked up for them."""
    ask_all(cast, cycle, settings, tmp_path, caplog, letter, lambda cell: letter == ONE_FOR_ALL or cell not in EARLY)


@pytest.mark.long
@pytest.mark.parametrize("letter", sorted(LETTERS.keys() - {ONE_FOR_ALL}))
def test_what_is_judged_early_is_the_same_in_every_status(cast, cycle, settings, tmp_path, caplog, letter):
    ask_all(cast, cycle, settings, tmp_path, caplog, letter, EARLY.__contains__)


def ask_all(cast, cycle, settings, tmp_path, caplog, letter: str, asked: Callable[[str], bool]) -> None:
    """Every role finds in this status what the file says, in the cells that are asked."""
    settings.REPORTS_DIR = settings.CAPSULES_DIR = tmp_path
    caplog.set_level(logging.CRITICAL, "django.request")
    everybody = make_everybody(cast)
    stage = set_stage(letter, cast, cycle)
    found = []
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if everybody[role]:
            client.force_login(everybody[role])
            client.get(reverse("assessments:help"))  # renews the session once, outside of the savepoints
        found += mismatches(client, role, letter, stage, asked)
    assert not found, "\n".join(found)


def test_the_file_is_well_formed():
    rows = read_matrix()
    assert [row for row in rows if tuple(row.cells) != ROLES] == []
    assert len({(row.url, row.about, row.method) for row in rows}) == len(rows)
    assert {row.method for row in rows} == set(LET_IN)
    found = {row.expected(role, letter) for row in rows for role in ROLES for letter in LETTERS}
    assert found == OUTCOMES


def test_nothing_but_sign_in_help_health_and_the_check_of_papers_is_public():
    """Of our own pages only these answer somebody who is not signed in; the session tells her nothing but a token."""
    public = {row.url for row in read_matrix() if row.cells["anonymous"] not in {"login", "401", "405"}}
    assert public == {"healthz", "assessments:help", "people:session", "check", "api:api-root", "api:openapi"}


def test_the_administrator_reads_no_answers():
    """Wherever an assessment is named, an administrator is a stranger."""
    of_assessments = {name for name, route in own_routes().items() if "pk" in route.arguments}
    cells = {row.cells["administrator"] for row in read_matrix() if row.url in of_assessments}
    assert cells == {"404", "405"}
