"""Making a PDF: the worker has a child process print it, and keeps what came of it."""

import logging
import time
from contextlib import suppress

from django.db import DatabaseError
from django.utils import timezone

from reports.models import RenderedReport, RenderState
from reports.pdf import PdfUnavailable
from reports.printing import NotPrinted, print_pdf
from reports.registry import keep_fingerprint

BETWEEN = 2  # seconds between two signs of life: each takes SQLite's write lock
logger = logging.getLogger(__name__)


def render_report(report_id: int) -> None:
    """The PDF lies under its hash, or the report says why not. Running it twice makes it once."""
    report = RenderedReport.objects.get(pk=report_id)
    if report.state == RenderState.READY:  # its HTML is gone; should the file be too, whoever asks sends it again
        return
    try:
        print_pdf(report.html, report.path, tell=Progress(report.pk))
    except (PdfUnavailable, NotPrinted) as problem:
        report.state, report.problem = RenderState.FAILED, str(problem)
    except Exception:
        logger.exception("report %s", report.content_hash)
        RenderedReport.objects.filter(pk=report.pk).update(state=RenderState.FAILED)
        raise
    else:
        keep_fingerprint(report.html, assessment=report.assessment)
        report.state, report.html, report.problem = RenderState.READY, "", ""
    report.save(update_fields=["state", "html", "problem"])


class Progress:
    """Tells the page of the report how far it is: at the start, every BETWEEN seconds, and once all pages are laid out.

    What cannot be written is left out: no PDF fails for that.
    """

    def __init__(self, report_id: int):
        self.report_id, self.told = report_id, float("-inf")
        self(0, 0)

    def __call__(self, page: int, pages: int) -> None:
        now = time.monotonic()
        if pages or now - self.told >= BETWEEN:
            self.told = now
            with suppress(DatabaseError):
                RenderedReport.objects.filter(pk=self.report_id).update(page=page, pages=pages, moved_at=timezone.now())
