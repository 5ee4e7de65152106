"""A mass mail: looked at before it leaves, sent exactly as it was looked at, once, and kept."""

import pytest
from django.core import mail
from django.utils.html import escape

from accounts.models import Letter, LetterState, Notice, User
from accounts.roles import Role
from assessments.models import Assessment, Assignment, MassMail
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.cast import assign, make_assessment, make_user
from tests.rows import digest

QUERIES = 10
WORDS = {
    "audience": "leads",
    "subject": "กำหนดส่งของ {หน่วยงาน}",
    "text": "เรียน {ชื่อผู้รับ}\n\n{หน่วยงาน} อยู่ในสถานะ {สถานะ} กำหนดส่ง {กำหนดส่ง} <b>",
    "query": "",
}


@pytest.fixture(autouse=True)
def mail_to_memory(settings):
    settings.EMAIL_CONFIG = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}


@pytest.fixture
def client(as_user, cast):
    return as_user(cast.coordinator)


def preview(client, **changes):
    return client.post(url("mass_mail"), WORDS | {"step": "preview"} | changes)


def send(client, previewed, **changes):
    mailing = previewed.context["mailing"]
    shown = {"fingerprint": mailing.fingerprint, "key": previewed.context["key"], "step": "send"}
    return client.post(url("mass_mail"), WORDS | shown | changes)


def names(mailing) -> list[str]:
    return [each.person.username for each in mailing.recipients]


def test_the_preview_shows_everybody_and_the_first_mail_and_changes_nothing(client, assessment, cast):
    before = digest()
    page = preview(client)
    mailing, first = page.context["mailing"], page.context["first_mail"]
    assert (page.status_code, names(mailing), mailing.assessments) == (200, ["lead"], 1)
    assert first.subject == "กำหนดส่งของ กรมพัฒนาที่ดิน"
    due = page.context["mailing"].recipients[0].filled("{กำหนดส่ง}")
    assert first.body.splitlines()[2] == f"กรมพัฒนาที่ดิน อยู่ในสถานะ ฉบับร่าง กำหนดส่ง {due} <b>"
    assert digest() == before


