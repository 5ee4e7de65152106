"""Django's own list of what a public server needs finds nothing to say about the production settings."""

import os
import subprocess
import sys

from tests.architecture.source import ROOT

PRODUCTION = {
    "DEBUG": "0",
    "PMQA_HTTPS": "1",
    "PMQA_DEMO": "0",
    "PMQA_DEMO_PUBLIC": "0",
    "ALLOWED_HOSTS": "pmqa.example.go.th",
    "SECRET_KEY": "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DJANGO_SETTINGS_MODULE": "pmqa.settings",
}
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "PYTHONPYCACHEPREFIX")


def check(folder, **more: str) -> subprocess.CompletedProcess:
    """`check --deploy` in a process of its own, whose environment holds nothing of these tests."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = kept | PRODUCTION | {"PMQA_DATA_DIR": str(folder)} | more
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_production_settings_are_clean(tmp_path):
    done = check(tmp_path, PMQA_ADMIN="0")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_they_are_clean_with_the_admin_mounted(tmp_path):
    done = check(tmp_path, PMQA_ADMIN="1")
    assert done.returncode == 0, done.stderr


def test_the_check_would_see_a_weak_setting(tmp_path):
    done = check(tmp_path, PMQA_HTTPS="0")
    assert (done.returncode, "security.W012" in done.stderr) == (1, True)
