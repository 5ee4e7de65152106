import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.text import (
    UnacceptableText,
    clean,
    graphemes,
    graphemes_up_to,
    has_more_graphemes,
    is_overloaded,
    search_fold,
    sort_key,
)

NIKHAHIT, SARA_AA, SARA_AM, MAI_EK, MAI_THO = "\u0e4d", "\u0e32", "\u0e33", "\u0e48", "\u0e49"

# Weighted towards what can go wrong: SARA AM in pieces, tones, marks of other scripts, bidi controls, line ends.
TRICKY = st.text(
    st.one_of(
        st.sampled_from(
            f"กขนอฺุูเแ{NIKHAHIT}{SARA_AA}{SARA_AM}{MAI_EK}{MAI_THO}\u0301\u0323\u0345\u202e\u2066\u200b\u00a0 \t\nA1๑."
        ),
        st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(32) if c not in (9, 10)]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("กรมพัฒนาที่ดิน", "กรมพัฒนาที่ดิน"),
        ("หนึ่ง\r\nสอง\r\n", "หนึ่ง\nสอง\n"),
        (f"ท{NIKHAHIT}{SARA_AA}", "ทำ"),
        (f"น{NIKHAHIT}{MAI_THO}{SARA_AA}", "น้ำ"),
        (f"น{MAI_THO}{NIKHAHIT}{SARA_AA}", "น้ำ"),
        (f"น{NIKHAHIT}\u202c{SARA_AA}", "นำ"),
        (f"น{NIKHAHIT}", f"น{NIKHAHIT}"),
        ("cafe\u0301", "caf\u00e9"),
        ("กู่", "กู่"),
        ("ก\u0e48\u0e39", "ก\u0e39\u0e48"),
        ("\u202aซ้าย\u202c \u2067ขวา\u2069", "ซ้าย ขวา"),
        ("ท้าย  \nบรรทัด\t \n  ต้น", "ท้าย\nบรรทัด\n  ต้น"),
        ("  ต้น\tกลาง", "  ต้น\tกลาง"),
        ("เก็บ\u200bไว้ \u00a0๑ & <b> …", "เก็บ\u200bไว้ \u00a0๑ & <b> …"),
        ("เเละ องค์การ", "เเละ องค์การ"),
    ],
)
def test_clean_mends_these_and_nothing_else(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code_point", "line", "position"),
    [
        ("\x00", 0x00, 1, 1),
        ("น้ำ\x00", 0x00, 1, 2),
        ("หนึ่ง\r\nที่\x1bนี่", 0x1B, 2, 2),
        ("ก\rข", 0x0D, 1, 2),
        ("ก\n\nข\x0c", 0x0C, 3, 2),
        ("ก\ud83d", 0xD83D, 1, 2),
        ("\udc00", 0xDC00, 1, 1),
    ],
)
def test_clean_refuses_and_says_what_and_where(typed, code_point, line, position):
    with pytest.raises(UnacceptableText) as refusal:
        clean(typed)

    assert (refusal.value.code_point, refusal.value.line, refusal.value.position) == (code_point, line, position)


def test_refusal_is_a_thai_sentence():
    with pytest.raises(UnacceptableText) as refusal:
        clean("ผลลัพธ์\nกก\x00")

    assert str(refusal.value) == ("มีอักขระว่าง NUL (U+0000) ที่บรรทัด 2 ตัวอักษรที่ 3 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่")


@given(TRICKY)
def test_clean_twice_is_clean_once(text):
    assert clean(clean(text)) == clean(text)


@given(TRICKY)
def test_clean_text_is_nfc_with_whole_sara_am(text):
    cleaned = clean(text)

    assert unicodedata.is_normalized("NFC", cleaned)
    assert NIKHAHIT + SARA_AA not in cleaned
    assert all(line == line.rstrip(" \t") for line in cleaned.split("\n"))


