"""Three hundred Thai sentences with hard clusters, printed as running text, are read back exactly.

`thai_sentences.txt` holds them, one a line, invented for this test: what public agencies do, and odd words which a
dictionary has.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from reports import pdf
from tests.reports.readers import lines_by_pdfium, lines_by_pdftotext, missing, needs_pdftotext
from tests.reports.sample import full_content, with_answer
from thai.spelling import THAI_RUN, dictionary, read
from thai.text import clean

SENTENCES = Path(__file__).with_name("thai_sentences.txt").read_text().splitlines()
A_PARAGRAPH = 5
PARTS = ("regular", "bold", "bold word")
CROWDED_PART, WORDS_PARTS = 3, (4, 5)
READERS = (
    pytest.param(lines_by_pdfium, id="pdfium"),
    pytest.param(lines_by_pdftotext, id="pdftotext", marks=needs_pdftotext),
)
# Blanks between what is bold, italic or kept on one line, before letters that PDFium takes for near.
CROWDED = "ภายใน 3 ปี ปี 2568 และ 5 ปี **ไม่** *ให้* **ใครได้** 9 บาท 7 คน **ทุก** *ๆ* **5 ปี** **ไป** " * 5
# The shaper leaves the pairs alone that the face has one glyph for: as any other Thai face would be printed.
STOCK = '<style>html { font-feature-settings: "rlig" 0 }</style></head>'

CLUSTER = re.compile("[ก-ฮฤฦ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+\u0e33?|[ก-ฮ]\u0e33")

# --- The sentences -----------------------------------------------------------------------------------------------

CONSONANTS = {chr(code) for code in range(0x0E01, 0x0E2F)}
VOWELS_AND_SIGNS = {chr(code) for code in (*range(0x0E2F, 0x0E3B), *range(0x0E40, 0x0E50))}
DIGITS = {chr(code) for code in range(0x0E50, 0x0E5A)} | set("0123456789")
ASIDE = {"ฤๅ", "ฦๅ", " ๆ ", "ฯลฯ", "ฯ ", "พ.ศ. ", "PMQA", "KPI", "e-Service", "(", ")", "“", "”", "ฺ", "ํ"}
ABOVE = "\u0e31\u0e34-\u0e37\u0e47"
STACKS = {  # of marks: what there is of each kind in the dictionary's words
    "tall letters with a mark above": f"[ปฝฟฬ](?=[{ABOVE}\u0e48-\u0e4c])[{ABOVE}]?[\u0e48-\u0e4c]?\u0e33?",
    "letters with a foot and a mark below": "[ญฐฎฏ][\u0e38-\u0e3a]",
    "letters with a foot and a mark above": f"[ญฐฎฏ](?=[{ABOVE}\u0e48-\u0e4c])[{ABOVE}]?[\u0e48-\u0e4c]?",
    "vowel with tone or silencer": "[\u0e31\u0e34-\u0e39\u0e47][\u0e48-\u0e4c]",
    "tone with ำ": "[\u0e48-\u0e4b]\u0e33",
}


def test_there_are_three_hundred_sentences_of_clean_text():
    assert len(set(SENTENCES)) == len(SENTENCES) == 300
    assert [sentence for sentence in SENTENCES if not 40 <= len(sentence) <= 160] == []
    assert [sentence for sentence in SENTENCES if clean(sentence) != sentence or "  " in sentence] == []


def test_every_letter_vowel_sign_and_digit_is_there():
    text = "\n".join(SENTENCES)
    assert (CONSONANTS | VOWELS_AND_SIGNS | DIGITS) - set(text) == set()
    assert {piece for piece in ASIDE if piece not in text} == set()


@pytest.mark.parametrize("kind", STACKS)
def test_every_stack_that_thai_words_have_is_there(kind):
    stack = re.compile(STACKS[kind])
    known = set(stack.findall("\n".join(dictionary())))
    assert len(known) > 3
    assert known - set(stack.findall("\n".join(SENTENCES))) == set()


# --- The paper ---------------------------------------------------------------------------------------------------


def with_bold_word(sentence: str) -> str:
    """The longest word of its longest run stands between stars."""
    run = max(THAI_RUN.findall(sentence), key=len)
    word = max((piece.text for piece in read(run)), key=len)
    return sentence.replace(word, f"**{word}**", 1)


def paragraphs(sentences: list[str]) -> list[str]:
    return [" ".join(sentences[start : start + A_PARAGRAPH]) for start in range(0, len(sentences), A_PARAGRAPH)]


@cache
def words() -> list[str]:
    """Of the dictionary, the shortest word with each cluster of a letter and its marks."""
    shortest: dict[str, str] = {}
    for word in sorted(filter(THAI_RUN.fullmatch, dictionary()), key=lambda word: (len(word), word)):
        for cluster in CLUSTER.findall(word):
            shortest.setdefault(cluster, word)
    return sorted(set(shortest.values()))


def report(*parts: list[str]) -> str:
    """A short report whose first answer holds these paragraphs, each part behind a line `== number ==`."""
    start = full_content(sentences=0)
    first = start.categories[0]
    short = replace(start, categories=(replace(first, items=first.items[:1]),), profile=(), evidence=())
    blocks = [block for number, part in enumerate(parts) for block in (f"=={number}==", *part)]
    return pdf.render_html("full", with_answer(short, "\n\n".join(blocks)))


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    bold = [f"**{paragraph}**" for paragraph in paragraphs(SENTENCES)]
    bold_words = [with_bold_word(sentence) for sentence in SENTENCES]
    run = "".join(words())
    html = report(paragraphs(SENTENCES), bold, paragraphs(bold_words), [CROWDED], [run], [f"**{run}**"])
    assert html.count("<strong>") == len(bold) + len(bold_words) + CROWDED.count("**") // 2 + 1
    path = tmp_path_factory.mktemp("corpus") / "sentences.pdf"
    path.write_bytes(pdf.write_pdf(html))
    return path


def part(lines: str, number: int) -> str:
    return lines.partition(f"=={number}==")[2].partition(f"=={number + 1}==")[0]


@pytest.mark.parametrize("number", range(3), ids=PARTS)
@pytest.mark.parametrize("reader", READERS)
def test_every_sentence_is_read_exactly(printed, reader: Callable[[Path], str], number):
    lines = part(reader(printed), number)
    assert lines.count("\n") > 300
    assert missing(SENTENCES, lines) == []
    assert missing(paragraphs(SENTENCES), lines) == []


@pytest.mark.parametrize("reader", READERS)
def test_no_blank_is_lost_between_marks(printed, reader):
    assert missing([CROWDED.replace("*", "").strip()], part(reader(printed), CROWDED_PART)) == []


@pytest.mark.parametrize("number", WORDS_PARTS, ids=PARTS[:2])
@pytest.mark.parametrize("reader", READERS)
def test_every_cluster_of_the_dictionary_is_read_exactly(printed, reader, number):
    """Without a blank between the words, so that each cluster has letters on both sides."""
    assert len(words()) > 900
    assert missing(words(), part(reader(printed), number)) == []


def test_no_line_starts_or_ends_within_a_syllable(printed):
    """Nor with a sign that belongs to the word beside it."""
    lines = part(lines_by_pdfium(printed), 0).split("\n")
    assert [line for line in lines if re.match("[\u0e2f-\u0e3a\u0e45-\u0e4e”)%,.]|.*[\u0e40-\u0e44“(]$", line)] == []


# --- What the check sees -----------------------------------------------------------------------------------------


def test_one_changed_mark_is_seen(printed):
    lines = part(lines_by_pdfium(printed), 0)
    swapped = SENTENCES[9].replace("ที่", "ท\u0e48\u0e35", 1)
    changed = [SENTENCES[0].replace("น้ำ", "น้า", 1), *SENTENCES[1:9], swapped]
    blanks = [SENTENCES[10].replace(" ", "", 1), SENTENCES[11].replace("อ", "อ ", 1), SENTENCES[12]]
    assert missing([*changed, *blanks], lines) == [changed[0], changed[-1], *blanks[:2]]


@pytest.fixture(scope="module")
def stock(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "stock.pdf"
    path.write_bytes(pdf.write_pdf(report(paragraphs(SENTENCES[::5])).replace("</head>", STOCK)))
    return path


@pytest.mark.parametrize("reader", READERS)
def test_without_the_glyphs_of_our_face_most_sentences_are_spoilt(stock, reader):
    assert len(missing(SENTENCES[::5], part(reader(stock), 0))) > 30
