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
SWITCH = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from accounts.models import Unit, User
call_command("migrate", verbosity=0)
unit = Unit.objects.create(code="A1", name_th="กรม", kind="department", path="/A1/")
client, page = Client(), f"/admin/accounts/unit/{unit.pk}/change/"
def post(**fields):
    answer = client.post(page, fields, headers={"host": "localhost"})
    found = Unit.objects.get()
    print(answer.status_code, found.one_person_certifies, found.code, found.path)
client.force_login(User.objects.create(username="staff", is_staff=True))
post(one_person_certifies="on")
client.force_login(User.objects.create(username="root", is_superuser=True))
post(one_person_certifies="on", code="A2", path="/A2/")
post()
print(client.post(page.replace("change", "delete"), {"post": "yes"}, headers={"host": "localhost"}).status_code)
"""
WRITABLE = {
    "accounts.Holiday add change delete view 0",
    "accounts.Membership add change delete view 0",
    "accounts.Unit change view 0",
    "accounts.User add change view 0",
    "assessments.Assignment add change delete view 0",
    "assessments.Cycle add change view 0",
}


@pytest.mark.django_db
def test_it_is_not_there_by_default(client):
    assert client.get("/admin/").status_code == 404


def run(script: str, data_dir: Path) -> subprocess.CompletedProcess:
    """The script in a process of its own, with the admin switched on."""
    environment = os.environ | {"PMQA_ADMIN": "1", "DEBUG": "1", "PMQA_DATA_DIR": str(data_dir)}
    environment["DJANGO_SETTINGS_MODULE"] = "pmqa.settings"
    environment.pop("DATABASE_URL", None)
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_superusers_read_everything_and_write_only_what_has_no_rules_of_its_own(tmp_path):
    done = run(WALK, tmp_path)
    lines = done.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("superuser True", "staff False"), done.stderr
    models = lines[1:-1]
    assert {line for line in models if line.count(" ") > " view 0".count(" ")} == WRITABLE
    assert all(line.endswith(" view 0") for line in models)


def test_a_superuser_lets_one_person_prepare_and_certify_and_changes_nothing_else_of_a_unit(tmp_path):
    done = run(SWITCH, tmp_path)
    assert done.stdout.splitlines() == [
        "302 False A1 /A1/",
        "302 True A1 /A1/",
        "302 False A1 /A1/",
        "403",
    ], done.stderr
