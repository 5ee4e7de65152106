"""What the tables of the project hold, as one short text that two moments can be compared by."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

APPS = ("accounts", "criteria", "assessments", "improvement", "reports")
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def digest() -> str:
    """Of every column of every row of the project's own tables, those of many-to-many relations too."""
    seen = hashlib.sha256()
    with connection.cursor() as cursor:
        for app in APPS:
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")  # noqa: S608  our own names
                seen.update(f"{model._meta.label} {cursor.fetchall()!r}\n".encode())
    return seen.hexdigest()


@contextmanager
def watching_statements() -> Iterator[list[str]]:
    """The statements sent meanwhile that may have changed a row of the project: all but reading and savepoints.

    Where there is none, no digest has to be taken.
    """
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        if not sql.startswith(HARMLESS):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
