from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.digits import UnreadableNumber, grouped, parse_number, plain, to_arabic, to_thai


def test_digits_change_and_nothing_else():
    assert to_thai("หมวด 7 ร้อยละ 68.50") == "หมวด ๗ ร้อยละ ๖๘.๕๐"
    assert to_arabic("หมวด ๗ ร้อยละ ๖๘.๕๐") == "หมวด 7 ร้อยละ 68.50"


@given(st.text())
def test_digits_there_and_back(text):
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert len(to_thai(text)) == len(text)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (0, "0"),
        (-3, "-3"),
        (96.2, "96.2"),
        (0.0000010, "0.000001"),
        (Decimal("96.20"), "96.2"),
        (Decimal("0E-10"), "0"),
        ("96.2", "96.2"),
        ("๙๖.๒", "96.2"),
        ("1,234.5", "1234.5"),
        ("๑,๒๓๔,๕๖๗", "1234567"),
        ("-1,000", "-1000"),
        ("\u22123.5", "-3.5"),
        ("-0", "0"),
        (" 12\u00a0", "12"),
        ("007", "7"),
        ("1.0000000", "1"),
        ("0.000001", "0.000001"),
        ("999999999999999", "999999999999999"),
        ("123456789.123456", "123456789.123456"),
    ],
)
def test_parse_number_reads(written, number):
    assert parse_number(written) == Decimal(number)
    assert plain(parse_number(written)) == number


ONLY_NUMBER = "ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือเครื่องหมายอื่น เช่น 96.2"
NO_NUMBER = "ค่านี้ไม่ใช่ตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2"
NOT_FINITE = "ไม่ใช่ตัวเลข ถ้าไม่มีข้อมูลให้เว้นว่าง"
EXPONENT = "เขียนแบบเลขยกกำลัง ให้เขียนตัวเลขเต็ม เช่น 1500 แทน 1.5e3"
PLACES = "มีทศนิยมเกิน 6 ตำแหน่ง ให้ปัดเศษเหลือไม่เกิน 6 ตำแหน่ง"
TOO_LONG = "ยาวเกินไป ตัวเลขมีได้ไม่เกิน 15 หลัก ให้เปลี่ยนหน่วยวัด เช่น ล้านบาท"
POINT = "ขาดตัวเลขหน้าหรือหลังจุดทศนิยม ให้เขียน เช่น 0.5 หรือ 5"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (True, NO_NUMBER),
        (None, NO_NUMBER),
        ([1], NO_NUMBER),
        ("", "ยังไม่มีตัวเลข ให้เขียนเป็นตัวเลข เช่น 96.2 ถ้าค่าเป็นศูนย์ให้เขียน 0"),
        ("1,2,3", '"1,2,3" มีจุลภาคผิดที่ ให้เขียน 123 หรือคั่นทุกสามหลัก เช่น 1,230'),
        ("1,23.5", '"1,23.5" มีจุลภาคผิดที่ ให้เขียน 123.5 หรือคั่นทุกสามหลัก เช่น 1,230'),
        ("12,5", '"12,5" มีจุลภาคผิดที่ ถ้าเป็นทศนิยมให้เขียน 12.5 ถ้าเป็นจำนวนเต็มให้เขียน 125'),
        ("๐,๑๒๓", '"๐,๑๒๓" มีจุลภาคผิดที่ ถ้าเป็นทศนิยมให้เขียน 0.123 ถ้าเป็นจำนวนเต็มให้เขียน 123'),
        ("1.234,5", f'"1.234,5" {ONLY_NUMBER}'),
        (",", f'"," {ONLY_NUMBER}'),
        ("1.2.3", f'"1.2.3" {ONLY_NUMBER}'),
        ("55 %", f'"55 %" {ONLY_NUMBER}'),
        ("- 5", f'"- 5" {ONLY_NUMBER}'),
        ("--5", f'"--5" {ONLY_NUMBER}'),
        ("(5)", f'"(5)" {ONLY_NUMBER}'),
        ("\u0665", f'"\u0665" {ONLY_NUMBER}'),
        ("5\x1b\ud800", f'"5  " {ONLY_NUMBER}'),
        ("+5", '"+5" มีเครื่องหมาย + ให้เขียน 5'),
        (".5", f'".5" {POINT}'),
        ("5.", f'"5." {POINT}'),
        ("1e3", f'"1e3" {EXPONENT}'),
        (Decimal("1E+3"), f'"1E+3" {EXPONENT}'),
        ("NaN", f'"NaN" {NOT_FINITE}'),
        (float("inf"), f'"Infinity" {NOT_FINITE}'),
        (Decimal("-Infinity"), f'"-Infinity" {NOT_FINITE}'),
        (Decimal("0.0000001"), f'"0.0000001" {PLACES}'),
        (0.1 + 0.2, f'"0.30000000000000004" {PLACES}'),
        ("1234567890123456", f'"1234567890123456" {TOO_LONG}'),
        ("1234567890.123456", f'"1234567890.123456" {TOO_LONG}'),
        ("1" * 1000, f'"{"1" * 30}…" {TOO_LONG}'),
    ],
)
def test_parse_number_refuses_and_says_how_to_write_it(written, message):
    with pytest.raises(UnreadableNumber) as refusal:
        parse_number(written)

    assert str(refusal.value) == message


def test_parse_number_refuses_a_whole_number_too_long_to_write():
    with pytest.raises(UnreadableNumber, match="ไม่เกิน 15 หลัก"):
        parse_number(10**5000)


NUMBERS = st.decimals(min_value=-(10**9) + 1, max_value=10**9 - 1, places=6)


@given(NUMBERS)
def test_parse_number_reads_what_plain_writes(number):
    assert parse_number(plain(number)) == number
    assert parse_number(to_thai(plain(number))) == number
    assert plain(parse_number(plain(number))) == plain(number)


@given(NUMBERS)
def test_parse_number_reads_what_grouped_writes(number):
    assert parse_number(grouped(number)) == number


@given(st.text(max_size=30) | st.text(st.sampled_from("0123๔,.-+eE\u2212 "), max_size=12))
def test_parse_number_reads_or_refuses(text):
    try:
        number = parse_number(text)
    except UnreadableNumber as refusal:
        assert str(refusal)  # noqa: PT017
    else:
        assert number.is_finite()
        assert parse_number(plain(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("96.200", "96.2"),
        ("0", "0"),
        ("-0.00", "0"),
        ("-3", "-3"),
        ("1E+3", "1000"),
        ("1E-6", "0.000001"),
        ("100", "100"),
    ],
)
def test_plain(number, text):
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ("1234567.5", None, "1,234,567.5"),
        ("-1234", None, "\u22121,234"),
        ("0", None, "0"),
        ("1000", 2, "1,000.00"),
        ("412.505", 2, "412.51"),
        ("0.005", 2, "0.01"),
        ("-0.004", 2, "0.00"),
        ("-999.995", 2, "\u22121,000.00"),
        ("55.5", 0, "56"),
    ],
)
def test_grouped(number, places, text):
    assert grouped(Decimal(number), places) == text


@pytest.mark.parametrize("write", [plain, grouped])
def test_not_a_number_has_no_written_form(write):
    with pytest.raises(ValueError, match="no written form"):
        write(Decimal("NaN"))
