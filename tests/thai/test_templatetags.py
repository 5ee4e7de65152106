from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from thai.templatetags.thai import paragraphs, thai_moment

ENGINE = Engine(libraries={"thai": "thai.templatetags.thai"}, builtins=["thai.templatetags.thai"])


def rendered(source, **context):
    return ENGINE.from_string(source).render(Context(context))


MOMENT = datetime(2026, 1, 30, 7, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|thai_date }}", date(2026, 1, 30), "30 มกราคม 2569"),
        ("{{ value|thai_date }}", MOMENT, "30 มกราคม 2569"),
        ("{{ value|thai_date_short }}", date(2026, 1, 30), "30 ม.ค. 2569"),
        ("{{ value|thai_datetime }}", MOMENT, "30 มกราคม 2569 เวลา 14:02 น."),
        ("{{ value|thai_date }}", None, ""),
        ("{{ value|thai_date_short }}", "", ""),
        ("{{ value|thai_datetime }}", date(2026, 1, 30), ""),
        ("{{ value|points }}", Decimal("1000"), "1,000.00"),
        ("{{ value|points }}", "412.505", "412.51"),
        ("{{ value|points }}", 0, "0.00"),
        ("{{ value|points }}", None, ""),
        ("{{ value|points }}", "ไม่มี", ""),
        ("{{ value|points }}", Decimal("NaN"), ""),
        ("{{ value|plain }}", Decimal("96.200000"), "96.2"),
        ("{{ value|plain }}", Decimal("0.00"), "0"),
        ("{{ value|plain }}", None, ""),
        ("{{ value|plain }}", True, ""),
    ],
)
def test_dates_and_numbers(source, value, expected):
    assert rendered(source, value=value) == expected


@pytest.mark.parametrize(
    ("value", "switch", "expected"),
    [
        (5, True, "๕"),
        (5, False, "5"),
        ("หน้า 5 จาก 12", True, "หน้า ๕ จาก ๑๒"),
        (None, True, ""),
        ("<b>7</b>", True, "&lt;b&gt;๗&lt;/b&gt;"),
        (mark_safe('<td width="7">7 &#39;8&#39; &frac12;</td>'), True, '<td width="7">๗ &#39;๘&#39; &frac12;</td>'),
        (mark_safe('<td width="7">7</td>'), False, '<td width="7">7</td>'),
    ],
)
def test_digits_follow_the_switch(value, switch, expected):
    assert rendered("{{ value|digits:switch }}", value=value, switch=switch) == expected


def test_digits_after_another_filter():
    assert rendered("{{ value|points|digits:True }}", value=Decimal("412.5")) == "๔๑๒.๕๐"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (None, ""),
        ("", ""),
        (" \n ", ""),
        ("หนึ่ง", "<p>หนึ่ง</p>"),
        ("หนึ่ง\nสอง", "<p>หนึ่ง<br>สอง</p>"),
        ("หนึ่ง\r\n\r\nสอง", "<p>หนึ่ง</p>\n<p>สอง</p>"),
        ("\nหนึ่ง\n \n\n\nสอง\n", "<p>หนึ่ง</p>\n<p>สอง</p>"),
        ("<script>1 & 2</script>", "<p>&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>"),
        (mark_safe("<b>เชื่อไม่ได้</b>"), "<p>&lt;b&gt;เชื่อไม่ได้&lt;/b&gt;</p>"),
    ],
)
def test_paragraphs(text, html):
    assert rendered("{{ value|paragraphs }}", value=text) == html


@given(st.text(st.sampled_from("กข1 \n<&>\r\t"), max_size=40))
def test_no_typed_markup_survives(text):
    left = paragraphs(text)
    for tag in ("<p>", "</p>", "<br>"):
        left = left.replace(tag, "")
    assert "<" not in left
    assert ">" not in left


@pytest.mark.parametrize(("ago", "shown"), [(0, "09:30"), (1, "29 ม.ค. 2569 09:30")])
def test_a_moment_of_today_is_its_clock(monkeypatch, ago, shown):
    morning = datetime(2026, 1, 30, 2, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning)
    assert thai_moment(morning - timedelta(days=ago)) == shown


def test_no_moment_is_nothing():
    assert thai_moment(None) == ""
