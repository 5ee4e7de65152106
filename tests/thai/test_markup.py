"""Marks in answers: the subset, the Thai rule of stars, and that no text is ever lost or let through as HTML."""

import gc
import re
import time
from html.parser import HTMLParser

import pytest
from django.utils.html import escape
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from thai.markup import in_paragraphs, rendered
from thai.templatetags.thai import answer_text, answer_text_on_paper, paragraphs

ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
TABLE = "| ปี | ผล |\n|---|--:|\n| 2567 | **5** |"


class Reader(HTMLParser):
    """Tags and text; an item of a numbered list says its number."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text, self.counts, self.open = set(), [], "", [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)
        if tag in {"ul", "ol"}:
            self.counts.append((tag, 0))
        if tag == "li":
            kind, count = self.counts.pop()
            self.counts.append((kind, count + 1))
            self.text += str(count + 1) if kind == "ol" else ""

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag in {"ul", "ol"}:
            self.counts.pop()

    def handle_data(self, data):
        self.text += data


def bare(text: str) -> str:
    """What is left without white space and without what can be a mark."""
    return re.sub(r"[\s*|:+.)\\-]", "", text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("ตาม**(ก)**ข้อ", "<p>ตาม<strong>(ก)</strong>ข้อ</p>"),
        ("คำว่า**สำคัญ**มาก", "<p>คำว่า<strong>สำคัญ</strong>มาก</p>"),
        ("**ฯลฯ**และ**50%**ของ", "<p><strong>ฯลฯ</strong>และ<strong>50%</strong>ของ</p>"),
        ("คือ*(ข)*ใช่", "<p>คือ<em>(ข)</em>ใช่</p>"),
        ("***สอง***", "<p><em><strong>สอง</strong></em></p>"),
        ("**หนา *เอียง* หนา**", "<p><strong>หนา <em>เอียง</em> หนา</strong></p>"),
        ("2*3*4 กับ 5 * 3 * 2", "<p>2*3*4 กับ 5 * 3 * 2</p>"),
        ("50* และ 60*", "<p>50* และ 60*</p>"),
        ("**ก\nข**", "<p>**ก<br>ข**</p>"),
        ("A_B_C __x__", "<p>A_B_C __x__</p>"),
        ("# หัว\n> อ้าง\n---\n```\n    โค้ด", "<p># หัว<br>&gt; อ้าง<br>---<br>```<br>    โค้ด</p>"),
        ("[a](javascript:x) ![b](c) <b>&amp;</b> http://x.y", None),
        ("[E12 น.4] **[E1]**", "<p>[E12 น.4] <strong>[E1]</strong></p>"),
        ("หัว\n- ก\n- ข\n\nท้าย", "<p>หัว</p>\n<ul><li>ก</li><li>ข</li></ul>\n<p>ท้าย</p>"),
        ("- ก\n  - **ข**", "<ul><li>ก<ul><li><strong>ข</strong></li></ul></li></ul>"),
        ("1. ก\n2. ข\n   ต่อ", "<ol><li>ก</li><li>ข<br>ต่อ</li></ol>"),
        ("3. ก\n4. ข", "<p>3. ก<br>4. ข</p>"),
        ("1. ก\n3. ข", "<p>1. ก<br>3. ข</p>"),
        ("๑. ก\n๒. ข", "<p>๑. ก<br>๒. ข</p>"),
        ("-", "<p>-</p>"),
        ("- \nไม่มี", "<p>- <br>ไม่มี</p>"),
        ("-5 ล้าน", "<p>-5 ล้าน</p>"),
        (
            TABLE,
            "<table><thead><tr><th>ปี</th><th>ผล</th></tr></thead>"
            "<tbody><tr><td>2567</td><td><strong>5</strong></td></tr></tbody></table>",
        ),
        ("|a|b|\n|-|-|\n|1|2|3|", "<p>|a|b|<br>|-|-|<br>|1|2|3|</p>"),
        ("ก | ข", "<p>ก | ข</p>"),
    ],
)
def test_marks(text, html):
    found = rendered(text)
    assert found == (html or f"<p>{escape(text)}</p>")
    assert isinstance(found, SafeString)


@pytest.mark.parametrize(
    "text", ["", " \n ", "หนึ่ง\nสอง\r\n\r\nสาม", "  ต้น\n\n  ย่อ <i>\n \u00a0\nจบ\n", "หมวด 7 ปี 2568", None]
)
def test_text_without_marks_looks_as_before(text):
    assert answer_text(text) == paragraphs(text)
    assert answer_text_on_paper(text) == paragraphs(text)


@given(
    st.text(st.sampled_from("กข1 .\n\t<&>\"'#_`[]()!~=\r\u00a0/:\\-"), max_size=60).filter(
        lambda text: not re.search(r"^\s*(-|\d+[.)])(\s|$)", text, re.M)
    )
)
def test_without_marks_it_is_paragraphs(text):
    text = re.sub(r"\r+\n", "\n", text)
    assert rendered(text + " *") == in_paragraphs(text + " *", escape)
    assert rendered(text) == in_paragraphs(text, escape)


def test_on_paper_no_blank_stands_alone_between_two_elements():
    """PDFium would not see it."""
    typed = "ใน 5 ปี **ไม่** *ให้* **9 คน** ไป\n**ก**\n*ข*"
    assert answer_text_on_paper(typed) == (
        "<p>ใน 5 ปี <strong>ไม่ </strong><em>ให้ </em><strong>9 คน</strong> ไป<br><strong>ก</strong><br><em>ข</em></p>"
    )
    assert "</strong> <em>" in answer_text(typed)


PIECES = st.lists(
    st.sampled_from(
        [
            *("ก", "ข้อ", "*", "**", "***", "\n", "\n\n", "- ", "  - ", "1. ", "2. ", "3) ", "|", "|-|-|", "-|-", "a|b"),
            *(" ", "(", ")", "\\", "<script>", "&amp;", "&#60;", "javascript:", "[a](b)", "<!--", "`", "_", "#", "> "),
            *("\t", "+ ", "\u00a0", "<b>", "7", "-"),
        ]
    ),
    max_size=40,
).map("".join)


def check(text: str) -> None:
    read = Reader(rendered(text))
    assert read.tags <= ALLOWED
    assert read.attributes == []
    assert read.open == []
    assert bare(read.text) == bare(text)


@given(PIECES)
def test_pieces_of_marks_lose_nothing(text):
    check(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_loses_nothing(text):
    check(text)


def cost(text: str) -> float:
    """Seconds of the processor to render it, without those for garbage that others left."""
    gc.disable()
    try:
        began = time.process_time()
        rendered(text)
        return time.process_time() - began
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "text",
    [
        *("*" * 20_000, "*ก" * 10_000, "**ก " * 5_000, "**ก*ข" * 4_000, "*ก **ข " * 2_800, ("*" * 50 + "ก") * 390),
        *(
            "- " * 10_000,
            "1. " * 6_600,
            "> " * 10_000,
            "|" * 10_000,
            "|" * 10_000 + "\n" + "|-" * 5_000,
            "|\n" * 10_000,
        ),
        *("[" * 20_000, "\\" * 20_000, "- ก\n\n" * 4_000, "a|b\n-|-\n" * 2_500, "\t" * 10_000 + "- x", "<" * 20_000),
        "\n".join("  " * depth + "- x" for depth in range(1_000)),
        "|".join("a" * 12) + "\n" + "|".join("-" * 12) + "\n" + "ก\n" * 10_000,
        "\n".join(f"{number}. ก" for number in range(1, 2_800)),
    ],
    ids=lambda text: f"{text[:8]!r}",
)
def test_hostile_text_loses_nothing_and_takes_time_in_step_with_its_length(text):
    """Four times the text takes about four times as long, not sixteen; the best of four looks at both in turn."""
    check(text)
    looks = [(cost(text[: len(text) // 4]), cost(text)) for _look in range(4)]
    quarter, whole = map(min, zip(*looks, strict=True))
    assert whole < 9 * quarter + 0.02
