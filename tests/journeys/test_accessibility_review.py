"""The pages of a review in the states that the access matrix does not set: who is awaited, what is missing, refused.

The rest of them are looked at with all others (test_accessibility.py) and in the room (test_consensus.py).
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, NoticeKind
from accounts.roles import Role
from assessments.models import Assignment
from assessments.statuses import FindingKind, Status
from tests.assessments.views.stage import add_finding, make_indicator, submit_with_indicators, url
from tests.cast import assign, make_user
from tests.journeys.watching import OPEN_ALL, PHONE, WIDE, listed, submitted
from tests.levels import bring_levels_to
from tests.room import give, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
BOTH = (WIDE, PHONE)
LONG = "หน่วยงานควรทบทวนวิธีการร่วมกับเกษตรกรทุกอำเภอ" * 12 + " https://www.example.go.th/" + "ก" * 90
LIST = "unit_code,fiscal_year,username\nA0008,2568,another\nA9999,2568,another\nA0008,2568,nobody\n"
NAMES = ("done", "undeclared", "conflicted")


@pytest.fixture
def blind(assessment, cast):
    """In review by four: one writes, one has handed in, one has not declared, one has an interest."""
    for number in (1, 2):
        make_indicator(assessment, number, y2566=("80", "80", None), y2567=("84", "82", "86"), y2568=("88", "85", "86"))
    submit_with_indicators(assessment, cast)
    people = {name: make_user(name, (Role.ASSESSOR, None)) for name in NAMES}
    for person in (cast.assessor, *people.values()):
        assign(assessment, person)
    Assignment.objects.filter(assessor=people["undeclared"]).update(declared_at=None)
    Assignment.objects.filter(assessor=people["conflicted"]).update(conflict="เคยเป็นที่ปรึกษาของหน่วยงานนี้เมื่อปีก่อน")
    type(assessment).objects.update(status=Status.IN_REVIEW)
    hand_in(assessment, people["done"], {"1.1": 60, "7.1": 0, "7.2": 60})
    give(assessment, cast.assessor, {"1.1": 50})
    for kind in FindingKind:
        add_finding(assessment, cast.assessor, kind=kind, nugget=LONG, is_double=True)
    assessment.refresh_from_db()
    return assessment, people


def test_while_assessors_write(blind, cast, watch):
    """What is missing, what is asked of whom, and what the coordinator is told."""
    assessment, people = blind
    writer, coordinator = watch(cast.assessor), watch(cast.coordinator)
    finding = assessment.submissions.get().findings.first()
    pages = [url("own_desk"), url("review", assessment.pk), url("finding_edit", assessment.pk, finding.pk)]
    pages += [url("review_item", assessment.pk, code) for code in ("1.1", "7.1", "7.2")]
    found = [line for path in pages for line in writer.visit(path, BOTH)]
    for name in NAMES:
        found += watch(people[name]).visit(url("review", assessment.pk), BOTH)
        found += watch(people[name]).visit(url("review_item", assessment.pk, "1.1"), BOTH)
    pages = [url(name, assessment.pk) for name in ("review", "assessors", "consensus_room", "deadline", "history")]
    pages += [url("workload"), url("desk"), url("overview"), url("same_texts")]
    found += [line for path in pages for line in coordinator.visit(path, BOTH)]
    assert not found, listed(found)


def test_what_is_refused(blind, cast, watch):
    """A score and a finding without what they need, a declaration, a hand-back and a removal without a reason."""
    assessment, people = blind
    writer, coordinator, late = watch(cast.assessor), watch(cast.coordinator), watch(people["undeclared"])
    writer.page.goto(url("review_item", assessment.pk, "7.2"))
    writer.page.select_option("#consensus [name=percent]", "100")
    found = submitted(writer, "own score 422", 422, "#consensus button[name=next]")
    found += submitted(writer, "finding 422", 422, "#findings form[action$='/findings/'] button")
    late.page.goto(url("review", assessment.pk))
    found += submitted(late, "declaration 422", 422, "form[action$='/declaration/'] button")
    coordinator.page.goto(url("review", assessment.pk))
    coordinator.page.evaluate(OPEN_ALL)
    found += submitted(coordinator, "hand-back 422", 422, "form[action$='/back/'] button")
    coordinator.page.goto(url("assessors", assessment.pk))
    coordinator.page.evaluate(OPEN_ALL)
    found += submitted(coordinator, "removal 422", 422, "form[action$='/remove/'] button")
    assert not found, listed(found)


def test_assigning(blind, cast, watch):
    """By hand and from a list: chosen, looked at, refused."""
    assessment, _people = blind
    make_user("another", (Role.ASSESSOR, None))
    coordinator = watch(cast.coordinator)
    found = coordinator.visit(f"{url('assign')}?assessment={assessment.pk}", BOTH)
    found += submitted(coordinator, "nobody chosen", 422, "button[value=preview]")
    for box in coordinator.page.locator("[name=assessor]").all():
        box.check()
    found += submitted(coordinator, "plan", 200, "button[value=preview]")
    found += coordinator.visit(url("assign_list"), BOTH)
    coordinator.page.fill("[name=text]", LIST)
    found += submitted(coordinator, "list with problems", 422, "main form button[type=submit]")
    assert not found, listed(found)


def test_notices_and_levels(blind, levels, cast, watch):
    """Notices read and unread, and an assessor's pages of the second scheme."""
    told = {"recipient": cast.coordinator, "kind": NoticeKind.RETURNED, "url": "/", "created_at": timezone.now()}
    for number in range(3):
        Notice.objects.create(key=str(number), title=LONG[: 40 + 60 * number], **told)
    coordinator = watch(cast.coordinator)
    found = coordinator.visit(reverse("people:notices"), BOTH) + coordinator.visit(url("desk"), BOTH)
    bring_levels_to(levels, Status.IN_REVIEW, cast)
    assign(levels, cast.assessor)
    writer = watch(cast.assessor)
    for code in ("1.1", "7.1"):
        found += writer.visit(url("review_item", levels.pk, code), BOTH)
    assert not found, listed(found)
