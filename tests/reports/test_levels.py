"""The reports of scheme levels: the same pages, with levels where the other scheme has percents and bands."""

import re
from decimal import Decimal

import pytest

from assessments.statuses import Status
from reports.build import build_report, source_of
from reports.pdf import render_html, write_pdf
from tests.assessments.views.stage import add_finding, make_indicator
from tests.levels import bring_levels_to, value_all, write_all

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def test_what_was_decided_stands_in_the_columns_of_the_scheme(levels, cast):
    bring_levels_to(levels, Status.APPROVED, cast)

    content = build_report(source_of(levels, live=False))

    item, dimension = content.items
    assert (content.total.points, content.total.self_points, content.total.maximum) == (250, 75, 500)
    assert (content.total.system, content.total.maturity) == (Decimal("2.0"), "ยังไม่ผ่านระดับพื้นฐาน")
    assert (content.words.measure, content.words.detail, content.bands) == ("ระดับ", "B · A · S", ())
    assert (item.self_score.measure, item.review_score.measure) == ("ยังไม่ผ่านระดับพื้นฐาน", "Significance")
    assert item.review_score.detail == "1 · 1 · 1"
    assert [(part.code, part.self_value, part.review_value) for part in item.factors] == [
        ("B", Decimal("0.5"), 1),
        ("A", Decimal("0.5"), 1),
        ("S", Decimal("0.5"), 1),
    ]
    assert [answer.judgement for area in item.areas for answer in area.answers] == ["หน่วยงาน ½ · ผู้ตรวจ 1"] * 4
    assert [(part.code, part.self_value) for part in dimension.factors] == [("1", None), ("2", None)]
    assert dimension.review_score.detail == "0 จาก 2 หัวข้อย่อย"


def test_a_draft_is_built_of_thirds(levels):
    write_all(levels)
    value_all(levels, "1")
    for number, value in enumerate((88, 85, 80), 1):
        make_indicator(levels, number, item="7.1", area="1", y2568=(str(value), "85", None))

    content = build_report(source_of(levels, live=True))

    # 400, 300 and 300 x 80/85: (400 + 300 + 282.3529...) / 3 = 327.4509...
    assert content.items[1].self_score.points.quantize(Decimal("0.0001")) == Decimal("327.4510")
    assert content.total.self_points.quantize(Decimal("0.0001")) == Decimal("413.7255")
    assert content.next_steps == ()


@pytest.mark.parametrize("kind", ["full", "summary", "feedback"])
def test_every_kind_is_printed(levels, cast, kind):
    make_indicator(levels, 1, item="7.1", area="1", y2567=("80", "85", None), y2568=("88", "85", None))
    bring_levels_to(levels, Status.APPROVED, cast)
    add_finding(levels, cast.coordinator)

    html = render_html(kind, build_report(source_of(levels, live=False)))

    assert "ระบบราชการ 3.6" in words(html)  # (500 + 400) / 2 = 450; 450 / 500 x 4
    assert "None" not in words(html)
    assert write_pdf(html).startswith(b"%PDF-")
    if kind == "full":
        assert "ผลพิจารณา หน่วยงาน ½ · ผู้ตรวจ 1" in words(html)
    if kind == "feedback":
        assert "ผู้ตรวจให้ 500.00 จาก 500 คะแนน · Significance" in words(html)


def test_no_comparator_stands_beside_an_indicator(levels):
    make_indicator(levels, 1, item="7.1", area="1", y2567=("80", "85", "90"), y2568=("88", "85", "90"))

    html = render_html("full", build_report(source_of(levels, live=True)))

    table = html[html.index('<table class="ind') :]
    assert (table.count("คู่เทียบ"), table.count("เปรียบเทียบ"), table.count("◆")) == (0, 0, 0)
    assert 'colspan="6"' in table  # name, two years, target, achievement, points
    assert "แนวโน้มไม่นับในคะแนน" in words(table)


def cells_of_indicators(html: str) -> list[list[str]]:
    """The figures of each row of the first table of indicators."""
    table = html[html.index('<table class="ind') :].split("</table>")[0]
    rows = [row for row in table.split("<tr>")[2:] if "<code>" in row]
    return [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in rows]


