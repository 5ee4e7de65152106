"""Saves over HTTP against a server of its own: two at the same moment, a killed server, a synced disk."""

import os
import re
import shutil
import threading
import time

import pytest
from django.db import connection

from assessments.models import Answer
from tests.cast import make_user
from tests.faults.server import Saver, Server, cookies_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
IS_LONG = os.environ.get("PMQA_TRIALS") == "long"
TRIALS = 200 if IS_LONG else 20
KILLS = 5 if IS_LONG else 2
SAVES_BEFORE_KILL = 40
QUESTIONS = ("P-1", "1.1-1", "1.1-2", "1.1-3", "7.1-1", "7.1-2", "7.2-1", "7.2-2")
SAVES = 10  # traced


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    running.start()
    yield running
    running.kill()


def saver(server: Server, assessment, person, code: str) -> Saver:
    return Saver(server.port, f"/assessments/{assessment.pk}/questions/{code}/text/", cookies_of(person))


def run_together(*functions) -> None:
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)


def test_two_people_on_two_questions_keep_every_text(server, assessment, cast):
    savers = saver(server, assessment, cast.contributor, "1.1-1"), saver(server, assessment, cast.lead, "1.1-2")
    barrier = threading.Barrier(2)

    def work(own: Saver, name: str) -> None:
        for trial in range(TRIALS):
            barrier.wait(60)
            own.save(f"{name} ครั้งที่ {trial}")
            barrier.wait(60)

    run_together(lambda: work(savers[0], "คนแรก"), lambda: work(savers[1], "คนที่สอง"))
    assert [own.refused for own in savers] == [[], []]
    stored = dict(assessment.answers.filter(version__gt=0).values_list("question__code", "text"))
    assert stored == {"1.1-1": f"คนแรก ครั้งที่ {TRIALS - 1}", "1.1-2": f"คนที่สอง ครั้งที่ {TRIALS - 1}"}
    assert [own.version for own in savers] == [TRIALS, TRIALS]


def test_two_people_on_one_question_both_see_both_texts(server, assessment, cast):
    """Each trial has one winner; the loser's text stands in the history."""
    for trial in range(TRIALS):
        version = assessment.answers.get(question__code="1.1-1").version
        savers = [saver(server, assessment, person, "1.1-1") for person in (cast.contributor, cast.lead)]
        barrier = threading.Barrier(2)

        def work(own: Saver, text: str, version: int, barrier: threading.Barrier) -> None:
            own.version = version
            barrier.wait(60)
            own.save(text)

        texts = [f"คนแรก {trial}", f"คนที่สอง {trial}"]
        run_together(
            *(
                lambda own=own, text=text, version=version, barrier=barrier: work(own, text, version, barrier)
                for own, text in zip(savers, texts, strict=True)
            )
        )
        lost = [own for own in savers if own.refused]
        assert len(lost) == 1, [own.refused for own in savers]
        assert lost[0].refused[0].startswith("409")
        answer = assessment.answers.get(question__code="1.1-1")
        kept = answer.revisions.filter(text__in=texts).values_list("kind", "text")
        other = next(text for text in texts if text != answer.text)
        assert sorted(kept) == [("conflict", other), ("saved", answer.text)]


def test_a_killed_server_has_lost_no_acknowledged_save(server, assessment):
    """Eight savers, `kill -9` in the middle of it; what was acknowledged stands, what was not is settled by its key."""
    people = [make_user(f"saver{number}", ("contributor", assessment.unit)) for number in range(len(QUESTIONS))]
    savers = [saver(server, assessment, person, question) for person, question in zip(people, QUESTIONS, strict=True)]
    stop = threading.Event()

    def work(own: Saver) -> None:
        while not stop.is_set():
            own.save(f"{own.path} ฉบับ {own.version + 1} " + "ก" * 2000)

    def kill() -> None:
        for kills in range(1, KILLS + 1):
            wait_for_saves(kills * SAVES_BEFORE_KILL)
            server.kill()
            server.start()
        wait_for_saves((KILLS + 1) * SAVES_BEFORE_KILL)
        stop.set()

    def wait_for_saves(number: int) -> None:
        end = time.monotonic() + 60
        while sum(own.acknowledged for own in savers) < number and time.monotonic() < end:
            time.sleep(0.02)

    run_together(kill, *(lambda own=own: work(own) for own in savers))
    assert [own.refused for own in savers] == [[] for _saver in savers]
    assert sum(own.acknowledged for own in savers) >= (KILLS + 1) * SAVES_BEFORE_KILL
    assert sum(own.unknown for own in savers) > 0, "nobody was saving when the server was killed"
    for own, question in zip(savers, QUESTIONS, strict=True):
        stored = Answer.objects.get(assessment=assessment, question__code=question)
        assert (stored.version, stored.text) == (own.version, own.text)
        assert stored.revisions.get(version=own.version, kind="saved").text == own.text
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            assert cursor.fetchall() == [("ok",)]


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace: apt-get install -y strace")
def test_every_acknowledged_save_was_synced_before(tmp_path, assessment, cast):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL syncs in a process of its own; the test's server runs with fsync off")
    log = tmp_path / "trace"
    trace = ("strace", "-f", "-s", "40", "-o", str(log), "-e", "trace=fsync,fdatasync,sendto,write,writev,sendmsg")
    traced = Server(tmp_path, workers=1, prefix=trace)
    traced.start()
    try:
        own = saver(traced, assessment, cast.contributor, "1.1-1")
        for number in range(SAVES):
            own.save(f"ฉบับ {number}")
        assert (own.acknowledged, own.refused) == (SAVES, [])
    finally:
        traced.kill()
    synced = 0
    answers = []
    for line in log.read_text(errors="replace").splitlines():
        if re.search(r"\bf(data)?sync(\(| resumed).*= 0$", line):
            synced += 1
        elif "HTTP/1.1 200" in line:
            answers.append(synced)
            synced = 0
    assert len(answers) > SAVES, "the answers of the server were not found in the trace"
    assert [count > 0 for count in answers[-SAVES:]] == [True] * SAVES
