"""What the tables of the project hold, as one short text that two moments can be compared by."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

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


@dataclass
class Statements:
    """What was sent to the database."""

    sent: list[str] = field(default_factory=list)

    @property
    def written(self) -> list[str]:
        """Those that may have changed a row of the project: all but reading and savepoints."""
        return [sql for sql in self.sent if not sql.startswith(HARMLESS)]

    def name_tables_of(self, app: str) -> bool:
        """Whether one of them reads or writes a table of this app."""
        return any(f'"{app}_' in sql for sql in self.sent)


@contextmanager
def watching_statements() -> Iterator[Statements]:
    """The statements sent meanwhile. Where none has written, no digest has to be taken."""
    statements = Statements()

    def watch(execute, sql, params, many, context):
        statements.sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements
