from django.apps import AppConfig


class ThaiConfig(AppConfig):
    """Registers the template filters; the app has no models and imports no other app."""

    name = "thai"
