"""The workbook of an assessment: scores, indicators, findings, remarks; figures as figures, texts as texts.

It says what the PDF of the same person says. The sheets of indicators read back on the page of tables without a change.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assessments.interchange.tables.template import HEAD, fill_sheet, put
from assessments.scoring.totals import rounded_points
from reports.build import Source, build_report
from reports.content import OFI, CategoryPart, ItemPart, ReportContent, Score
from reports.fingerprints import fingerprint
from thai.dates import long_datetime

Value = str | int | Decimal | None
Row = Sequence[Value]
Heads = dict[str, int]  # title: width in letters
TWO_PLACES = "#,##0.00"
HEAVY = Font(bold=True)


def workbook_of(source: Source) -> bytes:
    """The file. Findings and reviewers' scores are in it once the result is approved, as everywhere."""
    content = build_report(source)
    book = Workbook()
    book.remove(book.active)
    _table(book.create_sheet(_("คะแนน")), _score_heads(content), _score_rows(content), bold=_is_sum)
    for item in source.outline.scored_items:
        if item.is_results:
            rows = [row for row in source.document["indicators"] if row["item"] == item.code]
            name = _("ตัวชี้วัด %(code)s") % {"code": item.code}  # its last word names the item to the reader
            fill_sheet(book.create_sheet(name), item, rows, source.assessment.fiscal_year)
    if source.is_approved:
        _table(book.create_sheet(_("ข้อค้นพบ")), _finding_heads(), _finding_rows(content))
    _table(book.create_sheet(_("ข้อสังเกต")), _remark_heads(), _remark_rows(content))
    _table(book.create_sheet(_("เกี่ยวกับไฟล์")), {_("เรื่อง"): 22, _("รายละเอียด"): 80}, _facts(content))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


# --- One sheet ---------------------------------------------------------------------------------------------------


def _never(row: Row) -> bool:
    return False


def _table(sheet: Worksheet, heads: Heads, rows: Iterable[Row], *, bold: Callable[[Row], bool] = _never) -> None:
    """Head in the first row, which stays in sight as the first column does; None leaves a cell empty, 0 is 0."""
    for column, (title, width) in enumerate(heads.items(), 1):
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill, cell.alignment = HEAVY, HEAD, Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, column)
            put(cell, value)
            if isinstance(value, Decimal):
                cell.number_format = TWO_PLACES
            if not isinstance(value, str):
                cell.alignment = Alignment(vertical="top")
            if bold(row):
                cell.font = HEAVY


# --- Scores ------------------------------------------------------------------------------------------------------


def _score_heads(content: ReportContent) -> Heads:
    measure, detail = content.words.measure or _("ร้อยละ"), content.words.detail or _("ช่วง")
    heads = {_("รหัส"): 8, _("หัวข้อ"): 48, _("คะแนนเต็ม"): 12}
    heads |= {
        _("%(what)s ตนเอง") % {"what": measure}: 12,
        _("คะแนนตนเอง"): 12,
        _("%(what)s ตนเอง") % {"what": detail}: 22,
        _("ยืนยันแล้ว"): 12,
        _("เหตุผลของหน่วยงาน"): 50,
    }
    if content.reviewed:
        heads |= {
            _("%(what)s ผู้ตรวจ") % {"what": measure}: 12,
            _("คะแนนผู้ตรวจ"): 12,
            _("เหตุผลของผู้ตรวจ"): 50,
        }
    return heads


def _score_rows(content: ReportContent) -> Iterator[list[Value]]:
    """Each category with its sum, then its items; the whole last."""
    for category in content.categories:
        yield _sum_row(content, category)
        for item in category.items:
            yield _item_row(content, item)
    total = content.total
    row = ["", _("รวม"), rounded_points(total.maximum), None, rounded_points(total.self_points)]
    row += [_("ชั่วคราว") if total.provisional else "", None, None]
    yield [*row, *([None, rounded_points(total.review_points), None] if content.reviewed else [])]