def test_what_was_looked_at_is_sent_and_kept(client, assessment, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(client, preview(client))
    made = MassMail.objects.get()
    assert (sent.status_code, sent.url) == (302, url("mass_mail_sent", made.pk))
    assert (made.author, made.recipients, made.without_mail, made.assessments) == (cast.coordinator, 1, 0, 1)
    assert [message.subject for message in mail.outbox] == ["กำหนดส่งของ กรมพัฒนาที่ดิน"]
    assert Notice.objects.get().recipient == cast.lead
    page = client.get(sent.url)
    assert [(each.recipient, each.state) for each in page.context["letters"]] == [(cast.lead, LetterState.SENT)]
    assert list(client.get(url("mass_mails")).context["page"]) == [made]


def test_the_same_button_twice_sends_once(client, assessment, django_capture_on_commit_callbacks):
    page = preview(client)
    with django_capture_on_commit_callbacks(execute=True):
        places = {send(client, page).url for _each in range(2)}
    assert (len(places), MassMail.objects.count(), Letter.objects.count(), len(mail.outbox)) == (1, 1, 1, 1)


@pytest.mark.parametrize("change", ["recipient", "address", "status", "words"])
def test_what_has_changed_since_is_looked_at_again(client, assessment, cast, change):
    page, changes = preview(client), {}
    if change == "recipient":
        make_user("second-lead", (Role.LEAD, cast.unit))
    elif change == "address":
        User.objects.filter(pk=cast.lead.pk).update(email="new@example.test")
    elif change == "status":
        Assessment.objects.filter(pk=assessment.pk).update(status=Status.SUBMITTED)
    else:
        changes = {"text": "อีกข้อความหนึ่ง"}

    refused = send(client, page, **changes)

    assert (refused.status_code, refused.context["has_changed"]) == (409, True)
    assert not Letter.objects.exists()
    assert send(client, refused, **changes).status_code == 302


def test_the_selection_of_the_desk_is_the_selection_of_the_mail(client, assessment, cast, cycle):
    make_assessment(cast.other_unit, cycle)
    assert names(preview(client).context["mailing"]) == ["lead", "stranger"]
    assert names(preview(client, query="q=A0009").context["mailing"]) == ["stranger"]
    assert names(preview(client, query="status=approved").context["mailing"]) == []
    team = preview(client, audience="team", query="q=A0008").context["mailing"]
    assert names(team) == ["approver", "contributor", "lead", "manager"]


def test_an_assessor_of_several_units_gets_one_letter_that_names_them_all(client, assessment, cast, cycle):
    other = make_assessment(cast.other_unit, cycle)
    assign(assessment, cast.assessor)
    assign(other, cast.assessor)
    assign(other, make_user("partial", (Role.ASSESSOR, None)), conflict="เคยทำงานที่หน่วยงานนี้มาก่อน")
    page = preview(client, audience="assessors", text="{สถานะ}")
    assert names(page.context["mailing"]) == ["assessor"]
    assert page.context["first_mail"].subject == "กำหนดส่งของ กรมพัฒนาที่ดิน, กรมวิชาการเกษตร"
    assert page.context["first_mail"].body.splitlines()[0] == "กรมพัฒนาที่ดิน ฉบับร่าง, กรมวิชาการเกษตร ฉบับร่าง"


def test_where_nobody_gets_a_mail_the_preview_is_the_letter_without_its_foot(client, assessment, cast):
    assert "โปรดอย่าตอบกลับ" in preview(client).content.decode()
    User.objects.update(email="")
    page = preview(client)
    assert escape(page.context["first_letter"].text) in page.content.decode()
    assert "โปรดอย่าตอบกลับ" not in page.content.decode()


def test_who_gets_no_mail_is_named(client, assessment, cast):
    User.objects.filter(pk=cast.lead.pk).update(email="")
    User.objects.filter(pk=cast.approver.pk).update(wants_mail=False)
    page = preview(client, audience="team")
    unmailed = page.context["mailing"].unmailed
    assert [(each.person.username, each.reason) for each in unmailed] == [
        ("approver", "เลือกไม่รับอีเมล"),
        ("lead", "ไม่มีที่อยู่อีเมล"),
    ]
    send(client, page, audience="team")
    assert MassMail.objects.get().without_mail == 2
    assert Letter.objects.filter(state=LetterState.KEPT).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "เตือน\r\nBcc: evil@example.test"}, "subject"),
        ({"subject": "เตือน\nBcc: evil@example.test"}, "subject"),
        ({"subject": "ก" * 121}, "subject"),
        ({"text": ""}, "text"),
        ({"text": "ก" * 4_001}, "text"),
        ({"text": "เรียน {คะแนน}"}, "text"),
        ({"text": "{{7*7}}"}, "text"),
        ({"text": "{% load x %}"}, "text"),
        ({"text": "\x00"}, "text"),
        ({"audience": "everybody"}, "audience"),
        ({"audience": ""}, "audience"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "send"])
def test_bad_words_are_refused_and_stay_in_the_form(client, assessment, changes, field, step):
    page = preview(client, **changes, step=step)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["text"].value() == (WORDS | changes)["text"]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"key": "x"}, {"fingerprint": ""}, {"fingerprint": "0" * 64}, {"query": "q=A0009"}]
)
def test_a_sending_without_its_preview_sends_nothing(client, assessment, cast, cycle, changes):
    make_assessment(cast.other_unit, cycle)
    page = preview(client)
    sent = send(client, page, **changes)
    assert sent.status_code == (302 if changes == {"key": "x"} else 409)
    assert MassMail.objects.exists() == (changes == {"key": "x"})


def test_nobody_to_write_to_is_said(client, assessment):
    page = preview(client, query="status=approved")
    assert "ไม่มีผู้รับ" in page.content.decode()
    assert send(client, page, query="status=approved").status_code == 200
    assert not MassMail.objects.exists()


def test_a_coordinator_reaches_her_scope_alone_and_reads_her_own_mails(client, assessment, cast, cycle, as_user):
    send(client, preview(client))
    other = as_user(make_user("of-other", (Role.COORDINATOR, cast.other_unit)))
    assert names(preview(other).context["mailing"]) == []
    assert list(other.get(url("mass_mails")).context["page"]) == []
    assert other.get(url("mass_mail_sent", MassMail.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_preview_takes_as_many_queries_for_any_number(client, assessment, cast, count, django_assert_num_queries):
    for number in range(count):
        Assignment.objects.create(
            assessment=assessment, assessor=make_user(f"assessor-{number}", (Role.ASSESSOR, None))
        )
    client.get(url("mass_mails"))  # renews the session once
    with django_assert_num_queries(QUERIES):
        page = preview(client, audience="assessors")
    assert len(page.context["mailing"].recipients) == count
