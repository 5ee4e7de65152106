"""What an assessor writes changes nothing that others read before she hands in: every page of every route, compared.

Each page is asked twice, over reviews that differ in nothing but what another assessor gave and wrote. A page that
tells anything of it, in words, a figure, a chart, an order or a hash, is not the same the second time.
"""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from assessments.models import CheckpointScore, Finding, HandIn, Score
from assessments.statuses import FindingKind, Stage, Status
from criteria.kinds import CategoryKind
from criteria.models import Item
from tests.assessments.views.stage import url
from tests.cast import assign, bring_to, make_user
from tests.levels import bring_levels_to, value_all
from tests.matrix import read_matrix
from tests.routes import own_routes

KINDS = (FindingKind.OFI, FindingKind.STRENGTH)
TOKENS = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|key)" value="|"csrf": ?"|"ends_in": ?|data-idle="|data-save="[^"]*/findings/)[^"]*'
)
CLOCK = re.compile("เวลา [0-9]{2}:[0-9]{2} น\\.".encode())
SORTED = ("?sort=score", "?sort=-score", "?score=1", "?q=%E0%B8%A3%E0%B8%B2")


@pytest.fixture(params=["assessment", pytest.param("levels", marks=pytest.mark.long)])
def colleague(request, cast, caplog):
    """Another assessor of an assessment in review, of each scheme: every item scored, a finding under each."""
    caplog.set_level(logging.CRITICAL, "django.request")
    assessment = request.getfixturevalue(request.param)
    bring = bring_to if request.param == "assessment" else bring_levels_to
    bring(assessment, Status.IN_REVIEW, cast)
    assign(assessment, cast.assessor)
    user = assign(assessment, make_user("colleague", (Role.ASSESSOR, None))).assessor
    by = {"submission": assessment.submissions.get(), "author": user, "stage": Stage.REVIEW}
    if request.param == "levels":
        value_all(assessment, **by)
    for item in Item.objects.filter(points__gt=0, category__criteria_set=assessment.criteria_set):
        Score.objects.get_or_create(assessment=assessment, item=item, defaults={"confirmed": True}, **by)
        Finding.objects.create(item=item, nugget="-", kind=FindingKind.OFI, **by)
    return user


def rewrite(colleague, world: int) -> None:
    """What she gave and found is that of this world."""
    text, level, value = ("อรุณเบิกฟ้า " * 4, "ราตรีกาลมาเยือน " * 9)[world], (1, 4)[world], (0, 1)[world]
    scores = Score.objects.filter(author=colleague)
    with_percent = scores.exclude(assessment__cycle__criteria_set__scheme="levels")
    with_percent.update(percent=(15, 75)[world], confirmed_band=level)
    factors = dict.fromkeys(("approach", "deployment", "learning", "integration"), level)
    with_percent.filter(item__category__kind=CategoryKind.PROCESS).update(**factors)
    scores.update(reason=text)
    CheckpointScore.objects.filter(author=colleague).update(value=value)
    said = {"kind": KINDS[world], "is_double": bool(world), "factor": "AD"[world]}
    Finding.objects.filter(author=colleague).update(nugget=text, evidence=text, relevance=text, **said)


def addresses(assessment, colleague) -> Iterator[str]:
    """Every URL that answers a GET, for each thing that the matrix names; where it takes a key, the one of hers."""
    finding = Finding.objects.filter(author=colleague).first().pk
    given = {"pk": assessment.pk, "finding": finding, "merged": finding, "number": 1, "unit": assessment.unit.code}
    given["key"] = UUID(int=1)  # of a finding that nobody has written yet
    for row in read_matrix():
        if row.method == "GET" and not {"ok", "403"}.isdisjoint(" ".join(row.cells.values()).replace(":", " ").split()):
            about = dict([row.about.split("=")]) if row.about else {"kind": "feedback"}
            about |= {"content_hash": "d" * 64} if "content_hash" in about else {}
            names = own_routes()[row.url].arguments
            yield reverse(row.url, kwargs={name: (given | about).get(name, finding) for name in names})
    yield f"{url('consensus_item', assessment.pk, '1.1')}?source={finding}"
    yield f"{url('review', assessment.pk)}?assessor={colleague.pk}"
    yield from (url("desk") + query for query in SORTED)


def answers(client, paths) -> dict[str, tuple[int, bytes]]:
    """Status and content of each page, without what is drawn anew each time."""
    return {path: _answer(client.get(path)) for path in paths}


def _answer(response) -> tuple[int, bytes]:
    content = response.getvalue()
    if content.startswith(b"PK"):  # a workbook: its sheets, without the moment it was made
        with ZipFile(BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in sorted(book.namelist()) if name.startswith("xl/"))
        content = CLOCK.sub(b"", content)
    return response.status_code, TOKENS.sub(rb"\1", content)


def told(reader, colleague, paths: list[str] | None = None) -> list[str]:
    """The pages on which this reader can tell the two reviews apart; of these paths, else of every one."""
    paths = paths or list(addresses(colleague.assignments.get().assessment, colleague))
    client = Client(raise_request_exception=False)
    client.force_login(reader)
    rewrite(colleague, 0)
    first = answers(client, paths)
    assert 200 in {status for status, _content in first.values()}
    assert max(status for status, _content in first.values()) < 500
    rewrite(colleague, 1)
    shown = [path for path, (status, _content) in first.items() if status not in {403, 404, 405}]
    second = answers(client, shown)
    return [path for path in shown if first[path] != second[path]]


@pytest.mark.parametrize("role", ["assessor", "coordinator", "lead"])
def test_nobody_can_tell_what_an_assessor_writes(colleague, cast, role):
    assert told(getattr(cast, role), colleague) == []


def hand_in(*assessors) -> None:
    for each in assessors:
        submission = each.assignments.get().assessment.submissions.get()
        HandIn.objects.create(submission=submission, assessor=each, at=submission.submitted_at)


@pytest.mark.parametrize("role", ["assessor", "lead"])
def test_what_is_handed_in_stays_unseen_by_who_has_not(colleague, cast, role):
    hand_in(colleague)
    assert told(getattr(cast, role), colleague) == []


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
def test_once_both_have_handed_in_it_is_seen(colleague, cast, role):
    """The comparison would have found it: every item of the review differs."""
    hand_in(colleague, cast.assessor)
    assessment = colleague.assignments.get().assessment
    items = [url("review_item", assessment.pk, code) for code in ("1.1", "7.1")]
    assert told(getattr(cast, role), colleague, items) == items


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
def test_her_keys_are_those_of_nothing(colleague, cast, role):
    client, assessment = Client(), colleague.assignments.get().assessment
    client.force_login(getattr(cast, role))
    finding = Finding.objects.filter(author=colleague).first()
    for key in (finding.pk, finding.pk + 999):
        asked = client.get(url("finding_edit", assessment.pk, key))
        posted = [
            client.post(url(name, assessment.pk, key), {"nugget": "x"}) for name in ("finding_edit", "finding_delete")
        ]
        assert {each.status_code for each in (asked, *posted)} == {404}
    assert Finding.objects.filter(pk=finding.pk).exists()
