"""The line of leanings: numbers in, one safe SVG out."""

from decimal import Decimal
from xml.etree import ElementTree

from assessments.charts import leans

GIVEN = [("หนึ่ง", Decimal("-5")), ("สอง", Decimal(0)), ("สาม", Decimal("2.5"))]


def drawn(given, **more):
    return ElementTree.fromstring(leans(given, title="ความเข้ม", unique_id="l", **more))  # noqa: S314  (our own output)


def test_zero_is_in_the_middle_and_the_more_severe_stand_left():
    tree = drawn(GIVEN)
    assert [float(each.get("cx")) for each in tree.iter("circle")] == [90, 160, 195]
    assert [each.text for each in tree.iter("text")] == ["−10", "−5", "0", "+5", "+10"]
    assert tree.find("desc").text == "หนึ่ง −5; สอง 0; สาม +2.5"


def test_the_line_grows_with_the_farthest():
    tree = drawn([("ก", Decimal("-20.1"))])
    assert [each.text for each in tree.iter("text")] == ["−30", "−15", "0", "+15", "+30"]
    assert 20 < float(next(tree.iter("circle")).get("cx")) < 160


def test_her_own_dot_is_a_ring():
    tree = drawn(GIVEN, own=2)
    assert [each.get("class") for each in tree.iter("circle")] == ["dot", "dot", "dot-own"]


def test_nothing_given_is_an_empty_line():
    tree = drawn([])
    assert (list(tree.iter("circle")), tree.find("desc").text) == ([], "ยังไม่มีคะแนน")
