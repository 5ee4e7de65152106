"""Content to HTML to PDF, here and now; the worker has `reports.printing` do it in a child process."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy

from reports import printer
from reports.content import ReportContent
from reports.fingerprints import fingerprint

LETTERS = {"full": "F", "summary": "S", "feedback": "B"}  # of the kind, in the document number
TEMPLATES = {
    "full": "reports/full.html",
    "summary": "reports/summary.html",
    "feedback": "reports/feedback.html",
}


class PdfUnavailable(Exception):
    """WeasyPrint or Pango cannot be loaded on this machine; the rest of the product works."""

    message = gettext_lazy("สร้าง PDF ไม่ได้ เพราะเครื่องนี้ยังไม่ได้ติดตั้ง Pango ให้ผู้ดูแลระบบติดตั้งตามคู่มือ แล้วลองอีกครั้ง")

    def __str__(self) -> str:
        return str(self.message)


def render_html(kind: str, content: ReportContent) -> str:
    """The whole document in Thai, whatever the language of the reader's screen."""
    context = {
        "content": content,
        "document_number": document_number(kind, content),
        "fingerprint": fingerprint(content),
        "kind": kind,
    }
    with translation.override("th"):
        return render_to_string(TEMPLATES[kind], context)


def write_pdf(html: str, *, variant: str = "pdf/ua-1") -> bytes:
    """The PDF of a document of `render_html`; equal text gives equal bytes. Raises PdfUnavailable."""
    try:
        return printer.pdf_of(html, variant=variant)
    except printer.EngineMissing as error:
        raise PdfUnavailable from error


def document_number(kind: str, content: ReportContent) -> str:
    """`A0008-2569-F-02`: unit, year, letter of the kind, number of the submission (00 before the first)."""
    number = content.receipt.number if content.receipt else 0
    return f"{content.cover.unit_code}-{content.cover.fiscal_year}-{LETTERS[kind]}-{number:02d}"
