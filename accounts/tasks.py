"""Background work about people."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django_tasks import task


@task(queue_name="mail")
def deliver(subject: str, body: str, from_email: str, to: list[str]) -> None:
    """The message has left by EMAIL_URL. Raises what the mail server raises; the job then stands as failed."""
    config = settings.EMAIL_CONFIG
    connection = get_connection(
        config["EMAIL_BACKEND"],
        host=config.get("EMAIL_HOST"),
        port=config.get("EMAIL_PORT"),
        username=config.get("EMAIL_HOST_USER"),
        password=config.get("EMAIL_HOST_PASSWORD"),
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        **({"file_path": config["EMAIL_FILE_PATH"]} if config.get("EMAIL_FILE_PATH") else {}),
    )
    EmailMessage(subject, body, from_email, to, connection=connection).send()
