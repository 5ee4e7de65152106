"""Mail leaves through the job queue: a page never waits for a mail server."""

from django.core.mail.backends.base import BaseEmailBackend

from accounts.tasks import deliver


class QueuedBackend(BaseEmailBackend):
    """Queues each message; the worker delivers it by EMAIL_URL."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            deliver.enqueue(
                subject=message.subject,
                body=message.body,
                from_email=message.from_email,
                to=list(message.to),
            )
        return len(email_messages)
