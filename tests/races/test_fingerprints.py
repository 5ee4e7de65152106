"""One content made by several at once: its fingerprint stands once for each kind, and nobody fails."""

from functools import partial

import pytest

from reports import pdf
from reports.models import Fingerprint
from reports.registry import keep_fingerprint
from tests.races.runner import ROUNDS, at_once
from tests.reports.sample import full_content, with_answer

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_one_content_made_at_once_is_kept_once():
    for number in range(ROUNDS):
        content = with_answer(full_content(sentences=0), f"รอบที่ {number}")
        summary, full = pdf.render_html("summary", content), pdf.render_html("full", content)
        keep = [partial(keep_fingerprint, html, assessment=None) for html in (summary, full, summary, full)]
        assert at_once(*keep) == [None] * 4
        assert Fingerprint.objects.count() == 2 * (number + 1)
