import functools
import gc
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as trials

from criteria.outline import forget_outlines
from reports import pdf, printing
from tests.cast import Cast, make_assessment, make_cast, make_cycle, small_set
from tests.levels import levels_set
from tests.migrated import SharedDatabase

# Trials by hypothesis: a busy machine is no failure, hence no deadline; `make long` takes five times as many examples.
trials.register_profile("default", max_examples=40, deadline=None)
trials.register_profile("long", max_examples=200, deadline=None)
trials.load_profile(os.environ.get("PMQA_TRIALS", "default"))

# What may turn out otherwise on another database: constraints, locks, bulk writes, orders, searches.
DATABASE = (
    *("races", "faults", "criteria", "assessments/services", "assessments/test_opening.py"),
    *(
        "accounts/test_digests.py",
        "accounts/test_load_units.py",
        "accounts/test_members.py",
        "accounts/test_notices.py",
        "accounts/test_tokens.py",
    ),
    *("assessments/interchange/test_import.py", "assessments/interchange/test_import_evidence.py"),
    *(f"assessments/views/test_{name}.py" for name in ("answer_text", "assigning", "desk", "desk_views", "history")),
    *(f"assessments/views/test_{name}.py" for name in ("locker", "overview", "own_desk", "same_texts", "workload")),
    *("test_cast.py", "test_commands.py", "test_guard.py", "test_many_units.py"),
)
BUDGETS = {"django_assert_num_queries", "django_assert_max_num_queries"}


def pytest_collection_modifyitems(items):
    """Marks `database` what `make test` runs on PostgreSQL too: `DATABASE`, and each page once by its query budget."""
    here = Path(__file__).parent
    for item in items:
        place = item.path.relative_to(here).as_posix()
        if place.startswith(DATABASE) or BUDGETS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_collection_finish():
    """What is loaded by now stays: collecting garbage among it over and over is a tenth of the whole run.

    What tests leave is looked for less often: a PDF makes ten thousands of objects that are all still needed.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)


@pytest.fixture(scope="session")
def shared_database() -> SharedDatabase | None:
    """The database that lanes share, where this is one of them and has a file of its own."""
    path = os.environ.get("PMQA_TEST_MIGRATED")
    return SharedDatabase(Path(path)) if path and connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_keepdb(shared_database) -> bool:
    """What is copied is not made anew."""
    return bool(shared_database and shared_database.take())


@pytest.fixture(scope="session")
def django_db_setup(shared_database, django_db_keepdb, django_db_setup, django_db_blocker):
    """The database of the tests: migrated here, or copied from the lane that migrated first."""
    if shared_database and not django_db_keepdb:
        with django_db_blocker.unblock():
            shared_database.leave()
    yield
    if django_db_keepdb:
        connection.close()
        Path(connection.settings_dict["NAME"]).unlink()


@pytest.fixture(autouse=True)
def fresh_counters():
    """No test meets the rate limits or the criteria of the one before."""
    cache.clear()
    forget_outlines()


@functools.lru_cache(maxsize=32)
def pdf_of(html: str) -> bytes:
    """The same text gives the same bytes (tests/reports/test_pdf.py), in the child as here (test_printing.py)."""
    return pdf.write_pdf(html)


def print_here(html: str, draft: Path, _tell: printing.Tell) -> float:
    """What the child process does, in this one: its start takes longer than a short document."""
    draft.write_bytes(pdf_of(html))
    return 0


@pytest.fixture(autouse=True)
def printer(request, monkeypatch):
    """PDFs are printed in this process, but where the child is the matter: in what is marked `child`."""
    if not request.node.get_closest_marker("child"):
        monkeypatch.setattr(printing, "_run", print_here)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def cycle(db):
    return make_cycle(small_set())


@pytest.fixture
def assessment(cast, cycle):
    """A draft of the cast's unit against the small set, nothing answered."""
    return make_assessment(cast.unit, cycle, cast.lead)


@pytest.fixture
def levels(cast):
    """A draft of the cast's unit against the small set of scheme levels, nothing answered."""
    return make_assessment(cast.unit, make_cycle(levels_set()), cast.lead)


@pytest.fixture
def as_user(client, request):
    """The test client, signed in as the person given; warmed up where queries are counted."""
    counts = BUDGETS.intersection(request.fixturenames) or hasattr(request.module, "CaptureQueriesContext")

    def sign_in(user):
        client.force_login(user)
        if counts:
            client.get("/help/")
        return client

    return sign_in


@pytest.fixture
def own_counters(settings):
    """Counters of the rate limits that no other test has touched."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "own"}
    settings.CACHES = settings.CACHES | {"default": own}
    cache.clear()


@pytest.fixture
def own_storage(settings, tmp_path):
    """Files of evidence lie in a folder of this test alone."""
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"evidence": options}
