"""Content to HTML to PDF, here and now; the worker has `reports.printing` do it in a child process."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import printer
from reports.comparison import ComparisonContent
from reports.content import ReportContent
from reports.fingerprints import in_fours, short_digest
from reports.qr import qr_image, qr_svg
from reports.registry import check_address
from reports.secrecy import OPEN, secrecy_of

LETTERS = {  # of the kind, in the document number
    "full": "F",
    "summary": "S",
    "feedback": "B",
    "ledger": "R",
    "comparison": "C",
}
TEMPLATES = {
    "full": "reports/full.html",
    "summary": "reports/summary.html",
    "feedback": "reports/feedback.html",
    "ledger": "reports/ledger.html",
    "comparison": "reports/comparison.html",
}


class PdfUnavailable(Exception):
    """WeasyPrint or Pango cannot be loaded on this machine; the rest of the product works."""

    message = gettext_lazy("สร้าง PDF ไม่ได้ เพราะเครื่องนี้ยังไม่ได้ติดตั้ง Pango ให้ผู้ดูแลระบบติดตั้งตามคู่มือ แล้วลองอีกครั้ง")

    def __str__(self) -> str:
        return str(self.message)


def render_html(kind: str, content: ReportContent | ComparisonContent, *, official: bool = False) -> str:
    """The whole document in Thai, whatever the language of the reader's screen.

    `official`: in the sizes of official writing; the summary keeps its own, it is two sheets.
    """
    code, secrecy = short_digest(content), secrecy_of(kind, content)
    with translation.override("th"):
        address, title = check_address(code), _("คิวอาร์โค้ดของหน้าตรวจสอบเอกสาร")
        context = {
            "content": content,
            "document_number": document_number(kind, content),
            "code": code,
            "fingerprint": in_fours(code),
            "check_address": check_address(),
            "qr": qr_svg(address, title=title),
            "foot_qr": qr_image(address, title=title),
            "kind": kind,
            "secrecy": secrecy,
            "is_secret": secrecy != OPEN,
            "official": official and kind != "summary",
        }
        return render_to_string(TEMPLATES[kind], context)


def write_pdf(html: str, *, variant: str = "pdf/ua-1", also: Path | None = None) -> bytes:
    """The PDF of a document of `render_html`; equal text gives equal bytes. Raises PdfUnavailable.

    `also` is one file more that the document may name, resolved.
    """
    try:
        return printer.pdf_of(html, variant=variant, also=also)
    except printer.EngineMissing as error:
        raise PdfUnavailable from error


def document_number(kind: str, content: ReportContent | ComparisonContent) -> str:
    """`A0008-2569-F-02`: unit, year, letter of the kind, number of the submission (00 before the first)."""
    number = content.receipt.number if content.receipt else 0
    return f"{content.cover.unit_code}-{content.cover.fiscal_year}-{LETTERS[kind]}-{number:02d}"
