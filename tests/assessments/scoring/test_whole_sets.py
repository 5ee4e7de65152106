"""Whole assessments of both sets, from the items to the total and its word, every sum worked out by hand (scoring.md).

The points of the items are those of scoring.md 1, written out here and not read from the set.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.levels import MAXIMUM, system_figure
from assessments.scoring.totals import (
    Maturity,
    Total,
    averaged,
    combined,
    item_total,
    maturity_word,
    rounded_points,
    rounded_system,
)

MAXIMA = {
    "1": (60, 60),
    "2": (40, 40),
    "3": (55, 55),
    "4": (50, 50),
    "5": (45, 45),
    "6": (50, 50),
    "7": (60, 70, 70, 70, 60, 70),
}
THOUSAND = {275: "กำลังพัฒนา", 350: "เป็นระบบ", 450: "เป็นระบบและได้ผล", 650: "ดีเด่น", 750: "ต้นแบบ", 0: "เริ่มต้น"}
FIVE_HUNDRED = {300: "พื้นฐาน", 400: "ก้าวหน้า", 470: "พัฒนาจนเกิดผล", 0: "ยังไม่ผ่านระดับพื้นฐาน"}


def ladder(words: dict[int, str]) -> list[Maturity]:
    return [Maturity(Decimal(least), word) for least, word in words.items()]


def percents(process: int, results: int, **other: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """The percents by category: one for all process items, one for all results items, but for categories given."""
    same = {code: (results if code == "7" else process,) * len(points) for code, points in MAXIMA.items()}
    return same | {name.removeprefix("c"): given for name, given in other.items()}


@pytest.mark.parametrize(
    ("given", "total", "word"),
    [
        pytest.param(percents(0, 0), "0.00", "เริ่มต้น", id="0 of 600 and 0 of 400"),
        pytest.param(percents(5, 5), "50.00", "เริ่มต้น", id="5 % of 600 is 30, of 400 is 20"),
        pytest.param(percents(50, 50), "500.00", "เป็นระบบและได้ผล", id="half of 600 is 300, of 400 is 200"),
        pytest.param(percents(100, 100), "1000.00", "ต้นแบบ", id="600 + 400"),
        pytest.param(percents(0, 100), "400.00", "เป็นระบบ", id="results alone: 400"),
        pytest.param(percents(100, 0), "600.00", "เป็นระบบและได้ผล", id="processes alone: 600"),
        pytest.param(percents(60, 40), "520.00", "เป็นระบบและได้ผล", id="0.60 x 600 = 360, 0.40 x 400 = 160"),
        pytest.param(percents(35, 15), "270.00", "เริ่มต้น", id="210 + 60 = 270, 5 below the first step"),
        pytest.param(
            percents(35, 15, c7=(15, 25, 15, 15, 15, 15)), "277.00", "กำลังพัฒนา", id="270 and 7.2 from 15 to 25: + 7"
        ),
        pytest.param(percents(45, 20), "350.00", "เป็นระบบ", id="270 + 80 = 350, the step itself"),
        pytest.param(
            percents(45, 20, c7=(15, 20, 20, 20, 20, 20)), "347.00", "กำลังพัฒนา", id="350 and 7.1 5 % lower: - 3"
        ),
        pytest.param(percents(100, 20), "680.00", "ดีเด่น", id="600 + 80"),
        pytest.param(percents(85, 60), "750.00", "ต้นแบบ", id="510 + 240 = 750, the step itself"),
        pytest.param(percents(85, 60, c1=(80, 85)), "747.00", "ดีเด่น", id="750 and 1.1 5 % lower: - 3"),
        pytest.param(percents(85, 60, c3=(80, 85)), "747.25", "ดีเด่น", id="750 and 3.1 5 % of 55 lower: - 2.75"),
        pytest.param(
            {
                "1": (55, 50),
                "2": (45, 40),
                "3": (60, 55),
                "4": (50, 45),
                "5": (40, 35),
                "6": (65, 60),
                "7": (30, 35, 45, 50, 25, 60),
            },
            "470.00",
            "เป็นระบบและได้ผล",
            id="63 + 34 + 63.25 + 47.5 + 33.75 + 62.5 = 304; 18 + 24.5 + 31.5 + 35 + 15 + 42 = 166",
        ),
    ],
)
def test_the_total_of_1000_points(given, total, word):
    categories = [
        combined(
            [
                item_total(percent, Decimal(most), confirmed=True)
                for percent, most in zip(given[code], points, strict=True)
            ]
        )
        for code, points in MAXIMA.items()
    ]
    whole = combined(categories)
    assert whole.maximum == 1000
    assert (str(rounded_points(whole.points)), maturity_word(whole, ladder(THOUSAND))) == (total, word)


def test_the_categories_of_that_ragged_assessment():
    """1: 0.55 x 60 + 0.50 x 60 = 33 + 30 = 63; 3: 0.60 x 55 + 0.55 x 55 = 33 + 30.25 = 63.25."""
    first = combined([item_total(each, Decimal(60), confirmed=True) for each in (55, 50)])
    third = combined([item_total(each, Decimal(55), confirmed=True) for each in (60, 55)])
    assert [(each.points, each.maximum) for each in (first, third)] == [(63, 120), (Decimal("63.25"), 110)]


RAGGED = [
    ["375", "300", "1000/3", "500"],  # 4525/3 over 4: 4525/12 = 377.08
    ["300"] * 4,  # 300
    ["150", "200", "250", "400"],  # 1000 over 4: 250
    ["400", "400", "450", "350"],  # 1600 over 4: 400
    ["500"] * 4,  # 500
    ["0", "300", "350", "1100/3"],  # 3050/3 over 4: 3050/12 = 254.17
    ["450", "240", "0", "300", "350", "880/3"],  # 4900/3 over 6: 4900/18 = 272.22
]


def of_500(rows: list[list[str]]) -> list[Total[Fraction]]:
    return [averaged([Total(Fraction(each), MAXIMUM) for each in row]) for row in rows]


def test_the_categories_of_500_points():
    """Four sub-criteria or six dimensions weigh alike within their category."""
    assert [str(rounded_points(each.points)) for each in of_500(RAGGED)] == [
        "377.08",
        "300.00",
        "250.00",
        "400.00",
        "500.00",
        "254.17",
        "272.22",
    ]


@pytest.mark.parametrize(
    ("rows", "total", "system", "word"),
    [
        pytest.param(
            RAGGED,
            "336.21",
            "2.7",
            "พื้นฐาน",
            id="(22725 + 52200 + 9800) / 36 = 84725/36, over 7: 336.2103; 2.6897",
        ),
        pytest.param([["0"] * 4] * 6 + [["0"] * 6], "0.00", "0.0", "ยังไม่ผ่านระดับพื้นฐาน", id="nothing"),
        pytest.param([["500"] * 4] * 6 + [["500"] * 6], "500.00", "4.0", "พัฒนาจนเกิดผล", id="everything"),
        pytest.param([["300"] * 4] * 6 + [["300"] * 6], "300.00", "2.4", "พื้นฐาน", id="all Basic: 300; 2.4"),
        pytest.param([["400"] * 4] * 6 + [["400"] * 6], "400.00", "3.2", "ก้าวหน้า", id="all Advance: 400; 3.2"),
        pytest.param(
            [["300"] * 4] * 6 + [["0"] + ["300"] * 5],
            "292.86",
            "2.3",
            "ยังไม่ผ่านระดับพื้นฐาน",
            id="one dimension at 0: 1500/6 = 250; (1800 + 250) / 7 = 292.857; 2.343",
        ),
        pytest.param(
            [["500"] * 4] * 6 + [["0"] * 6], "428.57", "3.4", "ก้าวหน้า", id="no results: 3000/7 = 428.571; 3.4286"
        ),
        pytest.param(
            [["0"] * 4] * 6 + [["500"] * 6], "71.43", "0.6", "ยังไม่ผ่านระดับพื้นฐาน", id="results alone: 500/7; 0.5714"
        ),
        pytest.param(
            [["470"] * 4] * 6 + [["470"] * 6], "470.00", "3.8", "พัฒนาจนเกิดผล", id="470, the step itself; 3.76"
        ),
        pytest.param(
            [["470", "470", "470", "469"]] + [["470"] * 4] * 5 + [["470"] * 6],
            "469.96",
            "3.8",
            "ก้าวหน้า",
            id="one point less in one of 4 of one of 7: 470 - 1/28 = 469.964; 3.7597",
        ),
    ],
)
def test_the_total_of_500_points(rows, total, system, word):
    whole = averaged(of_500(rows))
    assert whole.maximum == 500
    assert (str(rounded_points(whole.points)), str(rounded_system(system_figure(whole.points)))) == (total, system)
    assert maturity_word(whole, ladder(FIVE_HUNDRED)) == word
