"""A capsule on its way: asked for on a page, made once by the worker, kept."""

import logging
import tempfile
from pathlib import Path

from django.db import transaction

from assessments.models import Submission
from criteria.writer import criteria_text
from reports.build import source_as_sent
from reports.capsules.archive import hash_of, pack
from reports.models import Capsule, RenderState, ReportKind
from reports.pdf import PdfUnavailable
from reports.printing import NotPrinted, printed
from reports.services import html_of
from reports.tasks import make_capsule

logger = logging.getLogger(__name__)


def request_capsule(*, submission: Submission, actor) -> Capsule:
    """The capsule of this submission is there or on its way; the worker is told once. A lost one is made anew."""
    with transaction.atomic():
        capsule, made = Capsule.objects.select_for_update().get_or_create(
            submission=submission, defaults={"requested_by": actor}
        )
        again = not made and (capsule.state == RenderState.FAILED or capsule.is_lost)
        if again:
            capsule.state, capsule.sha256, capsule.problem = RenderState.WAITING, "", ""
            capsule.save(update_fields=["state", "sha256", "problem"])
        if made or again:
            transaction.on_commit(lambda: make_capsule.enqueue(capsule.pk))
    capsule.refresh_from_db()
    return capsule


def build_capsule(capsule_id: int) -> None:
    """The file lies under its hash, or the capsule says why not. Running it twice makes it once."""
    whole = Capsule.objects.select_related("submission__assessment__cycle__criteria_set")
    capsule = whole.select_related("submission__assessment__unit__parent").get(pk=capsule_id)
    if capsule.is_there:
        return
    try:
        data = bytes_of(capsule.submission)
    except (PdfUnavailable, NotPrinted) as problem:
        capsule.state, capsule.problem = RenderState.FAILED, str(problem)
    except Exception:
        logger.exception("capsule of submission %s", capsule.submission_id)
        Capsule.objects.filter(pk=capsule.pk).update(state=RenderState.FAILED)
        raise
    else:
        capsule.state, capsule.sha256, capsule.problem = RenderState.READY, hash_of(data), ""
        write_whole(capsule.path, data)
    capsule.save(update_fields=["state", "sha256", "problem"])


def bytes_of(submission: Submission) -> bytes:
    """The capsule of what was sent. Raises PdfUnavailable, NotPrinted."""
    html = html_of(source_as_sent(submission), kind=ReportKind.FULL, thai_digits=False)
    return pack(
        submission={
            "number": submission.number,
            "submitted_at": submission.submitted_at.isoformat(),
            "sha256": submission.sha256,
        },
        document=submission.document,
        criteria=criteria_text(submission.assessment.criteria_set),
        report=printed(html),
    )


def write_whole(path: Path, content: bytes) -> None:
    """The file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(path)
