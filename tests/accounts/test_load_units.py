"""load_units: the tree as the table says, repeatable, refused whole with the line."""

from pathlib import Path

import pytest
from django.core.management import ManagementUtility, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from accounts.services.units import UnitsLoaded, UnitsRefused, load_units

pytestmark = pytest.mark.django_db
SHIPPED = Path(__file__).parents[2] / "fixtures" / "units" / "units.csv"
HEADING = "code,name_th,name_en,kind,parent_code"
TREE = """\
D01,กองแผนงาน,Planning Division,division,A0008
A0008,กรมพัฒนาที่ดิน,Land Development Department,department,M08
M08,กระทรวงเกษตรและสหกรณ์,,ministry,
"""


@pytest.fixture
def table(tmp_path):
    def write(rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Path:
        path = tmp_path / "units.csv"
        path.write_bytes(f"{heading}\n{rows}".encode(encoding))
        return path

    return write


def paths() -> dict[str, str]:
    return dict(Unit.objects.values_list("code", "path"))


def rows() -> list:
    return list(Unit.objects.order_by("pk").values_list())


def refusal(path) -> list[str]:
    """The lines of a refusal, which wrote nothing."""
    before = rows()
    with pytest.raises(UnitsRefused) as refused:
        load_units(path)
    assert rows() == before
    return [line.replace(str(path), "units.csv") for line in refused.value.problems]


def test_parents_stand_anywhere_in_the_file(table):
    assert load_units(table(TREE)) == UnitsLoaded(created=3, changed=0, unchanged=0)

    assert paths() == {"M08": "/M08/", "A0008": "/M08/A0008/", "D01": "/M08/A0008/D01/"}
    division = Unit.objects.get(code="D01")
    assert (division.parent.code, division.parent.parent.code) == ("A0008", "M08")
    assert (division.name_th, division.name_en, division.kind) == ("กองแผนงาน", "Planning Division", "division")


def test_parents_stand_in_the_database(table):
    load_units(table(TREE))
    load_units(table("D02,กองแผนที่,,division,A0008\n"))

    assert paths()["D02"] == "/M08/A0008/D02/"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_same_file_twice_writes_nothing(table, encoding):
    path = table(TREE, encoding=encoding)
    load_units(path)
    before = rows()

    with CaptureQueriesContext(connection) as queries:
        assert load_units(path) == UnitsLoaded(created=0, changed=0, unchanged=3)

    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert rows() == before


@pytest.mark.parametrize("count", [1, 3, 20])
def test_queries_do_not_grow_with_the_rows(table, count, django_assert_max_num_queries):
    text = "".join(f"A{n:04},กรม {n},,department,M08\n" for n in range(count)) + TREE.splitlines()[2] + "\n"

    with django_assert_max_num_queries(7):  # one read, one insert, one update, savepoints
        load_units(table(text))

    assert Unit.objects.count() == count + 1


def test_names_and_kinds_are_changed(table):
    load_units(table(TREE))

    assert load_units(table("D01,กองใหม่,New,department,A0008\n")) == UnitsLoaded(created=0, changed=1, unchanged=0)
    assert Unit.objects.values_list("name_th", "name_en", "kind").get(code="D01") == ("กองใหม่", "New", "department")


def test_a_moved_unit_takes_all_below_it_along(table):
    load_units(table(TREE + "D011,ฝ่ายงบประมาณ,,division,D01\n"))

    loaded = load_units(
        table("A0008,กรมพัฒนาที่ดิน,Land Development Department,department,M09\nM09,กระทรวงใหม่,,ministry,\n")
    )

    assert loaded == UnitsLoaded(created=1, changed=3, unchanged=0)
    assert paths() == {
        "M08": "/M08/",
        "M09": "/M09/",
        "A0008": "/M09/A0008/",
        "D01": "/M09/A0008/D01/",
        "D011": "/M09/A0008/D01/D011/",
    }
    assert Unit.objects.get(code="A0008").parent.code == "M09"


def test_parent_and_child_change_places(table):
    load_units(table(TREE))

    load_units(table("D01,กองแผนงาน,,division,M08\nA0008,กรมพัฒนาที่ดิน,,department,D01\n"))

    assert paths() == {"M08": "/M08/", "D01": "/M08/D01/", "A0008": "/M08/D01/A0008/"}


def test_columns_may_change_places_and_empty_lines_are_passed_over(table):
    load_units(table('\nministry,M01,"กระทรวง ""ก"", ข",, \n,,,,\n', heading="kind,code,name_th,name_en,parent_code"))

    assert Unit.objects.get().name_th == 'กระทรวง "ก", ข'


def test_names_are_stored_clean(table):
    load_units(table("M01, ท\u0e4d\u0e32เนียบ\u202e ,,ministry,\n"))

    assert Unit.objects.get().name_th == "ทำเนียบ"


CODE = "ผิดรูปแบบ ให้ใช้ A-Z 0-9 และขีด ไม่เกิน 20 ตัว"
KINDS = "ministry, department, province, division, public_organization"
REFUSED = {
    "double code": (
        "M01,ก,,ministry,\nM02,ข,,ministry,\nM01,ค,,ministry,\n",
        ["units.csv:4: M01 รหัสซ้ำกับบรรทัด 2 ให้แก้รหัสหรือลบบรรทัดหนึ่งออก"],
    ),
    "unknown parent": (
        "A1,ก,,department,M99\n",
        ["units.csv:2: A1 ไม่พบหน่วยงานต้นสังกัด M99 ในไฟล์หรือในระบบ ให้แก้ parent_code หรือเพิ่มหน่วยงานนั้น"],
    ),
    "own parent": (
        "A1,ก,,department,A1\n",
        ["units.csv:2: A1 สังกัดวนเป็นวง A1 > A1 ให้แก้ parent_code ของหน่วยงานหนึ่งในวง"],
    ),
    "circle": (
        "A0,ศ,,department,A1\nA1,ก,,department,A2\nA2,ข,,department,A3\nA3,ค,,department,A1\n",
        ["units.csv:3: A1 สังกัดวนเป็นวง A1 > A2 > A3 > A1 ให้แก้ parent_code ของหน่วยงานหนึ่งในวง"],
    ),
    "circle through the database": (
        "M08,กระทรวง,,ministry,D01\n",
        ["units.csv:2: M08 สังกัดวนเป็นวง M08 > D01 > A0008 > M08 ให้แก้ parent_code ของหน่วยงานหนึ่งในวง"],
    ),
    "bad kind": ("A1,ก,,office,\n", [f"units.csv:2: kind: ไม่รู้จัก office ให้ใช้คำใดคำหนึ่งใน {KINDS}"]),
    "small letters": ("a1,ก,,department,\n", [f"units.csv:2: code: รหัส a1 {CODE}"]),
    "Thai digits": ("A๑,ก,,department,\n", [f"units.csv:2: code: รหัส A๑ {CODE}"]),
    "no code": (",ก,,department,\n", [f"units.csv:2: code: รหัส  {CODE}"]),
    "long code": (f"{'A' * 21},ก,,department,\n", [f"units.csv:2: code: รหัส {'A' * 21} {CODE}"]),
    "bad parent code": ("A1,ก,,department,m8\n", [f"units.csv:2: parent_code: รหัส m8 {CODE}"]),
    "no name": ("A1, ,,department,\n", ["units.csv:2: name_th: ว่างอยู่ ให้ใส่ชื่อหน่วยงาน"]),
    "long name": (
        f"A1,{'ก' * 201},,department,\n",
        ["units.csv:2: name_th: ยาวเกิน 200 ตัวอักษรหรือเกินหนึ่งบรรทัด ให้ย่อลง"],
    ),
    "NUL": (
        "A1,ก\x00,,department,\n",
        ["units.csv:2: name_th: มีอักขระว่าง NUL (U+0000) ที่บรรทัด 1 ตัวอักษรที่ 2 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "too few cells": (
        "A1,ก,department\n",
        ["units.csv:2: มี 3 ช่อง แต่ต้องมี 5 ช่อง ให้ตรวจจุลภาคและเครื่องหมายคำพูด"],
    ),
    "open quotation": (
        'A1,"ก,,department,\n',
        ["units.csv:2: เครื่องหมายคำพูดหรือจุลภาคผิดรูปแบบ CSV ให้แก้บรรทัดนี้หรือบันทึกไฟล์ใหม่"],
    ),
    "several": (
        'A1,"ก\nข",,department,\nA2,,,x,\n',
        [
            "units.csv:2: name_th: ยาวเกิน 200 ตัวอักษรหรือเกินหนึ่งบรรทัด ให้ย่อลง",
            "units.csv:4: name_th: ว่างอยู่ ให้ใส่ชื่อหน่วยงาน",
            f"units.csv:4: kind: ไม่รู้จัก x ให้ใช้คำใดคำหนึ่งใน {KINDS}",
        ],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), REFUSED.values(), ids=REFUSED)
def test_a_bad_row_refuses_the_file(table, text, wanted):
    load_units(table(TREE))

    assert refusal(table(text)) == wanted


def test_too_deep_a_tree_is_refused(table):
    codes = [f"{'A' * 18}{n:02}" for n in range(12)]
    text = "".join(f"{code},ก,,division,{above}\n" for above, code in zip(["", *codes], codes, strict=False))

    assert refusal(table(text)) == [f"units.csv:13: {codes[11]} อยู่ลึกเกินไป เส้นทางยาวเกิน 250 ตัวอักษร ให้ลดชั้น"]


@pytest.mark.parametrize(
    "heading", ["", "code;name_th;name_en;kind;parent_code", "code,name_th,name_en,kind", "M01,ก,,ministry,"]
)
def test_a_wrong_heading(table, heading):
    wanted = "units.csv:1: หัวตารางต้องเป็น code,name_th,name_en,kind,parent_code ให้แก้บรรทัดแรก"

    assert refusal(table(TREE, heading=heading)) == [wanted]


def test_what_is_no_table(table, tmp_path):
    assert refusal(table(TREE, encoding="cp874")) == ["units.csv: ไฟล์ไม่ใช่ข้อความ UTF-8 ให้บันทึกใหม่เป็น CSV UTF-8"]
    assert refusal(tmp_path / "none.csv") == ["units.csv: ไม่พบไฟล์นี้ ให้ตรวจชื่อและที่อยู่ของไฟล์"]
    assert refusal(tmp_path) == ["units.csv: เปิดไฟล์ไม่ได้ ให้ตรวจว่าเป็นไฟล์และมีสิทธิ์อ่าน"]


def test_the_shipped_units(capsys):
    call_command("load_units", str(SHIPPED))
    first = capsys.readouterr().out
    call_command("load_units", str(SHIPPED))

    assert first.endswith(f"หน่วยงานใหม่ {Unit.objects.count()} แก้ไข 0 คงเดิม 0\n")
    assert capsys.readouterr().out.endswith(f"หน่วยงานใหม่ 0 แก้ไข 0 คงเดิม {Unit.objects.count()}\n")
    assert Unit.objects.values_list("name_th", "path").get(code="A0008") == ("กรมพัฒนาที่ดิน", "/M08/A0008/")
    assert Unit.objects.filter(kind="ministry").count() == 20
    assert Unit.objects.filter(kind="province").count() == 77


def test_refusal_on_the_command_line(capsys, table):
    path = table("A1,ก,,department,M99\nA2,ก,,department,M98\n")

    with pytest.raises(SystemExit) as end:
        call_command("load_units", str(path))

    output = capsys.readouterr()
    assert (end.value.code, output.out, len(output.err.splitlines())) == (1, "", 2)


def test_no_file_named_is_wrong_usage():
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["manage.py", "load_units", "--skip-checks"]).execute()

    assert end.value.code == 2
