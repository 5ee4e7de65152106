"""What came back in an offline form goes through the page of differences: chosen one by one, refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Answer
from assessments.services.answers import save_answer
from tests.assessments.views.stage import url
from tests.offline import answers, filled, offline_page
from tests.rows import digest

OLD, MINE, THEIRS = "ทบทวนทุกปี", "ทบทวนทุกไตรมาส", "ทบทวนทุกเดือน"
CODES = ("1.1-1", "1.1-2", "1.1-3")


def answer_of(assessment, code: str) -> Answer:
    return assessment.answers.select_related("question").get(question__code=code)


def write(assessment, actor, code: str, text: str, **given) -> None:
    answer = answer_of(assessment, code)
    save_answer(answer=answer, text=text, version=answer.version, actor=actor, **given)


def texts(assessment) -> list[str]:
    rows = assessment.answers.filter(question__code__in=CODES).order_by("question__code")
    return list(rows.values_list("text", flat=True))


def send(client, assessment, page: str | bytes, name: str = "pmqa-A0008-2568-1.html"):
    content = page if isinstance(page, bytes) else page.encode()
    return client.post(url("taking_back", assessment.pk), {"file": SimpleUploadedFile(name, content)})


def choose(client, assessment, shown, **choices: str):
    """What the button of the page sends; `q1` is the choice for 1.1-1."""
    given = {f"choice-1.1-{name[1:]}": choice for name, choice in choices.items()}
    return client.post(url("taking_back", assessment.pk), {"parcel": shown.context["parcel"], **given})


def rows(response) -> list[tuple[str, str]]:
    return [(one.difference.code, one.choice) for one in response.context["shown"]]


@pytest.fixture
def written(assessment, cast):
    for code in CODES:
        write(assessment, cast.lead, code, OLD)
    return assessment


@pytest.fixture
def page(written):
    """A form of the three answers in which the first two were changed."""
    given = offline_page(written)
    return filled(given, answers=answers(given, {"text": MINE}, {"text": MINE}))


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_one_of_two_differences_is_taken(written, cast, as_user, page, role):
    client = as_user(getattr(cast, role))
    before = digest()
    shown = send(client, written, page)
    assert (shown.status_code, digest()) == (200, before)
    assert rows(shown) == [("1.1-1", "file"), ("1.1-2", "file")]
    assert choose(client, written, shown, q1="keep", q2="file").status_code == 302
    assert texts(written) == [OLD, MINE, OLD]
    assert answer_of(written, "1.1-2").updated_by == getattr(cast, role)
    assert rows(send(client, written, page, name="ก.HTM")) == [("1.1-1", "file")]


def test_a_form_older_than_the_text_is_compared_with_the_newest(written, cast, as_user, page):
    for code in ("1.1-1", "1.1-3"):
        write(written, cast.lead, code, THEIRS)
    shown = send(as_user(cast.contributor), written, page)
    assert rows(shown) == [("1.1-1", "keep"), ("1.1-2", "file")]
    first = shown.context["shown"][0].difference
    assert (first.answer.text, first.text, first.is_outdated) == (THEIRS, MINE, True)


def test_an_untouched_form_takes_nothing_back(written, cast, as_user):
    given = offline_page(written)
    write(written, cast.lead, "1.1-1", THEIRS)
    shown = send(as_user(cast.contributor), written, given)
    assert (shown.status_code, shown.context["count"], shown.context["answers"]) == (200, 0, 3)
    assert texts(written) == [THEIRS, OLD, OLD]


def test_every_category_comes_back_through_one_door(written, cast, as_user):
    client = as_user(cast.contributor)
    for code in ("P", "7"):
        given = offline_page(written, code)
        shown = send(client, written, filled(given, answers=answers(given, {"text": MINE})))
        assert [one.difference.code for one in shown.context["shown"]] == [f"{code}-1" if code == "P" else "7.1-1"]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ({"unit": "A0009"}, "หน่วยงานรหัส A0009"),
        ({"fiscal_year": 2567}, "ปีงบประมาณ 2567"),
        ({"criteria_set": "pmqa40-status"}, "ชุดเกณฑ์ pmqa40-status"),
        ({"category": "8"}, "หมวด “8”"),
        ({"format": "pmqa-offline/2"}, "แบบรุ่น “pmqa-offline/2”"),
    ],
)
def test_a_form_of_another_place_is_refused_in_words(written, cast, as_user, page, head, words):
    client = as_user(cast.contributor)
    before = digest()
    response = send(client, written, filled(page, **head))
    assert (response.status_code, digest()) == (422, before)
    assert words in " ".join(response.context["form"].errors["file"])


def test_what_stands_in_a_file_is_shown_as_text(written, cast, as_user):
    given = offline_page(written)
    hostile = "<img src=x onerror=alert(1)></textarea><script>1</script>"
    shown = send(as_user(cast.lead), written, filled(given, answers=answers(given, {"text": hostile})))
    page = shown.content.decode()
    assert (rows(shown), page.count("<img"), page.count("<script>1")) == ([("1.1-1", "file")], 0, 0)
    assert "&lt;img" in page


def test_a_form_without_all_questions_of_its_category_is_refused(written, cast, as_user, page):
    client = as_user(cast.contributor)
    for given in (answers(page)[:2], answers(page, {"question": "7.1-1"})):
        response = send(client, written, filled(page, answers=given))
        assert response.status_code == 422
        assert "ไม่ครบหรือไม่ใช่ของหมวด 1" in response.context["form"].errors["file"][0]


@pytest.mark.parametrize("role", ["approver", "manager", "stranger", "coordinator", "assessor"])
def test_nobody_else_sends_one(written, cast, as_user, page, role):
    response = send(as_user(getattr(cast, role)), written, page)
    assert response.status_code == (404 if role in {"stranger", "assessor"} else 403)
    assert texts(written) == [OLD, OLD, OLD]
