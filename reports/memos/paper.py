"""A memo as a PDF, made while the person waits: it is short, and no more than one at a time is set in a process."""

from threading import Lock

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy

from reports.memos.content import Memo
from reports.pdf import write_pdf

LONGEST = 60_000  # code points: some 30 pages; measured 0.05 s of CPU for a page
ONE_AT_A_TIME = Lock()


class MemoTooLong(Exception):
    """More than can be set while a person waits."""

    message = gettext_lazy("บันทึกยาวเกินกว่าจะทำเป็น PDF ในหน้านี้ ดาวน์โหลดเป็น Word แล้วบันทึกเป็น PDF จากโปรแกรมนั้น")

    def __str__(self) -> str:
        return str(self.message)


def memo_pdf(memo: Memo) -> bytes:
    """The PDF; equal memos give equal bytes. Raises MemoTooLong, PdfUnavailable."""
    if memo.length > LONGEST:
        raise MemoTooLong
    html = memo_html(memo)
    with ONE_AT_A_TIME:
        return write_pdf(html, also=settings.PMQA_EMBLEM)


def memo_html(memo: Memo) -> str:
    """The whole document in Thai, whatever the language of the reader's screen."""
    emblem = settings.PMQA_EMBLEM
    with translation.override("th"):
        return render_to_string("reports/memo_paper.html", {"memo": memo, "emblem": emblem.as_uri() if emblem else ""})
