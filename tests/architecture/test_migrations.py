"""The migrations say what the models say."""

import pytest
from django.core.management import call_command
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration(capsys):
    try:
        call_command("makemigrations", "--check", "--dry-run")
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_a_squashed_migration_says_what_those_that_it_replaces_said():
    at_once = MigrationLoader(None).project_state()
    step_by_step = MigrationLoader(None, replace_migrations=False)
    heads = [node for node in step_by_step.graph.leaf_nodes() if "_squashed_" not in node[1]]
    assert [node[0] for node in heads] == sorted({node[0] for node in heads})
    changes = MigrationAutodetector(step_by_step.project_state(heads), at_once).changes(step_by_step.graph)
    assert changes == {}
