"""The product's settings file under a given environment, read by a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN = ("PMQA_", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CSRF_TRUSTED", "EMAIL_URL", "DJANGO_SETTINGS")
GOOD_KEY = "0123456789 a key for tests only, which protects nothing at all"
PRINT = """
import json
from pmqa import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


def read_settings(data_dir: Path, **environment: str) -> subprocess.CompletedProcess:
    """What came of reading pmqa/settings.py; on stdout its plain values as JSON."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OWN)}
    given = kept | {"PMQA_DATA_DIR": str(data_dir)} | environment
    command = [sys.executable, "-c", PRINT]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


def settings_with(data_dir: Path, **environment: str) -> dict:
    """The plain values of the settings file; it must have been read without an error."""
    done = read_settings(data_dir, SECRET_KEY=GOOD_KEY, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
