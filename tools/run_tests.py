"""Runs the tests side by side: the whole suite on SQLite, on PostgreSQL those of the mark `database`.

What waits for browsers and servers runs beside what computes, so that two cores are never idle.

`--long` runs the long trials instead: races of 50 rounds, 200 examples of every property, everything marked `long`; and
on PostgreSQL the whole suite.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONG = "--long" in sys.argv
LOOKING = ("tests/journeys/test_accessibility.py", "tests/reports", "tests/faults")  # as much as all other waiting
WAITING = ("tests/journeys", "tests/races", "tests/test_serve.py")
PAGES = ("tests/assessments/views", "tests/test_access_matrix.py")  # as much work as all the rest
# Arithmetic, browsers, permissions, headers and the text of PDFs: no statement in them depends on the database.
SAME_ON_BOTH = (
    "tests/thai",
    "tests/assessments/scoring",
    "tests/assessments/interchange/tables",
    "tests/architecture",
    "tests/journeys",
    "tests/demo/test_pdf_text.py",
    "tests/demo/test_demo_evidence.py",
    "tests/demo/test_demo_content.py",
    "tests/reports/test_marks.py",
    "tests/reports/test_pdf.py",
    "tests/reports/test_summary_pages.py",
    "tests/reports/test_thai_sentences.py",
    "tests/accounts/test_admin_site.py",
    "tests/accounts/test_hashers.py",
    "tests/test_access_matrix.py",
    "tests/test_headers.py",
    "tests/test_serve.py",
)


def kept_environment() -> dict[str, str]:
    """Ours, but what one process has compiled the next one reads, also where the machine forbids to write it.

    A run starts some hundred: servers, commands, printers. Their imports are most of what they do.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "compiled")} | kept


def start(name: str, arguments: list[str], **environment: str) -> tuple:
    """A test run of its own, writing to a file."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    log = (ROOT / ".cache" / f"test-{name}.log").open("w+")
    command = [sys.executable, "-m", "pytest", *arguments]
    size = {"PMQA_RACE_ROUNDS": "50", "PMQA_TRIALS": "long"} if LONG else {"PMQA_RACE_ROUNDS": "10"}
    given = kept_environment() | {"XDG_CACHE_HOME": str(ROOT / ".cache")} | size | environment
    return name, log, time.monotonic(), subprocess.Popen(command, cwd=ROOT, env=given, stdout=log, stderr=log)


def cpu_of_children() -> float:
    """Seconds that the lanes have computed, of those that were waited for, with all that they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def without(paths: tuple[str, ...]) -> list[str]:
    return [f"--ignore={path}" for path in paths]


def main() -> int:
    """The worst exit code of the lanes. They find each other's migrated database in a folder of this run."""
    with tempfile.TemporaryDirectory(prefix="pmqa-lanes-") as folder:
        os.environ["PMQA_TEST_MIGRATED"] = f"{folder}/migrated.sqlite3"
        return run_lanes()


def run_lanes() -> int:
    marks = ["-m", "race or long or hypothesis"] if LONG else ["-m", "not long"]
    on_postgres = [] if LONG else ["-m", "not long and database"]
    looking = {"every": ["-k", "every_page"], "looking": ["-k", "not every_page"]} if LONG else {"looking": []}
    runs = [
        *(start(f"sqlite-{name}", [*marks, *some, *LOOKING], PMQA_TEST_DB="sqlite") for name, some in looking.items()),
        start("sqlite-waiting", [*marks, *WAITING, *without(LOOKING)], PMQA_TEST_DB="sqlite"),
        start("sqlite-pages", [*marks, *PAGES], PMQA_TEST_DB="sqlite"),
        start("sqlite", [*marks, *without((*LOOKING, *WAITING, *PAGES))], PMQA_TEST_DB="sqlite"),
        start("postgres", [*on_postgres, *without(SAME_ON_BOTH)], PMQA_TEST_DB="postgres"),
    ]
    worst = 0
    for name, log, began, process in runs:
        before = cpu_of_children()
        code = process.wait()
        took, cpu = time.monotonic() - began, cpu_of_children() - before
        log.seek(0)
        print(f"--- {name}, {took:.0f} s, {cpu:.0f} s of CPU\n{log.read()}", flush=True)
        worst = worst or code
    return worst


if __name__ == "__main__":
    sys.exit(main())