def test_an_indicator_tells_its_points_and_nothing_is_no_zero(levels):
    make_indicator(levels, 1, item="7.1", area="1", y2567=("80", "85", None), y2568=("88", "85", None))
    make_indicator(levels, 2, item="7.1", area="1", y2568=("0", "85", None))
    make_indicator(levels, 3, item="7.1", area="1")
    make_indicator(levels, 4, item="7.1", area="2", y2568=("80", "85", None))

    content = build_report(source_of(levels, live=True), thai_digits=True)
    html = render_html("full", content)

    assert cells_of_indicators(html) == [
        ["๘๐", "๘๘", "๘๕", "๑๐๓.๕๓", "๔๐๐.๐๐"],
        ["–", "๐", "๘๕", "๐.๐๐", "๐.๐๐"],
        ["–", "–", "–", "–", "๐.๐๐"],
        ["–", "๘๐", "๘๕", "๙๔.๑๒", "๒๘๒.๓๕"],
    ]
    assert "ตัวชี้วัดละไม่เกิน ๕๐๐ คะแนน" in words(html)


@pytest.mark.parametrize(("value", "is_wide"), [("12345", False), ("123456", True)])
def test_names_make_room_for_long_figures(levels, value, is_wide):
    make_indicator(levels, 1, item="7.1", area="1", y2568=(value, "99999", None))

    html = render_html("full", build_report(source_of(levels, live=True)))

    table = html[html.index('<table class="ind') :].split("</table>")[0]
    assert ('<tr class="name"><td colspan="5">ตัวชี้วัด 1 ' in table) == is_wide
    assert re.search(r'<th scope="row"><code>7.1-01</code>( ตัวชี้วัด 1)?', table)[1] == (None if is_wide else " ตัวชี้วัด 1")


def test_still_longer_figures_stand_under_their_years_alone(levels):
    make_indicator(levels, 1, item="7.1", area="1", y2568=("123456789", "987654321", None))

    html = render_html("full", build_report(source_of(levels, live=True)))

    table = words(html[html.index('<table class="ind huge') :].split("</table>")[0])
    assert "123,456,789 เป้า 987,654,321 · บรรลุร้อยละ 12.50" in table


def test_the_other_scheme_tells_what_counts_for_each_factor(assessment):
    make_indicator(assessment, 1, y2567=("80", "85", None), y2568=("88", "85", "90"))
    make_indicator(assessment, 2)
    assessment.indicators.filter(code="7.2-02").update(importance="supporting")
    make_indicator(assessment, 3)

    table = render_html("full", build_report(source_of(assessment, live=True))).split('<table class="ind')[1]

    figures, facts = table.split("</table>")[:2]
    assert "คะแนน</th>" not in figures
    assert re.findall(r"<th scope=\"col\">([^<]*)</th>", facts) == [
        "ตัวชี้วัด",
        "Le ระดับ",
        "T แนวโน้ม",
        "C เปรียบเทียบ",
        "I บูรณาการ",
    ]
    assert re.findall(r'<td><span class="mark m-(yes|no)">([^<]*)<', facts) == [
        *[("yes", "ถึงเป้า"), ("no", "ไม่ถึง 3 ปี"), ("no", "ด้อยกว่า"), ("yes", "หลัก")],
        *[("no", "ไม่มีค่า"), ("no", "ไม่ถึง 3 ปี"), ("no", "ไม่มีคู่เทียบ"), ("no", "สนับสนุน")],
        *[("no", "ไม่มีค่า"), ("no", "ไม่ถึง 3 ปี"), ("no", "ไม่มีคู่เทียบ"), ("no", "ไม่มีค่า")],
    ]


def test_the_price_of_the_next_level_is_told_in_places(levels):
    write_all(levels)
    value_all(levels, "0.5")

    step = build_report(source_of(levels, live=True)).next_steps[0]

    assert step.changes == ("ระดับพื้นฐานข้อ 1: ½→1", "ระดับพื้นฐานข้อ 2: ½→1")
    assert (step.steps, step.gain) == (2, 200)  # 150 to 300, and A counts with its half: 350
