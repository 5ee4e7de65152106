"""The way to the mail server, by EMAIL_URL."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)

SECONDS = 60  # a server that is silent for longer has failed


def mail_server():
    """A new connection, not yet opened."""
    config = settings.EMAIL_CONFIG
    return get_connection(
        config["EMAIL_BACKEND"],
        host=config.get("EMAIL_HOST"),
        port=config.get("EMAIL_PORT"),
        username=config.get("EMAIL_HOST_USER"),
        password=config.get("EMAIL_HOST_PASSWORD"),
        timeout=SECONDS,
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        **({"file_path": config["EMAIL_FILE_PATH"]} if config.get("EMAIL_FILE_PATH") else {}),
    )


def hand_over(write: Callable[[], EmailMessage], server, *, row: QuerySet, sent: str, called: str) -> bool:
    """The server has taken the mail and its row says so, by the state `sent`; or the row says what the problem was.

    `row` holds it as long as nobody else has given it up; what `write` raises is a problem too. The log
    knows it as `called`.
    """
    try:
        server.send_messages([write()])
    except Exception as problem:
        logger.exception("%s", called)
        row.update(problem=f"{type(problem).__name__}: {problem}"[:500])
        return False
    return bool(row.update(state=sent, sent_at=timezone.now(), problem=""))
