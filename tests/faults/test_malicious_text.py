"""F27: texts made to break things are refused in words or stored whole; page and PDF come in bounded time."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from assessments.models import Answer
from tests.assessments.views.stage import url
from tests.cast import answer_all

pytestmark = pytest.mark.django_db

FAMILY = "ครอบครัว \U0001f468\u200d\U0001f469\u200d\U0001f467 ไทย"
REFUSED = {
    "a megabyte": "ก" * 1_000_000,
    "a hundred thousand marks on one letter": "ก" + "\u0e49" * 100_000,
    "NUL": "ก\x00ข",
    "half of a pair": "ก\ud83d",
}
# typed, stored
STORED = {
    "turned writing": ("แผน\u202egnp.exe\u2066 ปี", "แผนgnp.exe ปี"),
    "emoji of a family": (FAMILY, FAMILY),
    "markup": (
        "<img src=x onerror=alert(1)>{{ 7*7 }}{% load i18n %}",
        "<img src=x onerror=alert(1)>{{ 7*7 }}{% load i18n %}",
    ),
    "a formula": ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    "twenty thousand letters without a space": ("ก" * 20_000, "ก" * 20_000),
}


def put(client, assessment, text: str):
    address = url("answer_text", assessment.pk, "1.1-1")
    body = json.dumps({"text": text})
    return client.put(address, body, content_type="application/json", headers={"If-Match": '"0"'})


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused_in_words_and_nothing_is_written(as_user, cast, assessment, text):
    client = as_user(cast.contributor)
    response = put(client, assessment, text)
    assert (response.status_code, bool(response.json()["message"])) == (422, True)
    if "\ud83d" not in text:  # a browser cannot post half of a pair
        shown = client.post(url("answer", assessment.pk, "1.1-1"), {"text": text, "version": "0"})
        assert (shown.status_code, shown.context["form"]["text"].value() == text) == (422, True)
    assert (Answer.objects.filter(version__gt=0).count(), Answer.objects.exclude(text="").count()) == (0, 0)


@pytest.mark.parametrize(("text", "kept"), STORED.values(), ids=STORED)
def test_stored_and_shown_as_text(as_user, cast, assessment, text, kept):
    client = as_user(cast.contributor)
    assert put(client, assessment, text).status_code == 200
    assert assessment.answers.get(question__code="1.1-1").text == kept
    for person in (cast.contributor, cast.manager):  # in the box, and to read
        page = as_user(person).get(url("answer", assessment.pk, "1.1-1")).content.decode()
        assert ("<img src=x" in page, escape(kept) in page) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_the_pdf_of_malicious_texts_is_made(as_user, cast, assessment, settings, tmp_path):
    settings.REPORTS_DIR = tmp_path
    answer_all(assessment)
    for question, (_typed, kept) in zip(assessment.answers.order_by("pk"), STORED.values(), strict=False):
        Answer.objects.filter(pk=question.pk).update(text=kept)
    client = as_user(cast.lead)
    client.post(reverse("reports:report", args=[assessment.pk, "full"]))
    page = client.get(reverse("reports:report", args=[assessment.pk, "full"]))
    assert page.context["report"].state == "ready"
