"""The figures of a whole item in one grid: stored together, refused together, and nothing that was typed is lost."""

import html as markup
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.document import indicator_rows
from assessments.models import AssessmentEvent, TableImport
from assessments.statuses import EventKind, Status
from tests.assessments.services.stage import pass_the_deadline
from tests.assessments.views.stage import add_indicators, make_indicator, url
from tests.cast import bring_to
from tests.rows import digest


@pytest.fixture
def place(assessment) -> str:
    return url("grid", assessment.pk, "7.2")


def posted(page, **typed) -> dict:
    """What the button sends: every field of the page, those named with other words."""
    form = page.context["form"]
    fields = {name: str(form[name].value() or "") for name in form.fields}
    assert set(typed) <= set(fields), sorted(fields)
    seen = {each.field: each.sealed for each in form.seen}
    return fields | seen | {"last": page.context["years"][-1]} | typed


def values(assessment, kind: str = "values") -> dict:
    return {row["code"]: row[kind] for row in indicator_rows(assessment)}


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_what_was_changed_is_stored_and_undone_by_one_button(assessment, cast, as_user, place, role):
    one = make_indicator(assessment, y2560=("7", None, None), y2567=("80", "80", None), y2568=("85", "82", "84"))
    two = make_indicator(assessment, 2, y2568=("1", None, None))
    three = make_indicator(assessment, 3, y2568=("5", None, None))
    before, client = indicator_rows(assessment), as_user(getattr(cast, role))
    typed = {f"value_2568_{one.pk}": "๘๕.๕", f"target_2567_{one.pk}": "", f"comparator_2568_{one.pk}": "−1,200"}

    response = client.post(place, posted(client.get(place), **typed, **{f"target_2569_{two.pk}": "3"}))

    assert (response.status_code, response.url) == (302, place)
    assert values(assessment) == {
        "7.2-01": {"2560": "7", "2567": "80", "2568": "85.5"},
        "7.2-02": {"2568": "1"},
        "7.2-03": {"2568": "5"},
    }
    assert values(assessment, "targets") == {"7.2-01": {"2568": "82"}, "7.2-02": {"2569": "3"}, "7.2-03": {}}
    assert indicator_rows(assessment)[0]["comparator"]["values"] == {"2568": "-1200"}
    three.refresh_from_db()
    assert three.version == 1
    page = client.get(place)
    assert "บันทึกแล้ว 4 ช่อง ในตัวชี้วัด 2 ตัว" in page.content.decode()
    assert client.post(url("table_undo", assessment.pk, page.context["undoable"].pk)).status_code == 302
    assert indicator_rows(assessment) == before


def test_nothing_changed_writes_nothing(assessment, cast, as_user, place):
    one = make_indicator(assessment, y2568=("85", None, None))
    client = as_user(cast.lead)
    before = digest()

    same = client.post(place, posted(client.get(place), **{f"value_2568_{one.pk}": " ๘๕.0 "}))

    assert (same.status_code, client.post(place).status_code, digest()) == (302, 302, before)
    assert not TableImport.objects.exists()


def test_every_wrong_cell_is_named_and_nothing_is_stored(assessment, cast, as_user, place):
    one, two = (make_indicator(assessment, number, y2567=("80", "80", None)) for number in (1, 2))
    client = as_user(cast.lead)
    typed = {f"value_2567_{one.pk}": "สิบ", f"target_2568_{two.pk}": "1,2,3", f"value_2568_{two.pk}": "9"}
    page = client.get(place)
    before = digest()

    shown = client.post(place, posted(page, **typed))

    assert (shown.status_code, digest()) == (422, before)
    errors = {name: found[0] for name, found in shown.context["form"].errors.items()}
    assert list(errors) == [f"value_2567_{one.pk}", f"target_2568_{two.pk}"]
    assert [text.partition(":")[0] for text in errors.values()] == ["แถว 1 คอลัมน์ 2567", "แถว 4 คอลัมน์ 2568"]
    text = markup.unescape(shown.content.decode())
    for name, words in errors.items():
        assert f'<a href="#id_{name}">{words}</a>' in text
        assert f'<p class="invalid-feedback" id="id_{name}_note">{words}</p>' in text
    assert posted(shown) == posted(page, **typed)


