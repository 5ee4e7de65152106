"""Ten thousand units: pages ask the database as often as with ten."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from accounts.roles import UnitKind
from assessments.models import Assessment

UNITS = 10_000


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def crowd(cast, cycle):
    """Adds so many units, each with an assessment."""

    def add(first: int, last: int) -> None:
        units = Unit.objects.bulk_create(
            Unit(code=f"X{n:05}", name_th=f"หน่วยงานที่ {n}", kind=UnitKind.DIVISION, path=f"/X{n:05}/")
            for n in range(first, last)
        )
        Assessment.objects.bulk_create(Assessment(unit=unit, cycle=cycle) for unit in units)

    return add


@pytest.mark.long
@pytest.mark.parametrize("url", ["/desk/", "/desk/?page=2", "/desk/?q=หน่วยงานที่+7", "/desk/?status=draft", "/"])
def test_the_coordinator_s_pages_ask_as_often_for_ten_thousand_units_as_for_a_hundred(as_user, cast, crowd, url):
    client = as_user(cast.coordinator)
    crowd(0, 100)
    few = queries(client, url)
    crowd(100, UNITS)
    assert queries(client, url.replace("page=2", "page=200")) == few <= 12


@pytest.mark.long
@pytest.mark.parametrize("url", ["/overview/", "/overview/?after=/X05000/", "/overview/?kind=division&status=draft"])
def test_the_overview_asks_as_often_for_ten_thousand_units_as_for_a_hundred(as_user, cast, crowd, url):
    client = as_user(cast.coordinator)
    crowd(0, 100)
    few = queries(client, url.replace("05000", "00050"))
    crowd(100, UNITS)
    assert queries(client, url) == few <= 12


@pytest.mark.long
@pytest.mark.django_db
def test_ten_thousand_units_are_loaded_in_a_handful_of_statements(tmp_path):
    path = tmp_path / "units.csv"
    rows = [f"X{n:05},หน่วยงานที่ {n},Unit {n},division,{'' if n == 0 else 'X00000'}" for n in range(UNITS)]
    path.write_text("\n".join(["code,name_th,name_en,kind,parent_code", *rows]))
    call_command("load_units", str(path))
    assert Unit.objects.filter(path__startswith="/X00000/").count() == UNITS
    with CaptureQueriesContext(connection) as captured:
        call_command("load_units", str(path))
    assert len(captured) <= 6
