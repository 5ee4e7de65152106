"""One category as a form that is filled in without a network: the data of its file, `pmqa-offline/1`.

The file is HTML that carries the data in one block. Its script (static/offline/form.js) writes the block anew, by the
rule of `embedded`; form_reading.py reads it when it comes back.
"""

import json
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from assessments.models import Answer
from assessments.services.taking_back import digest_of
from criteria.outline import CategoryOutline

FORMAT = "pmqa-offline/1"
BLOCK = "pmqa-form"  # the id of the block in the file
# Nothing of a text can end the block, or a line of a script; JSON reads it back as it was.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def offline_form(assessment, category: CategoryOutline, answers: dict[str, Answer], *, made: datetime) -> dict:
    """The head and, for each question of the category, its text with the version and the digest it was given in.

    `form` names this copy: a draft that a browser keeps belongs to it, however often it is saved.
    """
    return {
        "format": FORMAT,
        "form": uuid4().hex,
        "made": timezone.localtime(made).isoformat(timespec="seconds"),
        "saved": "",
        "unit": assessment.unit.code,
        "fiscal_year": assessment.fiscal_year,
        "criteria_set": assessment.criteria_set.code,
        "category": category.code,
        "answers": [_answer(question.code, answers[question.code]) for question in category.questions],
    }


def _answer(code: str, answer: Answer) -> dict:
    return {"question": code, "version": answer.version, "given": digest_of(answer.text), "text": answer.text}


def embedded(data: dict) -> str:
    """The data as JSON that can stand inside of a script element whatever people have typed."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
