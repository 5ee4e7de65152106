"""Asking for a report: the page asks, the worker makes (rendering.py)."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment
from assessments.permissions import NOT_APPROVED, VIEW, VIEW_FEEDBACK, VIEW_LEDGER, VIEW_SUBMISSION, permit
from reports.build import Source, build_report, is_live, source_of
from reports.models import RenderedReport, RenderState, ReportKind
from reports.pdf import render_html
from reports.printing import PATIENCE
from reports.tasks import render

BEHIND_OTHERS = -10  # the priority of what nobody waits for
MARGIN = 60  # seconds more than a PDF may take, before its worker is held for dead
# What else a person needs for these kinds, beside the right to what they are made of.
NEEDED = {ReportKind.FEEDBACK: VIEW_FEEDBACK, ReportKind.LEDGER: VIEW_LEDGER}


def source_for(assessment: Assessment, kind: str = "") -> Source:
    """What this person's report is made of: own people see the live rows while they write, all others submissions.

    `assessment.standing` is the person's. Raises PermissionDenied with the reason, also for a kind too early.
    """
    if kind in NEEDED:
        open_to_see = permit(assessment.standing, assessment, NEEDED[kind])
        if not open_to_see:
            raise PermissionDenied(str(open_to_see.reason))
    if permit(assessment.standing, assessment, VIEW):
        return source_of(assessment, live=is_live(assessment))
    allowed = permit(assessment.standing, assessment, VIEW_SUBMISSION)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    return source_of(assessment, live=False)


def html_of(source: Source, *, kind: str, thai_digits: bool, official: bool = False) -> str:
    """The whole document, ready for paper. Raises PermissionDenied for the feedback on what is not approved."""
    if kind == ReportKind.FEEDBACK and not source.is_approved:
        raise PermissionDenied(str(NOT_APPROVED))
    return render_html(kind, build_report(source, thai_digits=thai_digits), official=official)


def find_report(assessment: Assessment, html: str) -> RenderedReport | None:
    """The report that says just this, if it was asked for before and its file still stands."""
    report = RenderedReport.objects.filter(content_hash=hash_of(html), assessment=assessment).first()
    if report and report.state == RenderState.READY and not report.path.exists():
        return None
    return report


def is_lost(report: RenderedReport) -> bool:
    """Whether the worker that was making it has died: no sign of it for longer than a PDF may take."""
    longest = timedelta(seconds=settings.PDF_SECONDS * PATIENCE + MARGIN)
    return report.state == RenderState.WAITING and bool(report.moved_at) and timezone.now() - report.moved_at > longest


def request_report(*, source: Source, kind: str, html: str, actor) -> RenderedReport:
    """A report with this content is there or on its way; the worker is told once. Failed or lost, it is tried again.

    Without an actor it is made ahead, behind what people wait for, and goes forward once somebody asks for it.
    """
    with transaction.atomic():
        report, made = RenderedReport.objects.select_for_update().get_or_create(
            content_hash=hash_of(html),
            defaults={
                "assessment": source.assessment,
                "submission": source.submission,
                "has_feedback": kind == ReportKind.FEEDBACK or source.decided is not None or bool(source.findings),
                "kind": kind,
                "html": html,
                "requested_by": actor,
            },
        )
        again = _is_to_be_made_again(report)
        if again:
            report.state, report.html, report.problem = RenderState.WAITING, html, ""
            report.page, report.pages, report.moved_at = 0, 0, None
        waits = report.state == RenderState.WAITING and report.moved_at is None
        hurried = waits and actor is not None and report.requested_by_id is None
        if hurried:
            report.requested_by = actor
        if again or hurried:
            report.save(update_fields=["state", "html", "problem", "page", "pages", "moved_at", "requested_by"])
        if made or again or hurried:
            job = render.using(priority=0 if actor else BEHIND_OTHERS)
            transaction.on_commit(lambda: job.enqueue(report.pk))
    report.refresh_from_db()
    return report


def _is_to_be_made_again(report: RenderedReport) -> bool:
    gone = report.state == RenderState.READY and not report.path.exists()
    return report.state == RenderState.FAILED or gone or is_lost(report)


def hash_of(html: str) -> str:
    """SHA-256 of the document: the same text gives the same PDF (WeasyPrint's output is byte-identical)."""
    return hashlib.sha256(html.encode()).hexdigest()
