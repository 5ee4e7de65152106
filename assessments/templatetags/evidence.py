"""Evidence named in an answer, `[E12 น.4]`, as a link to it."""

from functools import partial

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.citing import cited_marks
from thai.markup import rendered

register = template.Library()


@register.filter
def linked_answer(text: str, links: dict[str, str] | None) -> SafeString:
    """An answer to be read, its marks as links to what `links` holds by code; a code that is not there stays text."""
    return rendered(text or "", partial(_linked, links or {}))


def _linked(links: dict[str, str], text: str) -> SafeString:
    pieces, at = [], 0
    for mark in cited_marks(text):
        if links.get(mark.code):
            pieces += [escape(text[at : mark.start]), _link(links[mark.code], text[mark.start : mark.end])]
            at = mark.end
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, escape(text[at:])]))


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)
