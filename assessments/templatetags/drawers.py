"""Matter beside an answer, in drawers that are filled when they are opened."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_DRAWERS = 512  # of some 400 bytes each, kept by a process
ADDRESS = "\0"  # where the address of the question goes


@register.simple_tag(takes_context=True)
def drawn(context, drawer) -> SafeString:
    """The drawer of the question at `answer_url`; closed and empty."""
    row = _drawn(drawer, bool(context.get("thai_digits")), get_language())
    return SafeString(row.replace(ADDRESS, conditional_escape(context["answer_url"])))


@lru_cache(maxsize=MOST_DRAWERS)
def _drawn(drawer, thai_digits: bool, language: str) -> str:
    """What the drawer is on every question, drawn once a process."""
    shown = {"drawer": drawer, "answer_url": ADDRESS, "thai_digits": thai_digits}
    return render_to_string("assessments/_drawer.html", shown)
