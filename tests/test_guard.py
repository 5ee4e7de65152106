"""A demonstration and a weak key never go public by accident."""

import json
import runpy
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from assessments.models import Assessment
from pmqa.guard import refuse_public_demo
from pmqa.management.commands.serve import Command
from tests.settings_file import GOOD_KEY, read_settings

DEMO_PASSWORD = "pmqa-demo-2569"
REFUSED = "SECRET_KEY is a sample or shorter than 50 characters."


@pytest.fixture
def demo(assessment, settings):
    """A database that holds the demonstration, served as the settings say."""
    Assessment.objects.update(is_demo=True)
    settings.DEBUG = settings.PMQA_DEMO_PUBLIC = False


@pytest.mark.parametrize(
    ("debug", "address", "refused"),
    [
        (True, "127.0.0.1", False),
        (True, "::1", False),
        (True, "localhost", False),
        (True, None, False),
        (True, "0.0.0.0", True),  # noqa: S104  it is the point
        (True, "::", True),
        (True, "192.0.2.7", True),
        (False, "127.0.0.1", True),
        (False, None, True),
    ],
)
@pytest.mark.parametrize("is_public", [False, True])
def test_a_demonstration_is_served_to_this_machine_only(demo, settings, debug, address, refused, is_public):
    settings.DEBUG, settings.PMQA_DEMO_PUBLIC = debug, is_public
    if refused and not is_public:
        with pytest.raises(ImproperlyConfigured, match="PMQA_DEMO_PUBLIC=1"):
            refuse_public_demo(address)
    else:
        refuse_public_demo(address)


@pytest.mark.parametrize("debug", [True, False])
def test_a_real_database_is_served_anywhere(assessment, settings, debug):
    settings.DEBUG = debug
    refuse_public_demo("192.0.2.7")


def test_the_door_of_the_web_server_is_guarded(demo):
    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        runpy.run_module("pmqa.wsgi")
    Assessment.objects.update(is_demo=False)
    assert "application" in runpy.run_module("pmqa.wsgi")


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.7"])
def test_serve_starts_nothing_that_the_guard_refuses(demo, settings, monkeypatch, host):
    started = []
    settings.DEBUG = True
    monkeypatch.setattr("pmqa.management.commands.serve.connections.close_all", lambda: None)
    monkeypatch.setattr(Command, "prepare", lambda self, address: None)
    monkeypatch.setattr(Command, "supervise", lambda self, host, port: started.append(host))
    with pytest.raises(SystemExit if host == "127.0.0.1" else ImproperlyConfigured):
        call_command("serve", host=host)
    assert started == [host] * (host == "127.0.0.1")


@pytest.mark.parametrize(("debug", "is_demo"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_passwords_are_printed_for_the_demonstration_only(demo, client, settings, debug, is_demo):
    """PMQA_DEMO alone decides: neither DEBUG nor what lies in the database."""
    settings.DEBUG, settings.PMQA_DEMO = debug, is_demo
    assert (DEMO_PASSWORD in client.get("/accounts/login/").content.decode()) == is_demo


@pytest.mark.parametrize("key", ["short", "x" * 49, "ab" * 40, "a sample of a key " * 4])
@pytest.mark.parametrize("debug", ["0", "1"])
def test_a_weak_key_is_refused_where_debug_is_off(tmp_path, key, debug):
    done = read_settings(tmp_path, SECRET_KEY=key, DEBUG=debug)
    if debug == "1":
        assert (done.returncode, json.loads(done.stdout)["SECRET_KEY"]) == (0, key)
    else:
        assert done.returncode == 1
        assert done.stderr.rstrip().endswith(REFUSED)


def test_a_strong_key_is_taken(tmp_path):
    done = read_settings(tmp_path, SECRET_KEY=GOOD_KEY, DEBUG="0")
    assert (done.returncode, json.loads(done.stdout)["SECRET_KEY"]) == (0, GOOD_KEY)


def test_without_a_key_one_is_made_and_kept_for_its_owner_only(tmp_path):
    first, second = (json.loads(read_settings(tmp_path, DEBUG="0").stdout)["SECRET_KEY"] for _start in range(2))
    kept = tmp_path / "secret_key"
    assert first == second == kept.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
