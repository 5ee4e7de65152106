"""Charts: numbers in, one safe SVG out (design.md, paper.md "Charts")."""

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from assessments.charts import Axis, BarRow, BoxRow, Series, bars, boxes, indicator_chart, radar, spark, year_chart

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SIX = [Axis((f"ด้าน {at}",), f"7.{at}") for at in range(1, 7)]
SEVEN = [Axis((f"หมวด {at}",), f"{at}") for at in range(1, 8)]
SELF = Series("ประเมินตนเอง", "self", [55, 60, 30, 45, 50, 35])
REVIEW = Series("ผู้ตรวจ", "review", [50, 60, 25, 45, 45, 30])
PAST = Series("ปี 2568", "past", [45, 45, 30, 40, 45, 30])
VALUES = {2565: Decimal("81.2"), 2566: Decimal("83.5"), 2568: Decimal("86.40"), 2569: Decimal(88)}
TARGETS = {2565: Decimal(80), 2566: Decimal(80), 2568: Decimal(83), 2569: Decimal(85)}


def thai(text):
    return text.translate(THAI)


def tree(drawing):
    """The parsed drawing: that it parses at all is half of the proof that everything was escaped."""
    assert isinstance(drawing, SafeString)
    return ElementTree.fromstring(drawing)  # noqa: S314  (our own output)


def all_of(drawing, name, css=None):
    return [each for each in tree(drawing).iter(name) if css is None or css in each.get("class", "").split()]


def words(drawing):
    return [each.text for each in all_of(drawing, "text")]


def six(*series, **more):
    return radar(SIX, series, title="ผลลัพธ์หกด้าน", unique_id="r", **more)


def line(chart=spark, values=VALUES, targets=TARGETS, comparator=None, direction="higher", **more):
    return chart(values, targets, comparator or {}, direction, "ตัวชี้วัด 7.2-01", unique_id="s", **more)


def large(values=VALUES, targets=TARGETS, comparator=None, year=2569, current=2569, **more):
    given = {"title": "ตัวชี้วัด 7.2-01", "unique_id": "y", "year": year, "current": current}
    return year_chart(values, targets, comparator or {}, **given, **more)


def some_bars(**more):
    rows = [
        BarRow("1", "การนำองค์การ", Decimal(120), {"self": Decimal(63), "review": Decimal(60), "past": Decimal(54)}),
        BarRow("7", "ผลลัพธ์", Decimal(400), {"self": Decimal(182), "review": Decimal("169.005"), "past": Decimal(170)}),
    ]
    names = {"self": "ประเมินตนเอง", "review": "ผู้ตรวจ", "past": "ปี 2568"}
    return bars(rows, names=names, title="คะแนนเจ็ดหมวด", unique_id="b", **more)


def some_boxes(marks=(10, 25, 40, "55.5", 90), **more):
    row = BoxRow("1", "การนำองค์การ", tuple(map(Decimal, marks)))
    return boxes([row], title="การกระจาย", unique_id="x", **more)


DRAWINGS = {
    "radar of six": lambda: six(SELF, REVIEW, PAST),
    "radar of seven": lambda: radar(
        SEVEN, [Series("ปี 2569", "self", [10, 20, 30, None, 50, 60, 100])], title="t", unique_id="r7"
    ),
    "spark": lambda: line(year=2568),
    "indicator chart": lambda: line(indicator_chart, comparator={2569: Decimal(86)}),
    "boxes": lambda: some_boxes(digits=thai),
    "bars": lambda: some_bars(),
    "year chart": lambda: large(year=2568, current=2568, comparator={2567: Decimal(70)}, digits=thai),
    "year chart of billions": lambda: large({2569: Decimal("-123456789012345")}, {2560: Decimal("1234567.123456")}),
    "year chart of one figure": lambda: large({2569: Decimal(0)}, {}),
}


@pytest.fixture(params=DRAWINGS.values(), ids=DRAWINGS.keys())
def drawing(request):
    return request.param()


def test_a_drawing_is_named_described_and_free_of_style(drawing):
    root = tree(drawing)
    title, desc = root.find("title"), root.find("desc")
    assert root.get("role") == "img"
    assert root.get("font-family") == "PMQA Sarabun"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), desc.get("id"))
    assert title.text
    assert any(char.isdigit() for char in desc.text)
    assert not [each for each in root.iter() if "style" in each.attrib or each.tag in {"style", "script", "pattern"}]


