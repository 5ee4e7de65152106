import argparse
import gc
import multiprocessing
import os
import time
from collections.abc import Sequence

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, reset_queries

from assessments.models import Assessment
from assessments.services.summaries import BATCH, SummariesFailed, refresh_summaries
from assessments.tasks import ensure_sweep
from criteria.models import CriteriaSet

BETWEEN_LINES = 5  # seconds
BETWEEN_CONNECTIONS = 1000  # assessments; SQLite keeps what it has mapped of its file as long as a connection
forked = multiprocessing.get_context("fork")


class Command(BaseCommand):
    """Exit 0: every summary is made anew; 1: an unknown set, or some that cannot be computed; 2: wrong usage."""

    help = "คำนวณสรุปจำนวนและคะแนนของแบบประเมินใหม่ทั้งหมด ทำซ้ำได้"
    requires_system_checks = [Tags.database]  # all of them would load every page

    def add_arguments(self, parser):
        parser.add_argument("--fiscal-year", type=int, help="เฉพาะปีงบประมาณนี้ (พ.ศ.)")
        parser.add_argument("--set", dest="criteria_set", help="เฉพาะชุดเกณฑ์รหัสนี้")
        parser.add_argument("--processes", type=at_least_one, default=os.cpu_count() or 1, help="จำนวนโพรเซส")

    def handle(self, *, fiscal_year, criteria_set, processes, **options):
        self.began = self.last_line = time.monotonic()
        keys = keys_of(fiscal_year, criteria_set)
        reasons = self.recompute(keys, processes)
        ensure_sweep()
        for assessment in Assessment.objects.with_place().filter(pk__in=reasons).order_by("pk"):
            place = f"{assessment.unit.code} {assessment.fiscal_year} {assessment.criteria_set.code}"
            self.stderr.write(f"{place}: คำนวณสรุปไม่ได้ ({reasons[assessment.pk]}) ตรวจข้อมูลของแบบประเมินนี้")
        seconds = time.monotonic() - self.began
        self.stdout.write(f"คำนวณสรุปใหม่ {len(keys) - len(reasons):,} จาก {len(keys):,} แบบประเมิน ใน {seconds:.0f} วินาที")
        if reasons:
            raise SystemExit(1)

    def recompute(self, keys: Sequence[int], processes: int) -> dict[int, str]:
        """All of them, by this process and its children; why some could not be computed, by key."""
        shares = shares_of(keys, processes)
        done = forked.Value("q", 0)
        if len(shares) > 1:
            connections.close_all()  # each process opens its own
        gc.freeze()  # what is loaded by now is not searched for garbage again, and stays shared
        children = [start(share, done) for share in shares[1:]]
        reasons = work(shares[0], done, lambda: self.tell(done.value, len(keys))) if shares else {}
        for child, answer in children:
            try:
                reasons |= answer.recv()
            except EOFError:
                raise CommandError("โพรเซสหนึ่งหยุดกลางคัน สรุปบางส่วนยังเป็นค่าเดิม ให้สั่งใหม่อีกครั้ง") from None
            child.join()
        return reasons

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self.last_line >= BETWEEN_LINES:
            self.last_line = time.monotonic()
            self.stderr.write(f"{done:,} จาก {total:,}")


def at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("ต้องเป็น 1 ขึ้นไป")
    return number


def keys_of(fiscal_year: int | None, criteria_set: str | None) -> list[int]:
    """The keys of what is to be recomputed, in their order. Raises CommandError for an unknown set."""
    if criteria_set and not CriteriaSet.objects.filter(code=criteria_set).exists():
        raise CommandError(f"{criteria_set}: ไม่มีชุดเกณฑ์นี้ในระบบ ตรวจรหัสชุดเกณฑ์")
    asked = {"cycle__fiscal_year": fiscal_year, "cycle__criteria_set__code": criteria_set}
    found = Assessment.objects.filter(**{name: value for name, value in asked.items() if value is not None})
    return list(found.order_by("pk").values_list("pk", flat=True))


def shares_of(keys: Sequence[int], processes: int) -> list[list[int]]:
    """Whole batches dealt out in turn, so that every process has old and new ones; no empty share."""
    batches = [keys[first : first + BATCH] for first in range(0, len(keys), BATCH)]
    dealt = [batches[number::processes] for number in range(processes)]
    return [[key for batch in own for key in batch] for own in dealt if own]


def start(share: list[int], done):
    """A child at work on its share, and the end of the pipe on which it will answer."""
    here, there = forked.Pipe(duplex=False)
    child = forked.Process(target=answer, args=(share, done, there), daemon=True)
    child.start()
    there.close()
    return child, here


def answer(share: list[int], done, pipe) -> None:
    reasons = work(share, done)
    connections.close_all()
    pipe.send(reasons)


def work(share: list[int], done, tell=lambda: None) -> dict[int, str]:
    """The summaries of the share are made anew; why some could not be computed, by key."""

    def told(count: int) -> None:
        with done.get_lock():
            before, done.value = done.value, done.value + count
        reset_queries()
        if before // BETWEEN_CONNECTIONS != done.value // BETWEEN_CONNECTIONS:
            connections.close_all()
        tell()

    try:
        refresh_summaries(share, told=told)
    except SummariesFailed as failed:
        return failed.reasons
    return {}
