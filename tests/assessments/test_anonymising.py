"""What names a unit is replaced; everything else stays as it was typed."""

import pytest

from accounts.roles import UnitKind
from assessments.anonymising import anonymised, names_of, telling
from tests.cast import make_unit

NAMES = {
    "กรมพัฒนาที่ดิน": "หน่วยงาน",
    "พด.": "หน่วยงาน",
    "Land Development Department": "หน่วยงาน",
    "A0008": "หน่วยงาน",
    "กรม": "ส่วนราชการ",
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("กรมพัฒนาที่ดินมีแผน พด. มีคู่มือ", "หน่วยงานมีแผน หน่วยงาน มีคู่มือ"),  # the longest name first
        ("กรมอื่น", "ส่วนราชการอื่น"),
        ("รหัส A0008, a0008 และ XA00081", "รหัส หน่วยงาน, หน่วยงาน และ XA00081"),
        ("Land  Development\nDepartment", "หน่วยงาน"),
        ("land development departments", "land development departments"),
        ("", ""),
        ("| ปี | ผล |\n|---|--:|\n**5**", "| ปี | ผล |\n|---|--:|\n**5**"),
    ],
)
def test_names_are_replaced_and_nothing_else(text, shown):
    assert anonymised(text, NAMES) == shown


def test_without_names_and_with_a_single_letter_nothing_is_replaced():
    assert [anonymised("ก ข", {}), anonymised("ก ข", {"ก": "หน่วยงาน", " ": "x"})] == ["ก ข", "ก ข"]


def test_a_name_with_signs_of_patterns_is_taken_by_the_letter():
    assert anonymised("ก.พ.ร. กxพyรz", {"ก.พ.ร.": "หน่วยงาน"}) == "หน่วยงาน กxพyรz"


def test_above_and_below_are_named_by_their_place(cast, django_assert_num_queries):
    division = make_unit("A0008-1", "สำนักงานเขต 1", UnitKind.DIVISION, cast.unit)
    with django_assert_num_queries(1):
        names = names_of(cast.unit)
    assert names == {
        "กระทรวงเกษตรและสหกรณ์": "ต้นสังกัด",
        "M08": "ต้นสังกัด",
        "กรมพัฒนาที่ดิน": "หน่วยงาน",
        "A0008": "หน่วยงาน",
        division.name_th: "หน่วยงานในสังกัด",
        "A0008-1": "หน่วยงานในสังกัด",
    }
    assert anonymised("A0008-1 ของ A0008", names) == "หน่วยงานในสังกัด ของ หน่วยงาน"


def test_addresses_and_telephones_are_found():
    text = "ดู https://www.ldd.go.th/x และ www.a.go.th ถาม a.b@ldd.go.th โทร 02 562 5100 ปี 2569 ข้อ 1.10"
    assert telling(text) == ["https://www.ldd.go.th/x", "www.a.go.th", "a.b@ldd.go.th", "02 562 5100"]
