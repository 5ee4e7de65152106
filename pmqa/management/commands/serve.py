import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from accounts.models import Holiday, Membership, User
from accounts.roles import Role
from accounts.services.members import recovery_path
from assessments.tasks import ensure_sweep
from pmqa.guard import refuse_public_demo

POLL = 0.2  # seconds between two looks at the children
WORKERS, THREADS = 2, 4


class Command(BaseCommand):
    help = "เตรียมฐานข้อมูล แล้วเปิดเว็บและตัวทำงานเบื้องหลังพร้อมกัน ตัวใดตัวหนึ่งหยุด ทั้งสองหยุด"

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, host: str, port: int, **options):
        self.prepare(f"http://{host}:{port}")
        refuse_public_demo(host)
        connections.close_all()
        sys.exit(self.supervise(host, port))

    def prepare(self, address: str) -> None:
        """The database is up to date and holds criteria and units, and a demonstration or a first administrator."""
        call_command("migrate", interactive=False, verbosity=0)
        criteria = sorted(str(path) for path in Path(settings.BASE_DIR, "fixtures", "criteria").glob("*.json"))
        self.load("load_criteria", *criteria)
        self.load("load_units", str(Path(settings.BASE_DIR, "fixtures", "units", "units.csv")))
        if not Holiday.objects.exists():
            holidays = Path(settings.BASE_DIR, "fixtures", "holidays").glob("*.json")
            self.load("load_holidays", *sorted(str(path) for path in holidays))
        ensure_sweep()
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if User.objects.exists():
            return
        if settings.PMQA_DEMO:
            call_command("demo", verbosity=0)
        else:
            self.stdout.write(f"ตั้งรหัสผ่านของผู้ดูแลระบบคนแรก (ใช้ได้ครั้งเดียว): {address}{first_administrator()}")

    def load(self, command: str, *files: str) -> None:
        """The files are loaded; what is refused (a published set that a newer release words anew) stays as it was."""
        try:
            call_command(command, *files, verbosity=0)
        except SystemExit:
            self.stderr.write("ใช้ข้อมูลเดิมที่อยู่ในระบบต่อไป")

    def supervise(self, host: str, port: int) -> int:
        """Runs web server and worker until one ends or a signal comes; then both are gone."""
        bin_folder = Path(sys.executable).parent
        web = [bin_folder / "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        web += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning"]
        web += ["--respawn-failed-workers"]
        jobs = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--interval", poll_interval()]
        jobs += ["--no-startup-delay", "--no-reload"]
        children = [start([*web, "pmqa.wsgi:application"]), start(jobs)]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(f"PMQA 4.0: http://{host}:{port}")
        self.stdout.flush()
        try:
            while all(child.poll() is None for child in children):
                time.sleep(POLL)
            return 1
        except KeyboardInterrupt:
            return 0
        finally:
            stop(children)


def poll_interval() -> str:
    """Each poll takes SQLite's write lock, so there it comes every two seconds only."""
    return "2" if "sqlite" in settings.DATABASES["default"]["ENGINE"] else "0.5"


def first_administrator() -> str:
    """A new administrator without a password, and the path of the link that sets one."""
    user = User(username="admin", is_staff=True, is_superuser=True)
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
    return recovery_path(user)


def start(command: list) -> subprocess.Popen:
    """A child with a process group of its own, for its own children; it does not outlive this process."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "pmqa.settings"}
    return subprocess.Popen(  # noqa: S603  our own programs
        command, cwd=settings.BASE_DIR, env=environment, start_new_session=True, preexec_fn=end_with_parent
    )


def end_with_parent() -> None:
    """Linux tells the child when its parent has died, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def stop(children: list[subprocess.Popen]) -> None:
    """Asks every child to end; after that, or after ten seconds, nothing of its group is left."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
