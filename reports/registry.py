"""The registry of fingerprints: what was made, so that a paper can be held against it at `/check/` (views_check.py)."""

import re
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.models import Assessment
from assessments.permissions import knows_of, standing_of
from reports.models import Fingerprint

# The first lines of every document (base_print.html): the paper and the registry cannot differ.
HEAD = re.compile(r'<meta name="pmqa" content="([0-9A-F]{16}) ([a-z]+) (draft|final) (\d{4}-\d\d-\d\d)?">')


def keep_fingerprint(html: str, *, assessment: Assessment | None) -> None:
    """What this document bears at its foot is known from now on; once for each kind, however often it is made.

    `html` is of `reports.pdf.render_html`; a document of another kind bears no fingerprint and is not kept. One without
    a date of its data, an empty draft, is of today.
    """
    found = HEAD.search(html)
    if found is None:
        return
    code, kind, state, dated = found.groups()
    told = {
        "dated": date.fromisoformat(dated) if dated else localdate(),
        "is_draft": state == "draft",
        "assessment": assessment,
    }
    Fingerprint.objects.get_or_create(code=code, kind=kind, defaults=told)


def known_documents(code: str) -> Sequence[Fingerprint]:
    """The kinds of document that bear this fingerprint, none where it is unknown."""
    return list(Fingerprint.objects.filter(code=code).select_related("assessment").order_by("kind"))


def unit_told_to(user, documents: Sequence[Fingerprint]) -> str:
    """The name of the unit, to somebody signed in who may know of the assessment; else ""."""
    found = next((each.assessment_id for each in documents if each.assessment_id), None)
    if found is None or not user.is_authenticated:
        return ""
    assessment = Assessment.objects.with_place().filter(pk=found).first()
    if assessment is None or not knows_of(standing_of(user, assessment), assessment):
        return ""
    return assessment.unit.name_th


def check_address(code: str = "") -> str:
    """Where people check a document, with its fingerprint where one is given: what a QR code holds."""
    address = settings.PMQA_BASE_URL.rstrip("/") + reverse("check")
    return f"{address}?f={code}" if code else address
