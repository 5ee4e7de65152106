"""A made file on its way to the reader: not again what she has, and from where a broken download stopped."""

import re
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

BLOCK = 64 * 1024
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
ASK_AGAIN, FRESH = "private, no-cache", f"private, max-age={settings.SESSION_COOKIE_AGE}, immutable"
TYPES = {".pdf": "application/pdf", ".zip": "application/zip"}


class LargeBlocks(FileResponse):
    block_size = BLOCK


def send_kept(request, path: Path, *, name: str, tag: str, fresh: bool = False) -> HttpResponse | StreamingHttpResponse:
    """The file, to be kept by the browser of this session, never on a computer that others use.

    `fresh`: its address names its content, so the browser need not ask again for as long as a session lives that
    nobody uses.
    """
    keep = "no-store" if request.session.get("public_computer") else FRESH if fresh else ASK_AGAIN
    return send_file(request, path, name=name, tag=tag, keep=keep)


def send_file(request, path: Path, *, name: str, tag: str, keep: str) -> HttpResponse | StreamingHttpResponse:
    """The file as an attachment of this name; 304 where the reader holds it, 206 for a part of it, 416 past its end."""
    etag = f'"{tag}"'
    headers = {"ETag": etag, "Cache-Control": keep, "Vary": "Cookie", "Accept-Ranges": "bytes"}
    headers["Content-Type"] = TYPES[Path(name).suffix]
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if {etag, f"W/{etag}", "*"}.intersection(known):
        return HttpResponseNotModified(headers=headers)
    if request.headers.get("If-Range", etag) == etag:
        size = path.stat().st_size
        part = _part(request.headers.get("Range", ""), size)
        if part is not None:
            return _send_part(
                path, part, size, headers | {"Content-Disposition": content_disposition_header(True, name)}
            )
    return LargeBlocks(path.open("rb"), as_attachment=True, filename=name, headers=headers)


def _part(asked: str, size: int) -> range | None:
    """The bytes that are asked for, none of them past the end; None where the whole is: no range, or not one alone."""
    found = RANGE.fullmatch(asked.strip())
    if not found or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last or size - 1) + 1, size))


def _send_part(path: Path, part: range, size: int, headers: dict) -> HttpResponse | StreamingHttpResponse:
    if not part:
        nothing = {"Content-Range": f"bytes */{size}", "Content-Type": headers["Content-Type"]}
        return HttpResponse(status=416, headers=nothing)
    headers |= {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}", "Content-Length": str(len(part))}
    return StreamingHttpResponse(_blocks(path.open("rb"), part), status=206, headers=headers)


def _blocks(file: IO[bytes], part: range):
    with file:
        file.seek(part.start)
        for start in range(part.start, part.stop, BLOCK):
            yield file.read(min(BLOCK, part.stop - start))
