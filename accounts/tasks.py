"""Background work about people: mail, letters, and the digests of what they have not read (decisions 16, 19)."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

from accounts.delivery import mail_server
from accounts.services.digests import send_digests
from accounts.services.letters import send_letters

BETWEEN_DIGESTS = timedelta(minutes=5)
BEHIND_OTHERS = -10  # a forgotten password first


@task(queue_name="mail")
def deliver(subject: str, body: str, from_email: str, to: list[str]) -> None:
    """The message has left by EMAIL_URL. Raises what the mail server raises; the job then stands as failed."""
    EmailMessage(subject, body, from_email, to, connection=mail_server()).send()


@task(queue_name="mail", priority=BEHIND_OTHERS)
def digests() -> None:
    """The digests that are due have left, each at most once, and the next look waits (idempotent)."""
    ensure_digests()
    DBTaskResult.objects.finished().filter(task_path=digests.module_path).delete()
    send_letters()
    send_digests(timezone.now())


@task(queue_name="mail", priority=BEHIND_OTHERS)
def letters() -> None:
    """The letters that wait have left, each at most once (idempotent); what is lost here, the next look takes up."""
    send_letters()


def ensure_digests() -> None:
    """A look for digests that are due waits."""
    ensure_waiting(digests, BETWEEN_DIGESTS)


def ensure_waiting(job, after: timedelta) -> None:
    """This job waits, to run after so long. Where jobs run at once (tests) there is no later, hence none."""
    if not default_task_backend.supports_defer:
        return
    waiting = DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        job.using(run_after=timezone.now() + after).enqueue()
