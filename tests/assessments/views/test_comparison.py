"""Two texts compared by words: what is marked, how many places differ, and how long it takes."""

import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import AnswerRevision
from assessments.services.answers import save_answer
from assessments.views.comparison import Row, compared, differences
from thai.words import words

LONGEST = 10  # seconds: a guard against endless work, no measure (0.05 to 0.4 on 2 cores)
SENTENCE = "กรมพัฒนาที่ดินออกแบบบริการตรวจวิเคราะห์ดินด้วยขั้นตอน 5 ขั้น และทบทวนทุกปีในเดือนพฤศจิกายน "
TEXTS = st.lists(st.sampled_from(["กำหนด", "ขั้นตอน", "น้ำ", " ", "\n", "25", "e-Service", "่"]), max_size=40).map("".join)


def sides(row: Row) -> tuple[list[str], list[str]]:
    """What is marked on each side."""
    return [text for text, alone in row.theirs if alone], [text for text, alone in row.mine if alone]


def marked(theirs: str, mine: str) -> list[tuple[list[str], list[str]]]:
    return [sides(row) for row in compared(theirs, mine) if not row.same]


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ("ใช้ขั้นตอนนี้เกือบทุกเขต", "ใช้ขั้นตอนนี้ครบทุกเขต", [(["เกือบ"], ["ครบ"])]),
        ("เหลือ 1,025 วันทำการ", "เหลือ 1,024 วันทำการ", [(["1,025"], ["1,024"])]),
        ("ผ่าน e-Service ทุกปี", "ผ่าน e-Form ทุกปี", [(["e-Service"], ["e-Form"])]),
        ("ประชาชนพึงพอใจบริการ", "ประชาชนพึงพอใจ", [(["บริการ"], [])]),
        ("กำหนดเป้าหมาย 5 ใน 8", "กำหนดเป้าหมาย 6 ใน 9", [(["5 ใน 8"], ["6 ใน 9"])]),
        ("แผนงบประมาณ", "ผลสำรวจ", [(["แผนงบประมาณ"], ["ผลสำรวจ"])]),
    ],
)
def test_whole_words_are_marked(theirs, mine, expected):
    assert marked(theirs, mine) == expected


def test_a_changed_paragraph_stands_beside_its_older_version():
    theirs = "สำรวจความพึงพอใจผู้รับบริการปีละ 2 ครั้ง\nรายงานผู้บริหาร"
    mine = "ย่อหน้าที่เพิ่มใหม่ทั้งหมด\nสำรวจความพึงพอใจผู้รับบริการปีละ 4 ครั้ง\nรายงานผู้บริหาร"
    assert marked(theirs, mine) == [([], ["ย่อหน้าที่เพิ่มใหม่ทั้งหมด"]), (["2"], ["4"])]


@pytest.mark.parametrize(
    ("theirs", "mine", "number"),
    [
        ("ก", "ก", 0),
        ("ก\n\nข", "ก\nข", 0),
        ("", "ใหม่", 1),
        ("เขตที่หนึ่งใช้เวลา 25 วันทำการ", "เขตที่หนึ่งใช้เวลา 24 วันทำการ", 1),
        ("ลดเวลา 27 วันทำการ เพิ่มผู้รับบริการ 10 ราย", "ลดเวลา 25 วันทำการ เพิ่มผู้รับบริการ 12 ราย", 2),
        ("หัวข้อ\nผลสำรวจเดิม", "หัวข้อ\nผลสำรวจเดิม\nเพิ่มเติม\nอีกหนึ่ง", 2),
    ],
)
def test_places_are_counted(theirs, mine, number):
    assert differences(compared(theirs, mine)) == number


@given(TEXTS, TEXTS)
def test_both_texts_are_whole_and_counted(theirs, mine):
    rows = compared(theirs, mine)
    for side, text in (("theirs", theirs), ("mine", mine)):
        shown = [line for row in rows if (line := "".join(piece for piece, _alone in getattr(row, side)))]
        assert shown == [line for line in text.split("\n") if line.strip()]
    for row in rows:
        same = ["".join(piece for piece, alone in side if not alone) for side in (row.theirs, row.mine)]
        assert same[0] == same[1]
        assert max(map(len, sides(row))) <= row.places
        assert (row.places == 0) == row.same


def edited(text: str) -> str:
    pieces = words(text)
    for place in range(0, len(pieces), 40):
        pieces[place] = "แก้ไข"
    return "".join(pieces)


def shuffled(seed: int, of: list[str], between: str = "") -> str:
    return between.join(random.Random(seed).choices(of, k=20_000))[:20_000]


