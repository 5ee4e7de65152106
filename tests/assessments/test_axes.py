"""The spokes of a radar: titles without what they share, in lines that part between words."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from assessments.charts.axes import axes_of


def test_spokes_leave_out_what_all_titles_begin_with_and_break_between_words():
    named = [("7.1", "ผลลัพธ์ด้านพันธกิจ"), ("7.2", "ผลลัพธ์ด้านผู้รับบริการและผู้มีส่วนได้ส่วนเสีย"), ("7.3", "ผลลัพธ์ด้านบุคลากร")]
    found = axes_of(named, here="7.2")
    assert [axis.label_lines for axis in found] == [("พันธกิจ",), ("ผู้รับบริการและ", "ผู้มีส่วนได้ส่วนเสีย"), ("บุคลากร",)]
    assert [(axis.code, axis.name, axis.here) for axis in found] == [
        (code, name, code == "7.2") for code, name in named
    ]


@pytest.mark.parametrize("edition", ["pmqa40-status", "pmqa-2562"])
def test_no_label_of_a_shipped_radar_is_cut(edition):
    path = Path(settings.BASE_DIR, "fixtures", "criteria", f"{edition}.json")
    rows = [(row["model"], row["fields"]) for row in json.loads(path.read_text(encoding="utf-8"))]
    categories = [
        (row["code"], row["title_th"]) for model, row in rows if model == "criteria.category" and row["code"] != "P"
    ]
    results = [
        (row["code"], row["title_th"]) for model, row in rows if model == "criteria.item" and row["code"][0] == "7"
    ]
    for named in (categories, results):
        assert [axis.label_lines for axis in axes_of(named) if "…" in "".join(axis.label_lines)] == []
    assert len(results) == 6