def test_every_text_stands_within_the_drawing_with_room_for_low_vowels(drawing):
    root = tree(drawing)
    _left, _top, width, height = (float(number) for number in root.get("viewBox").split())
    for each in root.iter("text"):
        size, x, y = (float(each.get(name)) for name in ("font-size", "x", "y"))
        assert 0 <= x <= width
        assert y - 0.85 * size >= 0, each.text
        assert y + 0.34 * size <= height, each.text


def test_no_text_is_printed_smaller_than_7_5_points(drawing):
    root = tree(drawing)
    scale = float(root.get("width").removesuffix("pt")) / float(root.get("viewBox").split()[2])
    assert all(float(each.get("font-size")) * scale >= 7.5 for each in root.iter("text"))


@pytest.mark.parametrize("bad", ['<script>alert("1")</script>', "a & b", "'\"><image href=x>"])
def test_everything_that_people_wrote_is_escaped(bad):
    """Title, description, axis, series, unit and even the id: the parsed text is what was written, no element more."""
    axes = [Axis((bad,), bad), *SIX[1:]]
    drawn = radar(axes, [Series(bad, "self", SELF.values)], title=bad, desc=bad, unique_id=bad)
    root = tree(drawn)
    assert (root.find("title").text, root.find("desc").text) == (bad, bad)
    assert {bad, f"{bad} · 55"} <= set(words(drawn))
    assert not list(root.iter("script")) + list(root.iter("image"))
    root = tree(bars([BarRow(bad, bad, Decimal(1), {})], names={"self": bad}, title=bad, unique_id="b"))
    assert root.find("title").text == bad


# radar


@pytest.mark.parametrize(("axes", "corners"), [(SIX, 6), (SEVEN, 7)])
def test_a_radar_has_four_rings_and_a_spoke_for_each_axis(axes, corners):
    drawn = radar(axes, [Series("ปี 2569", "self", [50] * corners)], title="t", unique_id="r")
    rings = all_of(drawn, "polygon", "rad-grid")
    assert [len(ring.get("points").split()) for ring in rings] == [corners] * 4
    assert len(all_of(drawn, "path", "rad-axis")) == corners
    assert [text for text in words(drawn) if text in {"50", "100"}] == ["50", "100"]


def test_values_stand_on_their_spokes():
    """Centre (230, y): 100 straight up lies 112 above it, 0 lies on it."""
    drawn = six(Series("ปี 2569", "self", [100, 0, 0, 50, 0, 0]))
    (spoke, *_rest) = all_of(drawn, "path", "rad-axis")
    centre = [float(number) for number in spoke.get("d")[1:].split("L")[0].split()]
    (shape,) = all_of(drawn, "polygon", "rad-now")
    points = [[float(number) for number in pair.split(",")] for pair in shape.get("points").split()]
    assert points[0] == pytest.approx([centre[0], centre[1] - 112])
    assert points[3] == pytest.approx([centre[0], centre[1] + 56])
    assert points[1] == points[2] == points[4] == points[5] == pytest.approx(centre)


def test_the_reviewers_number_stands_at_the_label_and_is_the_solid_line():
    drawn = six(PAST, SELF, REVIEW)
    assert [text for text in words(drawn) if text.startswith("7.")][:2] == ["7.1 · 50", "7.2 · 60"]
    assert len(all_of(drawn, "polygon", "rad-now")) == len(all_of(drawn, "polygon", "rad-self")) == 1
    assert len(all_of(drawn, "polygon", "rad-past")) == 1
    assert all_of(drawn, "polygon")[-1].get("class") == "rad-now"


def test_without_reviewers_the_unit_s_own_number_decides():
    drawn = six(SELF, PAST)
    assert "7.1 · 55" in words(drawn)
    assert not all_of(drawn, "polygon", "rad-self")


