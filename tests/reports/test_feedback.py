"""The feedback report: what reviewers found, in the order of its kind, and not a word of it before approval."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.models import Finding
from assessments.permissions import NOT_APPROVED
from assessments.services.workflow import perform
from assessments.statuses import FindingKind, Stage, Status
from criteria.models import Item
from reports import pdf
from reports.build import build_report, source_of
from reports.content import OFI, STRENGTH, Remark
from reports.content import Finding as Found
from reports.highlights import themes
from reports.models import RenderedReport, RenderState, ReportKind
from reports.pdf import document_number
from reports.templatetags.paper import band_of, item_band
from tests.cast import BANDS, add_remark, answer_remarks, bring_to, decide_all, submit
from tests.reports.readers import body_by_pdfium, squeezed
from tests.reports.sample import HOSTILE, PROBE, full_content, overlong_content
from tests.room import hand_in, open_room

NUGGET = "ข้อค้นพบที่ยังไม่ถึงเวลาเปิด"
REOPENED = "พบข้อมูลใหม่ที่ต้องพิจารณาเพิ่มเติม"


def approved_content(**changes):
    return replace(full_content(), bands=tuple((band[0], band[-1]) for band in BANDS), **changes)


def with_findings(content, by_item: dict[str, tuple]):
    """The content with these findings and no others."""
    return replace(
        content,
        categories=tuple(
            replace(
                category, items=tuple(replace(item, findings=by_item.get(item.code, ())) for item in category.items)
            )
            for category in content.categories
        ),
    )


def found(kind: str, nugget: str, weight: int = 1) -> Found:
    return Found(kind=kind, nugget=nugget, weight=weight)


def page(assessment) -> str:
    return f"/assessments/{assessment.pk}/reports/feedback/"


def add(assessment, cast, *, item="1.1", kind=FindingKind.STRENGTH, is_double=False, nugget=NUGGET, **texts) -> Finding:
    return Finding.objects.create(
        submission=assessment.submissions.first(),
        item=Item.objects.get(code=item),
        author=cast.assessor,
        kind=kind,
        is_double=is_double,
        nugget=nugget,
        **texts,
    )


def approve(assessment, cast) -> None:
    """From in review, with a consensus and whatever findings stand."""
    decide_all(assessment, cast)
    perform("approve", assessment_id=assessment.pk, actor=cast.coordinator)
    assessment.refresh_from_db()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.REPORTS_DIR = tmp_path


@pytest.fixture
def render_now(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())


@pytest.fixture
def in_review(assessment, cast):
    return bring_to(assessment, Status.IN_REVIEW, cast)


@pytest.fixture(scope="module")
def data():
    odd = Found(kind=OFI, nugget=PROBE, evidence=f"{PROBE}\n\n{HOSTILE}", relevance="จึงยังยืนยันผลไม่ได้", weight=2)
    start = approved_content()
    content = with_findings(
        start, {item.code: (*item.findings, odd) if item.code == "4.2" else item.findings for item in start.items}
    )
    return pdf.write_pdf(pdf.render_html("feedback", content))


def test_every_finding_is_exact_in_pdfium(data):
    text = body_by_pdfium(data)
    for item in approved_content().items:
        for finding in item.findings:
            for words in (finding.nugget, finding.evidence, finding.relevance):
                assert squeezed(words) in text
    assert squeezed(PROBE) in text
    assert squeezed(HOSTILE) in text


def test_the_parts_stand_in_their_order(data):
    text = body_by_pdfium(data)
    parts = ["วิธีอ่าน", "ประเด็นสำคัญก.จุดแข็งของกระบวนการ", "ข.โอกาส", "ค.จุดแข็ง", "ง.โอกาส"]
    parts += ["ข้อค้นพบรายหัวข้อหัวข้อ๑.๑", "สรุปคะแนน", "ทะเบียนข้อสังเกต", "ตรวจสอบว่าเป็นฉบับเดียวกับในระบบ"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_title_number_and_tags(data):
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata.title == "รายงานป้อนกลับ PMQA ปีงบประมาณ พ.ศ. ๒๕๖๙ กรมพัฒนาที่ดิน"
    assert reader.metadata["/Keywords"] == "PMQA, 2569, A0008-2569-B-02"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_every_page_has_its_number_its_foot_and_the_notice_of_the_demonstration(data):
    pages = [squeezed(sheet.get_textpage().get_text_range()) for sheet in pypdfium2.PdfDocument(data)]
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    total = str(len(pages)).translate(thai)
    for number, text in enumerate(pages, 1):
        assert f"หน้า{str(number).translate(thai)}จาก{total}" in text
        assert "A0008-2569-B-02" in text
        assert "ข้อมูลตัวอย่างไม่ใช่ผลการประเมินจริง" in text


def test_no_kind_shares_its_letter_with_another():
    assert len({document_number(kind, full_content()) for kind in ReportKind.values}) == len(ReportKind.values)


def test_themes_hold_all_doubles_first_and_are_filled_up_to_three():
    single = [found(STRENGTH, f"ข้อรอง {number}") for number in range(4)]
    double = [found(STRENGTH, f"ข้อหลัก {number}", 2) for number in range(4)]
    content = with_findings(
        approved_content(),
        {
            "1.1": (*single[:2], found(OFI, "ช่องว่าง")),
            "6.2": (double[0],),
            "7.1": (single[2],),
            "7.2": (*double[1:], single[3]),
        },
    )
    shown = [[finding.nugget for _item, finding in theme.rows] for theme in themes(content)]
    assert shown == [["ข้อหลัก 0", "ข้อรอง 0", "ข้อรอง 1"], ["ช่องว่าง"], ["ข้อหลัก 1", "ข้อหลัก 2", "ข้อหลัก 3"], []]
    assert [(theme.kind, theme.outcomes) for theme in themes(content)] == [
        (STRENGTH, False),
        (OFI, False),
        (STRENGTH, True),
        (OFI, True),
    ]


def test_more_doubles_than_three_are_all_themes():
    many = tuple(found(OFI, f"ข้อ {number}", 2) for number in range(5))
    rows = themes(with_findings(approved_content(), {"2.1": many}))[1].rows
    assert [finding.nugget for _item, finding in rows] == [one.nugget for one in many]


@pytest.mark.parametrize(
    ("percent", "band"), [(0, "0–5"), (25, "10–25"), (30, "30–45"), (65, "50–65"), (100, "90–100"), (None, "")]
)
def test_the_band_is_that_of_the_decided_percent(percent, band):
    content = approved_content()
    item = content.items[0]
    item = replace(item, review_score=replace(item.review_score, percent=percent))
    assert band_of(content, item) == band
    assert (item_band(content, item).count('fill="#353d4e"') == 1) is bool(band)


def test_a_report_without_findings_remarks_or_decided_scores_says_so():
    content = replace(with_findings(approved_content(), {}), remarks=())
    html = pdf.render_html("feedback", content)
    assert html.count("ผู้ตรวจไม่ได้บันทึกข้อค้นพบในส่วนนี้") == 4
    assert html.count("ไม่มีข้อค้นพบในหัวข้อนี้") == len(content.items)
    assert "ไม่มีข้อสังเกต" in html
    undecided = pdf.render_html("feedback", replace(full_content(reviewed=False), bands=content.bands))
    assert undecided.count("ยังไม่มีคะแนนผู้ตรวจ") >= len(content.items)


def test_overlong_findings_stay_inside_the_measure_and_lose_nothing():
    content = replace(overlong_content(), bands=approved_content().bands)
    content = replace(content, categories=content.categories[:1])
    document = pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("feedback", content)))
    assert "".join(sheet.get_textpage().get_text_range() for sheet in document).count("W") >= 4 * 400
    for sheet in document:
        text = sheet.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        assert max(box[2] for box in boxes if box[0] < box[2]) <= (210 - 20) * 72 / 25.4 + 0.5


def test_the_ledger_tells_which_remarks_were_answered_by_a_new_submission():
    remarks = (
        Remark(number=1, submission=1, about="1.1", text="ข้อสังเกตของฉบับแรก", state="รับทราบแล้ว"),
        Remark(number=2, submission=2, about="7.2", text="ข้อสังเกตของฉบับที่รับรอง", state="รับทราบแล้ว"),
    )
    html = pdf.render_html("feedback", approved_content(remarks=remarks))
    ledger = html[html.index('id="remarks"') :]
    answered, open_one = ledger.index("หน่วยงานส่งใหม่แล้ว"), ledger.index("ให้ไว้เมื่อรับรองผล")
    assert ledger.index(remarks[0].text) < answered < ledger.index(remarks[1].text) < open_one


def test_a_returned_report_prints_the_same_ledger_and_says_what_is_unanswered():
    remarks = (
        Remark(number=1, submission=1, about="1.1", text="ข้อสังเกตแรก", reply="เพิ่มตัวอย่างแล้ว", place="1.1-2"),
        Remark(number=2, submission=1, about="7.2", text="ข้อสังเกตที่สอง"),
    )
    html = pdf.render_html("full", replace(full_content(draft=True), remarks=remarks))
    ledger = html[html.index('<h1 id="remarks"') : html.index("</table>", html.index('<h1 id="remarks"'))]
    places = [ledger.index(words) for words in ("ข้อสังเกตแรก", "เพิ่มตัวอย่างแล้ว", "1.1-2", "ข้อสังเกตที่สอง", "ยังไม่ได้ตอบ")]
    assert places == sorted(places)
    assert ("รับรองผล" in ledger, ledger.count('scope="col"')) == (False, 4)


def test_the_ledger_prints_state_reply_and_place_however_long():
    reply = "\n\n".join(f"{'ปรับปรุงคำตอบและเพิ่มตัวอย่าง' * 20} จุดที่ {number} จบ" for number in range(12))
    about = {"submission": 1, "about": "1.1", "text": "โปรดเพิ่มตัวอย่าง"}
    remarks = (
        Remark(number=1, state="รับทราบแล้ว", reply=reply, place="1.1-2 ย่อหน้าที่ 3", **about),
        Remark(number=2, state="ติดตามต่อปีหน้า", **about),
    )
    content = approved_content(remarks=remarks)
    html = pdf.render_html("feedback", content)
    ledger = html[html.index('id="remarks"') :]
    places = [ledger.index(words) for words in ("รับทราบแล้ว", "ปรับปรุงคำตอบ", "หน้าที่ 3", "ติดตามต่อปีหน้า")]
    assert places == sorted(places)
    read = body_by_pdfium(pdf.write_pdf(html))
    assert [number for number in range(12) if squeezed(f"จุดที่ {number} จบ") in read] == list(range(12))


def test_replies_reach_the_reports_of_reviewers_with_the_submission(assessment, cast):
    bring_to(assessment, Status.RETURNED, cast)
    answer_remarks(assessment, "ยังไม่ส่ง")
    replies = [[one.reply for one in source_of(assessment, live=live).remarks] for live in (True, False)]
    assert replies == [["ยังไม่ส่ง"], [""]]
    submit(assessment, cast)
    assessment.refresh_from_db()
    assert [one.reply for one in source_of(assessment, live=False).remarks] == ["ยังไม่ส่ง"]


def test_strengths_come_before_opportunities_and_doubles_before_singles(in_review, cast):
    rows = [("ofi", False), ("ofi", True), ("strength", False), ("strength", True)]
    for kind, is_double in rows:
        add(in_review, cast, kind=kind, is_double=is_double, nugget=f"{kind} {is_double}")
    approve(in_review, cast)
    content = build_report(source_of(in_review, live=False))
    item = next(item for item in content.items if item.code == "1.1")
    assert [finding.sign for finding in item.findings] == ["++", "+", "−−", "−"]
    text = pdf.render_html("feedback", content)
    text = text[text.index('id="item-1.1"') :]
    places = [text.index(f"{kind} {is_double}") for kind, is_double in reversed(rows)]
    assert places == sorted(places)


def test_scores_of_both_sides_stand_in_the_summary_table(in_review, cast):
    approve(in_review, cast)
    html = pdf.render_html("feedback", build_report(source_of(in_review, live=False)))
    row = next(line for line in html.split("\n") if '<th scope="row">1.1 ' in line)
    cells = [cell.partition(">")[2].partition("<")[0] for cell in row.split("<td")[1:]]
    assert cells == ["120", "60", "72.00", "50", "60.00", "50–65"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED])
def test_before_approval_page_and_command_give_the_reason_and_nothing_else(assessment, cast, as_user, tmp_path, status):
    bring_to(assessment, status, cast)
    if status != Status.DRAFT:
        add(assessment, cast)
    for person in (cast.manager, cast.coordinator):
        client = as_user(person)
        for response in (client.get(page(assessment)), client.post(page(assessment))):
            assert response.status_code == 403
            assert str(NOT_APPROVED) in response.content.decode()
            assert NUGGET not in response.content.decode()
    assert not RenderedReport.objects.exists()
    path = tmp_path / "feedback.pdf"
    with pytest.raises(CommandError, match=str(NOT_APPROVED)):
        call_command("render_report", "A0008", "2568", "small", kind="feedback", output=path)
    assert not path.exists()


def test_who_may_not_know_of_the_assessment_finds_nothing(in_review, cast, as_user):
    approve(in_review, cast)
    assert as_user(cast.stranger).get(page(in_review)).status_code == 404


def test_the_other_kinds_hold_no_finding_before_approval(in_review, cast):
    add(in_review, cast)
    for kind in (ReportKind.FULL, ReportKind.SUMMARY):
        assert NUGGET not in pdf.render_html(kind, build_report(source_of(in_review, live=False)))


def test_approved_it_is_made_taken_away_and_closed_again_by_reopening(in_review, cast, as_user, render_now):
    add(in_review, cast)
    approve(in_review, cast)
    client = as_user(cast.manager)
    assert client.post(page(in_review)).status_code == 302
    report = RenderedReport.objects.get()
    assert (report.kind, report.state, report.has_feedback) == ("feedback", RenderState.READY, True)
    url = f"{page(in_review)}{report.content_hash}/"
    body = b"".join(client.get(url).streaming_content)
    assert squeezed(NUGGET) in body_by_pdfium(body)
    perform("reopen", assessment_id=in_review.pk, actor=cast.coordinator, reason=REOPENED)
    assert client.get(url).status_code == 403
    assert client.get(page(in_review)).status_code == 403


def test_it_is_feedback_even_when_nothing_was_found_or_decided(in_review, cast, as_user):
    in_review.assignments.all().delete()
    perform("approve", assessment_id=in_review.pk, actor=cast.coordinator)
    as_user(cast.manager).post(page(in_review))
    assert RenderedReport.objects.get().has_feedback


def test_remarks_written_after_reopening_wait_for_the_next_decision(in_review, cast):
    approve(in_review, cast)
    perform("reopen", assessment_id=in_review.pk, actor=cast.coordinator, reason=REOPENED)
    add_remark(in_review, cast)
    in_review.refresh_from_db()
    assert source_of(in_review, live=False).remarks == ()
    perform("approve", assessment_id=in_review.pk, actor=cast.coordinator)
    in_review.refresh_from_db()
    assert [remark.number for remark in source_of(in_review, live=False).remarks] == [1]


def test_the_reason_of_a_factor_is_that_of_the_value_that_counts(in_review, cast):
    in_review.criteria_set.rubrics.create(kind="process", factor="A", band=3, text_th="ของหน่วยงาน", text_en="own")
    in_review.criteria_set.rubrics.create(kind="process", factor="A", band=2, text_th="ของผู้ตรวจ", text_en="theirs")
    item = build_report(source_of(in_review, live=False)).items[0]
    assert item.factors[0].reason == "ของหน่วยงาน"
    decide_all(in_review, cast)
    in_review.scores.filter(stage="consensus", item__code="1.1").update(
        approach=2, deployment=2, learning=2, integration=2
    )
    perform("approve", assessment_id=in_review.pk, actor=cast.coordinator)
    in_review.refresh_from_db()
    assert build_report(source_of(in_review, live=False)).items[0].factors[0].reason == "ของผู้ตรวจ"


def test_the_index_offers_it_once_approved(in_review, cast, as_user):
    client = as_user(cast.manager)
    index = f"/assessments/{in_review.pk}/reports/"
    before = client.get(index).content.decode()
    assert page(in_review) not in before
    assert "สร้างได้เมื่อรับรองผลแล้ว" in before
    approve(in_review, cast)
    after = client.get(index).content.decode()
    assert page(in_review) in after
    assert "สร้างได้เมื่อรับรองผลแล้ว" not in after


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_asks_the_database_the_same_however_much_was_found(
    in_review, cast, as_user, count, django_assert_num_queries
):
    for number in range(count):
        add(in_review, cast, item=("1.1", "7.1", "7.2")[number % 3], nugget=f"{NUGGET} {number}")
        add_remark(in_review, cast)
    approve(in_review, cast)
    client = as_user(cast.manager)
    with django_assert_num_queries(15):
        client.get(page(in_review))


def test_where_a_consensus_was_opened_only_its_findings_are_printed(in_review, cast):
    hand_in(in_review, cast.assessor)
    add(in_review, cast, nugget="ของผู้ตรวจคนเดียว")
    before = build_report(source_of(in_review, live=False))
    open_room(in_review, cast.coordinator)
    Finding.objects.create(
        submission=in_review.submissions.first(),
        item=Item.objects.get(code="1.1"),
        author=cast.coordinator,
        kind=FindingKind.OFI,
        stage=Stage.CONSENSUS,
        nugget="ของที่ประชุม",
    )
    approve(in_review, cast)

    after = build_report(source_of(in_review, live=False))

    assert [finding for item in before.items for finding in item.findings] == []
    assert [finding.nugget for item in after.items for finding in item.findings] == ["ของที่ประชุม"]
