"""The questions of a category beside the one on the page: which are done, and where each is."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from criteria.models import Question
from criteria.outline import CategoryOutline, ItemOutline, Outline

MOST_ROWS = 4096  # kept by a process: every question of several sets in both states
HERE = SafeString(' aria-current="page"')
LINK = '<li><a href="{}questions/{}/"{}>{}</a></li>\n'


def rail_of(
    outline: Outline, category: CategoryOutline, done: set[int], current: Question, assessment_url: str
) -> list[tuple[ItemOutline, SafeString]]:
    """The items of the category, each with its list of questions; `done` are the keys of those that are."""
    return [(item, _links(outline, item, done, current, assessment_url)) for item in category.items]


def _links(outline: Outline, item: ItemOutline, done: set[int], current: Question, assessment_url: str) -> SafeString:
    language = get_language()
    return format_html_join(
        "",
        LINK,
        (
            (
                assessment_url,
                each.code,
                HERE if each.pk == current.pk else "",
                _row(outline, each.code, each.pk in done, language),
            )
            for each in item.questions
        ),
    )


@lru_cache(maxsize=MOST_ROWS)
def _row(outline: Outline, code: str, is_done: bool, language: str) -> SafeString:
    """What the link of a question says, drawn once a process."""
    context = {"question": outline.questions[code], "is_done": is_done}
    return SafeString(render_to_string("assessments/_answer_rail_row.html", context).strip())