def test_a_missing_value_is_a_gap_and_not_a_zero():
    drawn = six(Series("ปี 2569", "self", [50, None, 30, 40, None, 20]))
    assert "7.2 · –" in words(drawn)
    assert not all_of(drawn, "polygon", "rad-now")
    # 7.3-7.4 and 7.6-7.1 are joined, and the key of the legend is a line of its own
    assert [path.get("d").count("L") for path in all_of(drawn, "path", "sp-line")] == [1, 1]
    assert len(all_of(drawn, "circle", "sp-dot")) == 4 + 1
    assert tree(drawn).find("desc").text.split("; ")[1] == "7.2 ด้าน 2: ปี 2569 –"


def test_no_value_at_all_draws_the_empty_radar():
    drawn = six(Series("ปี 2569", "self", [None] * 6))
    assert len(all_of(drawn, "polygon")) == 4
    assert not all_of(six(), "circle")


def test_the_description_holds_every_number_and_the_digits_of_the_document():
    drawn = six(SELF, PAST, digits=thai)
    desc = tree(drawn).find("desc").text
    assert desc.startswith("๗.๑ ด้าน 1: ประเมินตนเอง ๕๕, ปี 2568 ๔๕; ๗.๒ ด้าน 2: ประเมินตนเอง ๖๐, ปี 2568 ๔๕")
    assert "๗.๑ · ๕๕" in words(drawn)
    assert tree(six(SELF, desc="ดูตาราง")).find("desc").text == "ดูตาราง"


def test_a_name_serves_the_description_where_lines_cut_words():
    axes = [Axis(("ผู้มีส่วน", "ได้ส่วนเสีย"), "7.2", name="ผู้มีส่วนได้ส่วนเสีย"), *SIX[1:]]
    desc = tree(radar(axes, [SELF], title="t", unique_id="r")).find("desc").text
    assert desc.startswith("7.2 ผู้มีส่วนได้ส่วนเสีย: ")


def test_a_long_label_widens_the_drawing_instead_of_leaving_it():
    axes = [SIX[0], Axis(("ผู้รับบริการและผู้มีส่วนได้ส่วนเสียทุกกลุ่มทั่วประเทศ",), "7.2"), *SIX[2:]]
    narrow, wide = six(SELF), radar(axes, [SELF], title="t", unique_id="r")
    assert float(tree(narrow).get("viewBox").split()[2]) == 460
    assert float(tree(wide).get("viewBox").split()[2]) > 700


@pytest.mark.parametrize("values", [[50] * 5, [50] * 5 + [101], [-1] + [50] * 5], ids=["five", "101", "-1"])
def test_values_that_do_not_fit_are_refused(values):
    with pytest.raises(ValueError, match="from 0 to 100"):
        six(Series("ปี 2569", "self", values))


def test_two_axes_are_no_radar():
    with pytest.raises(ValueError, match="three axes"):
        radar(SIX[:2], [], title="t", unique_id="r")


def test_the_three_lines_of_a_radar_differ_without_colour():
    """Dashes of the lines, and the shape and filling of their marks."""
    drawn = six(SELF, REVIEW, PAST)
    dashes = [all_of(drawn, "polygon", css)[0].get("stroke-dasharray") for css in ("rad-self", "rad-now", "rad-past")]
    assert dashes == ["2 3.5", None, "7 4"]
    marks = {each.tag for each in tree(drawn).iter() if each.get("class") in {"sp-cmp", "sp-dot"}}
    assert marks == {"circle", "rect"}


# lines


def test_a_missing_year_leaves_a_gap():
    """2565-2566 and 2568-2569 are joined, 2567 is not bridged; the disc marks the current year."""
    drawn = line()
    assert [path.get("d").count("L") for path in all_of(drawn, "path", "sp-line")] == [1, 1]
    assert [path.get("d").count("L") for path in all_of(drawn, "path", "sp-tgt")] == [1, 1]
    assert len(all_of(drawn, "circle", "sp-dot")) == 1


def test_zero_is_drawn_and_absence_is_not():
    assert len(all_of(line(values={2569: Decimal(0)}, targets={}), "circle")) == 1
    nothing = line(values={}, targets={})
    assert not all_of(nothing, "circle") + all_of(nothing, "path")
    assert tree(nothing).find("desc").text == "ยิ่งมากยิ่งดี; ยังไม่มีค่า"


def test_equal_figures_stand_in_the_middle():
    (disc,) = all_of(line(values={2568: Decimal(5), 2569: Decimal(5)}, targets={}), "circle")
    assert disc.get("cy") == "17"


