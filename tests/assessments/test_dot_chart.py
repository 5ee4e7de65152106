"""The dots of the consensus room: numbers in, one safe SVG out."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from assessments.charts import dots

GIVEN = [("หนึ่ง", Decimal(50)), ("สอง", Decimal(65)), ("สาม", Decimal(65))]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def drawn(given=GIVEN, middle=Decimal(65), decided=None, **more):
    drawing = dots(given, middle=middle, decided=decided, title="หัวข้อ 1.1", unique_id="d", **more)
    assert isinstance(drawing, SafeString)
    return ElementTree.fromstring(drawing)  # noqa: S314  (our own output)


def circles(tree):
    return [(float(each.get("cx")), float(each.get("cy"))) for each in tree.iter("circle")]


def test_each_value_is_a_dot_and_those_alike_stand_above_one_another():
    places = sorted(circles(drawn()))
    assert [x for x, _y in places] == [108, 138, 138]
    assert places[0][1] == places[2][1]
    assert places[2][1] - places[1][1] == 8


def test_dots_that_would_touch_do_not():
    near = [(str(at), Decimal(at)) for at in (40, 42, 44, 60)]
    places = circles(drawn(near))
    assert len({y for x, y in places if x < 100}) == 2
    assert len(set(places)) == 4


def test_the_name_and_every_number_are_told_in_words():
    tree = drawn(decided=Decimal("57.5"))
    assert [tree.find("title").text, tree.find("desc").text] == [
        "หัวข้อ 1.1",
        "หนึ่ง 50 %; สอง 65 %; สาม 65 %; มัธยฐาน 65 %; ฉันทามติ 57.5 %",
    ]
    assert [each.get("class") for each in tree.iter("polygon")] == ["dot-decided"]


def test_nothing_given_is_an_empty_scale():
    tree = drawn([], middle=None)
    assert (circles(tree), tree.find("desc").text) == ([], "ยังไม่มีคะแนน")
    assert [each.text for each in tree.iter("text")] == ["0", "25", "50", "75", "100"]


def test_digits_of_the_document_and_names_that_would_be_markup():
    tree = drawn([("<b>&", Decimal(100))], middle=None, digits=lambda shown: shown.translate(THAI))
    assert tree.find("desc").text == "<b>& ๑๐๐ %"
    assert [each.text for each in tree.iter("text")][-1] == "๑๐๐"


def test_twenty_assessors_stay_in_the_drawing():
    tree = drawn([(str(at), Decimal(60)) for at in range(20)])
    height = float(tree.get("viewBox").split()[3])
    assert len(set(circles(tree))) == 20
    assert all(3 < y < height for _x, y in circles(tree))


@pytest.mark.parametrize("percent", [-1, 101])
def test_what_is_no_percent_is_refused(percent):
    with pytest.raises(ValueError, match="0 and 100"):
        drawn([("ก", Decimal(percent))])


def test_her_own_dot_is_a_ring_and_the_triangle_may_be_a_reference():
    tree = drawn(own=1, decided=Decimal(0), decided_word="คะแนนอ้างอิง")
    assert [each.get("class") for each in tree.iter("circle")] == ["dot", "dot-own", "dot"]
    assert tree.find("desc").text.endswith("; คะแนนอ้างอิง 0 %")
