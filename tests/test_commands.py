"""Commands that others rely on: exit codes 0, 1 and 2, where output goes, what is written (interchange.md)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import ManagementUtility, call_command
from django.db import connections

from accounts.models import Membership, Unit, User
from assessments.models import Assessment, Finding, Score, Summary
from assessments.review_document import review_of
from assessments.score_document import score_document
from assessments.services.summaries import BATCH
from assessments.statuses import Status
from criteria.models import Item
from criteria.outline import outline_of
from reports.models import OF_ASSESSMENT
from tests.assessments.interchange.sample import answer, as_bytes, export, head, indicator, make_tags, take, whole
from tests.cast import add_remark, bring_to, decide_all, make_assessment, make_cycle, make_unit
from tests.rows import digest

pytestmark = pytest.mark.django_db
PLACE = ("A0008", "2568", "small")
UNKNOWN = "CommandError: A0008 2570 small: ไม่มีแบบประเมินนี้ในระบบ ตรวจรหัสหน่วยงาน ปี และชุดเกณฑ์"
needs_rights = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command as the shell does: exit code, lines on stdout, lines on stderr."""
    # A command closes its connection at the end, which would take the test's transaction with it.
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def execute(*arguments) -> tuple[int, list[str], list[str]]:
        code = 0
        try:
            ManagementUtility(["manage.py", *map(str, arguments), "--skip-checks", "--no-color"]).execute()
        except SystemExit as end:
            code = end.code
        output = capsys.readouterr()
        return code, output.out.splitlines(), output.err.splitlines()

    return execute


@pytest.fixture
def file_of(tmp_path):
    def write(document: dict) -> Path:
        path = tmp_path / "document.json"
        path.write_bytes(as_bytes(document))
        return path

    return write


def test_import_assessment(run, file_of, cast, cycle):
    path = file_of(head(answers=[answer()], indicators=[indicator()]))
    lines = ["answers 1.1-1: เพิ่ม", "indicators 7.1-01: เพิ่ม"]
    before = digest()

    assert run("import_assessment", path, "--dry-run") == (0, lines, [])
    assert digest() == before
    assert run("import_assessment", path) == (0, lines, [])
    assert run("import_assessment", path) == (0, [], [])
    event = Assessment.objects.get().events.first()
    assert (event.kind, event.actor) == ("imported", None)
    assert event.note.startswith("โดย ")


def test_import_assessment_refuses_with_a_line_for_each_problem(run, file_of, cast, cycle):
    path = file_of(head(answers=[answer("9.9-9"), answer(text=5)]))
    before = digest()

    assert run("import_assessment", path) == (
        1,
        [],
        [
            f"{path}: answers[0] (9.9-9).question: ชุดเกณฑ์นี้ไม่มีคำถาม “9.9-9” ตรวจรหัสคำถาม",
            f"{path}: answers[1] (1.1-1).text: ต้องเป็นข้อความในเครื่องหมายคำพูด",
        ],
    )
    path = file_of(head(unit={"code": "A9999"}))
    assert run("import_assessment", path) == (
        1,
        [],
        [f"{path}: unit.code: ไม่มีหน่วยงาน “A9999” ในระบบ ตรวจรหัส หรือโหลดหน่วยงานก่อนด้วย load_units"],
    )
    assert digest() == before


def test_import_assessment_of_a_file_that_cannot_be_read(run, tmp_path):
    missing = tmp_path / "missing.json"
    assert run("import_assessment", missing) == (1, [], [f"CommandError: {missing}: No such file or directory"])
    assert run("import_assessment", tmp_path) == (1, [], [f"CommandError: {tmp_path}: Is a directory"])


def test_export_assessment(run, tmp_path, cast, cycle):
    make_tags()
    assessment, _changes = take(whole())
    path = tmp_path / "out.json"
    assert run("export_assessment", *PLACE, "-o", path) == (0, [], [])
    assert path.read_bytes().decode() == export(Assessment.objects.get(pk=assessment.pk))
    assert run("import_assessment", path) == (0, [], [])
    assert "review" not in json.loads(path.read_text())


