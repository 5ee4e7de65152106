"""Ten thousand assessments of real size, made by the database itself, and the command that recomputes their summaries.

Against `pmqa-2562`: 104 answers, 18 scores and ten indicators of five years each. Most are drafts; of the rest some are
sent, some returned and some approved, with a submission (of one and the same text) and a consensus.
"""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Unit, User
from accounts.roles import UnitKind
from assessments.document import canonical, document_of, fingerprint
from assessments.live import LiveRows
from assessments.models import Assessment, Assignment, Cycle, SameText, Submission, Summary, TextSample
from assessments.statuses import Status
from criteria.outline import outline_of
from tests.cast import make_cycle

TEXT = "หน่วยงานกำหนดขั้นตอนและทบทวนทุกปี ครบทั้ง 12 เขต"
# of ten: how many are in this status
MIX = ((Status.DRAFT, 6), (Status.SUBMITTED, 2), (Status.RETURNED, 1), (Status.APPROVED, 1))
YEARS = range(2564, 2569)

ANSWERS = """
INSERT INTO assessments_answer (assessment_id, question_id, text, not_applicable, version, updated_at)
SELECT a.id, q.id, %s, '', 1, %s
  FROM assessments_assessment a, criteria_question q
  JOIN criteria_area r ON r.id = q.area_id JOIN criteria_item i ON i.id = r.item_id
  JOIN criteria_category c ON c.id = i.category_id
 WHERE a.cycle_id = %s AND c.criteria_set_id = %s"""
SCORES = """
INSERT INTO assessments_score (assessment_id, submission_id, item_id, stage, author_id, approach, deployment, learning,
       integration, percent, reason, confirmed, confirmed_band, version, updated_at)
SELECT a.id, {submission}, i.id, %s, {author}, CASE WHEN c.kind = 'process' THEN 3 END,
       CASE WHEN c.kind = 'process' THEN 3 END, CASE WHEN c.kind = 'process' THEN 3 END,
       CASE WHEN c.kind = 'process' THEN 3 END, 60, '', {true}, CASE WHEN c.kind = 'process' THEN 3 END, 1, %s
  FROM assessments_assessment a {join}, criteria_item i JOIN criteria_category c ON c.id = i.category_id
 WHERE a.cycle_id = %s AND c.criteria_set_id = %s AND i.points > 0"""
INDICATORS = """
INSERT INTO assessments_indicator (assessment_id, area_id, code, name, unit_of_measure, direction, importance,
       comparator_name, definition, formula, source, owner, frequency, version, updated_at)
SELECT a.id, r.id, %s, 'ตัวชี้วัด', 'ร้อยละ', 'higher', 'key', 'กรมอื่น', '', '', '', '', '', 1, %s
  FROM assessments_assessment a, criteria_area r WHERE a.cycle_id = %s AND r.id = %s"""
FIGURES = """
INSERT INTO assessments_indicatoryear (indicator_id, fiscal_year, value, target, comparator)
SELECT i.id, %s, 70 + i.id %% 20 + %s, 75 + %s, 78
  FROM assessments_indicator i JOIN assessments_assessment a ON a.id = i.assessment_id WHERE a.cycle_id = %s"""


def make_many(cycle: Cycle, count: int, actor) -> None:
    """So many units, each with an assessment in this cycle."""
    outline, now = outline_of(cycle.criteria_set), timezone.now()
    first = Unit.objects.count()
    units = Unit.objects.bulk_create(
        (
            Unit(code=f"N{n:06}", name_th=f"หน่วยงานที่ {n}", kind=UnitKind.DIVISION, path=f"/N{n:06}/")
            for n in range(first, first + count)
        ),
        batch_size=1000,
    )
    statuses = [status for status, share in MIX for _each in range(share)]
    Assessment.objects.bulk_create(
        (Assessment(unit=unit, cycle=cycle, **{"status": statuses[n % 10]}) for n, unit in enumerate(units)),
        batch_size=1000,
    )
    place = [cycle.pk, cycle.criteria_set_id]
    areas = [area for item in outline.scored_items if item.is_results for area in item.areas][:10]
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [TEXT, now, *place])
        self_side = {"submission": "NULL", "author": "NULL", "true": "TRUE", "join": ""}
        cursor.execute(SCORES.format(**self_side), ["self", now, *place])
        for number, area in enumerate(areas):
            cursor.execute(INDICATORS, [f"7-{number:02}", now, cycle.pk, area.pk])
        for number, year in enumerate(YEARS):
            cursor.execute(FIGURES, [year, number, number, cycle.pk])
    _submit(cycle, outline, actor, now)
    _compare(cycle, outline)
    with connection.cursor() as cursor:
        join = "JOIN assessments_submission s ON s.assessment_id = a.id AND a.status = 'approved'"
        decided = {"submission": "s.id", "author": str(actor.pk), "true": "TRUE", "join": join}
        cursor.execute(SCORES.format(**decided), ["consensus", now, *place])


