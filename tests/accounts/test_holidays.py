"""Holidays come from files; a faulty one changes nothing."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import Holiday
from accounts.services.holidays import HolidaysRefused, holidays_between, load_holidays, read_holidays

pytestmark = pytest.mark.django_db


@pytest.fixture
def file_of(tmp_path):
    def write(*days: dict, **head):
        path = tmp_path / "days.json"
        path.write_text(json.dumps({"format": "pmqa-holidays/1", "year": 2569, "holidays": list(days)} | head))
        return path

    return write


NEW_YEAR = {"date": "2026-01-01", "name_th": "วันขึ้นปีใหม่"}


def shipped(settings) -> list:
    return sorted((settings.BASE_DIR / "fixtures" / "holidays").glob("*.json"))


def test_what_ships_is_sound_and_loads_twice_as_once(settings, capsys):
    files = [str(path) for path in shipped(settings)]
    call_command("load_holidays", *files)
    first = list(Holiday.objects.values_list("day", "name_th", "note"))
    call_command("load_holidays", *files)
    assert list(Holiday.objects.values_list("day", "name_th", "note")) == first
    assert [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "วันหยุดใหม่ 24 แก้ไข 0 คงเดิม 0",
        "วันหยุดใหม่ 21 แก้ไข 0 คงเดิม 0",
        "วันหยุดใหม่ 0 แก้ไข 0 คงเดิม 24",
        "วันหยุดใหม่ 0 แก้ไข 0 คงเดิม 21",
    ]


def test_every_year_that_ships_has_the_days_that_never_move(settings):
    fixed = {(1, 1), (4, 6), (4, 13), (4, 14), (4, 15), (5, 4), (6, 3), (7, 28), (8, 12), (10, 13), (10, 23), (12, 5)}
    fixed |= {(12, 10), (12, 31)}
    for path in shipped(settings):
        days = {row.day for row in read_holidays(path)}
        assert fixed <= {(day.month, day.day) for day in days}
        assert {f"{day.year + 543}" for day in days} == {path.stem.rpartition("-")[2]}


def test_a_movable_day_tells_where_it_comes_from(settings):
    movable = ("วันมาฆบูชา", "วันวิสาขบูชา", "วันอาสาฬหบูชา", "วันเข้าพรรษา", "วันพืชมงคล", "วันหยุดราชการเพิ่ม")
    rows = [row for path in shipped(settings) for row in read_holidays(path)]
    assert [row for row in rows if row.name_th.removeprefix("ชดเชย").startswith(movable) and not row.note] == []


def test_other_days_stay(file_of):
    Holiday.objects.create(day=date(2026, 2, 17), name_th="วันหยุดพิเศษของจังหวัด")
    Holiday.objects.create(day=date(2026, 1, 1), name_th="ปีใหม่")
    loaded = load_holidays(file_of(NEW_YEAR, {"date": "2026-01-02", "name_th": "วันหยุดพิเศษ"}))
    assert (loaded.created, loaded.changed, loaded.unchanged) == (1, 1, 0)
    assert [holiday.name_th for holiday in Holiday.objects.all()] == ["วันขึ้นปีใหม่", "วันหยุดพิเศษ", "วันหยุดพิเศษของจังหวัด"]
    assert holidays_between(date(2026, 1, 2), date(2026, 2, 17)) == {date(2026, 1, 2), date(2026, 2, 17)}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"date": "2025-12-31", "name_th": "วันสิ้นปี"}, "2025-12-31 ไม่อยู่ในปี พ.ศ. 2569"),
        ({"date": "2026-02-30", "name_th": "ก"}, "ต้องมี date แบบ 2026-01-01 และ name_th ที่เป็นข้อความ"),
        ({"date": 20260101, "name_th": "ก"}, "ต้องมี date แบบ 2026-01-01 และ name_th ที่เป็นข้อความ"),
        ({"date": "2026-01-02"}, "name_th ว่างอยู่ ให้ใส่ชื่อวันหยุด"),
        ({"date": "2026-01-02", "name_th": "ก" * 201}, "name_th ยาวเกิน 200 ตัวอักษร"),
        ({"date": "2026-01-02", "name_th": "ก", "half": True}, "ไม่รู้จัก half"),
        (NEW_YEAR, "2026-01-01 ซ้ำกับรายการก่อนหน้า"),
        ("2026-01-02", "ต้องมี date แบบ 2026-01-01 และ name_th ที่เป็นข้อความ"),
    ],
)
def test_a_faulty_day_refuses_the_file(file_of, wrong, problem):
    path = file_of(NEW_YEAR, wrong)
    with pytest.raises(HolidaysRefused) as refused:
        load_holidays(path)
    assert refused.value.problems == [f"{path}: holidays[1]: {problem}"]
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(
    "content", [b"\xff", b"[1", b"[]", b'{"format": "other"}', b'{"format": "pmqa-holidays/1", "year": "2569"}', None]
)
def test_what_is_no_such_file_is_refused_and_the_others_are_loaded(tmp_path, file_of, content, capsys):
    path = tmp_path / "wrong.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit) as end:
        call_command("load_holidays", str(path), str(file_of(NEW_YEAR)))
    assert end.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert Holiday.objects.get().day == date(2026, 1, 1)
