"""Sending a file: whole, in part, or not at all where the reader holds it."""

import pytest
from django.test import RequestFactory

from reports.sending import send_kept

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def send(tmp_path):
    """Sends a file of 256,000 bytes under the tag `t`, to a request with these headers."""
    path = tmp_path / "report.pdf"
    path.write_bytes(CONTENT)

    def answer(*, public=False, fresh=False, **headers):
        request = RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
        request.session = {"public_computer": public}
        return send_kept(request, path, name="รายงาน.pdf", tag="t", fresh=fresh)

    return answer


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_file_has_its_length_and_its_tag(send):
    response = send()
    assert (response.status_code, response["Content-Length"], response["ETag"]) == (200, "256000", '"t"')
    assert (response["Accept-Ranges"], response["Content-Type"]) == ("bytes", "application/pdf")
    assert body(response) == CONTENT


@pytest.mark.parametrize("held", ['"t"', 'W/"t"', '"x", "t"', "*"])
def test_what_the_reader_holds_is_not_sent_again(send, held):
    response = send(if_none_match=held)
    assert (response.status_code, response["ETag"], body(response)) == (304, '"t"', b"")


@pytest.mark.parametrize("held", ['"x"', "t", ""])
def test_another_tag_gets_the_file(send, held):
    assert body(send(if_none_match=held)) == CONTENT


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=250000-", 250_000, 255_999),
        ("bytes=250000-999999", 250_000, 255_999),
        ("bytes=-500", 255_500, 255_999),
        ("bytes=-999999", 0, 255_999),
        ("bytes=0-200000", 0, 200_000),
    ],
)
def test_a_part(send, asked, first, last):
    response = send(range=asked)
    assert (response.status_code, response["Content-Range"]) == (206, f"bytes {first}-{last}/256000")
    assert (response["Content-Length"], response["ETag"]) == (str(last - first + 1), '"t"')
    assert body(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_past_the_end(send, asked):
    response = send(range=asked)
    assert (response.status_code, response["Content-Range"], body(response)) == (416, "bytes */256000", b"")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=+1-2"])
def test_what_is_no_range_gets_the_whole(send, asked):
    response = send(range=asked)
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_part_of_another_version_is_the_whole(send):
    assert send(range="bytes=0-9", if_range='"t"').status_code == 206
    assert body(send(range="bytes=0-9", if_range='"x"')) == CONTENT


@pytest.mark.parametrize(
    ("fresh", "public", "said"),
    [
        (False, False, "private, no-cache"),
        (True, False, "private, max-age=1800, immutable"),
        (False, True, "no-store"),
        (True, True, "no-store"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"if_none_match": '"t"'}, {"range": "bytes=0-9"}])
def test_only_the_browser_of_one_session_keeps_it(send, fresh, public, said, headers):
    response = send(fresh=fresh, public=public, **headers)
    assert (response["Cache-Control"], response["Vary"]) == (said, "Cookie")
