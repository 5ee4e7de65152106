"""The way to the mail server, by EMAIL_URL."""

from django.conf import settings
from django.core.mail import get_connection

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
