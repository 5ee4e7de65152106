"""A pasted table: shown first, stored when accepted, never lost; and the file to fill in."""

import html as markup
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assessments.document import indicator_rows
from assessments.interchange.tables.plan import CHANGED, NEW, SAME
from assessments.interchange.tables.reading import read_file
from assessments.models import TableImport
from assessments.statuses import Status
from tests.assessments.views.stage import add_indicators, make_indicator, url
from tests.cast import bring_to
from tests.rows import digest

BLOCK = (
    "ประเด็น\tตัวชี้วัด\tหน่วยวัด\tผลจริง ๒๕๖๗\tผลจริง 2568\tเป้าหมาย 2568\n"
    "ก\tความพึงพอใจต่อบริการ\tร้อยละ\t๘๐.๕\t85\t84\n"
    "ข\tจำนวนเกษตรกรที่ได้รับบริการ\tราย\t1,200\t−3\t1,300\n"
)
CHOSEN = {"area": "", "direction": "higher", "importance": "key"}


@pytest.fixture
def place(assessment) -> str:
    return url("table", assessment.pk, "7.2")


def preview(client, place, text=BLOCK, **more):
    return client.post(place, CHOSEN | {"step": "preview", "text": text} | more)


def accept(client, place, shown, **more):
    """What the button of the preview sends."""
    given = {"step": "accept", "text": shown.context["box"]["text"], "rows": shown.context["parcel"]}
    return client.post(place, CHOSEN | given | more)


