from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from assessments.models import Assessment

FIXTURES = Path(settings.BASE_DIR, "fixtures")


@pytest.fixture(scope="package")
def _loaded(django_db_setup, django_db_blocker):
    """The demonstration as `make run` loads it, once for all tests of this folder, and never committed.

    Django's tests close their connection, which would end the transaction.
    """
    around = transaction.atomic()
    around._from_testcase = True  # lets services begin their durable transactions within it
    with django_db_blocker.unblock(), mock.patch.object(connection, "close"), around:
        call_command("load_criteria", str(FIXTURES / "criteria" / "pmqa-2562.json"), verbosity=0)
        call_command("load_units", str(FIXTURES / "units" / "units.csv"), verbosity=0)
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_loaded, db):
    """This year's assessment of กรมพัฒนาที่ดิน in the demonstration."""
    return Assessment.objects.with_place().get(unit__code="A0008", cycle__fiscal_year=2568)
