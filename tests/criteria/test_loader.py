"""What a load leaves in the database, and what it leaves alone."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.loader import CriteriaRefused, Outcome, load_file, stored_rows
from criteria.models import Area, Category, Characteristic, CriteriaSet, Item, Question, Rubric, SuccessFactor
from criteria.outline import outline_of
from tests.cast import make_cycle
from tests.criteria import sample
from tests.criteria.sample import fields_of

pytestmark = pytest.mark.django_db
MODELS = (CriteriaSet, Category, Item, Area, Question, Rubric, Characteristic, SuccessFactor)


def everything() -> list:
    """Every row of every table of criteria, primary keys included."""
    marks = Question.characteristics.through.objects.order_by("pk").values_list()
    return [list(model.objects.order_by("pk").values_list()) for model in MODELS] + [list(marks)]


def published() -> list[dict]:
    entries = sample.small_file()
    entries[0]["fields"]["status"] = "published"
    return entries


def refusal(path) -> list[str]:
    """The lines of a refusal, which wrote nothing."""
    before = everything()
    with pytest.raises(CriteriaRefused) as refused:
        load_file(path)
    assert everything() == before
    return [str(problem).replace(str(path), path.name) for problem in refused.value.problems]


def test_a_new_set_stands_as_the_file_says(tmp_path):
    assert load_file(sample.write(tmp_path, sample.small_file())) == Outcome.CREATED

    criteria_set = CriteriaSet.objects.get_by_natural_key("pmqa-test")
    outline = outline_of(criteria_set)
    assert [category.code for category in outline.categories] == ["P", "1", "7"]
    assert {code: item.points for code, item in outline.items.items()} == {
        "P.1": 0,
        "1.1": 60,
        "1.2": 60,
        "7.1": 60,
        "7.2": Decimal("70.50"),
    }
    assert list(outline.questions) == ["P-1", "P-2", "1.1-1", "1.1-2", "1.2-1", "7.1-1", "7.2-1"]
    marks = outline.questions["1.1-2"].characteristics.order_by("order").values_list("code", flat=True)
    assert list(marks) == ["OPEN", "DIGITAL"]
    assert Rubric.objects.filter(criteria_set=criteria_set).count() == 48
    assert SuccessFactor.objects.get().title_th == "ปัจจัย 1"
    assert (criteria_set.gate, criteria_set.shortfall, criteria_set.thresholds[1]) == (1, "", "0.50")


def test_order_of_objects_does_not_matter(tmp_path):
    load_file(sample.write(tmp_path, sample.small_file()))

    assert load_file(sample.write(tmp_path, sample.small_file()[::-1])) == Outcome.UNCHANGED


@pytest.mark.parametrize("entries", [sample.small_file(), published()], ids=["draft", "published"])
def test_the_same_file_twice_writes_nothing(tmp_path, entries):
    path = sample.write(tmp_path, entries)
    load_file(path)
    before = everything()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load_file(path) == Outcome.UNCHANGED

    kinds = {query["sql"].split()[0] for query in queries}
    assert kinds <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert everything() == before


def test_queries_do_not_grow_with_the_set(tmp_path, django_assert_num_queries):
    """Savepoint, set, tags (2 reads, 2 writes), 6 models, codes of the tags, marks, release."""
    with django_assert_num_queries(15):
        load_file(sample.write(tmp_path, sample.small_file()))


def test_what_is_stored_reads_back_as_the_file(tmp_path):
    path = sample.write(tmp_path, sample.small_file())
    load_file(path)

    rows = stored_rows(CriteriaSet.objects.get())

    assert len(rows) == 1 + 3 + 5 + 7 + 7 + 48
    assert rows["question", ("pmqa-test", "1.1-2")]["area"] == ("pmqa-test", "1.1", "ข")


def test_a_draft_is_replaced(tmp_path):
    load_file(sample.write(tmp_path, sample.small_file()))
    entries = sample.small_file()
    fields_of(entries, "question", "1.1-1")["text_th"] = "ถามใหม่"
    gone = [
        one
        for one in entries
        if "1.2" in str(one["fields"].get("code")) or one["fields"].get("item") == ["pmqa-test", "1.2"]
    ]
    entries = [one for one in entries if one not in gone]
    fields_of(entries, "item", "1.1")["points"] = "120.00"

    assert load_file(sample.write(tmp_path, entries)) == Outcome.REPLACED

    assert Question.objects.get(code="1.1-1").text_th == "ถามใหม่"
    assert not Item.objects.filter(code="1.2").exists()
    assert CriteriaSet.objects.count() == 1
    assert load_file(sample.write(tmp_path, entries)) == Outcome.UNCHANGED


def test_a_change_of_marks_alone_is_a_change(tmp_path):
    load_file(sample.write(tmp_path, sample.small_file()))
    entries = sample.small_file()
    fields_of(entries, "question", "1.1-1")["characteristics"] = [["OPEN"]]

    assert load_file(sample.write(tmp_path, entries)) == Outcome.REPLACED
    assert Question.objects.get(code="1.1-1").characteristics.count() == 1


def test_a_draft_in_use_is_not_replaced(tmp_path):
    load_file(sample.write(tmp_path, sample.small_file()))
    make_cycle(CriteriaSet.objects.get())
    entries = sample.small_file()
    fields_of(entries, "question", "1.1-1")["text_th"] = "ถามใหม่"

    assert refusal(sample.write(tmp_path, entries)) == [
        "set.json:1 criteriaset pmqa-test: ชุดเกณฑ์ร่าง pmqa-test มีผู้ใช้อยู่ (รอบการประเมิน) จึงแทนที่ไม่ได้ "
        "ให้ลบสิ่งที่ใช้อยู่ก่อน หรือตั้งรหัสชุดใหม่"
    ]


def test_a_draft_in_use_is_published_in_place(tmp_path):
    load_file(sample.write(tmp_path, sample.small_file()))
    make_cycle(CriteriaSet.objects.get())
    questions = list(Question.objects.values_list("pk", flat=True))

    assert load_file(sample.write(tmp_path, published())) == Outcome.PUBLISHED

    assert CriteriaSet.objects.get().status == "published"
    assert list(Question.objects.values_list("pk", flat=True)) == questions


def test_a_published_set_that_differs_is_refused(tmp_path):
    load_file(sample.write(tmp_path, published()))
    entries = published()
    fields_of(entries, "question", "1.1-1")["text_th"] = "ถามใหม่"
    fields_of(entries, "question", "1.1-1")["title_en"] = "Anew"
    fields_of(entries, "item", "1.1")["points"] = "59.00"
    fields_of(entries, "item", "1.2")["points"] = "61.00"
    fields_of(entries, "question", "7.2-1")["code"] = "7.2-2"

    assert refusal(sample.write(tmp_path, entries)) == [
        "set.json:1 criteriaset pmqa-test: ชุดเกณฑ์ pmqa-test ประกาศใช้แล้วจึงแก้ไม่ได้ และไฟล์ต่างจากที่เก็บไว้ 5 แห่ง ได้แก่ "
        "item 1.1 (points); question 1.1-1 (title_en, text_th); item 1.2 (points) ให้ใช้ไฟล์เดิม หรือตั้งรหัสชุดใหม่"
    ]


def test_a_published_set_does_not_become_a_draft(tmp_path):
    load_file(sample.write(tmp_path, published()))

    (line,) = refusal(sample.write(tmp_path, sample.small_file()))

    assert "ต่างจากที่เก็บไว้ 1 แห่ง ได้แก่ criteriaset pmqa-test (status)" in line


def test_a_spoilt_file_writes_nothing(tmp_path):
    entries = sample.small_file()
    entries[-1]["fields"]["text_th"] = ""

    assert refusal(sample.write(tmp_path, entries)) == [
        f"set.json:{len(entries)} rubric results I 5: text_th: ว่างอยู่ ให้ใส่ข้อความ"
    ]


def test_a_second_set_uses_the_characteristics_of_the_first(tmp_path):
    load_file(sample.write(tmp_path, published()))
    text = sample.write(tmp_path, [one for one in published() if one["model"] != "criteria.characteristic"]).read_text()
    other = tmp_path / "other.json"
    other.write_text(text.replace("pmqa-test", "pmqa-other"))

    assert load_file(other) == Outcome.CREATED
    assert Characteristic.objects.count() == 2
    assert Question.objects.filter(characteristics__code="OPEN").count() == 14


def test_a_characteristic_is_mended_before_anything_is_published(tmp_path):
    load_file(sample.write(tmp_path, sample.small_file()))
    entries = sample.small_file()
    fields_of(entries, "characteristic", "OPEN")["title_th"] = "เปิดกว้าง"
    pk = Characteristic.objects.get(code="OPEN").pk

    assert load_file(sample.write(tmp_path, entries)) == Outcome.UNCHANGED

    assert Characteristic.objects.get(code="OPEN").title_th == "เปิดกว้าง"
    assert Characteristic.objects.get(code="OPEN").pk == pk


def test_a_characteristic_is_not_mended_under_a_published_set(tmp_path):
    load_file(sample.write(tmp_path, published()))
    text = sample.write(tmp_path, sample.small_file()).read_text().replace("pmqa-test", "pmqa-other")
    other = tmp_path / "other.json"
    other.write_text(text.replace("คุณลักษณะ 2", "อีกคำ"))

    assert refusal(other) == [
        "other.json:3 characteristic DIGITAL: มีอยู่แล้วและต่างที่ title_th แก้ไม่ได้เพราะมีชุดเกณฑ์ที่ประกาศใช้แล้ว "
        "ให้ใช้ข้อความเดิม หรือลบรายการนี้ออก"
    ]
