"""Making a PDF, in the worker."""

import logging
import tempfile
from pathlib import Path

from reports.models import RenderedReport, RenderState
from reports.pdf import PdfUnavailable, write_pdf
from reports.registry import keep_fingerprint

logger = logging.getLogger(__name__)


def render_report(report_id: int) -> None:
    """The PDF lies under its hash, or the report says why not. Running it twice makes it once."""
    report = RenderedReport.objects.get(pk=report_id)
    if report.state == RenderState.READY and report.path.exists():
        return
    try:
        write_whole(report.path, write_pdf(report.html))
    except PdfUnavailable as problem:
        report.state, report.problem = RenderState.FAILED, str(problem)
    except Exception:
        logger.exception("report %s", report.content_hash)
        RenderedReport.objects.filter(pk=report.pk).update(state=RenderState.FAILED)
        raise
    else:
        keep_fingerprint(report.html, assessment=report.assessment)
        report.state, report.html, report.problem = RenderState.READY, "", ""
    report.save(update_fields=["state", "html", "problem"])


def write_whole(path: Path, content: bytes) -> None:
    """The file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(path)
