"""A report that nobody has printed: its row and its file."""

from reports.models import RenderedReport, RenderState, ReportKind


def lay_ready(assessment, digit: str, content: bytes = b"%PDF-", **fields) -> RenderedReport:
    """A summary whose file lies in the folder of reports, which exists; its hash is 64 times this digit."""
    report = RenderedReport.objects.create(
        content_hash=digit * 64, assessment=assessment, kind=ReportKind.SUMMARY, state=RenderState.READY, **fields
    )
    report.path.write_bytes(content)
    return report
