"""Units of a ministry side by side: what is known of them, for their coordinators, and for nobody else."""

import io
from dataclasses import replace
from decimal import Decimal

import pypdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role, UnitKind
from assessments.models import Summary
from assessments.services.summaries import refresh_summary
from assessments.statuses import Status
from reports import pdf, views_comparison
from reports.comparison import ComparedPart, ComparedUnit, ComparisonContent
from reports.models import Fingerprint, RenderedReport, ReportKind
from tests.assessments.views.test_overview import fill
from tests.cast import bring_to, make_unit, make_user
from tests.reports.readers import body_by_pdfium, squeezed
from tests.reports.sample import cover

PAGE, FILE = "/overview/comparison/", "/overview/comparison/pdf/"


def comparison(count: int, *, name: str = "กรมส่งเสริมการผลิตและการตลาดน้ำที่อยู่ใกล้ปั๊ม", **changes) -> ComparisonContent:
    """So many units with results, and one without."""
    units = tuple(
        ComparedUnit(
            code=f"D{number}",
            name=f"{name} {number}",
            status="ส่งแล้ว",
            stage="ประเมินตนเอง",
            provisional=number % 3 == 0,
            points=Decimal(1000 - number),
            shares=(Decimal(max(1, 99 - number)), *[Decimal("62.5")] * 7),
        )
        for number in range(count)
    )
    marks = tuple(Decimal(each) for each in (10, 30, 45, 60, 99))
    parts = tuple(
        ComparedPart(code=code, title=f"หมวดที่ {code}", marks=marks, mean=Decimal("47.25"))
        for code in ("รวม", *"1234567")
    )
    last = ComparedUnit(code="Z", name="กรมที่ยังไม่ส่ง", status="ฉบับร่าง")
    content = ComparisonContent(cover=cover(), maximum=Decimal(1000), parts=parts, units=(*units, last))
    return replace(content, **changes)


def pages_of(content) -> list[str]:
    document = pypdfium2.PdfDocument(pdf.write_pdf(pdf.render_html("comparison", content)))
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


@pytest.fixture
def ministry(assessment, cast, settings, tmp_path, monkeypatch):
    """An approved unit and a draft, and jobs that run at once."""
    settings.REPORTS_DIR = tmp_path
    monkeypatch.setattr(transaction, "on_commit", lambda job, **_options: job())
    bring_to(assessment, Status.APPROVED, cast)
    refresh_summary(assessment.pk)
    fill(assessment.cycle, 1, parent=cast.unit.parent, status=Status.DRAFT)
    return {"cycle": assessment.cycle_id, "ministry": "M08", "kind": ""}


def test_the_head_of_the_table_stands_on_every_page_and_no_unit_is_lost():
    pages = pages_of(comparison(120))
    held = [page for page in pages if "กรมส่งเสริม" in page]
    assert len(held) > 3
    assert all("ที่มา" in page for page in held)
    assert sum(page.count("กรมส่งเสริม") for page in held) == 120
    assert "กรมที่ยังไม่ส่ง·ฉบับร่าง" in pages[-1]


def test_without_any_result_it_is_one_page():
    content = comparison(0, parts=tuple(replace(part, marks=(), mean=None) for part in comparison(0).parts))
    assert len(pages_of(content)) == 1


def test_title_and_number():
    reader = pypdf.PdfReader(io.BytesIO(pdf.write_pdf(pdf.render_html("comparison", comparison(1)))))
    assert reader.metadata.title.startswith("รายงานเปรียบเทียบหน่วยงาน PMQA ปีงบประมาณ พ.ศ. 2569")
    assert reader.metadata["/Keywords"] == "PMQA, 2569, A0008-2569-C-00"


