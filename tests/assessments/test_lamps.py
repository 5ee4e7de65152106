"""Lamps: every phrase lights its own, negations and weak words put it out, nothing takes long."""

import json
import time

import pytest

from assessments.lamps import FULL, HALF, LONGEST_READ, NONE, PHRASES, lamps_of

DATA = json.loads(PHRASES.read_text())
LETTERS = "ADLI"
LISTED = [(letter, phrase) for letter in LETTERS for phrase in DATA["factors"][letter]["phrases"]]


def states(text: str) -> dict[str, str]:
    return {lamp.letter: lamp.state for lamp in lamps_of(text)}


@pytest.mark.parametrize("letter", LETTERS)
def test_each_factor_has_its_phrases_once(letter):
    phrases = DATA["factors"][letter]["phrases"]
    assert len(set(phrases)) == len(phrases) >= 25


@pytest.mark.parametrize(("letter", "phrase"), LISTED)
def test_a_phrase_lights_its_lamp_and_shows_itself(letter, phrase):
    written = phrase.replace("…", "กองแผนงาน")
    lamp = next(lamp for lamp in lamps_of(f"กรม{written}ตามนั้น") if lamp.letter == letter)
    assert lamp.state != NONE
    assert any(found in f"กรม{written}ตามนั้น" for found in lamp.found)


def test_an_empty_text_lights_nothing():
    assert states("") == dict.fromkeys(LETTERS, NONE)
    assert states("กรมมีภารกิจสำคัญ") == dict.fromkeys(LETTERS, NONE)


@pytest.mark.parametrize("word", [*DATA["negations"], *DATA["weak"]])
def test_a_negation_or_a_weak_word_before_a_phrase_puts_it_out(word):
    assert states(f"กรม{word}ถอดบทเรียน")["L"] == NONE
    assert states(f"กรม{word} เรื่องอื่นที่อยู่ไกลออกไปมาก ถอดบทเรียน")["L"] != NONE


@pytest.mark.parametrize(
    ("text", "letter", "state"),
    [
        ("กำหนดขั้นตอน", "A", HALF),
        ("กำหนดขั้นตอน 5 ขั้น ทบทวนปีละ 2 ครั้ง", "A", FULL),
        ("ถ่ายทอด", "D", HALF),
        ("ถ่ายทอดครบทั้ง 12 เขต", "D", FULL),
        ("ถ่ายทอดครบทั้ง ๑๒ เขต", "D", FULL),
        ("ทบทวนวิธีการ", "L", HALF),
        ("ทบทวนแล้วพบว่าใช้เวลานาน จึงลดขั้นตอน", "L", FULL),
        ("สอดคล้องกับความเห็น", "I", HALF),
        ("สอดคล้องกับยุทธศาสตร์ของกรม", "I", FULL),
    ],
)
def test_a_phrase_with_its_substance_is_full(text, letter, state):
    assert states(text)[letter] == state


def test_a_lamp_that_is_not_full_says_what_would_light_it():
    assert all(lamp.hint and lamp.word for lamp in lamps_of("ก"))


@pytest.mark.parametrize("piece", ["พบว่า ", "เดิม", "1 เขต ", "ก", "จึงปรับ", "ร่วมกับ", "แผน "])
def test_time_grows_with_the_text_and_no_faster(piece):
    """Four times the text takes at most about four times as long; the best of three looks."""

    def cost(length: int) -> float:
        text = (piece * length)[:length]
        looks = []
        for _look in range(3):
            began = time.process_time()
            lamps_of.__wrapped__(text)
            looks.append(time.process_time() - began)
        return min(looks)

    assert cost(20_000) < 12 * cost(5_000) + 0.02


def test_the_longest_text_is_read_to_a_bound():
    assert states("ก" * LONGEST_READ + "ถอดบทเรียน")["L"] == NONE
