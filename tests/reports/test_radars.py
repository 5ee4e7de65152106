"""The radars of paper are those of the pages: the same spokes, up to three lines that differ without colour."""

import logging
from dataclasses import replace
from xml.etree import ElementTree

import pypdfium2
import pytest

from reports import printer
from reports.templatetags.paper import category_radar, outcome_radar
from tests.reports.sample import full_content

LINES = {"rad-self", "rad-now", "rad-past"}


def lines_of(drawing) -> set[str]:
    root = ElementTree.fromstring(drawing)  # noqa: S314  (our own output)
    return {each.get("class") for each in root.iter("polygon")} & LINES


@pytest.mark.parametrize("radar", [category_radar, outcome_radar])
def test_self_review_and_last_year_stand_in_one_radar(radar):
    content = full_content()
    assert lines_of(radar(content)) == LINES
    assert lines_of(radar(replace(content, total=replace(content.total, previous=None)))) == {"rad-self", "rad-now"}
    assert lines_of(radar(full_content(reviewed=False))) == {"rad-now", "rad-past"}


def labels_of(drawing) -> set[str]:
    root = ElementTree.fromstring(drawing)  # noqa: S314  (our own output)
    texts = ["".join(each.itertext()).strip() for each in root.iter("text")]
    return {each for each in texts if each}


def test_the_words_of_a_drawing_are_read_back_as_words(caplog):
    drawing = outcome_radar(full_content())
    page = f'<html lang="th"><link rel="stylesheet" href="css/report.css"><body>{drawing}</body></html>'
    with caplog.at_level(logging.ERROR, "weasyprint"):
        printed = pypdfium2.PdfDocument(printer.pdf_of(page, variant=None))
    read = printed[0].get_textpage().get_text_range()
    assert len(labels_of(drawing)) > 15
    assert ([each for each in labels_of(drawing) if each not in read], caplog.messages) == ([], [])
