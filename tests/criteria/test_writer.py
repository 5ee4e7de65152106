"""A set that is written out is the file it came from: loaded again, nothing changes."""

import json

import pytest

from criteria.loader import Outcome, load_file, stored_rows
from criteria.models import CriteriaSet
from criteria.writer import criteria_text
from tests.criteria import sample

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("file", [sample.small_file, sample.levels_file])
def test_what_is_written_loads_without_a_change(tmp_path, file):
    path = tmp_path / "set.json"
    path.write_text(json.dumps(file()))
    load_file(path)
    written = criteria_text(CriteriaSet.objects.get())
    path.write_text(written)
    assert load_file(path) == Outcome.UNCHANGED
    assert criteria_text(CriteriaSet.objects.get()) == written


def test_into_an_empty_database_it_brings_the_same_set(tmp_path):
    path = tmp_path / "set.json"
    path.write_text(json.dumps(sample.small_file()))
    load_file(path)
    rows = stored_rows(CriteriaSet.objects.get())
    path.write_text(criteria_text(CriteriaSet.objects.get()))
    CriteriaSet.objects.all().delete()
    assert load_file(path) == Outcome.CREATED
    assert stored_rows(CriteriaSet.objects.get()) == rows
