"""Where files of evidence lie: a private folder, or by setting a bucket of an S3-compatible service."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from pmqa.settings import evidence_storage


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as keeps objects: PUT, GET, HEAD, DELETE."""

    objects: dict[str, bytes] = {}
    signed: list[str] = []

    def do_PUT(self):
        self.signed.append(self.headers.get("Authorization", ""))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            length, _line_end, rest = body.partition(b"\r\n")
            body = rest[: int(length.partition(b";")[0], 16)]
        self.objects[self.path.partition("?")[0]] = body
        self._answer(200, b"", {"ETag": '"e"'})

    def do_GET(self):
        content = self.objects.get(self.path.partition("?")[0])
        self._answer(404 if content is None else 200, content or b"", {"ETag": '"e"'})

    def do_HEAD(self):
        self.do_GET()

    def do_DELETE(self):
        self.objects.pop(self.path.partition("?")[0], None)
        self._answer(204, b"")

    def _answer(self, status: int, content: bytes, headers: dict | None = None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_args):
        """Quiet."""


@pytest.fixture
def bucket():
    Bucket.objects, Bucket.signed = {}, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_folder_is_the_default(monkeypatch, settings):
    monkeypatch.delenv("PMQA_S3_BUCKET", raising=False)
    storage = storages.create_storage(evidence_storage())
    assert (storage.__class__.__name__, storage.location) == ("FileSystemStorage", str(settings.DATA_DIR / "evidence"))


def test_a_bucket_keeps_and_gives_back_the_same_bytes(monkeypatch, bucket):
    given = {"BUCKET": "pmqa", "ENDPOINT": bucket, "REGION": "us-east-1", "ACCESS_KEY": "a", "SECRET_KEY": "b"}
    for name, value in given.items():
        monkeypatch.setenv(f"PMQA_S3_{name}", value)
    storage = storages.create_storage(evidence_storage())
    name = storage.save("ab/abc", ContentFile("แผน".encode()))
    assert (name, list(Bucket.objects), storage.open(name).read().decode()) == ("ab/abc", ["/pmqa/ab/abc"], "แผน")
    assert all(key.startswith("AWS4-HMAC-SHA256") for key in Bucket.signed)
    storage.delete(name)
    assert (Bucket.objects, storage.exists(name)) == ({}, False)