def test_an_input_is_named_by_indicator_kind_and_year(assessment, cast, as_user, place):
    one = make_indicator(assessment)
    text = as_user(cast.lead).get(place).content.decode()

    assert f'aria-labelledby="k{one.pk} k{one.pk}-value y2568"' in text
    assert f'<span id="k{one.pk}"><b>7.2-01</b> ตัวชี้วัด 1</span>' in text
    assert (f'<span id="k{one.pk}-value">ผลจริง</span>' in text, '<span id="y2568">ปี 2568</span>' in text) == (
        True,
        True,
    )


def test_columns_are_those_of_the_table_the_next_year_and_later_figures(assessment, cast, as_user, place):
    make_indicator(assessment, y2560=("1", None, None))
    client = as_user(cast.lead)
    page = client.get(place)
    assert (list(page.context["years"]), page.context["has_earlier"]) == ([2564, 2565, 2566, 2567, 2568, 2569], True)
    make_indicator(assessment, 2, y2572=(None, "5", None))
    assert client.get(place).context["years"][-1] == 2572


def test_a_comparator_has_a_line_where_there_is_one(assessment, cast, as_user, place):
    named, held, _none = (make_indicator(assessment, number) for number in (1, 2, 3))
    assessment.indicators.filter(pk=named.pk).update(comparator_name="กรมอื่น")
    held.years.create(fiscal_year=2560, comparator="5")
    groups = as_user(cast.lead).get(place).context["groups"]
    assert [[line.column for line in group.lines] for group in groups] == [
        ["value", "target", "comparator"],
        ["value", "target", "comparator"],
        ["value", "target"],
    ]


def test_an_item_without_indicators_says_so(assessment, cast, as_user, place):
    client = as_user(cast.lead)
    text = client.get(place).content.decode()
    assert ("ยังไม่มีตัวชี้วัดในหัวข้อนี้" in text, 'id="grid-form"' in text) == (True, False)
    assert place not in client.get(url("item", assessment.pk, "7.2")).content.decode()
    make_indicator(assessment)
    assert place in client.get(url("item", assessment.pk, "7.2")).content.decode()
    assert place not in as_user(cast.manager).get(url("item", assessment.pk, "7.2")).content.decode()


def test_doubts_about_what_stands_name_the_cell(assessment, cast, as_user, place):
    one = make_indicator(assessment, y2567=("80", None, None), y2568=("101", None, None))
    shown = as_user(cast.lead).get(place)
    assert [(doubt.text, doubt.anchor) for doubt in shown.context["doubts"]] == [
        ("แถว 1 คอลัมน์ 2568: เกินร้อยละ 100 ตรวจค่าหรือหน่วยวัด", f"id_value_2568_{one.pk}")
    ]


# --- two at once ------------------------------------------------------------------------------------------------------


def test_what_stands_now_is_beside_what_was_typed(assessment, cast, as_user, place):
    one = make_indicator(assessment, y2566=("70", None, None), y2567=("75", None, None), y2568=("80", None, None))
    two = make_indicator(assessment, 2, y2568=("1", None, None))
    page = as_user(cast.lead).get(place)
    first = {f"value_2567_{one.pk}": "76", f"value_2568_{one.pk}": "81", f"value_2565_{one.pk}": "60"}
    quick = as_user(cast.contributor)
    quick.post(place, posted(quick.get(place), **first))
    stored, slow = values(assessment), as_user(cast.lead)

    shown = slow.post(place, posted(page, **{f"value_2568_{one.pk}": "๘๒", f"value_2568_{two.pk}": "2"}))

    assert (shown.status_code, values(assessment)) == (409, stored)
    form = shown.context["form"]
    texts = {name: form[name].value() for name in form.fields if form[name].value()}
    assert texts == {
        **{f"value_2565_{one.pk}": "60", f"value_2566_{one.pk}": "70", f"value_2567_{one.pk}": "76"},
        **{f"value_2568_{one.pk}": "๘๒", f"value_2568_{two.pk}": "2"},
    }
    assert shown.context["conflict"].notes == {
        f"value_2568_{one.pk}": "ในระบบ 81",
        f"value_2567_{one.pk}": "ผู้อื่นแก้จาก 75",
        f"value_2565_{one.pk}": "ผู้อื่นแก้จาก ว่าง",
    }
    assert 'value="๘๒" data-stored="81"' in shown.content.decode()
    assert slow.post(place, posted(shown)).status_code == 302
    assert values(assessment) == {
        "7.2-01": {"2565": "60", "2566": "70", "2567": "76", "2568": "82"},
        "7.2-02": {"2568": "2"},
    }


