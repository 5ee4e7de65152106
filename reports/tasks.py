"""Background work of reports."""

from django_tasks import task

from reports.rendering import render_report


@task(queue_name="reports")
def render(report_id: int) -> None:
    """The report stands rendered (idempotent)."""
    render_report(report_id)


@task(queue_name="reports")
def make_capsule(capsule_id: int) -> None:
    """The capsule stands made (idempotent)."""
    from reports.capsules.making import build_capsule  # which asks for this job

    build_capsule(capsule_id)