def test_export_assessment_with_review(run, tmp_path, assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    half_made = {"submission": assessment.submissions.get(), "item": Item.objects.get(code="1.1")}
    Score.objects.create(assessment=assessment, stage="review", author=cast.assessor, percent=50, **half_made)
    add_remark(assessment, cast)
    assessment.remarks.update(state="answered", reply="เพิ่มแล้ว", place="1.1-1", replied_by=cast.lead)
    path = tmp_path / "out.json"
    assert run("export_assessment", *PLACE, "--format", "json", "--with-review", "-o", path) == (0, [], [])
    document = json.loads(path.read_text())
    assert list(document)[-1] == "review"
    assert set(document["review"]) == {"scores", "checkpoints", "findings", "remarks"}
    assert [row["item"] for row in document["review"]["scores"]] == ["1.1", "7.1", "7.2"]
    assert document["review"]["remarks"] == [
        {
            "submission": 1,
            "number": 1,
            "item": "",
            "author": "coordinator",
            "text": "โปรดเพิ่มตัวอย่างผลการทบทวน",
            "state": "answered",
            "reply": "เพิ่มแล้ว",
            "place": "1.1-1",
            "replied_by": "lead",
        }
    ]

    code, out, err = run("import_assessment", path)
    assert (code, out, err) == (1, [], [f"{path}: review: ไม่รับผลการตรวจจากไฟล์ ให้ลบส่วนนี้ออก"])


def test_an_exported_finding_says_all_that_was_said_of_it(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    submission, items = assessment.submissions.get(), outline_of(assessment.criteria_set).items
    words = {"kind": "ofi", "nugget": "ไม่พบการทบทวน", "evidence": "คำตอบ 1.1-1", "relevance": "พันธกิจหลัก"}
    place = {"submission": submission, "item_id": items["1.1"].pk}
    for author, stage, factor in ((cast.assessor, "review", "L"), (cast.coordinator, "consensus", "")):
        Finding.objects.create(author=author, stage=stage, factor=factor, is_double=not factor, **words, **place)
    told = [(row.pop("stage"), row.pop("author"), row.pop("factor"), row) for row in review_of(assessment)["findings"]]
    same = words | {"submission": 1, "item": "1.1"}
    assert sorted(told) == [
        ("consensus", "coordinator", "", same | {"double": True}),
        ("review", "assessor", "L", same | {"double": False}),
    ]


def test_export_assessment_to_a_path_that_cannot_be_written(run, tmp_path, assessment):
    path = tmp_path / "nowhere" / "out.json"
    assert run("export_assessment", *PLACE, "-o", path) == (1, [], [f"CommandError: {path}: No such file or directory"])
    assert not path.parent.exists()


@needs_rights
def test_export_assessment_to_a_closed_folder(run, tmp_path, assessment):
    tmp_path.chmod(0o500)
    path = tmp_path / "out.json"
    assert run("export_assessment", *PLACE, "-o", path) == (1, [], [f"CommandError: {path}: Permission denied"])


def test_score_assessment(run, assessment):
    take(head(indicators=[indicator()]))
    code, out, err = run("score_assessment", *PLACE, "--format", "json")
    assert (code, err) == (0, [])
    assert json.loads("\n".join(out)) == score_document(Assessment.objects.get())
    assert run("score_assessment", *PLACE, "--stage", "consensus") == (
        1,
        [],
        ["CommandError: ยังไม่มีคะแนนขั้น “ฉันทามติ” ของแบบประเมินนี้"],
    )


@pytest.mark.parametrize("kind", OF_ASSESSMENT)
def test_render_report(run, tmp_path, assessment, cast, kind):
    bring_to(assessment, Status.APPROVED, cast)
    path = tmp_path / "report.pdf"
    assert run("render_report", *PLACE, "--kind", kind, "-o", path) == (0, [], [])
    assert path.read_bytes().startswith(b"%PDF-")


def test_render_report_to_a_path_that_cannot_be_written(run, tmp_path, assessment):
    path = tmp_path / "nowhere" / "report.pdf"
    code, out, err = run("render_report", *PLACE, "--kind", "summary", "-o", path)
    assert (code, out, err) == (1, [], [f"CommandError: {path}: No such file or directory"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("export_assessment", "A0008", "2570", "small", "-o", "out.json"),
        ("score_assessment", "A0008", "2570", "small"),
        ("render_report", "A0008", "2570", "small", "--kind", "full", "-o", "out.pdf"),
    ],
)
def test_an_assessment_that_is_not_there(run, cast, cycle, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == (1, [], [UNKNOWN])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("import_assessment",),
        ("import_assessment", "a.json", "b.json"),
        ("export_assessment", *PLACE),
        ("export_assessment", *PLACE, "--format", "pdf", "-o", "out"),
        ("score_assessment", "A0008"),
        ("score_assessment", "A0008", "ปีนี้", "small"),
        ("score_assessment", *PLACE, "--stage", "own"),
        ("score_assessment", *PLACE, "--format", "xml"),
        ("render_report", *PLACE, "-o", "out.pdf"),
        ("render_report", *PLACE, "--kind", "whole", "-o", "out.pdf"),
        ("demo", "A0008"),
        ("recompute_summaries", "2568"),
        ("recompute_summaries", "--fiscal-year", "ปีนี้"),
        ("recompute_summaries", "--processes", "0"),
        ("load_units",),
        ("load_criteria",),
        ("check_criteria",),
    ],
)
def test_wrong_usage(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, [])
    assert err[0].startswith(f"usage: manage.py {arguments[0]}")


def test_wrong_usage_from_the_shell(tmp_path):
    environment = os.environ | {"PMQA_DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(
        [sys.executable, "manage.py", "score_assessment", "A0008"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: manage.py score_assessment" in done.stderr


def test_demo_refuses_a_database_with_people_or_assessments(run, assessment, cast):
    message = "CommandError: ฐานข้อมูลมีผู้ใช้หรือแบบประเมินอยู่แล้ว โหลดข้อมูลตัวอย่างได้เฉพาะฐานข้อมูลที่ว่าง"
    before = digest()
    assert run("demo") == (1, [], [message])
    Assessment.objects.all().delete()
    assert run("demo") == (1, [], [message])
    assert digest() != before

    Membership.objects.all().delete()
    User.objects.all().delete()
    assert run("demo")[2] == ["CommandError: ยังไม่มีชุดเกณฑ์หรือหน่วยงาน ให้รัน load_criteria และ load_units ก่อน"]
    assert not User.objects.exists()
    assert Unit.objects.exists()


def test_demo_refuses_an_empty_database_without_criteria(run):
    code, out, err = run("demo")
    assert (code, out) == (1, [])
    assert err == ["CommandError: ยังไม่มีชุดเกณฑ์หรือหน่วยงาน ให้รัน load_criteria และ load_units ก่อน"]


CLOSING = "คำนวณสรุปใหม่ {} แบบประเมิน ใน 0 วินาที"


def test_recompute_summaries(run, assessment, cast, cycle):
    other = make_assessment(cast.other_unit, make_cycle(cycle.criteria_set, 2567))

    assert run("recompute_summaries", "--fiscal-year", 2567, "--set", "small", "--processes", 1) == (
        0,
        [CLOSING.format("1 จาก 1")],
        [],
    )
    assert Summary.objects.get().assessment_id == other.pk
    assert run("recompute_summaries", "--processes", 1) == (0, [CLOSING.format("2 จาก 2")], [])
    assert set(Summary.objects.values_list("assessment_id", flat=True)) == {assessment.pk, other.pk}


def test_recompute_summaries_of_nothing(run, cycle):
    assert run("recompute_summaries", "--fiscal-year", 2570) == (0, [CLOSING.format("0 จาก 0")], [])


def test_recompute_summaries_of_an_unknown_set(run, cycle):
    message = "CommandError: smal: ไม่มีชุดเกณฑ์นี้ในระบบ ตรวจรหัสชุดเกณฑ์"
    assert run("recompute_summaries", "--set", "smal") == (1, [], [message])


def test_recompute_summaries_names_what_it_cannot_compute(run, assessment, cast, cycle):
    bring_to(assessment, Status.RETURNED, cast)
    make_assessment(cast.other_unit, cycle)
    assessment.submissions.update(document="{}")

    code, out, err = run("recompute_summaries", "--processes", 1)

    assert (code, out) == (1, [CLOSING.format("1 จาก 2")])
    assert err[-1] == "A0008 2568 small: คำนวณสรุปไม่ได้ (KeyError: 'item_scores') ตรวจข้อมูลของแบบประเมินนี้"


@pytest.mark.django_db(transaction=True)
def test_recompute_summaries_by_several_processes(capsys, cast, cycle):
    """More batches than processes; each process with a connection of its own."""
    for number in range(2 * BATCH + 1):
        make_assessment(make_unit(f"X{number:05}", f"หน่วยงาน {number}"), cycle)
    call_command("recompute_summaries", processes=2)
    assert capsys.readouterr().out.startswith("คำนวณสรุปใหม่ 101 จาก 101 แบบประเมิน")
    assert Summary.objects.filter(questions=8, items=3).count() == 101
