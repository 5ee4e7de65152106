"""Mappings: loaded after their sets, refused whole with their place; the same file twice changes nothing."""

import json
from pathlib import Path

import pytest

from criteria.loader import CriteriaRefused, Outcome, load_file
from criteria.models import Mapping, MappingPair
from tests.cast import small_set
from tests.levels import levels_set

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "fixtures" / "criteria"
SOUND = {
    "format": "pmqa-mapping/1",
    "from": "small",
    "to": "small-levels",
    "pairs": [["P-1", "P-1"], ["1.1-1", "1.1-B1"], ["1.1-2", "1.1-B1"]],
}


@pytest.fixture
def path(tmp_path):
    small_set()
    levels_set()
    return tmp_path / "mapping.json"


def load(path, **changes) -> Outcome:
    path.write_text(json.dumps(SOUND | changes))
    return load_file(path)


def test_the_same_file_twice_changes_nothing(path):
    assert (load(path), load(path)) == (Outcome.CREATED, Outcome.UNCHANGED)
    kept = set(MappingPair.objects.values_list("pk", flat=True))
    load(path)
    assert set(MappingPair.objects.values_list("pk", flat=True)) == kept


def test_another_file_of_the_same_sets_replaces_it(path):
    load(path)

    assert load(path, pairs=[["1.1-3", "1.1-A1"]]) == Outcome.REPLACED

    assert list(MappingPair.objects.values_list("source__code", "target__code")) == [("1.1-3", "1.1-A1")]
    assert Mapping.objects.count() == 1


WRONG = {
    "another format": ({"format": "pmqa-mapping/2"}, ["ต้องเป็น {"]),
    "an unknown key": ({"note": "x"}, ["ต้องเป็น {"]),
    "no list": ({"pairs": {}}, ["ต้องเป็น {"]),
    "an unknown set": ({"to": "other"}, ["to: ไม่มีชุดเกณฑ์ other ในระบบ"]),
    "a set that is no text": ({"from": ["small"]}, ["from: ไม่มีชุดเกณฑ์"]),
    "one set": ({"to": "small"}, ["from และ to เป็นชุดเดียวกัน"]),
    "no pair": ({"pairs": []}, ["pairs: ไม่มีคู่ใด"]),
    "three codes": ({"pairs": [["P-1", "P-1", "P-1"]]}, ["ต้องเป็นคู่ของรหัสคำถาม"]),
    "a number": ({"pairs": [["P-1", 1]]}, ["ต้องเป็นคู่ของรหัสคำถาม"]),
    "unknown codes": ({"pairs": [["9", "8"]]}, ["ชุดเกณฑ์ฝั่ง from ไม่มีคำถาม 9", "ชุดเกณฑ์ฝั่ง to ไม่มีคำถาม 8"]),
    "twice": ({"pairs": [["P-1", "P-1"], ["P-1", "P-1"]]}, ["คู่นี้ซ้ำกับรายการที่ 1"]),
}


@pytest.mark.parametrize(("changes", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_is_written(path, changes, told):
    with pytest.raises(CriteriaRefused) as refused:
        load(path, **changes)

    assert [wanted in str(problem) for problem, wanted in zip(refused.value.problems, told, strict=True)] == [
        True
    ] * len(told)
    assert not Mapping.objects.exists()


def test_the_shipped_mapping_fits_the_shipped_sets():
    for name in ("pmqa-2562", "pmqa40-status", "mapping-2562-to-40"):
        load_file(FOLDER / f"{name}.json")

    mapping = Mapping.objects.get()
    assert (mapping.source.code, mapping.target.code) == ("pmqa-2562", "pmqa40-status")
    assert mapping.pairs.filter(source__code__startswith="P-").count() == 13
    assert not mapping.pairs.filter(source__area__item__category__kind="results").exists()
    assert 73 <= mapping.pairs.count() <= 120
