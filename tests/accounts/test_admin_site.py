"""The Django admin: absent by default; with PMQA_ADMIN=1 for superusers, read-only where the product has rules."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WALK = """
import django
django.setup()
from django.contrib import admin
from django.test import RequestFactory
from accounts.models import User
request = RequestFactory().get("/admin/")
request.user = User(username="root", is_staff=True, is_superuser=True)
print("superuser", admin.site.has_permission(request))
for model, options in sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label):
    rights = options.get_model_perms(request)
    allowed = sorted(name for name, right in rights.items() if right)
    print(model._meta.label, *allowed, len(options.get_actions(request)))
request.user = User(username="staff", is_staff=True)
print("staff", admin.site.has_permission(request))
"""
WRITABLE = {
    "accounts.Membership add change delete view 0",
    "accounts.User add change view 0",
    "assessments.Assignment add change delete view 0",
    "assessments.Cycle add change view 0",
}


@pytest.mark.django_db
def test_it_is_not_there_by_default(client):
    assert client.get("/admin/").status_code == 404


def test_superusers_read_everything_and_write_only_what_has_no_rules_of_its_own(tmp_path):
    environment = os.environ | {"PMQA_ADMIN": "1", "DEBUG": "1", "PMQA_DATA_DIR": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "pmqa.settings"
    done = subprocess.run([sys.executable, "-c", WALK], cwd=ROOT, env=environment, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("superuser True", "staff False"), done.stderr
    models = lines[1:-1]
    assert {line for line in models if not line.endswith(" view 0") or " add" in line} == WRITABLE
    assert all(line.endswith(" view 0") for line in models)