def _sum_row(content: ReportContent, category: CategoryPart) -> list[Value]:
    row = [category.code, category.title, rounded_points(category.maximum), None, rounded_points(category.self_points)]
    row += [None, None, None]
    return [*row, *([None, rounded_points(category.review_points), None] if content.reviewed else [])]


def _item_row(content: ReportContent, item: ItemPart) -> list[Value]:
    own = item.self_score
    row = [item.code, item.title, rounded_points(item.maximum), _measure(own), rounded_points(own.points)]
    row += [own.detail, _("ใช่") if own.confirmed else _("ยังไม่ยืนยัน"), own.reason]
    if content.reviewed:
        theirs = item.review_score
        row += [_measure(theirs), rounded_points(theirs.points), theirs.reason] if theirs else [None, None, None]
    return row


def _measure(score: Score) -> Value:
    """The level in words, else the percent as a number; nothing where none is given."""
    return score.label or score.percent


def _is_sum(row: Row) -> bool:
    return "." not in str(row[0])


# --- Findings, remarks, the file ---------------------------------------------------------------------------------


def _finding_heads() -> Heads:
    heads = {_("รหัส"): 8, _("หัวข้อ"): 36, _("ชนิด"): 20, _("น้ำหนัก"): 10}
    return heads | {_("ข้อค้นพบ"): 60, _("หลักฐานหรือตัวอย่าง"): 60, _("ความสำคัญต่อองค์การ"): 60}


def _finding_rows(content: ReportContent) -> Iterator[list[Value]]:
    for item in content.items:
        for each in item.findings:
            kind = _("โอกาสในการปรับปรุง") if each.kind == OFI else _("จุดแข็ง")
            yield [item.code, item.title, kind, each.sign, each.nugget, each.evidence, each.relevance]


def _remark_heads() -> Heads:
    heads = {_("ข้อ"): 8, _("ฉบับที่"): 8, _("เรื่อง"): 14, _("ข้อสังเกต"): 60, _("สถานะ"): 20}
    return heads | {_("สิ่งที่ดำเนินการ"): 60, _("แก้ไขไว้ที่"): 30}


def _remark_rows(content: ReportContent) -> Iterator[list[Value]]:
    for each in content.remarks:
        yield [each.number, each.submission, each.about, each.text, each.state, each.reply, each.place]


def _facts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """What the file is made of, and what may be done with it."""
    cover, receipt = content.cover, content.receipt
    yield _("หน่วยงาน"), cover.unit_name
    yield _("ชุดเกณฑ์"), cover.criteria_name
    yield _("ปีงบประมาณ"), _("พ.ศ. %(year)s") % {"year": cover.fiscal_year}
    yield _("สถานะ"), cover.status
    if receipt:
        sent = {"number": receipt.number, "day": long_datetime(receipt.submitted_at)}
        yield _("จัดทำจาก"), _("ฉบับที่ส่งครั้งที่ %(number)s เมื่อ %(day)s") % sent
        yield "SHA-256", receipt.sha256
    else:
        yield _("จัดทำจาก"), _("ข้อมูลปัจจุบัน เป็นฉบับร่าง ใช้อ้างอิงไม่ได้")
    yield _("ลายพิมพ์"), fingerprint(content)
    yield _("สร้างไฟล์เมื่อ"), long_datetime(timezone.localtime())
    if not content.reviewed:
        yield _("คะแนนผู้ตรวจ"), _("เปิดให้ดูเมื่อรับรองผลแล้ว")
    yield _("แผ่นตัวชี้วัด"), _("แก้ไขแล้วส่งไฟล์นี้กลับที่หน้าวางตารางของหัวข้อนั้น ระบบแสดงสิ่งที่เปลี่ยนก่อนบันทึก ช่องว่างคือไม่มีข้อมูล 0 คือศูนย์")
    if content.demo:
        yield _("หมายเหตุ"), _("ข้อมูลตัวอย่าง ไม่ใช่ผลการประเมินจริง")
