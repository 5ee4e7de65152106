"""Making a PDF: the worker has a child process print it, and keeps what came of it."""

import logging

from reports.models import RenderedReport, RenderState
from reports.pdf import PdfUnavailable
from reports.printing import NotPrinted, print_pdf

logger = logging.getLogger(__name__)


def render_report(report_id: int) -> None:
    """The PDF lies under its hash, or the report says why not. Running it twice makes it once."""
    report = RenderedReport.objects.get(pk=report_id)
    if report.state == RenderState.READY and report.path.exists():
        return
    try:
        print_pdf(report.html, report.path)
    except (PdfUnavailable, NotPrinted) as problem:
        report.state, report.problem = RenderState.FAILED, str(problem)
    except Exception:
        logger.exception("report %s", report.content_hash)
        RenderedReport.objects.filter(pk=report.pk).update(state=RenderState.FAILED)
        raise
    else:
        report.state, report.html, report.problem = RenderState.READY, "", ""
    report.save(update_fields=["state", "html", "problem"])
