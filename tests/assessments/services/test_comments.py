"""A comment mentions members of the unit alone; it is resolved and opened again; no document holds it."""

import json

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.models import Comment
from assessments.services.comments import add_comment, find_mentions, resolve_comment
from assessments.statuses import Status
from tests.assessments.services.stage import answer_of
from tests.cast import bring_to, make_user

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["lead", "lead2", "สมชาย", "สมชาย.ก", "a.b-c"]
TEXTS = {
    "ขอ @lead ช่วยดู": ["lead"],
    "@lead2 @lead": ["lead2", "lead"],
    "@LEAD": ["lead"],
    "@leader": [],
    "@lead3": [],
    "@leadช่วยดู": ["lead"],
    "@สมชายช่วยดูด้วย": ["สมชาย"],
    "@สมชาย.ก ดู": ["สมชาย.ก"],
    "@สมชาย่": [],
    "(@a.b-c)": ["a.b-c"],
    "mail@lead": [],
    "@ lead @": [],
    "@@lead": ["lead"],
    "": [],
}


def say(assessment, cast, text: str = "ขอแหล่งที่มา", **more) -> Comment:
    answer = answer_of(assessment, "1.1-1")
    return add_comment(answer=answer, text=text, actor=cast.contributor, **more)


@pytest.mark.parametrize("text", TEXTS)
def test_who_is_named(text):
    found = find_mentions(text, NAMES)
    assert [name for _start, _end, name in found] == TEXTS[text]
    assert [text[start:end].lower() for start, end, _name in found] == [f"@{name}" for name in TEXTS[text]]


def test_a_comment_mentions_by_name_and_by_list(assessment, cast):
    thai = make_user("สมหญิง", (Role.CONTRIBUTOR, cast.unit))
    comment = say(assessment, cast, "@lead กับ @สมหญิงช่วยดู", mentions=[cast.approver])
    assert set(comment.mentions.all()) == {cast.lead, thai, cast.approver}


def test_nobody_outside_of_the_unit_and_not_the_author(assessment, cast):
    people = [cast.stranger, cast.coordinator, cast.contributor]
    comment = say(assessment, cast, "@stranger @assessor @contributor", mentions=people)
    assert list(comment.mentions.all()) == []


def test_resolved_and_open_again(assessment, cast):
    comment = say(assessment, cast)
    resolve_comment(comment=comment, resolved=True, actor=cast.lead)
    resolve_comment(comment=comment, resolved=True, actor=cast.approver)
    comment.refresh_from_db()
    assert comment.resolved_by == cast.lead
    resolve_comment(comment=comment, resolved=False, actor=cast.approver)
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.resolved_at) == (None, None)


def test_no_submission_holds_a_comment(assessment, cast):
    say(assessment, cast, "ความเห็นภายในของทีม")
    bring_to(assessment, Status.SUBMITTED, cast)
    submission = assessment.submissions.get()
    stored = [str(getattr(submission, field.attname)) for field in submission._meta.concrete_fields]
    assert not [text for text in stored if "ความเห็นภายใน" in text or json.dumps("ความเห็นภายใน")[1:-1] in text]


def test_a_member_of_several_roles_is_one_person(assessment, cast):
    cast.lead.memberships.create(role=Role.APPROVER, unit=cast.unit)
    assert say(assessment, cast, "@lead").mentions.count() == 1
    assert User.objects.filter(mentioned_in__isnull=False).get() == cast.lead
    assert Comment.objects.get().at <= timezone.now()