def xlsx(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ตาราง.xlsx", content)


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_a_table_is_shown_and_then_stored_as_shown(assessment, cast, as_user, place, role):
    client = as_user(getattr(cast, role))
    before = digest()

    shown = preview(client, place)

    assert (shown.status_code, digest()) == (200, before)
    assert [(row.number, row.state_words, row.name.new) for row in shown.context["rows"]] == [
        (2, "ใหม่", "ความพึงพอใจต่อบริการ"),
        (3, "ใหม่", "จำนวนเกษตรกรที่ได้รับบริการ"),
    ]
    response = accept(client, place, shown)
    assert (response.status_code, response.url) == (302, url("item", assessment.pk, "7.2"))
    rows = [(row["code"], row["area"], row["values"], row["targets"]) for row in indicator_rows(assessment)]
    assert rows == [
        ("7.2-01", "ก", {"2567": "80.5", "2568": "85"}, {"2568": "84"}),
        ("7.2-02", "ข", {"2567": "1200", "2568": "-3"}, {"2568": "1300"}),
    ]


def test_figures_that_change_are_shown_old_and_new_and_blanks_delete_nothing(assessment, cast, as_user, place):
    make_indicator(assessment, y2566=("70", None, None), y2567=("75", "80", None))
    make_indicator(assessment, 2, y2567=("1", None, None))
    text = "รหัส\tตัวชี้วัด\t2567\t2568\n7.2-01\tตัวชี้วัด 1\t76\t\n\tตัวชี้วัด 2\t1\t\n"
    client = as_user(cast.lead)

    shown = preview(client, place, text)

    states = [(row.state, row.state_words) for row in shown.context["rows"]]
    assert states == [(CHANGED, "แก้ไข 7.2-01"), (SAME, "ไม่เปลี่ยน")]
    cell = next(cell for cell in shown.context["rows"][0].cells if cell.year == 2567)
    assert [(each.old, each.new, each.is_changed) for each in cell.figures][:2] == [
        ("75", "76", True),
        ("", "80", False),
    ]
    assert accept(client, place, shown).status_code == 302
    rows = [(row["values"], row["targets"]) for row in indicator_rows(assessment)]
    assert rows == [({"2566": "70", "2567": "76"}, {"2567": "80"}), ({"2567": "1"}, {})]


def test_two_rows_for_one_indicator_are_refused(assessment, cast, as_user, place):
    make_indicator(assessment)
    text = "รหัส\tตัวชี้วัด\t2567\n7.2-01\tชื่ออื่น\t1\n\tตัวชี้วัด 1\t2\n"

    shown = preview(as_user(cast.lead), place, text)

    assert shown.status_code == 422
    assert [problem.text for problem in shown.context["errors"]] == ["แถว 3: เป็นตัวชี้วัดเดียวกับแถว 2 ให้เหลือแถวเดียว"]


@pytest.mark.parametrize(
    ("text", "chosen", "start"),
    [
        ("ตัวชี้วัด\tหน่วยวัด\t2567\nก\tร้อยละ\t8\n", {}, "แถว 2 คอลัมน์ ประเด็น: ไม่ได้บอกประเด็น"),
        ("ตัวชี้วัด\t2567\nกขค\t8\n", {"area": "ก"}, "แถว 2 คอลัมน์ หน่วยวัด: ตัวชี้วัดใหม่ต้องมีหน่วยวัด"),
        ("ประเด็น\tตัวชี้วัด\tหน่วย\t2567\nค\tกขค\tราย\t8\n", {}, "แถว 2 คอลัมน์ ประเด็น: หัวข้อนี้ไม่มีประเด็น “ค”"),
        ("รหัส\tตัวชี้วัด\tหน่วย\t2567\n7.1-01\tกขค\tราย\t8\n", {"area": "ก"}, "แถว 2: รหัส 7.1-01 ไม่ใช่ของหัวข้อ 7.2"),
        ("ตัวชี้วัด\tหน่วย\t2567\nกขค\tราย\t#N/A\n", {"area": "ก"}, "แถว 2 คอลัมน์ 2567: "),
        ("ตัวชี้วัด\tหน่วย\t2567\nกขค\tราย\t8\n", {"area": "ก", "direction": "up"}, None),
        ("ไม่ใช่ตาราง", {}, "ไม่พบหัวตาราง"),
        (" \n ", {}, None),
    ],
)
def test_what_is_wrong_is_named_and_the_block_stands_in_the_box(assessment, cast, as_user, place, text, chosen, start):
    client = as_user(cast.lead)
    before = digest()

    shown = preview(client, place, text, **chosen)

    assert (shown.status_code, shown.context["parcel"], digest()) == (422, "", before)
    assert markup.escape(text.strip("\n ")) in shown.content.decode()
    assert 'value="accept"' not in shown.content.decode()
    if start:
        assert shown.context["errors"][0].text.startswith(start)


def test_a_wrong_row_names_its_columns(assessment, cast, as_user, place):
    text = BLOCK.replace("85\t84", "ไม่มี\tสูง")
    shown = preview(as_user(cast.lead), place, text)
    assert [row.faults for row in shown.context["rows"]] == [("ผลจริง 2568", "เป้าหมาย 2568"), ()]
    assert '<b class="fault">ต้องแก้</b> ผลจริง 2568, เป้าหมาย 2568</td>' in shown.content.decode()


def test_a_year_of_which_nothing_could_be_read_is_shown_with_its_cells_named(assessment, cast, as_user, place):
    text = "ประเด็น\tตัวชี้วัด\tหน่วยวัด\t2567\t2568\nก\tความพึงพอใจ\tร้อยละ\t80\tรอผล\nข\tความทันเวลา\tร้อยละ\t90\t\n"
    response = preview(as_user(cast.lead), place, text)
    assert response.status_code == 422
    assert response.context["plan"].years == [2567, 2568]
    cells = [[(cell.year, cell.is_unread) for cell in row.cells] for row in response.context["rows"]]
    assert cells == [[(2567, False), (2568, True)], [(2567, False), (2568, False)]]
    assert response.context["errors"][0].text.startswith("แถว 2 คอลัมน์ 2568")
    assert response.content.decode().count(">อ่านไม่ได้</b>") == 1


def test_an_area_that_does_not_apply_and_too_many_are_told(assessment, cast, as_user, place, monkeypatch):
    assessment.answers.filter(question__code="7.2-1").update(not_applicable="ไม่มีบริการนี้เลยแม้แต่น้อยในหน่วยงาน", version=1)
    monkeypatch.setattr("assessments.views.tables.MOST_INDICATORS", 1)

    shown = preview(as_user(cast.lead), place)

    texts = [problem.text for problem in shown.context["errors"]]
    assert texts[0].startswith("หลังนำเข้าจะมีตัวชี้วัดเกินจำนวนที่รับได้")
    assert texts[1].startswith("แถว 2 คอลัมน์ ประเด็น: ทุกคำถามของประเด็น “ก” ระบุว่าไม่เกี่ยวข้อง")


def test_doubts_name_the_cell_and_do_not_stop(assessment, cast, as_user, place):
    text = "ประเด็น\tตัวชี้วัด\tหน่วยวัด\t2566\t2567\t2568\nก\tกขค\tร้อยละ\t8\t2567\t101\n"

    shown = preview(as_user(cast.lead), place, text)

    assert shown.status_code == 200
    assert [problem.text for problem in shown.context["warnings"]] == [
        "แถว 2 คอลัมน์ ผลจริง 2567: ต่างจากปีก่อนเกิน 10 เท่า ตรวจจุดทศนิยมและหน่วยวัด",
        "แถว 2 คอลัมน์ ผลจริง 2567: มีค่าเท่ากับเลขปี ตรวจว่ากรอกปีลงในช่องค่าหรือไม่",
        "แถว 2 คอลัมน์ ผลจริง 2567: เกินร้อยละ 100 ตรวจค่าหรือหน่วยวัด",
        "แถว 2 คอลัมน์ ผลจริง 2568: เกินร้อยละ 100 ตรวจค่าหรือหน่วยวัด",
    ]


def test_the_markup_is_read_until_the_text_was_mended(assessment, cast, as_user, place):
    table = "<table><tr><th>ตัวชี้วัด<th>หน่วยวัด<th>2567<tr><td>จากมาร์กอัป<td>ราย<td>1</table>"
    text = "ตัวชี้วัด\tหน่วยวัด\t2567\nจากข้อความ\tราย\t1\n"
    client = as_user(cast.lead)
    chosen = {"area": "ก", "html": table}

    fresh = preview(client, place, text, **chosen)
    again = preview(client, place, text.replace("\n", "\r\n"), **chosen, html_of=fresh.context["box"]["html_of"])
    mended = preview(client, place, text + " ", **chosen, html_of=fresh.context["box"]["html_of"])

    names = [shown.context["rows"][0].name.new for shown in (fresh, again, mended)]
    assert names == ["จากมาร์กอัป", "จากมาร์กอัป", "จากข้อความ"]


def test_who_comes_second_gets_the_preview_anew(assessment, cast, as_user, place):
    old = make_indicator(assessment, y2567=("75", None, None))
    client = as_user(cast.lead)
    shown = preview(client, place, "รหัส\tตัวชี้วัด\t2567\n7.2-01\tตัวชี้วัด 1\t76\n")
    type(old).objects.filter(pk=old.pk).update(version=2, unit_of_measure="ราย")
    before = digest()

    late = accept(client, place, shown)

    assert (late.status_code, late.context["is_moved"], digest()) == (409, True, before)
    assert "7.2-01" in late.content.decode().partition("<textarea")[2]
    assert accept(client, place, late).status_code == 302
    assert indicator_rows(assessment)[0]["unit_of_measure"] == "ราย"


def test_accepted_twice_is_stored_once(assessment, cast, as_user, place):
    client = as_user(cast.lead)
    shown = preview(client, place)

    assert [accept(client, place, shown).status_code for _time in range(2)] == [302, 409]
    assert assessment.indicators.count() == 2


def test_another_indicator_under_the_code_that_was_previewed_is_shown_first(assessment, cast, as_user, place):
    text = "รหัส\tตัวชี้วัด\t2567\n7.2-01\tตัวชี้วัด 1\t76\n"
    gone = make_indicator(assessment)
    client = as_user(cast.lead)
    shown = preview(client, place, text)
    gone.delete()
    make_indicator(assessment, y2568=("5", None, None))  # the same code, the same version
    before = digest()

    assert (accept(client, place, shown).status_code, digest()) == (409, before)


@pytest.mark.parametrize("rows", ["", "x", "eyJhIjoxfQ:1vO:abc"])
def test_what_we_did_not_sign_is_shown_first(assessment, cast, as_user, place, rows):
    client = as_user(cast.lead)

    response = accept(client, place, preview(client, place), rows=rows)

    assert (response.status_code, assessment.indicators.count()) == (409, 0)
    assert accept(client, place, response).status_code == 302


def test_a_preview_of_another_item_is_not_accepted_here(assessment, cast, as_user, place):
    client = as_user(cast.lead)
    elsewhere = preview(client, url("table", assessment.pk, "7.1"))

    assert accept(client, place, elsewhere).status_code == 409
    assert not assessment.indicators.exists()


def test_the_file_gives_what_reads_back_without_a_change(assessment, cast, as_user, place):
    make_indicator(assessment, y2560=("0", None, None), y2567=("75.123456", "-80", "123456789012345"))
    make_indicator(assessment, 2, area="ข", y2568=("0.000001", None, None))
    assessment.indicators.filter(code="7.2-02").update(
        name='=HYPERLINK("x")',
        unit_of_measure="@ราย",
        direction="lower",
        comparator_name="+กรม",
        importance="supporting",
    )
    client = as_user(cast.lead)

    response = client.get(url("table_template", assessment.pk, "7.2"))

    assert response.headers["Content-Disposition"] == 'attachment; filename="indicators-7.2-2568.xlsx"'
    sheet = load_workbook(BytesIO(response.content)).active
    assert (sheet["B3"].data_type, sheet["B3"].value) == ("s", '=HYPERLINK("x")')
    assert next(rule.formula1 for rule in sheet.data_validations.dataValidation) == '"ก,ข"'
    assert not read_file(response.content).has_errors
    shown = client.post(place, CHOSEN | {"step": "preview", "file": xlsx(response.content)})
    assert [row.state for row in shown.context["rows"]] == [SAME, SAME]
    assert "ตรงกับตัวชี้วัดที่มีอยู่แล้ว" in shown.content.decode()
    boxed = preview(client, place, shown.context["box"]["text"])
    assert [row.state for row in boxed.context["rows"]] == [SAME, SAME]


def test_a_broken_file_is_refused_in_words(assessment, cast, as_user, place):
    response = as_user(cast.lead).post(place, CHOSEN | {"step": "preview", "file": xlsx(b"PK no")})

    assert (response.status_code, len(response.context["errors"])) == (422, 1)


def test_a_table_is_undone_from_the_page_of_the_item(assessment, cast, as_user, place):
    make_indicator(assessment, y2567=("75", None, None))
    before = indicator_rows(assessment)
    client = as_user(cast.lead)
    accept(client, place, preview(client, place))
    page = client.get(url("item", assessment.pk, "7.2"))
    table = page.context["undoable"]

    assert url("table_undo", assessment.pk, table.pk) in page.content.decode()
    assert client.post(url("table_undo", assessment.pk, table.pk)).status_code == 302

    assert indicator_rows(assessment) == before
    assert client.get(url("item", assessment.pk, "7.2")).context["undoable"] is None


def test_an_indicator_changed_since_is_not_undone(assessment, cast, as_user, place):
    client = as_user(cast.lead)
    accept(client, place, preview(client, place))
    assessment.indicators.filter(code="7.2-01").update(version=2)
    before = digest()

    response = client.post(url("table_undo", assessment.pk, TableImport.objects.get().pk), follow=True)

    assert digest() == before
    assert "เลิกทำไม่ได้" in response.content.decode()
    assert response.context["undoable"] is None


@pytest.mark.parametrize("role", ["approver", "manager", "coordinator"])
def test_only_those_who_write_reach_the_page(assessment, cast, as_user, place, role):
    client = as_user(getattr(cast, role))

    assert (client.get(place).status_code, preview(client, place).status_code) == (403, 403)


def test_another_unit_finds_nothing(assessment, cast, as_user, place):
    client = as_user(cast.stranger)

    assert [client.get(place).status_code, preview(client, place).status_code] == [404, 404]
    assert client.get(url("table_template", assessment.pk, "7.2")).status_code == 404


def kept(response) -> str:
    """The box of the page that refused, as a browser reads it."""
    return markup.unescape(response.content.decode().partition("<textarea")[2].partition(">\n")[2].partition("</t")[0])


@pytest.mark.parametrize("step", ["preview", "accept"])
def test_the_block_outlives_every_refusal(assessment, cast, as_user, client, place, step):
    signed_in = as_user(cast.lead)
    shown = preview(signed_in, place)
    bring_to(assessment, Status.SUBMITTED, cast)
    ask = {"preview": lambda: preview(signed_in, place), "accept": lambda: accept(signed_in, place, shown)}[step]

    closed = ask()
    client.logout()
    out = ask()

    assert (closed.status_code, out.status_code) == (403, 401)
    assert [kept(response).strip() for response in (closed, out)] == [BLOCK.strip()] * 2
    assert client.get(place).status_code == 302


def test_no_other_method(assessment, cast, as_user, place):
    client = as_user(cast.lead)

    found = [client.put(place), client.post(url("table_template", assessment.pk, "7.2"))]

    assert [response.status_code for response in [*found, client.get(url("table_undo", assessment.pk, 1))]] == [405] * 3


def test_what_is_not_there_is_not_found(assessment, cast, as_user):
    client = as_user(cast.lead)
    names = [("table", code) for code in ("1.1", "9.9")] + [("table_template", code) for code in ("1.1", "9.9")]

    found = [client.get(url(name, assessment.pk, code)).status_code for name, code in names]

    assert [*found, client.post(url("table_undo", assessment.pk, 999_999)).status_code] == [404] * 5


def test_the_number_of_queries_does_not_grow(assessment, cast, as_user, place):
    add_indicators(assessment, 20)
    client = as_user(cast.lead)
    counts = set()
    for size in (1, 3, 20):
        rows = [f"7.2-{number:02d}\tตัวชี้วัด {number}\tร้อยละ\t{size}" for number in range(1, size + 1)]
        rows += [f"\tใหม่ {size} {number}\tร้อยละ\t5" for number in range(size)]
        text = "\n".join(["รหัส\tตัวชี้วัด\tหน่วยวัด\t2566", *rows])
        with CaptureQueriesContext(connection) as previewed:
            shown = preview(client, place, text, area="ก")
        with CaptureQueriesContext(connection) as accepted:
            assert accept(client, place, shown).status_code == 302
        client.get("/help/")  # takes the message off
        counts.add((len(previewed), len(accepted)))
        assert [shown.context["plan"].count(state) for state in (NEW, CHANGED)] == [size, size]
    assert len(counts) == 1, counts