def test_a_change_of_an_indicator_that_she_left_alone_is_no_conflict(assessment, cast, as_user, place):
    one, two = (make_indicator(assessment, number, y2568=("80", None, None)) for number in (1, 2))
    client = as_user(cast.lead)
    page = client.get(place)
    assessment.indicators.filter(pk=one.pk).update(version=9)

    assert client.post(place, posted(page, **{f"value_2568_{two.pk}": "5"})).status_code == 302
    assert values(assessment) == {"7.2-01": {"2568": "80"}, "7.2-02": {"2568": "5"}}


def test_figures_of_an_indicator_that_was_deleted_are_given_back(assessment, cast, as_user, place):
    one, two = (make_indicator(assessment, number, y2568=("80", None, None)) for number in (1, 2))
    client = as_user(cast.lead)
    page = client.get(place)
    typed = {f"value_2568_{one.pk}": "82", f"value_2568_{two.pk}": "5"}
    one.delete()
    again = make_indicator(assessment, 1, y2568=("9", None, None))  # its code and its version, another indicator

    shown = client.post(place, posted(page, **typed))

    assert shown.status_code == 409
    found = [(seen.code, figures) for seen, figures in shown.context["conflict"].gone]
    assert found == [("7.2-01", [("ผลจริงปี 2568", "82")])]
    assert client.post(place, posted(shown)).status_code == 302
    assert values(assessment) == {"7.2-01": {"2568": "9"}, "7.2-02": {"2568": "5"}}
    again.refresh_from_db()
    assert again.version == 1


def test_a_year_that_a_colleague_has_opened_meanwhile_stays(assessment, cast, as_user, place):
    one, two = (make_indicator(assessment, number) for number in (1, 2))
    client = as_user(cast.lead)
    page = client.get(place)
    two.years.create(fiscal_year=2572, target="5")

    shown = client.post(place, posted(page, **{f"value_2568_{one.pk}": "x"}))

    assert shown.status_code == 422
    assert client.post(place, posted(shown, **{f"value_2568_{one.pk}": "4"})).status_code == 302
    assert values(assessment, "targets") == {"7.2-01": {}, "7.2-02": {"2572": "5"}}


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["submitted", "late", "out"])
def test_what_was_typed_is_a_block_that_can_be_pasted(assessment, cast, as_user, place, end):
    one = make_indicator(assessment, y2567=("75", None, None))
    make_indicator(assessment, 2, y2567=("1", None, None))
    client = as_user(cast.lead)
    body = posted(client.get(place), **{f"value_2568_{one.pk}": "๘๒", f"target_2567_{one.pk}": "80"})
    if end == "submitted":
        bring_to(assessment, Status.SUBMITTED, cast)
    elif end == "late":
        pass_the_deadline(assessment)
    else:
        client.logout()

    refused = client.post(place, body)

    block = "รหัส\tตัวชี้วัด\tเป้าหมาย 2567\tผลจริง 2568\n7.2-01\tตัวชี้วัด 1\t80\t๘๒"
    assert (refused.status_code, refused.context["kept_block"]) == (401 if end == "out" else 403, block)
    assert markup.escape(block) in refused.content.decode()


def test_the_block_that_was_kept_is_read_by_the_page_for_tables(assessment, cast, as_user, place):
    one = make_indicator(assessment, y2567=("75", None, None))
    client = as_user(cast.lead)
    body = posted(client.get(place), **{f"value_2568_{one.pk}": "๘๒", f"target_2567_{one.pk}": "80"})
    client.logout()
    block = client.post(place, body).context["kept_block"]

    shown = as_user(cast.lead).post(url("table", assessment.pk, "7.2"), {"step": "preview", "text": block})

    row = shown.context["plan"].rows[0]
    assert (shown.status_code, row.code, row.fields.years[2568].value, row.fields.years[2567].target) == (
        200,
        "7.2-01",
        82,
        80,
    )


