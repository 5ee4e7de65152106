"""The reasons of factors and indicators in words, with years where they differ (scoring.md 2)."""

from decimal import Decimal

import pytest

from assessments.scoring.results import judge_indicator, judge_item
from tests.assessments.scoring.indicators import good, indicator, run


def test_reasons_when_everything_is_of_the_assessment_s_year(scale):
    judged = judge_item([good("a", importance="key"), good("b", attained=False)], ["ก"], 2569, scale)
    assert {name: factor.reason for name, factor in judged.factors.items()} == {
        "Le": "1 จาก 2 ตัวชี้วัดบรรลุเป้าหมาย",
        "T": "2 จาก 2 ตัวชี้วัดมีแนวโน้มที่ดี",
        "C": "2 จาก 2 ตัวชี้วัดดีกว่าหรือเท่ากับคู่เทียบ",
        "I": "1 จาก 1 ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน",
    }


def test_reasons_name_the_years_where_they_differ(scale):
    """The sentence of scoring.md 2: of eight, six attained, five of 2569 and one of 2568."""
    indicators = [good(f"a{n}", importance="key") for n in range(5)]
    indicators += [good("b", last=2568, area="ข", importance="key")]
    indicators += [good(f"c{n}", attained=False, trend=False, ahead=False) for n in range(2)]
    factors = judge_item(indicators, ["ก", "ข"], 2569, scale).factors
    assert factors["Le"].reason == "6 จาก 8 ตัวชี้วัดบรรลุเป้าหมาย (ปี 2569: 5, ปี 2568: 1)"
    assert factors["T"].reason == "6 จาก 8 ตัวชี้วัดมีแนวโน้มที่ดี (ปี 2569: 5, ปี 2568: 1)"
    assert factors["C"].reason == "6 จาก 8 ตัวชี้วัดดีกว่าหรือเท่ากับคู่เทียบ (ปี 2569: 5, ปี 2568: 1)"
    assert factors["I"].reason == "2 จาก 2 ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน (ปี 2569: 1, ปี 2568: 1)"


def test_reasons_name_an_earlier_year_even_alone(scale):
    factors = judge_item([good("a", last=2567, importance="key")], ["ก"], 2569, scale).factors
    assert factors["Le"].reason == "1 จาก 1 ตัวชี้วัดบรรลุเป้าหมาย (ปี 2567: 1)"


def test_reasons_say_what_is_missing(scale):
    """Four indicators: a good one; one with a value alone; one without any value; one with target, not attained."""
    indicators = [good("a"), indicator("b", values=run("5")), indicator("c"), good("d", attained=False, ahead=False)]
    factors = judge_item(indicators, ["ก", "ข"], 2569, scale).factors
    assert factors["Le"].reason == ("1 จาก 4 ตัวชี้วัดบรรลุเป้าหมาย อีก 1 ตัวยังไม่มีค่า และ 1 ตัวยังไม่มีเป้าหมายของปีล่าสุด")
    assert factors["T"].reason == ("2 จาก 4 ตัวชี้วัดมีแนวโน้มที่ดี อีก 1 ตัวยังไม่มีค่า และ 1 ตัวมีค่าต่อเนื่องไม่ถึง 3 ปี")
    assert factors["C"].reason == ("1 จาก 4 ตัวชี้วัดดีกว่าหรือเท่ากับคู่เทียบ อีก 1 ตัวยังไม่มีค่า และ 1 ตัวยังไม่มีคู่เทียบของปีเดียวกัน")
    assert factors["I"].reason == "1 จาก 2 ประเด็นมีตัวชี้วัดหลักที่มีผลรายงาน ประเด็น ข ยังไม่มี"


def test_reasons_without_any_indicator(scale):
    factors = judge_item([], ["ก", "ข"], 2569, scale).factors
    assert {factor.reason for factor in factors.values()} == {"ยังไม่มีตัวชี้วัดในหัวข้อนี้"}
    assert [(each.numerator, each.denominator, each.share) for each in factors.values()] == [
        (0, 0, Decimal(0)),
        (0, 0, Decimal(0)),
        (0, 0, Decimal(0)),
        (0, 2, Decimal(0)),
    ]


def test_the_reason_of_i_when_every_area_is_not_applicable(scale):
    assert judge_item([], [], 2569, scale).factors["I"].reason == "ไม่มีประเด็นที่ต้องประเมินในหัวข้อนี้"


@pytest.mark.parametrize(
    ("given", "level", "trend", "comparison"),
    [
        pytest.param(
            indicator(values=run("80", "84", "88.50"), targets=run("85"), comparator=run("90")),
            "ปี 2569 ได้ 88.5 เป้าหมาย 85 บรรลุเป้าหมาย",
            "ปี 2567 ถึง 2569 ดีขึ้น",
            "คู่เทียบปี 2569 ได้ 90 ผลด้อยกว่าคู่เทียบ",
            id="attained, rising, behind",
        ),
        pytest.param(
            indicator(direction="lower", values=run("1", "2", "1.50"), targets=run("1"), comparator=run("1.50")),
            "ปี 2569 ได้ 1.5 เป้าหมาย 1 ไม่บรรลุเป้าหมาย",
            "ปี 2567 ถึง 2569 แย่ลง",
            "คู่เทียบปี 2569 ได้ 1.5 ผลดีกว่าหรือเท่ากับคู่เทียบ",
            id="missed, worse, level with the comparator",
        ),
        pytest.param(
            indicator(values=run("0", "0", "0"), targets=run("0", "0", "0")),
            "ปี 2569 ได้ 0 เป้าหมาย 0 บรรลุเป้าหมาย",
            "ปี 2567 ถึง 2569 คงที่ และบรรลุเป้าหมายทุกปี",
            "ยังไม่มีค่าของคู่เทียบปี 2569",
            id="steady on target; zero is written",
        ),
        pytest.param(
            indicator(values=run("100", "100", "100")),
            "ปี 2569 ได้ 100 ยังไม่มีเป้าหมาย",
            "ปี 2567 ถึง 2569 คงที่ แต่ไม่ได้บรรลุเป้าหมายทุกปี",
            "ยังไม่มีค่าของคู่เทียบปี 2569",
            id="flat without targets; 100 keeps its zeros",
        ),
        pytest.param(
            indicator(values=run("7", "8", last=2568)),
            "ปี 2568 ได้ 8 ยังไม่มีเป้าหมาย",
            "มีค่าต่อเนื่อง 2 ปี ต้องมีอย่างน้อย 3 ปี",
            "ยังไม่มีค่าของคู่เทียบปี 2568",
            id="two years, an earlier current year",
        ),
        pytest.param(indicator(), "ยังไม่มีค่า", "ยังไม่มีค่า", "ยังไม่มีค่า", id="no value"),
    ],
)
def test_reasons_of_one_indicator(given, level, trend, comparison):
    judged = judge_indicator(given, 2569)
    assert (judged.level_reason, judged.trend_reason, judged.comparison_reason) == (level, trend, comparison)
