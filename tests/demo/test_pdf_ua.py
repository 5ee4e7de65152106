"""Every kind of report of the demonstration, held against the rules of PDF/UA-1 that the checker of PyPI knows."""

from pdfua import Severity, validate
from pypdf import PdfReader

from assessments.earlier import earlier_assessment
from reports.build import build_report, source_of
from reports.pdf import render_html, write_pdf
from tests.reports.test_comparison import comparison


def contents_of(demo) -> dict:
    """This year's as it stands; feedback and ledger of the year before, which is approved; the comparison invented."""
    this, last = source_of(demo, live=True), source_of(earlier_assessment(demo), live=False)
    return {
        "full": build_report(this),
        "summary": build_report(this, thai_digits=True),
        "feedback": build_report(last),
        "ledger": build_report(last),
        "comparison": comparison(12, demo=True),
    }


def test_no_rule_is_broken_and_every_picture_has_its_words(demo, tmp_path):
    """One loading of the demonstration serves all kinds."""
    for kind, content in contents_of(demo).items():
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(write_pdf(render_html(kind, content)))
        findings = validate(str(path)).findings
        assert [(kind, each.rule_id, each.message) for each in findings if each.severity == Severity.ERROR] == []
        reader = PdfReader(path)
        root = reader.trailer["/Root"]
        assert (kind, root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"].value) == (kind, "th", True)
        assert "PMQA ปีงบประมาณ พ.ศ." in reader.metadata.title
        assert bookmarks(reader.outline) > (20 if kind == "full" else 0)
        words = list(figures(root["/StructTreeRoot"]))
        assert [each for each in words if not each.strip()] == []
        assert any("คิวอาร์โค้ด" in each for each in words) == (kind != "summary")


def bookmarks(outline: list) -> int:
    return sum(bookmarks(each) if isinstance(each, list) else 1 for each in outline)


def figures(element):
    """The alternative text of each Figure below."""
    element = element.get_object()
    if element.get("/S") == "/Figure":
        yield str(element.get("/Alt", ""))
    children = element.get("/K")
    for child in children if isinstance(children, list) else [children]:
        below = child.get_object() if child is not None else None
        if hasattr(below, "get") and "/S" in below:
            yield from figures(below)
