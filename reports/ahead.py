"""Reports made before anybody asks: of what has just been submitted or approved."""

from django.conf import settings
from django.db import transaction
from django_tasks import task

from assessments.models import Assessment
from assessments.statuses import Action
from reports.build import is_live, source_of
from reports.models import ReportKind
from reports.services import BEHIND_OTHERS, html_of, request_report

FOLLOWED = {Action.SUBMIT, Action.APPROVE}


@task(queue_name="reports", priority=BEHIND_OTHERS)
def make_ahead(assessment_id: int) -> None:
    """The reports of what was submitted or approved are there or on their way (idempotent)."""
    request_ahead(assessment_id)


def make_ahead_later(assessment_id: int, action: str) -> None:
    """Once what is being done is committed, the worker makes the reports. A lost job costs a wait, nothing else."""
    if action in FOLLOWED and settings.REPORTS_AHEAD:
        transaction.on_commit(lambda: make_ahead.enqueue(assessment_id), robust=True)


def request_ahead(assessment_id: int) -> None:
    """Summary and full report are asked for, feedback once approved; nothing of what the unit writes again."""
    assessment = Assessment.objects.with_place().filter(pk=assessment_id).first()
    if assessment is None or is_live(assessment):
        return
    source = source_of(assessment, live=False)
    kinds = [ReportKind.SUMMARY, ReportKind.FULL] + ([ReportKind.FEEDBACK] if source.is_approved else [])
    for kind in kinds:
        request_report(source=source, kind=kind, html=html_of(source, kind=kind, thai_digits=False), actor=None)