@given(st.text(st.sampled_from("กa\u0301\u0323\u0344\u0e38\u0e48\u0345 "), max_size=300))
def test_long_runs_of_marks_come_out_as_nfc_has_them(text):
    long_run = text + "\u0301\u0323\u0e48" * 40 + text

    assert clean(long_run) == unicodedata.normalize("NFC", long_run).rstrip(" ")


def test_long_runs_of_marks_take_no_quadratic_time():
    text = "a" + "\u0301\u0323" * 100_000
    start = time.process_time()

    clean(text)

    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("ก", 1), ("น้ำ", 1), ("ที่ดิน", 3), ("เกษตร", 5), ("ก\r\nข", 3), ("e-Service", 9), ("👩‍🌾", 1)],
)
def test_graphemes_counts_what_a_reader_counts(text, count):
    assert graphemes(text) == count


@given(text=TRICKY, limit=st.integers(1, 40))
def test_counting_up_to_a_limit_tells_what_the_whole_count_tells(text, limit):
    assert graphemes_up_to(text, limit) == min(graphemes(text), limit)
    assert has_more_graphemes(text, limit) == (graphemes(text) > limit)


@pytest.mark.parametrize(
    "ordered",
    [
        ["กรมการข้าว", "กรมประมง", "กรมพัฒนาที่ดิน", "สำนักงานเศรษฐกิจการเกษตร"],
        ["กา", "เก", "แก", "ขา", "เข", "อา"],
        ["ไก่", "ขา"],
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก"],
        ["เก็ง", "เก่ง", "เก้ง"],
        ["นา", "น้า", "นำ", "น้ำ", "นิ"],
        ["รวม", "ฤดู", "ลม", "ฦๅ", "วน"],
        ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "เชียงราย", "เชียงใหม่", "แพร่", "แม่ฮ่องสอน"],
        ["ข้อ ๑", "ข้อ 2", "ข้อ ๓"],
        ["9", "ITA", "กก"],
        ["Agri-Map", "agritech", "ITA"],
    ],
)
def test_sort_key_follows_the_dictionary(ordered):
    backwards = ordered[::-1]

    assert sorted(backwards, key=sort_key) == ordered


def test_sort_key_passes_over_spaces_and_signs():
    assert sort_key("ก.พ.ร.")[:2] == sort_key("กพร")[:2]
    assert sort_key("กรุงเทพฯ")[0] == sort_key("กรุงเทพ")[0]


@given(TRICKY, TRICKY)
def test_sort_key_tells_different_texts_apart(one, other):
    assert (sort_key(one) == sort_key(other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("องค์การ", "องค์กร"),
        ("ปี ๒๕๖๙", "ปี 2569"),
        ("E-Service", "e-service"),
        (f"น{NIKHAHIT}{MAI_THO}{SARA_AA}", "น้ำ"),
        (f"น{SARA_AM}{MAI_THO}", "น้ำ"),
        ("เเผน", "แผน"),
        ("  สอง\u00a0\n คำ ", "สอง คำ"),
        ("แผน\u200bงาน", "แผนงาน"),
    ],
)
def test_search_fold_makes_alike(one, other):
    assert search_fold(one) == search_fold(other)


@pytest.mark.parametrize(("one", "other"), [("นา", "น้า"), ("กรมประมง", "กรมปศุสัตว์"), ("องค์", "องค์กร"), ("1", "2")])
def test_search_fold_keeps_apart(one, other):
    assert search_fold(one) != search_fold(other)


@given(st.text(st.sampled_from("กนองค์รเแํา่้ำ๑1Aa \u200b\u202e\n"), max_size=40))
def test_search_fold_twice_is_once(text):
    assert search_fold(search_fold(text)) == search_fold(text)


@pytest.mark.parametrize(("marks", "is_too_many"), [(32, False), (33, True)])
def test_too_many_marks_on_one_letter(marks, is_too_many):
    assert is_overloaded("ก" + "\u0e49" * marks + "ข") is is_too_many
