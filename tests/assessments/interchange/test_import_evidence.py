"""What an import writes beside answers and scores: records in the locker, what cites them, key factors."""

import json
from datetime import date

import pytest

from assessments.models import Evidence, KeyFactor
from assessments.services.imports import ImportRefused
from tests.assessments.interchange.sample import (
    HASH,
    SECRET,
    answer,
    export,
    head,
    indicator,
    key_factor,
    linked,
    make_tags,
    record,
    take,
)
from tests.rows import digest

pytestmark = pytest.mark.django_db


def test_evidence_is_made_once_in_the_locker_of_the_unit(assessment, cast):
    take(head(answers=[answer()], evidence=[record(), record("E02", citations=[])]))

    found = Evidence.objects.get(code="E01")
    assert (found.unit, found.title, found.secrecy, found.sha256) == (cast.unit, "รายงานประจำปี", "normal", HASH)
    cited = found.citations.get()
    assert (cited.answer.question.code, cited.pages) == ("1.1-1", "4")

    pages = [{"question": "1.1-1", "pages": "5-6"}, {"question": "P-1"}]
    _same, changes = take(head(evidence=[record(sha256="", citations=pages)]))

    assert changes == ["evidence E01: เปลี่ยน"]
    assert sorted(found.citations.values_list("answer__question__code", "pages")) == [("1.1-1", "5-6"), ("P-1", "")]
    assert Evidence.objects.count() == 2
    assert Evidence.objects.get(code="E01") == found


@pytest.mark.parametrize("change", [{"title": "รายงานอื่น"}, {"class": "ลับ"}, {"sha256": "f" * 64}])
def test_a_code_of_another_record_is_refused(assessment, cast, change):
    take(head(evidence=[record()]))
    before = digest()

    with pytest.raises(ImportRefused) as refused:
        take(head(answers=[answer()], evidence=[record(**change)]))

    assert refused.value.problems == [
        "evidence (E01): หน่วยงานใช้รหัสนี้กับหลักฐาน “รายงานประจำปี” แล้ว ให้ใช้ชื่อ ชั้นความลับ และ sha256 ตามนั้น หรือใช้รหัสอื่น"
    ]
    assert digest() == before


def test_a_title_with_double_blanks_is_the_same_paper(assessment, cast):
    """It was stored so before the form made one line of it."""
    take(head(evidence=[record()]))
    Evidence.objects.update(title="รายงาน  ประจำ\nปี")
    assert take(json.loads(export(assessment)))[1] == []


def test_a_record_of_the_locker_is_not_overwritten(assessment, cast):
    make_tags()
    take(head(evidence=[record("E02", **SECRET)]))
    before = Evidence.objects.values().get()

    take(head(evidence=[record("E02", **{"class": "ลับ", "sha256": ""})]))
    take(head(evidence=[record("E02", **SECRET | {"keeper": "กองแผนงาน", "expires": None, "characteristics": []})]))

    kept = Evidence.objects.get()
    assert Evidence.objects.values().get() == before
    assert [tag.code for tag in kept.characteristics.all()] == ["OPEN"]
    assert [tag.code for tag in kept.success_factors.all()] == ["INNOVATION"]
    assert (kept.dated, kept.expires, kept.checked_on) == (date(2025, 1, 31), date(2027, 12, 31), date(2025, 9, 1))


def test_key_factors_are_replaced_whole(cast, cycle):
    assessment, _changes = take(head(indicators=[indicator()], key_factors=[key_factor(), key_factor("K02")]))
    kept = KeyFactor.objects.get(code="K01").pk

    changed = key_factor("K01", text="น้ำแล้ง", answers=["1.1-2"], indicators=["7.1-01"])
    _same, changes = take(head(key_factors=[changed, key_factor("K03", kind="group")]))

    assert changes == ["key_factors K01: เปลี่ยน", "key_factors K02: ลบ", "key_factors K03: เพิ่ม"]
    assert linked() == {"K01": (["1.1-2"], ["7.1-01"]), "K03": (["1.1-1"], [])}
    first = KeyFactor.objects.get(code="K01")
    assert (first.pk, first.text, first.assessment) == (kept, "น้ำแล้ง", assessment)


def test_a_key_factor_of_an_indicator_that_is_not_there_is_refused(assessment, cast):
    take(head(indicators=[indicator()], key_factors=[key_factor(indicators=["7.1-01"])]))
    before = digest()
    wrong = [key_factor(indicators=["7.1-01", "7.1-09"]), key_factor("K02", indicators=["x"])]

    with pytest.raises(ImportRefused) as refused:
        take(head(answers=[answer()], key_factors=wrong))

    words = "ไม่มีตัวชี้วัด “%s” ในแบบประเมินนี้ ตรวจรหัส หรือเพิ่มตัวชี้วัดก่อน"
    assert refused.value.problems == [
        f"key_factors (K01).indicators: {words % '7.1-09'}",
        f"key_factors (K02).indicators: {words % 'x'}",
    ]
    assert digest() == before


def test_two_units_may_use_one_code(cast, cycle):
    take(head(evidence=[record()]))
    take(head(unit={"code": "A0009"}, evidence=[record(title="รายงานอื่น")]))
    assert Evidence.objects.filter(code="E01").count() == 2
