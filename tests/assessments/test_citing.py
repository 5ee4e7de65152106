"""Marks of evidence in a text: what the button inserts is read again, and a mark finds its record by number."""

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from assessments.citing import CitedMark, cited_marks, links_of, mark_of, marks_among
from assessments.forms.evidence import CitationForm
from assessments.templatetags.evidence import linked_answer
from thai.text import clean

PAGES = st.text(st.sampled_from("4๗,-–. นและภาคผนวก()[]*|_<&้ำ\u00a0\n") | st.characters(), max_size=60)
NUMBERS = st.from_regex(r"E[0-9]{1,9}", fullmatch=True)


def pages_as_stored(typed: str) -> str | None:
    """What a citation keeps of pages as they are typed; None where they are refused."""
    form = CitationForm({"evidence": "", "pages": typed}, records=[])
    form.full_clean()
    return form.cleaned_data.get("pages")


@given(code=NUMBERS, typed=PAGES)
def test_what_the_button_inserts_is_read_and_linked(code, typed):
    pages = pages_as_stored(typed)
    if pages is None:
        return
    mark = mark_of(code, pages)
    kept = " ".join(pages.translate(str.maketrans("[]*|", "()  ")).split())
    assert list(cited_marks(clean(f"ตาม {mark} และ"))) == [CitedMark(code, kept, 4, 4 + len(mark))]
    assert linked_answer(clean(f"**ตาม** {mark}"), {code: "/x"}).endswith(f' <a href="/x">{escape(mark)}</a></p>')


@pytest.mark.parametrize("code", ["", "E", "K01", "E1a", "E 1", "[E1]", "E1234567890"])
def test_a_code_that_no_mark_can_name_has_no_button(code):
    assert mark_of(code, "4") == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("[E12]", [("E12", "")]),
        ("[E๑๒ น.๔–๖]", [("E12", "4–6")]),
        ("[E12 น.4 และ 7]", [("E12", "4 และ 7")]),
        ("[E12 น. ภาคผนวก ก]", [("E12", "ภาคผนวก ก")]),
        ("[E12น4, 7]", [("E12", "4, 7")]),
        ("[E1][E2 น.3]", [("E1", ""), ("E2", "3")]),
        ("[E12 นโยบาย]", []),
        ("[E12 น.]", []),
        ("[E12 น.4\n7]", []),
        ("[E12", []),
        ("[K12]", []),
    ],
)
def test_marks_that_people_type(text, read):
    assert [(mark.code, mark.pages) for mark in cited_marks(text)] == read


@pytest.mark.parametrize(
    ("codes", "meant"),
    [
        (["E01"], "E01"),
        (["E1"], "E1"),
        (["E๑"], "E๑"),
        (["E01", "E1"], "E1"),
        (["E01", "E001"], ""),
        (["E10", "E11", "K1"], ""),
        ([], ""),
    ],
)
def test_a_mark_means_the_code_of_its_number_where_there_is_one(codes, meant):
    assert [code for _mark, code in marks_among("[E1]", codes)] == [meant]


def test_links_stand_under_the_code_as_it_is_written():
    places = {"E01": "/1", "E02": "", "E3": "/3"}
    assert links_of("[E1] [E01] [E2] [E๓ น.4] [E9]", places) == {"E1": "/1", "E01": "/1", "E3": "/3"}
