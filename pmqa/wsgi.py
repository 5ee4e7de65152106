"""The WSGI door that granian (or any other server) opens."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
application = get_wsgi_application()

from pmqa.guard import refuse_public_demo  # noqa: E402  needs the apps

refuse_public_demo()