@pytest.mark.parametrize("role", ["approver", "manager", "coordinator"])
def test_only_those_who_write_reach_the_page(assessment, cast, as_user, place, role):
    client = as_user(getattr(cast, role))
    assert (client.get(place).status_code, client.post(place).status_code) == (403, 403)


def test_another_unit_another_method_and_what_is_not_there(assessment, cast, as_user, place):
    stranger = as_user(cast.stranger)
    assert [stranger.get(place).status_code, stranger.post(place).status_code] == [404, 404]
    client = as_user(cast.lead)
    assert (client.put(place).status_code, client.get(url("grid", assessment.pk, "1.1")).status_code) == (405, 404)


@pytest.mark.parametrize("text", ["", "x", "[]", "[1]", '{"a": 1}', "[[1],2,3,4,5]", "[" * 100_000])
def test_a_row_that_is_none_of_ours_is_left_out(assessment, cast, as_user, place, text):
    one = make_indicator(assessment, y2568=("80", None, None))
    client = as_user(cast.lead)
    before = digest()
    answer = client.post(place, {f"seen_{one.pk}": text, f"value_2568_{one.pk}": "9", "seen_": "[]", "last": "9999"})
    assert (answer.status_code, digest()) == (302, before)


def test_a_version_that_was_never_there_is_a_conflict(assessment, cast, as_user, place):
    one = make_indicator(assessment, y2568=("80", None, None))
    seen = json.dumps([7, "7.2-01", "ก", {}, False])
    answer = as_user(cast.lead).post(place, {f"seen_{one.pk}": seen, f"value_2568_{one.pk}": "9", "last": "2569"})
    assert (answer.status_code, values(assessment)) == (409, {"7.2-01": {"2568": "80"}})


def test_so_many_at_a_time_as_one_post_can_carry(assessment, cast, as_user, place, monkeypatch):
    monkeypatch.setattr("assessments.views.grid.MOST_FIELDS", 40)  # two indicators of 19 fields
    add_indicators(assessment, 5)
    client = as_user(cast.lead)
    parts = [client.get(f"{place}?part={part}") for part in ("", "2", "3", "99", "x")]
    codes = [[each.code for each in page.context["form"].seen] for page in parts]
    first, second, third = ["7.2-01", "7.2-02"], ["7.2-03", "7.2-04"], ["7.2-05"]
    assert codes == [first, second, third, third, first]
    pk = assessment.indicators.get(code="7.2-03").pk
    saved = client.post(f"{place}?part=2", posted(parts[1], **{f"value_2568_{pk}": "5"}))
    assert (saved.status_code, saved.url, values(assessment)["7.2-03"]["2568"]) == (302, f"{place}?part=2", "5")


def test_the_history_names_it_a_table(assessment, cast, as_user, place):
    one = make_indicator(assessment)
    client = as_user(cast.lead)
    client.post(place, posted(client.get(place), **{f"value_2568_{one.pk}": "5"}))
    event = AssessmentEvent.objects.latest("pk")
    assert (event.kind, event.note, event.actor) == (EventKind.GRID_SAVED, "7.2: +0, ±1", cast.lead)


def test_the_number_of_queries_does_not_grow(assessment, cast, as_user, place):
    client, counts, made = as_user(cast.lead), set(), 0
    for size in (1, 3, 20):
        while made < size:
            made += 1
            make_indicator(assessment, made, y2567=("80", "80", None), y2568=("85", "82", "84"))
        client.post(place, posted(client.get(place), **_changes(assessment, "1")))  # from now on there is a last table
        client.get("/help/")  # takes the message off
        with CaptureQueriesContext(connection) as opened:
            page = client.get(place)
        with CaptureQueriesContext(connection) as refused:
            assert client.post(place, posted(page, **_changes(assessment, "x"))).status_code == 422
        with CaptureQueriesContext(connection) as saved:
            assert client.post(place, posted(page, **_changes(assessment, str(size + 1)))).status_code == 302
        with CaptureQueriesContext(connection) as moved:
            assert client.post(place, posted(page, **_changes(assessment, "7"))).status_code == 409
        client.get("/help/")
        counts.add((len(opened), len(refused), len(saved), len(moved)))
        assert len(page.context["groups"]) == size
    assert len(counts) == 1, counts


def _changes(assessment, text: str) -> dict:
    return {f"value_2566_{pk}": text for pk in assessment.indicators.values_list("pk", flat=True)}
