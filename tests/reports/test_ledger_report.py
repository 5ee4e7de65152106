"""The remark ledger on paper: every remark that has reached the unit, its reply, and not before that."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest

from assessments.permissions import NOT_RETURNED
from assessments.statuses import Status
from reports import pdf
from reports.build import build_report, source_of
from reports.content import Remark
from tests.cast import add_remark, answer_remarks, bring_to
from tests.reports.readers import body_by_pdfium, squeezed
from tests.reports.sample import HOSTILE, PROBE, empty_content, full_content


def page(assessment) -> str:
    return f"/assessments/{assessment.pk}/reports/ledger/"


def content_with(*remarks: Remark):
    return replace(full_content(sentences=0), remarks=remarks)


def test_remarks_replies_and_places_are_exact_in_pdfium():
    remark = Remark(about="1.1", number=1, submission=1, text=PROBE, reply=f"{HOSTILE}\n\n{PROBE}", place="4.2-1")
    text = body_by_pdfium(
        pdf.write_pdf(pdf.render_html("ledger", content_with(remark, Remark(about="ทั้งฉบับ", text="ข"))))
    )
    assert text.count(squeezed(PROBE)) == 2
    assert squeezed(HOSTILE) in text
    assert "ข้อสังเกต๒ข้อหน่วยงานตอบแล้ว๑ข้อ" in text
    assert "ตรวจสอบว่าเป็นฉบับเดียวกับในระบบ" in text


def test_the_head_of_the_table_stands_on_every_page_of_many_remarks():
    many = [Remark(about="1.1", number=n, submission=1, text=f"{PROBE} {n}", reply=PROBE * 2) for n in range(1, 31)]
    data = pdf.write_pdf(pdf.render_html("ledger", content_with(*many)))
    pages = [squeezed(sheet.get_textpage().get_text_range()) for sheet in pypdfium2.PdfDocument(data)]
    held = [text for text in pages if "ปี่พาทย์" in text]
    assert len(held) > 3
    assert all("สิ่งที่ดำเนินการ" in text for text in held)


def test_without_remarks_it_says_so():
    html = pdf.render_html("ledger", empty_content())
    assert "ไม่มีข้อสังเกต" in html
    assert "<table" not in html


def test_title_and_number():
    data = pdf.write_pdf(pdf.render_html("ledger", full_content(sentences=0)))
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata.title == "ทะเบียนข้อสังเกต PMQA ปีงบประมาณ พ.ศ. ๒๕๖๙ กรมพัฒนาที่ดิน"
    assert reader.metadata["/Keywords"] == "PMQA, 2569, A0008-2569-R-02"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW])
def test_before_any_remark_is_out_there_is_none(assessment, cast, as_user, status):
    bring_to(assessment, status, cast)
    if status != Status.DRAFT:
        add_remark(assessment, cast)
    for person in (cast.manager, cast.coordinator):
        response = as_user(person).get(page(assessment))
        assert (response.status_code, str(NOT_RETURNED) in response.content.decode()) == (403, True)


def test_once_returned_all_may_have_it_and_the_index_offers_it(assessment, cast, as_user):
    bring_to(assessment, Status.RETURNED, cast)
    for person in (cast.manager, cast.coordinator, cast.assessor):
        client = as_user(person)
        assert client.get(page(assessment)).status_code == 200
        assert page(assessment) in client.get(f"/assessments/{assessment.pk}/reports/").content.decode()
    assert as_user(cast.stranger).get(page(assessment)).status_code == 404


def test_who_reviews_reads_no_reply_that_was_not_sent(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    answer_remarks(assessment)
    replied = [bool(build_report(source_of(assessment, live=live)).remarks[0].reply) for live in (True, False)]
    assert replied == [True, False]


def test_the_page_of_reports_says_for_whom_each_kind_is(assessment, cast, as_user):
    told = as_user(cast.manager).get(f"/assessments/{assessment.pk}/reports/").content.decode()
    assert told.count('<p class="lead">สำหรับ') == 4
    assert "สร้างได้เมื่อมีข้อสังเกตที่ส่งถึงหน่วยงาน" in told
