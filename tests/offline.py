"""Offline forms as their script leaves them, for tests."""

import json
import re

from assessments.views.offline_file import page_of
from criteria.outline import outline_of

BLOCK = re.compile(r'(<script type="application/json" id="pmqa-form"[^>]*>)([^<]*)(</script>)')


def offline_page(assessment, category: str = "1") -> str:
    """The form of one category as it is downloaded now."""
    found = next(each for each in outline_of(assessment.criteria_set).categories if each.code == category)
    return page_of(assessment, found, "pmqa")


def filled(page: str, **head) -> str:
    """The page as its script writes it, with another head or other answers."""
    block = json.dumps(json.loads(BLOCK.search(page)[2]) | head)
    for sign in "<>&":
        block = block.replace(sign, f"\\u{ord(sign):04x}")
    return BLOCK.sub(lambda found: found[1] + block + found[3], page)


def answers(page: str, *changes: dict) -> list[dict]:
    """The answers of the page; the first ones with these changes."""
    rows = json.loads(BLOCK.search(page)[2])["answers"]
    return [row | change for row, change in zip(rows, [*changes, *[{}] * len(rows)], strict=False)]
