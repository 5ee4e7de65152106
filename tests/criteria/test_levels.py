"""Criteria files of scheme levels: levels and checkpoints, sub-topics without questions, means instead of sums."""

import pytest

from criteria.loader import Outcome, load_file
from criteria.models import CriteriaSet
from criteria.outline import outline_of
from tests.criteria import sample
from tests.criteria.sample import fields_of, place
from tests.criteria.test_validation import lines


def test_a_sound_file_has_no_problem(tmp_path):
    assert lines(sample.write(tmp_path, sample.levels_file())) == []
    assert lines(sample.write(tmp_path, sample.levels_file()[::-1])) == []


def change(model: str, place_code: str, **fields):
    """A spoiler that sets these fields."""
    return lambda entries: fields_of(entries, model, place_code).update(fields)


def without(model: str, code: str):
    return lambda entries: entries.pop(place(entries, model, code) - 1)


WRONG = {
    "a level of another name": (
        change("level", "A", code="ก"),
        ["level", "ก", "code: รหัส ก ผิดรูปแบบ ให้แก้เป็นอย่าง B, A, S"],
    ),
    "a checkpoint of another level": (
        change("checkpoint", "1.1-A1", code="1.1-B3"),
        ["checkpoint", "1.1-B3", "code: รหัส 1.1-B3 ผิดรูปแบบ ให้แก้เป็นอย่าง 1.1-A1"],
    ),
    "a sub-topic in letters": (
        change("area", "2", code="ข"),
        ["area", "ข", "code: รหัส ข ผิดรูปแบบ ให้แก้เป็นอย่าง 1"],
    ),
    "required in words": (
        change("area", "2", required="yes"),
        ["area", "2", "required: ต้องเป็น true หรือ false ให้แก้ค่านี้"],
    ),
    "points that add up": (
        change("item", "1.1", points="250.00"),
        ["item", "1.1", "points: วิธี levels ใช้ค่าเฉลี่ย ทุกหมวดและหัวข้อจึงมีคะแนนเต็มเท่าชุดคือ 500.00 ให้แก้ค่านี้"],
    ),
    "bands": (
        change("criteriaset", sample.SET, bands=sample.set_fields()["bands"]),
        ["criteriaset", sample.SET, "bands: วิธี adli-letci ต้องมีค่านี้ วิธี levels ต้องเป็น [] ให้แก้ค่านี้"],
    ),
    "no rule for a shortfall": (
        change("criteriaset", sample.SET, shortfall=""),
        [
            "criteriaset",
            sample.SET,
            "shortfall: วิธี levels ต้องเป็น proportional หรือ zero ให้แก้ค่านี้",
        ],
    ),
}


@pytest.mark.parametrize(("spoil", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_in_its_place(tmp_path, spoil, told):
    entries = sample.levels_file()
    spoil(entries)
    model, code, text = told
    shown = code if model != "area" else f"7.1 {code}"
    shown = f"1.1 {code}" if model == "level" else shown
    wanted = f"set.json:{place(entries, model, code)} {model} {shown}: {text}"
    assert wanted in lines(sample.write(tmp_path, entries))


def test_a_sub_criterion_has_all_three_levels(tmp_path):
    entries = sample.levels_file()
    without("checkpoint", "1.1-S1")(entries)
    without("level", "S")(entries)
    assert lines(sample.write(tmp_path, entries)) == [
        f"set.json:{place(entries, 'item', '1.1')} item 1.1: ไม่มีระดับ (level) S ให้เพิ่มให้ครบ B, A และ S"
    ]


def test_a_level_needs_a_checkpoint_and_a_sub_topic_no_question(tmp_path):
    entries = sample.levels_file()
    without("checkpoint", "1.1-A1")(entries)
    where = f"set.json:{place(entries, 'level', 'A')} level 1.1 A"
    assert lines(sample.write(tmp_path, entries)) == [
        f"{where}: ไม่มีคำถาม (question) ให้เพิ่มอย่างน้อยหนึ่งรายการ หรือลบรายการนี้ออก"
    ]


def test_a_checkpoint_without_its_level_is_told_by_that_word(tmp_path):
    entries = sample.levels_file()
    del fields_of(entries, "checkpoint", "1.1-B1")["level"]
    number = place(entries, "checkpoint", "1.1-B1")
    told = lines(sample.write(tmp_path, entries))
    assert told == [f"set.json:{number} checkpoint 1.1-B1: ไม่มีช่อง level ให้เพิ่มช่องนี้"]


@pytest.mark.django_db
def test_it_loads_as_one_tree(tmp_path):
    path = sample.write(tmp_path, sample.levels_file())
    assert (load_file(path), load_file(path)) == (Outcome.CREATED, Outcome.UNCHANGED)
    outline = outline_of(CriteriaSet.objects.get(code=sample.SET))
    process, results = outline.items["1.1"], outline.items["7.1"]
    assert [(area.code, [q.code for q in area.questions]) for area in process.areas] == [
        ("B", ["1.1-B1", "1.1-B2"]),
        ("A", ["1.1-A1"]),
        ("S", ["1.1-S1"]),
    ]
    assert [(area.code, area.required, area.questions) for area in results.areas] == [("1", True, ()), ("2", False, ())]
