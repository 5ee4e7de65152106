"""What the words of one head say: a text of the indicator, a kind of figure, a year, a comparator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.interchange.tables.heads import SEVERAL, UNKNOWN, Head, read_head, text_head
from thai.digits import to_thai


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("ตัวชี้วัด", "name"),
        ("ชื่อ\nตัวชี้วัด", "name"),
        ("ตัวชี้วัด (KPI)", "name"),
        ("ตัวชี้วัดผลลัพธ์", "name"),
        ("KPIs", "name"),
        ("Indicator", "name"),
        ("ที่", "code"),
        ("ลำดับ\nที่", "code"),
        ("#", "code"),
        ("No.", "code"),
        ("รหัสตัวชี้วัด", "code"),
        ("หน่วย วัด", "unit_of_measure"),
        ("หน่วย", "unit_of_measure"),
        ("หน่วยนับ", "unit_of_measure"),
        ("Unit of measure", "unit_of_measure"),
        ("ประเด็น", "area"),
        ("ทิศทาง", "direction"),
        ("Direction", "direction"),
        ("ความสำคัญ", "importance"),
        ("ชื่อคู่เทียบ", "comparator_name"),
        ("หน่วยงานคู่เทียบเคียง", "comparator_name"),
        ("ประเด็นยุทธศาสตร์", ""),
        ("ผู้รับผิดชอบตัวชี้วัด", ""),
        ("น้ำหนักตัวชี้วัด", ""),
        ("หน่วยงาน", ""),
        ("", ""),
        ("ตัวชี้วัด" * 100, ""),
    ],
)
def test_a_head_of_a_text(text, holds):
    assert text_head(text) == holds


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [
        ("2567", "", 2567),
        ("ปี 2567", "", 2567),
        ("ปี พ.ศ.2567", "", 2567),
        ("พ.ศ. 2567", "", 2567),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๗", "", 2567),
        ("ประจำปีงบประมาณ\nพ.ศ. 2567", "", 2567),
        ("FY2024", "", 2567),
        ("FY 2567", "", 2567),
        ("ค.ศ. 2024", "", 2567),
        ("1957", "", 2500),
        ("2156", "", 2699),
        ("ผล 2567", "value", 2567),
        ("ผลการดำเนินงาน ปี 2567", "value", 2567),
        ("2567 (ผล)", "value", 2567),
        ("ผลการดำเนินงาน (ร้อยละ) ปี 2567 รอบ 12 เดือน", "value", 2567),
        ("ค่า 2567", "value", 2567),
        ("Actual 2024", "value", 2567),
        ("เป้าหมาย 2567", "target", 2567),
        ("ค่าเป้าหมายปี 2567", "target", 2567),
        ("เป้า\n2567", "target", 2567),
        ("แผน 2567", "target", 2567),
        ("Target 2024", "target", 2567),
        ("ค่าเทียบ 2567", "comparator", 2567),
        ("ผลของคู่เทียบ ปี 2567", "comparator", 2567),
        ("Benchmark 2567", "comparator", 2567),
        ("ปี 67", "", 2567),
        ("เป้าหมาย ปี 67", "target", 2567),
        ("ปี 24", UNKNOWN, None),
        ("67", "", None),
        ("ปี", "", None),
        ("ผล", "value", None),
        ("เป้าหมาย / ผลการดำเนินงาน", SEVERAL, None),
        ("เป้าหมายและผล ปี 2567", SEVERAL, 2567),
        ("2499", UNKNOWN, None),
        ("2700", UNKNOWN, None),
        ("1956", UNKNOWN, None),
        ("2565-2567", "", None),
        ("ผลการดำเนินงาน ปี พ.ศ. 2565 – 2567", "value", None),
        ("2565, 2567", UNKNOWN, None),
        ("ไตรมาส 1/2567", UNKNOWN, None),
        ("1/2567", UNKNOWN, None),
        ("2567 (6 เดือน)", UNKNOWN, None),
        ("2570 (คาดการณ์)", UNKNOWN, None),
        ("ร้อยละความสำเร็จ 2567", UNKNOWN, None),
        ("งบประมาณ 2567", UNKNOWN, None),
        ("25671", UNKNOWN, None),
        ("2567.5", UNKNOWN, None),
        ("ผู้รับผิดชอบ", UNKNOWN, None),
        ("คู่เทียบที่ดีที่สุด", UNKNOWN, None),
    ],
)
def test_a_head_of_figures(text, kind, year):
    head = read_head(text)
    assert head.kind == kind
    if kind != UNKNOWN:
        assert head.year == year


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("คู่เทียบ: กรมวิชาการเกษตร", "กรมวิชาการเกษตร"),
        ("คู่เทียบ (กรมวิชาการเกษตร)", "กรมวิชาการเกษตร"),
        ("ค่าคู่เทียบ กรมวิชาการเกษตร ปี ๒๕๖๗", "กรมวิชาการเกษตร"),
        ("คู่เทียบ", ""),
        ("คู่เทียบ 2567", ""),
        ("คู่เทียบ 1", ""),
    ],
)
def test_a_comparator_in_the_head(text, name):
    assert read_head(text).comparator_name == name


@pytest.mark.parametrize(
    ("parts", "kind", "year"),
    [
        (["ผลการดำเนินงาน", "2567"], "value", 2567),
        (["2567", "เป้าหมาย"], "target", 2567),
        (["ปีงบประมาณ", "67"], "", 2567),
        (["ผลการดำเนินงาน", "เป้าหมาย 2567"], "target", 2567),
        (["เป้าหมาย/ผล", "ผล 2567"], "value", 2567),
        (["ปี 2567", "ปี 2567"], "", 2567),
    ],
)
def test_heads_above_one_another(parts, kind, year):
    whole = Head.of([read_head(part) for part in parts])
    assert (whole.kind, whole.year) == (kind, year)


@pytest.mark.parametrize(
    "parts",
    [["งบประมาณ", "2567"], ["2567", "2568"], ["ผล", "67"], ["ปี 2567", "68"], ["ผล 2567", "ร้อยละ"], ["ปี 66", "67"]],
)
def test_heads_that_together_say_nothing_for_sure(parts):
    assert Head.of([read_head(part) for part in parts]) is None


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [("พ.ศ. 2024", True), ("ค.ศ. 2567", True), ("พ.ศ. 2567", False), ("ค.ศ. 2024", False), ("FY2567", False)],
)
def test_an_era_and_a_year_of_the_other(text, is_wrong):
    assert read_head(text).is_era_wrong == is_wrong


@given(
    st.integers(2500, 2699), st.sampled_from(["{}", "ปี {}", "ปีงบประมาณ พ.ศ. {}", "ผล {}", "เป้าหมาย {}", "ค่าเทียบ {}"])
)
def test_every_year_in_every_writing(year, words):
    for written in (year, to_thai(str(year)), year - 543):
        assert read_head(words.format(written)).year == year


@given(st.text(max_size=60) | st.text(st.sampled_from("ผลเป้าปี.พศ 0123456789๕-/()"), max_size=20))
def test_any_head_says_something_or_nothing(text):
    head = read_head(text)
    assert head.year is None or 2500 <= head.year <= 2699
