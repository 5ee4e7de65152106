"""One figure: read exactly, absent, or refused in words. Whole tables of them are in the corpora."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.interchange.tables.figures import Figure, FigureRefused, read_figure
from thai.digits import grouped, plain, to_thai


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("85.2", Figure(Decimal("85.2"))),
        ("๘๕.๒๐", Figure(Decimal("85.2"))),
        ("1,234,567", Figure(Decimal(1234567))),
        ("ร้อยละ 85", Figure(Decimal(85), is_percent=True)),
        ("ร้อยละ ๘๕ %", Figure(Decimal(85), is_percent=True)),
        ("85\u00a0%", Figure(Decimal(85), is_percent=True)),
        ("85％", Figure(Decimal(85), is_percent=True)),
        ("(๑,๒๓๔)", Figure(Decimal(-1234))),
        ("(5)%", Figure(Decimal(-5), is_percent=True)),
        ("\u200b85\u200b", Figure(Decimal(85))),
        ("’85", Figure(Decimal(85))),
        ("0", Figure(Decimal(0))),
        ("0.00", Figure(Decimal(0), is_written_zero=True)),
        ("0.0%", Figure(Decimal(0), is_percent=True, is_written_zero=True)),
        (">=80", Figure(Decimal(80), direction="higher")),
        ("≥ ๘๐.๕ %", Figure(Decimal("80.5"), is_percent=True, direction="higher")),
        ("ไม่น้อยกว่า 1,000", Figure(Decimal(1000), direction="higher")),
        ("ไม่ต่ำกว่าร้อยละ 80", Figure(Decimal(80), is_percent=True, direction="higher")),
        ("80 ขึ้นไป", Figure(Decimal(80), direction="higher")),
        ("ตั้งแต่ร้อยละ 80 ขึ้นไป", Figure(Decimal(80), is_percent=True, direction="higher")),
        ("=> 80", Figure(Decimal(80), direction="higher")),
        ("≤ -5", Figure(Decimal(-5), direction="lower")),
        ("<= (5)", Figure(Decimal(-5), direction="lower")),
        ("ไม่เกิน 5", Figure(Decimal(5), direction="lower")),
        ("น้อยกว่าหรือเท่ากับ 5", Figure(Decimal(5), direction="lower")),
    ],
)
def test_a_figure_is_read(text, figure):
    assert read_figure(text, may_bound=True) == figure


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        " – ",
        "—",
        "--",
        "\u2212",
        "n/a",
        "N/A",
        "NA",
        "n.a.",
        "ไม่มีข้อมูล",
        "ไม่มี ข้อมูล",
        "ยังไม่มีข้อมูล",
        "...",
        "…",
        "\u200b",
    ],
)
def test_nothing_is_no_zero(text):
    assert read_figure(text, may_bound=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "85 100", "85.2.1", "5-", "+-5", "-(5)", "((5))", "(5", "5)", "%", "ร้อยละ", "≥", "ไม่เกิน", "85 %%", "฿85",
        "85 บาท", "แปดสิบ", "TRUE", "4.2/5", "1 234", "12\u00a034", "12\u00a03456", "1e5", "0x10", "NaN", "∞", "½",
        "\u0665", "รอผล", "< 5", "มากกว่า 5", "5 ปี 3 เดือน", "1" * 201,
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_in_words(text):
    with pytest.raises(FigureRefused) as refusal:
        read_figure(text, may_bound=True)
    assert "ให้" in str(refusal.value)


NUMBERS = st.decimals(min_value=-(10**8), max_value=10**8, places=4)
MINUSES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"


@given(NUMBERS, st.sampled_from(["{}", " {} ", "'{}", "{}\u00a0", "\u2009{}"]))
def test_every_way_to_write_a_number_reads_as_that_number(number, around):
    for text in (plain(number), grouped(number), to_thai(grouped(number))):
        assert read_figure(around.format(text), may_bound=False).number == number
    percent = read_figure(around.format(f"{plain(number)}%"), may_bound=True)
    assert (percent.number, percent.is_percent) == (number, True)


@given(NUMBERS.filter(lambda number: number > 0), st.sampled_from(MINUSES), st.sampled_from(["", " "]))
def test_every_minus_is_one(number, minus, space):
    assert read_figure(f"{minus}{space}{plain(number)}", may_bound=False).number == -number
    assert read_figure(f"({grouped(number)})", may_bound=False).number == -number


@given(st.text(max_size=40) | st.text(st.sampled_from("0๕9.,-()%≥<>ร้อยละ ไม่เกิน\u00a0'*"), max_size=15), st.booleans())
def test_any_text_is_a_figure_or_absent_or_refused(text, may_bound):
    try:
        figure = read_figure(text, may_bound=may_bound)
    except FigureRefused as refusal:
        assert str(refusal)  # noqa: PT017
    else:
        assert figure is None or figure.number.is_finite()
        assert may_bound or figure is None or not figure.direction
