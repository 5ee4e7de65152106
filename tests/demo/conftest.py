from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from assessments.models import Assessment

FIXTURES = Path(settings.BASE_DIR, "fixtures")


@pytest.fixture
def demo(db):
    """The demonstration as `make run` loads it; this year's assessment of กรมพัฒนาที่ดิน."""
    call_command("load_criteria", str(FIXTURES / "criteria" / "pmqa-2562.json"), verbosity=0)
    call_command("load_units", str(FIXTURES / "units" / "units.csv"), verbosity=0)
    call_command("demo", verbosity=0)
    return Assessment.objects.with_place().get(unit__code="A0008", cycle__fiscal_year=2568)