def _submit(cycle: Cycle, outline, actor, now) -> None:
    """What is not a draft has a submission: each holds the text of the first."""
    sent = Assessment.objects.with_place().filter(cycle=cycle).exclude(status=Status.DRAFT).order_by("pk")
    text = canonical(document_of(LiveRows(sent[0])))
    given = {"number": 1, "document": text, "sha256": fingerprint(text), "idempotency_key": "one"}
    given |= {"submitted_by": actor, "submitted_at": now}
    rows = (Submission(assessment_id=pk, **given) for pk in sent.values_list("pk", flat=True).iterator())
    Submission.objects.bulk_create(rows, batch_size=50)


def _compare(cycle: Cycle, outline) -> None:
    """Every text that was sent is like its next three, and every other one is assigned to the assessor."""
    question = next(iter(outline.questions.values()))
    sent = Submission.objects.filter(assessment__cycle=cycle).order_by("pk").defer("document")
    samples = TextSample.objects.bulk_create(
        (TextSample(submission=each, question=question, hashes=b"") for each in sent), batch_size=1000
    )
    pairs = [
        SameText(first=one, second=other, similarity=100 - n % 40)
        for step in (1, 2, 3)
        for n, (one, other) in enumerate(zip(samples, samples[step:], strict=False))
    ]
    SameText.objects.bulk_create(pairs, batch_size=1000)
    assessor = User.objects.get(username="assessor")
    given = (Assignment(assessment_id=each.assessment_id, assessor=assessor) for each in sent[::2])
    Assignment.objects.bulk_create(given, batch_size=1000)


def add_year(cycle: Cycle, year: int) -> None:
    """The same units in another year, as far as lists read it: assessments and their summaries."""
    held = Assessment.objects.filter(cycle=cycle).select_related("summary").order_by("pk")
    other = make_cycle(cycle.criteria_set, year)
    made = [Assessment(unit_id=each.unit_id, cycle=other, **{"status": each.status}) for each in held]
    Assessment.objects.bulk_create(made, batch_size=1000)
    summaries = [each.summary for each in held]
    for summary, assessment in zip(summaries, made, strict=True):
        summary.pk, summary.assessment = None, assessment
    Summary.objects.bulk_create(summaries, batch_size=1000)


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of CPU, megabytes of the largest process and of all together at their peak."""

    wall: float
    cpu: float
    largest: float
    together: float
    said: str


def cost_of_command(*arguments: str) -> Cost:
    """A command in processes of its own over the database of the run."""
    name = connection.settings_dict["NAME"]
    given = os.environ | {"DATABASE_URL": f"sqlite:///{name}", "DJANGO_SETTINGS_MODULE": "pmqa.settings"}
    command = [sys.executable, "manage.py", *arguments]
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        peak = Peak(process.pid)
        peak.start()
        said = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak.join()
    if process.returncode:
        raise RuntimeError(f"{arguments} ended with {process.returncode}: {said}")
    cpu = used.ru_utime + used.ru_stime
    return Cost(time.monotonic() - began, cpu, used.ru_maxrss / 1024, peak.megabytes, said.strip())


class Peak(threading.Thread):
    """Looks five times a second at the memory of a process and its children, shared pages counted once."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.megabytes = pid, 0.0

    def run(self) -> None:
        while found := [share for pid in self._family() if (share := self._of(pid)) is not None]:
            self.megabytes = max(self.megabytes, sum(found) / 1024)
            time.sleep(0.2)

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        try:
            return [self.pid, *map(int, children.read_text().split())]
        except OSError:
            return []

    @staticmethod
    def _of(pid: int) -> int | None:
        """Kilobytes that are this process's own, and its part of what it shares."""
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            return None
        return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), None)