def test_what_lies_after_the_assessment_is_dotted_and_called_a_projection():
    drawn = line(year=2568)
    dotted = [path for path in all_of(drawn, "path", "sp-line") if path.get("stroke-dasharray")]
    assert [path.get("d").count("L") for path in dotted] == [1]
    assert "2569 88 คาดการณ์" in tree(drawn).find("desc").text
    assert not [path for path in all_of(line(year=2569), "path", "sp-line") if path.get("stroke-dasharray")]


def test_the_comparator_is_that_of_the_current_year():
    assert len(all_of(line(comparator={2569: Decimal(86)}), "polygon", "sp-cmp")) == 1
    assert not all_of(line(comparator={2568: Decimal(86)}), "polygon", "sp-cmp")
    assert len(all_of(line(comparator={2568: Decimal(86)}, year=2568), "polygon", "sp-cmp")) == 1


def test_the_description_of_a_line_has_its_numbers_as_they_were_written():
    assert tree(line(comparator={2569: Decimal(86)}, direction="lower")).find("desc").text == (
        "ยิ่งน้อยยิ่งดี; 2565 81.2 เป้าหมาย 80; 2566 83.5 เป้าหมาย 80; 2567 –; 2568 86.4 เป้าหมาย 83; "
        "2569 88 เป้าหมาย 85 คู่เทียบ 86"
    )


def test_the_written_chart_has_years_first_value_and_results_apart():
    drawn = line(indicator_chart, comparator={2569: Decimal("87.9")}, digits=thai)
    assert words(drawn)[:6] == ["๒๕๖๕", "๒๕๖๖", "๒๕๖๗", "๒๕๖๘", "๒๕๖๙", "๘๑.๒"]
    named = [each for each in all_of(drawn, "text") if each.get("x") == "160"]
    assert [each.text for each in named] == ["ผล ๘๘", "คู่เทียบ ๘๗.๙", "เป้าหมาย ๘๕"]
    heights = [float(each.get("y")) for each in named]
    assert all(below - above >= 10.99 for above, below in pairwise(heights))


def test_the_written_chart_of_one_year_and_of_none():
    assert words(line(indicator_chart, values={2569: Decimal(0)}, targets={})) == ["2569", "ผล 0"]
    assert words(line(indicator_chart, values={}, targets={})) == []


# the large chart


def test_lines_and_marks_of_the_large_chart_differ_without_colour():
    drawn = large(comparator={2568: Decimal(80), 2569: Decimal(81)}, year=2568, current=2568)
    dashes = [all_of(drawn, "path", css)[0].get("stroke-dasharray") for css in ("yc-target", "yc-cmp")]
    assert dashes == ["7 4", "9 3 2 3"]
    assert len(all_of(drawn, "rect", "yc-mark-target")) == len(TARGETS) + 1
    assert len(all_of(drawn, "circle", "sp-dot")) == 3 + 1
    assert len(all_of(drawn, "polygon", "sp-cmp")) == 2 + 1


def test_years_after_the_assessment_stand_on_a_ground_of_their_own():
    assert "คาดการณ์" in words(large(year=2568, current=2568))
    assert len(all_of(large(year=2568, current=2568), "rect", "yc-later")) == 1
    assert not all_of(large(), "rect", "yc-later")
    assert "คาดการณ์" not in words(large())


def test_the_ruler_has_round_figures_that_enclose_all_others():
    """80 to 88: a quarter is 2, so 80, 82 ... 88; 0.1 to 0.32: steps of 0.1."""
    ruler = [text for text in words(large()) if text in {"80", "82", "84", "86"}]
    assert ruler == ["80", "82", "84", "86"]
    assert words(large({2569: Decimal("0.1"), 2568: Decimal("0.32")}, {}))[:4] == ["0.1", "0.2", "0.3", "0.4"]


def test_the_large_chart_writes_out_the_figure_that_is_judged():
    drawn = large({2569: Decimal("1234567.50")}, {}, digits=thai)
    (judged,) = all_of(drawn, "text", "yc-now")
    assert judged.text == "๑,๒๓๔,๕๖๗.๕"
    assert tree(drawn).find("desc").text == "๒๕๖๙ ๑,๒๓๔,๕๖๗.๕"
    assert not all_of(large(current=None), "text", "yc-now")


