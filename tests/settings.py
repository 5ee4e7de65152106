"""The product's settings with what tests need: cheap passwords, jobs at once, no files outside a temporary folder."""

import os
import tempfile

os.environ.setdefault("PMQA_DATA_DIR", tempfile.mkdtemp(prefix="pmqa-test-"))
os.environ["DEBUG"] = "0"
os.environ["PMQA_HTTPS"] = "0"
os.environ["SECRET_KEY"] = "a key for tests only, which protects nothing at all 0123456789"
os.environ["PMQA_ADMIN"] = "0"
os.environ["PMQA_DEMO"] = "0"
os.environ["PMQA_REPORTS_AHEAD"] = "0"  # else every submission of a test would print two PDFs
os.environ.pop("EMAIL_URL", None)

from pmqa.settings import *  # noqa: F403

if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, so that threads meet each other under WAL as they do in the product.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["PMQA_DATA_DIR"], "test.sqlite3")}  # noqa: F405, PTH118
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS["default"]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
