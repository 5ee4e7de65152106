import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from thai.words import count_words, words

LONGEST = 10  # seconds: a guard against endless work, no measure

# Thai with marks in wrong places, digits of both kinds, Latin, spaces, joiners and marks of other scripts.
TRICKY = st.text(
    st.one_of(
        st.sampled_from("กขนมรงาำเแโไฯๆะั่้์ิู๑๒12.,:-'aé\u0301\u0e4d\u200b\u200d\u00a0 \t\n\r(%"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("กำหนดขั้นตอน", ["กำหนด", "ขั้นตอน"]),
        ("ประชาชนพึงพอใจ", ["ประชาชน", "พึงพอใจ"]),
        ("ปี2568", ["ปี", "2568"]),
        ("ร้อยละ ๙๖.๒", ["ร้อยละ", " ", "๙๖.๒"]),
        ("1,085 คน.", ["1,085", " ", "คน", "."]),
        ("e-Serviceของกรม", ["e-Service", "ของ", "กรม"]),
        ("(1) รวม\n\nสอง", ["(", "1", ")", " ", "รวม", "\n\n", "สอง"]),
        ("น้ำ", ["น้ำ"]),
        ("1่2", ["1่", "2"]),
        ("ก\n่ข", ["ก", "\n่ข"]),
        ("่ก", ["่ก"]),
        ("cafe\u0301s", ["cafe\u0301", "s"]),
    ],
)
def test_words(text, pieces):
    assert words(text) == pieces


@given(TRICKY)
def test_nothing_is_lost_and_no_grapheme_is_cut(text):
    pieces = words(text)
    assert "".join(pieces) == text
    assert "" not in pieces
    assert [piece for piece in pieces[1:] if regex.match(r"\p{M}", piece)] == []
    assert sum(len(regex.findall(r"\X", piece)) for piece in pieces) <= len(regex.findall(r"\X", text))


@pytest.mark.parametrize(
    "text",
    ["กรมพัฒนาที่ดินออกแบบบริการตรวจวิเคราะห์ดิน", "กร", "นานา", "ตากลม", "เ", "a", "1", "ก1a ", " ", "ก่\u0301"],
)
def test_twenty_thousand_characters_take_no_time(text):
    words("ก")  # the dictionary is loaded once
    given_text = (text * 20_000)[:20_000]
    began = time.perf_counter()
    assert "".join(words(given_text)) == given_text
    assert time.perf_counter() - began < LONGEST


def test_one_letter_under_a_hundred_thousand_marks_takes_no_time():
    text = "ก" + "่" * 100_000
    began = time.perf_counter()
    assert words(text) == [text]
    assert time.perf_counter() - began < LONGEST


def test_a_word_at_the_edge_of_a_window_stays_whole():
    assert words("พึงพอใจ" * 600) == ["พึงพอใจ"] * 600


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" \n", 0),
        ("กำหนด 5 ขั้นตอน", 3),
        ("ต่าง ๆ (e-Service) ร้อยละ 96.2%", 4),
    ],
)
def test_count_words(text, number):
    assert count_words(text) == number
