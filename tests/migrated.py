"""A fresh SQLite database for every lane of tools/run_tests.py: the first lane migrates it, the others copy it."""

import fcntl
import shutil
from pathlib import Path

from django.db import connection


class SharedDatabase:
    """What lies under `path`, once one of the lanes has left it there."""

    def __init__(self, path: Path):
        self.path = path
        self.lock = path.with_suffix(".lock").open("w")

    def take(self) -> bool:
        """Whether this run's database is a copy. If not, it is the first: the others wait until it leaves its own."""
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if not self.path.exists():
            return False
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        given = connection.settings_dict["TEST"]
        shutil.copyfile(self.path, given["NAME"])
        given["MIGRATE"] = False
        return True

    def leave(self) -> None:
        """The others find the database of this run, in which no test has written yet."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(self.path)])
        fcntl.flock(self.lock, fcntl.LOCK_UN)
