"""Broken Thai of the kinds found in published reports, and right Thai that looks like it."""

import json
import re
import time
from dataclasses import astuple
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from thai.repair import repaired
from thai.spelling import broken_share, cost, read
from thai.text import UnacceptableText

FIXTURES = Path(settings.BASE_DIR, "fixtures")
SPLIT_AM = "\u0e4d\u0e32"
LINE = "กรมสำรวจความต้องการของผู้รับบริการทุกปีและนำผลมาปรับปรุง"
LINES = [f"{LINE}งาน", f"{LINE}ซ้ำ", f"{LINE}เอง", f"{LINE}ใหม่", "แล้วรายงานผล"]


def sentences() -> list[str]:
    """Every text of the demonstration and of the criteria."""

    def strings(part):
        if isinstance(part, str):
            yield part
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from strings(each)

    files = [*sorted((FIXTURES / "demo").glob("*.json")), FIXTURES / "criteria" / "pmqa-2562.json"]
    return [text for path in files for text in strings(json.loads(path.read_text()))]


@pytest.mark.parametrize(
    ("broken", "right", "kinds"),
    [
        ("ด าเนินงาน", "ดำเนินงาน", {"am"}),
        ("ประจ าปี", "ประจำปี", {"am"}),
        ("น้ าท่วม", "น้ำท่วม", {"am"}),
        ("น ามาใช้", "นำมาใช้", {"am"}),
        ("ท  างาน", "ทำงาน", {"am"}),
        ("ก าร", "การ", {"place"}),
        ("ก า", "กำ", {"am"}),
        ("จ ากที่", "จากที่", {"place"}),
        (f"ประจ{SPLIT_AM}", "ประจำ", {"am"}),
        ("น\u0e4d\u0e49\u0e32", "น้ำ", {"am"}),
        ("น\u0e49\u0e4d\u0e32", "น้ำ", {"am"}),
        ("ท\u0e4d างาน", "ทำงาน", {"am"}),
        ("ท่ีดิน", "ที่ดิน", {"order"}),
        ("เปน็", "เป็น", {"place"}),
        ("สิทธ์ิ", "สิทธิ์", {"order"}),
        ("นำ้", "น้ำ", {"order"}),
        ("พั ฒนา", "พัฒนา", {"place"}),
        ("พฒั นา", "พัฒนา", {"place"}),
        ("ปรับปรงุ", "ปรับปรุง", {"place"}),
        ("คื อ", "คือ", {"place"}),
        ("หนั งสื อ", "หนังสือ", {"place"}),
        ("เ พราะ", "เพราะ", {"place"}),
        ("น้ ำ", "น้ำ", {"place"}),
        ("สััญลัักษณ์์", "สัญลักษณ์", {"double"}),
        ("ท่่ี", "ที่", {"order", "double"}),
        ("น้้า", "น้ำ", {"double"}),
        ("สััญญา ข้้าว", "สัญญา ข้าว", {"double"}),
        ("ส้ารวจ", "สำรวจ", {"tho"}),
        ("ก้าหนด", "กำหนด", {"tho"}),
        ("ส้ารวจตามล้าดับ", "สำรวจตามลำดับ", {"tho"}),
        ("¡Í§¾Ñ²¹Ò", "กองพัฒนา", {"code"}),
        ("¡Í§¾Ñ²¹Ò·Õè´Ô¹ 2568", "กองพัฒนาที่ดิน 2568", {"code"}),
        ("พัฒ\u00adนา\u200bที่\u00a0ดิน", "พัฒนาที่ ดิน", {"invisible", "space"}),
        ("ป\uf70aา", "ป่า", {"font"}),
        ("หนึ่ง\x0bสอง", "หนึ่ง\nสอง", {"break"}),
        ("\uf0b7\tหนึ่ง\n• สอง\no\tสาม", "- หนึ่ง\n- สอง\n- สาม", {"bullet"}),
        ("\n".join(LINES), "".join(LINES), {"line"}),
    ],
)
def test_mended(broken, right, kinds):
    repair = repaired(broken)
    assert (repair.text, {mending.kind for mending in repair.mended}) == (right, kinds)
    assert repaired(right).text == right