def test_the_judged_figure_gives_way_to_a_mark_above_it():
    """Above its disc, as long as the target of the year does not stand there."""
    places = []
    for target in (80, 89):
        drawn = large({2568: Decimal(70), 2569: Decimal(88)}, {2569: Decimal(target)})
        (judged,), discs = all_of(drawn, "text", "yc-now"), all_of(drawn, "circle", "sp-dot")
        places.append(float(judged.get("y")) - float(discs[1].get("cy")))
    assert places == pytest.approx([-11, 22])


def test_without_a_figure_there_is_no_large_chart():
    assert large({}, {}) == ""


def test_years_never_run_into_one_another():
    """Forty years: one in so many is written, and the judged one among them."""
    drawn = large({year: Decimal(year) for year in range(2530, 2570)}, {})
    places = sorted(float(each.get("x")) for each in all_of(drawn, "text", "yc-t") if each.text.isdigit())
    assert all(after - before >= 34 for before, after in pairwise(places))
    assert "2569" in words(drawn)


# bars


def test_bars_are_shares_of_their_own_maximum():
    """100 % is 178 long: 60 of 120 is 89, 182 of 400 is 80.99."""
    drawn = some_bars()
    assert [bar.get("width") for bar in all_of(drawn, "rect", "bar-fg")] == ["89", "75.21"]
    assert [bar.get("width") for bar in all_of(drawn, "rect", "bar-self")] == ["93.45", "80.99"]
    assert [bar.get("width") for bar in all_of(drawn, "rect", "bar-past")] == ["80.1", "75.65"]


def test_hatching_stays_within_its_bar():
    drawn = some_bars()
    bar = all_of(drawn, "rect", "bar-self")[0]
    left, top, width, height = (float(bar.get(name)) for name in ("x", "y", "width", "height"))
    hatch = all_of(drawn, "path", "bar-hatch")[0]
    first = [tuple(float(number) for number in end.split()) for end in re.split("[ML]", hatch.get("d"))[1:]]
    assert len(first) > 60
    assert all(left <= x <= left + width + 0.01 and top <= y <= top + height + 0.01 for x, y in first)


def test_points_round_half_up_and_the_difference_has_a_minus_sign():
    """169.005 is 169.01; 169.005 - 170 = -0.995, which rounds to -1.00 (halves away from zero)."""
    shown = words(some_bars())
    assert "169.01" in shown
    assert "\N{MINUS SIGN}1.00" in shown
    assert "+6.00" in shown
    assert tree(some_bars(digits=thai)).find("desc").text.startswith("๑ การนำองค์การ: ประเมินตนเอง ๖๓.๐๐, ผู้ตรวจ ๖๐.๐๐")


def test_an_absent_score_has_no_bar_and_points_beyond_the_maximum_are_refused():
    row = BarRow("1", "การนำองค์การ", Decimal(120), {"self": None})
    drawn = bars([row], names={"self": "ประเมินตนเอง"}, title="t", unique_id="b")
    assert "–" in words(drawn)
    assert not all_of(drawn, "rect")
    with pytest.raises(ValueError, match="between 0 and 120"):
        bars([BarRow("1", "x", Decimal(120), {"self": Decimal(121)})], names={}, title="t", unique_id="b")


def test_a_box_tells_its_five_marks():
    desc = "1 การนำองค์การ: ต่ำสุด 10, ควอร์ไทล์ที่ 1 25, มัธยฐาน 40, ควอร์ไทล์ที่ 3 55.5, สูงสุด 90"
    (box,) = all_of(some_boxes(), "rect")
    assert tree(some_boxes()).find("desc").text == desc
    assert (float(box.get("x")), float(box.get("width"))) == (52 + 372 * 0.25, pytest.approx(372 * 0.305, abs=0.01))


def test_boxes_of_nothing_are_nothing_and_marks_rise():
    assert boxes([], title="t", unique_id="x") == ""
    for marks in ((10, 5, 40, 50, 60), (-1, 5, 40, 50, 60), (0, 5, 40, 50, 101)):
        with pytest.raises(ValueError, match="rise from 0 to 100"):
            some_boxes(marks)