def test_a_coordinator_asks_and_takes_it_away(ministry, cast, as_user):
    client = as_user(cast.coordinator)
    assert client.get(PAGE, ministry).context["report"] is None
    response = client.post(f"{PAGE}?cycle={ministry['cycle']}&ministry=M08")
    assert response.status_code == 302
    made = RenderedReport.objects.get()
    assert (made.kind, made.assessment, made.has_feedback) == ("comparison", None, False)
    assert client.get(PAGE, ministry).context["report"] == made
    response = client.get(FILE, ministry)
    text = body_by_pdfium(b"".join(response.streaming_content))
    assert "กรมพัฒนาที่ดินฉันทามติ125.0050.050.050.0" in text
    assert "มีผล1จาก2หน่วยงาน" in text
    assert client.get(FILE, ministry, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert Fingerprint.objects.get().kind == "comparison"


def test_the_command_line_makes_the_same_file(ministry, cast, as_user, tmp_path):
    client = as_user(cast.coordinator)
    client.post(f"{PAGE}?cycle={ministry['cycle']}&ministry=M08")
    path = tmp_path / "out.pdf"

    call_command("render_report", "M08", "2568", "small", kind="comparison", output=path)

    assert path.read_bytes() == b"".join(client.get(FILE, ministry).streaming_content)


@pytest.mark.parametrize("place", [("A0008", "2568", "small"), ("M08", "2570", "small"), ("M01", "2568", "small")])
def test_the_command_line_tells_what_there_is_not(ministry, tmp_path, place):
    make_unit("M01", "กระทรวงอื่น", kind=UnitKind.MINISTRY)
    with pytest.raises(CommandError, match=" ".join(place)):
        call_command("render_report", *place, kind="comparison", output=tmp_path / "out.pdf")


def test_the_page_tells_how_far_the_worker_is(ministry, cast, as_user):
    client = as_user(cast.coordinator)
    client.post(f"{PAGE}?cycle={ministry['cycle']}&ministry=M08")
    RenderedReport.objects.update(state="waiting", page=7, pages=0, moved_at=timezone.now())

    assert "กำลังจัดทำ หน้า 7 " in client.get(PAGE, ministry).content.decode()


def test_what_has_changed_since_is_made_anew(ministry, cast, as_user):
    client = as_user(cast.coordinator)
    client.post(f"{PAGE}?cycle={ministry['cycle']}&ministry=M08")
    Summary.objects.filter(result_points__isnull=False).update(result_points=Decimal("99"))
    response = client.get(FILE, ministry)
    assert (response.status_code, response.context["report"]) == (200, None)


def test_a_coordinator_of_less_never_reaches_the_file_of_more(ministry, cast, as_user):
    as_user(cast.coordinator).post(f"{PAGE}?cycle={ministry['cycle']}&ministry=M08")
    narrow = make_user("narrow")
    Membership.objects.create(user=narrow, role=Role.COORDINATOR, unit=cast.unit)
    response = as_user(narrow).get(FILE, ministry)
    assert (response.status_code, response.context["report"]) == (200, None)
    assert response.context["asked"].count == 1


@pytest.mark.parametrize(
    "role", ["contributor", "lead", "approver", "manager", "stranger", "assessor", "administrator"]
)
def test_nobody_else_has_one(assessment, cast, as_user, role):
    client = as_user(getattr(cast, role))
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code, client.get(FILE).status_code] == [404] * 3


def test_too_many_units_are_refused_with_a_way_out(ministry, cast, as_user, monkeypatch):
    monkeypatch.setattr(views_comparison, "MOST_UNITS", 1)
    client = as_user(cast.coordinator)
    assert "เลือกกระทรวงหรือประเภทหน่วยงานก่อน" in client.get(PAGE, ministry).content.decode()
    client.post(f"{PAGE}?cycle={ministry['cycle']}&ministry=M08")
    assert not RenderedReport.objects.exists()
    assert client.get(FILE, ministry).status_code == 404


def test_without_any_assessment_the_page_says_so(cast, as_user):
    assert "ยังไม่มีแบบประเมินในความดูแลของคุณ" in as_user(cast.coordinator).get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_asks_the_database_the_same_however_many_units_there_are(
    cycle, cast, as_user, count, django_assert_num_queries
):
    fill(cycle, count, parent=cast.unit.parent)
    client = as_user(cast.coordinator)
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_only_a_comparison_is_of_no_assessment(assessment):
    for wrong in ({"kind": ReportKind.FULL}, {"kind": ReportKind.COMPARISON, "assessment": assessment}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RenderedReport.objects.create(content_hash="a" * 64, **wrong)


def test_the_page_of_one_assessment_knows_no_comparison(assessment, cast, as_user):
    assert as_user(cast.manager).get(f"/assessments/{assessment.pk}/reports/comparison/").status_code == 404
