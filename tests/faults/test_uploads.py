"""F28: uploads that crawl, break off or blow up do not keep anybody from writing."""

import http.client
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from assessments.models import EvidenceVersion
from tests.assessments.files.corpus import bomb, pdf
from tests.faults.server import TOKEN, Saver, Server, cookies_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CRAWLERS = 200
BOUNDARY = "pmqa-boundary"


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    running.start()
    yield running
    running.kill()


def body_of(content: bytes, name: str = "plan.pdf") -> bytes:
    """A form with a title and a file, as a browser sends it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\nplan\r\n'
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="secrecy"\r\n\r\nnormal\r\n'
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def headers_of(person, length: int) -> dict[str, str]:
    return {
        "Cookie": cookies_of(person),
        "X-CSRFToken": TOKEN,
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(length),
    }


def begun(server: Server, path: str, headers: dict[str, str], part: bytes) -> socket.socket:
    """A connection that has sent its head and this part of its body, and now waits."""
    link = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", *(f"{k}: {v}" for k, v in headers.items())]
    link.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + part)
    return link


def comes_to_nothing(folder: Path, seconds: float = 30) -> bool:
    """Whether the folder is empty before long: the server notices a broken connection in its own time."""
    end = time.monotonic() + seconds
    while any(folder.iterdir()):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def posted(server: Server, path: str, person, body: bytes) -> int:
    talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    talk.request("POST", path, body, headers_of(person, len(body)))
    return talk.getresponse().status


def test_two_hundred_crawling_uploads_keep_nobody_from_writing(server, assessment, cast):
    path, body = f"/evidence/{cast.unit.code}/new/", body_of(pdf())
    headers = headers_of(cast.contributor, len(body))
    with ExitStack() as open_links:
        links = [open_links.enter_context(begun(server, path, headers, body[:100])) for _link in range(CRAWLERS)]
        for link in links:
            link.sendall(body[100:101])
        saver = Saver(server.port, f"/assessments/{assessment.pk}/questions/1.1-1/text/", cookies_of(cast.lead))
        for number in range(20):
            saver.save(f"ครั้งที่ {number}")
            assert (saver.acknowledged, saver.unknown, saver.refused) == (number + 1, 0, [])
    assert EvidenceVersion.objects.count() == 0


def test_what_was_typed_beside_a_refused_file_is_on_the_page(tmp_path, assessment, cast):
    """The two slots of the only process are taken by uploads that crawl; everybody still writes."""
    server = Server(tmp_path, workers=1)
    server.start()
    path, body = f"/evidence/{cast.unit.code}/new/", body_of(pdf())
    headers = headers_of(cast.contributor, len(body))
    try:
        with ExitStack() as open_links:
            for _slot in range(2):
                open_links.enter_context(begun(server, path, headers, body[:100]))
            time.sleep(1)
            talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            talk.request("POST", path, body, headers)
            answer = talk.getresponse()
            assert (answer.status, "<dd><p>plan</p></dd>" in answer.read().decode()) == (503, True)
            open_links.enter_context(begun(server, path, headers, body[:100]))
            saver = Saver(server.port, f"/assessments/{assessment.pk}/questions/1.1-1/text/", cookies_of(cast.lead))
            saver.save("ยังเขียนได้")
            assert (saver.acknowledged, saver.unknown, saver.refused) == (1, 0, [])
    finally:
        server.kill()


def test_an_upload_that_breaks_off_leaves_nothing(server, cast):
    path, body = f"/evidence/{cast.unit.code}/new/", body_of(pdf())
    with begun(server, path, headers_of(cast.contributor, len(body)), body[: len(body) // 2]):
        pass
    assert posted(server, path, cast.contributor, body) == 302
    assert EvidenceVersion.objects.count() == 1
    kept = [place for place in (server.folder / "evidence").rglob("*") if place.is_file()]
    assert len(kept) == 1
    assert comes_to_nothing(server.folder / "incoming")


def test_bombs_are_refused_while_people_write(server, assessment, cast):
    path, body = f"/evidence/{cast.unit.code}/new/", body_of(bomb(), "plan.docx")
    statuses = []
    throwers = [
        threading.Thread(target=lambda: statuses.append(posted(server, path, cast.contributor, body)))
        for _each in range(8)
    ]
    for thrower in throwers:
        thrower.start()
    saver = Saver(server.port, f"/assessments/{assessment.pk}/questions/1.1-1/text/", cookies_of(cast.lead))
    for number in range(10):
        saver.save(f"ครั้งที่ {number}")
    for thrower in throwers:
        thrower.join(60)
    assert (saver.acknowledged, saver.refused, len(statuses)) == (10, [], 8)
    assert set(statuses) <= {422, 503}  # refused, or asked to try again
