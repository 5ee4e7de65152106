"""Viruses: every file goes through clamd where the setting names one. No answer is no permission."""

import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.files.refusal import FileRefused

CHUNK = 64 * 1024
SECONDS = 30


def check_viruses(file) -> None:
    """Raises FileRefused for a virus, and when the scanner that should look does not answer.

    `PMQA_CLAMD` is "host:port" or the path of a socket; empty: no scanner (docs/operations.md).
    """
    if not settings.PMQA_CLAMD:
        return
    try:
        verdict = _verdict(file)
    except OSError:
        verdict = ""
    if verdict.endswith("FOUND"):
        raise FileRefused(_("พบไวรัสในไฟล์นี้ ระบบไม่ได้เก็บไฟล์ไว้ แจ้งผู้ดูแลเครื่องคอมพิวเตอร์ของหน่วยงาน"))
    if not verdict.endswith("OK"):
        raise FileRefused(_("ตรวจไวรัสไม่ได้ในขณะนี้ จึงยังไม่ได้รับไฟล์ ลองส่งอีกครั้งภายหลัง หากยังไม่ได้โปรดแจ้งผู้ดูแลระบบ"))


def _verdict(file) -> str:
    """What clamd says about the file, by its command INSTREAM."""
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        file.seek(0)
        while chunk := file.read(CHUNK):
            scanner.sendall(struct.pack("!L", len(chunk)) + chunk)
        scanner.sendall(struct.pack("!L", 0))
        return scanner.makefile("rb").read().strip(b"\0\n ").decode(errors="replace")


def _connected() -> socket.socket:
    host, colon, port = settings.PMQA_CLAMD.rpartition(":")
    if colon:
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    scanner.settimeout(SECONDS)
    try:
        scanner.connect(settings.PMQA_CLAMD)
    except OSError:
        scanner.close()
        raise
    return scanner
