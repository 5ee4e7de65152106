"""Content to Word: the report as a .docx through a template that the office may replace by its own.

The template is data, not code: Jinja runs in its sandbox and meets plain values alone, and every text that a person
typed is escaped, so that no answer can change the document it stands in.
"""

import logging
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from assessments.interchange.word.style import xml_safe
from reports.content import AnswerPart, CategoryPart, IndicatorTable, ItemPart, ReportContent
from reports.word_blocks import Xml, body_of, inert, joined, paragraph, run, table
from thai.dates import long_date
from thai.digits import grouped, to_thai

logger = logging.getLogger(__name__)
NO_FIGURE = "–"
PROFILE = "P"  # what stands in the address for the organisational profile


class WordTemplateBroken(Exception):
    """The template of the office cannot be read or filled in; the reason is in the log of the server."""

    message = gettext_lazy("สร้างไฟล์ Word ไม่ได้ เพราะแม่แบบที่หน่วยงานตั้งไว้ใช้ไม่ได้ ให้ผู้ดูแลระบบตรวจแม่แบบตามคู่มือ แล้วลองอีกครั้ง")

    def __str__(self) -> str:
        return str(self.message)


def write_word(content: ReportContent, *, category: str = "", template: Path | None = None) -> bytes:
    """The whole, or one category of it, as .docx. Raises KeyError for a category that is not there, WordTemplateBroken.

    Words of the product are Thai whatever the language of the reader's screen.
    """
    with translation.override("th"):
        context = _context(content, category)
        try:
            document = DocxTemplate(template or settings.PMQA_WORD_TEMPLATE)
            document.render(context, _environment(thai_digits=content.thai_digits))
            document.docx.core_properties.title = context["title"]
            file = BytesIO()
            document.save(file)
        except Exception as problem:  # whatever somebody's template does; what it was is told to the administrator
            logger.exception("The template of Word cannot be used")
            raise WordTemplateBroken from problem
    return file.getvalue()


def _environment(*, thai_digits: bool) -> ImmutableSandboxedEnvironment:
    shown: Callable[[str], str] = to_thai if thai_digits else str
    environment = ImmutableSandboxedEnvironment(autoescape=True, finalize=_written)
    environment.filters |= {
        "digits": lambda value: shown(str(value)),
        "number": lambda value: shown(_figure(value)),
        "two": lambda value: shown(_figure(value, 2)),
        "date": lambda value: shown(long_date(value)) if value else "",
    }
    return environment


def _written(value: Any) -> Any:
    """What a template prints: pieces of Word as they are, anything else as text of XML."""
    if isinstance(value, Xml):
        return Markup(str(value))  # noqa: S704  escaped where it was made
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(inert(str(escape(xml_safe(value)))))  # noqa: S704  escaped here
    return value


def _figure(value: Decimal | int | None, places: int | None = None) -> str:
    """With thousands commas, a dash where there is none (as on paper: templatetags/paper.py)."""
    return NO_FIGURE if value is None else grouped(Decimal(value), places)


# --- What a template may print -----------------------------------------------------------------------------------


def _context(content: ReportContent, category: str) -> dict[str, Any]:
    """Plain values under the names that docs/word-template.md lists."""
    chosen = tuple(part for part in content.categories if category in {"", part.code})
    profile = content.profile if category in {"", PROFILE} else ()
    if category and not chosen and not profile:
        raise KeyError(category)
    return {
        "title": _("รายงานผลการประเมินตนเองตามเกณฑ์ PMQA ปีงบประมาณ พ.ศ. %(year)s") % {"year": content.cover.fiscal_year},
        "cover": content.cover,
        "total": content.total,
        "receipt": content.receipt,
        "draft": content.draft,
        "demo": content.demo,
        "reviewed": content.reviewed,
        "whole": not category,
        "profile": [_item(content, item) for item in profile],
        "categories": [_category(content, part) for part in chosen],
        "evidence": _evidence(content) if not category else "",
    }


def _category(content: ReportContent, part: CategoryPart) -> dict[str, Any]:
    return {
        "code": part.code,
        "title": part.title,
        "maximum": part.maximum,
        "self_points": part.self_points,
        "review_points": part.review_points,
        "previous": part.previous,
        "items": [_item(content, item) for item in part.items],
    }


def _item(content: ReportContent, item: ItemPart) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "maximum": item.maximum,
        "score": item.score,
        "areas": [
            {"letter": area.letter, "title": area.title, "answers": [_answer(answer) for answer in area.answers]}
            for area in item.areas
            if area.answers
        ],
        "indicators": _indicators(content, item.indicators) if item.indicators else "",
        "reason": body_of(item.score.reason) if item.score and item.score.reason else "",
        "findings": [
            {"sign": finding.sign, "nugget": finding.nugget, "evidence": finding.evidence} for finding in item.findings
        ],
    }


def _answer(answer: AnswerPart) -> dict[str, Any]:
    """`body` is the text with its marks, or why there is none."""
    if answer.not_applicable:
        body = Xml(paragraph(run(_("ไม่เกี่ยวข้องกับหน่วยงาน"), bold=True)) + body_of(answer.not_applicable))
    elif answer.text:
        body = body_of(answer.text)
    else:
        body = Xml(paragraph(run(_("ยังไม่มีคำตอบ"), italic=True)))
    return {
        "code": answer.code,
        "official_number": answer.official_number,
        "title": answer.title,
        "body": body,
        "judgement": answer.judgement,
        "evidence": joined(answer.evidence),
        "key_factors": joined(answer.key_factors),
        "tags": joined((*answer.characteristics, *answer.success_factors)),
    }


def _indicators(content: ReportContent, indicators: IndicatorTable) -> Xml | str:
    """The figures of the last years with target and comparator of the year that is scored."""
    if not indicators.rows:
        return ""
    shown: Callable[[str], str] = to_thai if content.thai_digits else str
    years = indicators.columns
    heads = [_("ตัวชี้วัด"), *(shown(str(year)) for year in years), _("เป้าหมาย"), _("คู่เทียบ")]
    rows = [[run(head, bold=True) for head in heads]]
    for row in indicators.rows:
        figures = [*row.values[-len(years) :], row.target, row.comparator]
        name = f"{row.code} {row.name} ({row.unit_of_measure})" if row.unit_of_measure else f"{row.code} {row.name}"
        rows.append([run(name), *(run(shown(_figure(figure))) for figure in figures)])
    return Xml(table(rows, widths=[12, *[4] * len(years), 5, 5], figures_from=1))


def _evidence(content: ReportContent) -> Xml | str:
    """The records that answers cite, each with the hash of its file."""
    if not content.evidence:
        return ""
    rows = [[run(head, bold=True) for head in (_("รหัส"), _("หลักฐาน"), _("อ้างในข้อ"), _("SHA-256 ของไฟล์"))]]
    for row in content.evidence:
        proof = row.sha256 or f"{row.secrecy} {row.keeper}".strip()
        rows.append([run(cell) for cell in (row.code, row.title, joined(row.cited_by), proof)])
    return Xml(table(rows, widths=[1, 4, 2, 4]))