PLAIN = (SENTENCE * 300)[:20_000]
IN_LINES = "\n".join(PLAIN[start : start + 600] for start in range(0, 20_000, 600))
LONG_PAIRS = {
    "one paragraph": (PLAIN, edited(PLAIN)),
    "without spaces": (PLAIN.replace(" ", ""), edited(PLAIN.replace(" ", ""))),
    "paragraphs": (IN_LINES, edited(IN_LINES)),
    "three words": tuple(shuffled(seed, ["กา ", "มา ", "นา "]) for seed in (1, 2)),
    "lines of one word": tuple(shuffled(seed, ["กา", "มา", "นา"], "\n") for seed in (1, 2)),
    "repeated without end": ("กา" * 10_000, "กา" * 9_000 + "มา" + "กา" * 900),
}


@pytest.mark.parametrize("pair", LONG_PAIRS.values(), ids=LONG_PAIRS)
def test_twenty_thousand_characters_are_compared_in_time(pair):
    words("ก")  # the dictionary is loaded once
    began = time.process_time()
    rows = compared(*pair)
    assert time.process_time() - began < LONGEST
    assert differences(rows)


# --- the page where two people wrote at once -------------------------------------------------------------------


@pytest.fixture
def conflict(as_user, cast, assessment):
    """The page that a stale save shows: two words differ and a paragraph is new."""
    found = assessment.answers.select_related("question").get(question__code="1.1-1")
    save_answer(answer=found, text="เหมือนกัน\nใช้เวลาเฉลี่ย 25 วันทำการเกือบทุกเขต", version=0, actor=cast.lead)
    data = {"text": "เหมือนกัน\nใช้เวลาเฉลี่ย 24 วันทำการครบทุกเขต\nเพิ่ม", "not_applicable": "", "version": 0}
    return as_user(cast.contributor).post(f"/assessments/{assessment.pk}/questions/1.1-1/", data)


def test_the_conflict_says_who_when_and_how_many_places(conflict, cast):
    page = conflict.content.decode()
    assert (conflict.status_code, conflict.context["differences"]) == (409, 3)
    assert "ต่างกัน 3 จุด" in page
    assert [str(person) in page for person in (cast.lead, cast.contributor)] == [True, True]
    assert page.count("<time ") == 2


def test_the_marks_of_a_conflict_do_not_depend_on_colour(conflict):
    page = conflict.content.decode()
    theirs, mine = "มีเฉพาะฉบับในระบบ: </span>", "มีเฉพาะฉบับของคุณ: </span>"
    assert f'<del class="theirs"><span class="visually-hidden">{theirs}25</del>' in page
    assert f'<ins><span class="visually-hidden">{mine}24</ins>' in page
    assert (page.count(theirs), page.count(mine)) == (2, 3)
    assert page.count("ไม่มีย่อหน้านี้") == 1


def test_a_conflict_about_the_reason_alone_is_one_place(as_user, cast, assessment):
    found = assessment.answers.select_related("question").get(question__code="1.1-1")
    save_answer(answer=found, text="", not_applicable="ไม่มีภารกิจด้านนี้ตามกฎหมาย", version=0, actor=cast.lead)
    data = {"text": "", "not_applicable": "หน่วยงานไม่มีหน้าที่ในเรื่องนี้ตามกฎหมาย", "version": 0}
    response = as_user(cast.contributor).post(f"/assessments/{assessment.pk}/questions/1.1-1/", data)
    assert (response.status_code, response.context["differences"]) == (409, 1)
    assert AnswerRevision.objects.count() == 2


# --- the dictionary stays out of the daily work ------------------------------------------------------------------

FRESH = """
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import assessments.views.answers, assessments.views.revisions, assessments.views.comparison, thai.words
from assessments.views.comparison import compared
compared("เหมือนกัน", "เหมือนกัน")
thai.words.words("PMQA 4.0")
sys.exit("pythainlp" in sys.modules)
"""


def test_a_fresh_process_serves_without_the_dictionary(settings):
    command = [sys.executable, "-c", FRESH]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_answer_page_and_its_save_need_no_words(as_user, cast, assessment, monkeypatch):
    """With the segmenter out of reach both still work; a comparison would not."""
    monkeypatch.setitem(sys.modules, "pythainlp.tokenize.newmm", None)
    client, path = as_user(cast.contributor), f"/assessments/{assessment.pk}/questions/1.1-1/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"text": SENTENCE, "not_applicable": "", "version": 0}).status_code == 302
    with pytest.raises(ModuleNotFoundError):
        words("กรม")