@pytest.mark.parametrize(
    "text",
    [
        *("น้า", "ข้า", "น้าท่วม", "ค้าขายข้าวกล้าหาญ ทำหน้าที่ข้าราชการ", "ล้าดับ", "ท้าให้ลอง", "เข้ากำหนดเช้านี้"),
        *("ก็", "ประชาชน 2,500 คน", "พ.ศ. 2568 น. 4", "déjà été à Genève", "½ ° § ¾", "พุทฺธํ สรณํ", "เเละ", "ๆ ฯลฯ"),
        *("ปิดกว้าง", "ทกทท", "  ย่อหน้า  \n\n ต่อ ", "- หนึ่ง\n- สอง", "A_B * 3", "", " ", "👩\u200d👧 คน", "รายงาน\tปี"),
        "\n".join(LINES[:3]),
        "\n".join(f"{number}. {LINE}" for number in range(1, 6)),
        "\n".join(["สั้น", "สองบรรทัด", "สามบรรทัด", "สี่"]),
        "\n".join([LINE, "สั้น", LINE, LINE, LINE]),
    ],
)
def test_right_and_doubtful_text_stays(text):
    repair = repaired(text)
    assert (repair.text, repair.mended) == (text, ())


def test_every_text_of_the_demonstration_and_the_criteria_stays():
    found = [(text, repaired(text)) for text in sentences()]
    assert [repair.mended for text, repair in found if repair.text != text or repair.mended] == []


@pytest.mark.parametrize(
    ("fault", "most_wrong"),
    [
        (lambda text: text.replace("ำ", " า"), 0),
        (lambda text: text.replace("ำ", "\u0e4d\u0e32"), 0),
        (lambda text: re.sub("([\u0e34-\u0e37])([\u0e48\u0e49])", r"\2\1", text), 0),
        (lambda text: re.sub("([\u0e31\u0e34-\u0e37\u0e48\u0e49\u0e4c])", r"\1\1", text), 0),
        (lambda text: text.replace("ำ", "\u0e49า"), 0.02),
    ],
    ids=["split", "in pieces", "order", "doubled", "tho"],
)
def test_whole_answers_come_back(fault, most_wrong):
    texts = [text for text in sentences() if len(text) > 300][:40]
    found = [repaired(fault(text)).text for text in texts]
    words = [
        pair for one, other in zip(found, texts, strict=True) for pair in zip(one.split(), other.split(), strict=True)
    ]
    assert sum(one != other for one, other in words) <= most_wrong * len(words)


def test_what_cannot_be_mended_is_told_as_a_share():
    right = "\n".join(text for text in sentences() if len(text) > 300)[:30_000]
    assert broken_share(right) < 0.01
    assert max(broken_share(text) for text in sentences() if len(text) > 300) < 0.03
    for broken in (
        right.replace("ำ", "า"),
        re.sub("[\u0e48-\u0e4c]", "", right),
        re.sub("(?<=[ \n])[\u0e01-\u0e44]", "", right),
        re.sub("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4c]", " ", right),
    ):
        assert repaired(broken).broken_share > 0.04


def test_every_change_is_listed_with_its_count():
    repair = repaired("ท่ี ท่ี ส้ารวจ\u00a0\u00a0")
    assert [astuple(mending) for mending in repair.mended] == [
        ("U+00A0", " ", "space", 2),
        ("ท่ี", "ที่", "order", 2),
        ("ส้ารวจ", "สำรวจ", "tho", 1),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ก\x00ข", (0, 1, 2)),
        ("หนึ่ง สอง ส\x07าม", (7, 1, 10)),
        ("บรรทัดแรก\r\nบรรทัดที่ สอง\n\nท้าย น\u0e4d\u0e32\ud800", (0xD800, 4, 7)),
    ],
)
def test_what_may_not_be_stored_is_refused_with_its_place_in_the_text(text, place):
    with pytest.raises(UnacceptableText) as refused:
        repaired(text)
    assert (refused.value.code_point, refused.value.line, refused.value.position) == place


@pytest.mark.parametrize(
    "text",
    [
        *("ก า" * 13_000, "ั" * 40_000, "กั " * 13_000, "ก" * 40_000, "ส้ารวจ" * 6_000, "¡" * 40_000),
        *("น้้า" * 10_000, "\n" * 40_000, " " * 40_000, "• " * 20_000, "้ั" * 20_000, "เ ก" * 13_000, "พฒั " * 10_000),
        f"{SPLIT_AM}" * 20_000,
    ],
    ids=lambda text: f"{text[:6]!r}",
)
def test_forty_thousand_characters_take_a_bounded_time(text):
    started = time.process_time()
    repaired(text)
    assert time.process_time() - started < 4


@given(st.text(st.sampled_from("กขดนทปสรเแาำะัิีุ่้็์ํ \n•\u00a0\u200b123a"), max_size=30))
def test_nothing_changes_without_being_told(text):
    repair = repaired(text)
    assert bool(repair.mended) == (repair.text != text)


@given(st.text(st.sampled_from("กขดนทำงานเป็นพัฒนา่้"), max_size=20))
def test_reading_loses_nothing(run):
    assert "".join(piece.text for piece in read(run)) == run
    assert cost(run) >= 0
