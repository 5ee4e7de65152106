"""The form of one category as a file: whole, closed in itself, and nobody's but those who write."""

import base64
import hashlib
import re

import pytest
from django.template.loader import render_to_string

from assessments.services.answers import save_answer
from assessments.statuses import Status
from assessments.views.offline_file import parts_of_the_file, words_of_the_file
from tests.assessments.views.stage import url
from tests.cast import bring_to

REASON = "หน่วยงานไม่มีภารกิจ <b>ด้านนี้</b> ตามกฎหมาย"


@pytest.fixture
def written(assessment, cast):
    """The first answer has a text, the second a reason."""
    for code, given in (("1.1-1", {"text": "ทบทวน </script> ทุกปี"}), ("1.1-2", {"text": "", "not_applicable": REASON})):
        answer = assessment.answers.select_related("question").get(question__code=code)
        save_answer(answer=answer, version=0, actor=cast.lead, **given)
    return assessment


def download(client, assessment, code: str = "1"):
    return client.get(url("offline_file", assessment.pk, code))


def inside(page: str, tag: str) -> str:
    return re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]


def test_the_file_is_saved_and_holds_the_category(written, cast, as_user):
    response = download(as_user(cast.contributor), written)
    page = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="pmqa-A0008-2568-1.html"'
    assert (response.headers["Cache-Control"], response.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert re.findall(r'data-question="([^"]+)"', page) == ["1.1-1", "1.1-2", "1.1-3"]
    assert page.count("บอกขั้นตอน บอกผู้รับผิดชอบ") == 3
    assert page.count("หน่วยงานไม่มีภารกิจ &lt;b&gt;ด้านนี้&lt;/b&gt; ตามกฎหมาย") == 1
    assert "ทบทวน \\u003c/script\\u003e ทุกปี" in page


def test_its_policy_lets_in_its_own_style_and_script_and_nothing_else(written, cast, as_user):
    page = download(as_user(cast.lead), written).content.decode()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)[1]
    hashes = {
        name: base64.b64encode(hashlib.sha256(inside(page, name).encode()).digest()).decode()
        for name in ("style", "script")
    }
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{hashes['style']}'",
        f"script-src 'sha256-{hashes['script']}'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert len(page) < 200_000


def test_nothing_in_the_file_points_outside(written, cast, as_user):
    page = download(as_user(cast.lead), written).content.decode()
    assert re.findall(r"""\b(?:src|href|action|style|on[a-z]+)\s*=\s*["'][^"']*""", page) == []
    assert {found[:9] for found in re.findall(r"url\(([^)]*)", page)} == {'"data:fon'}
    assert re.findall(r"https?://|localStorage|\beval\b|innerHTML|fetch\(", page) == []


def test_style_and_script_do_not_end_their_element():
    for text in (parts_of_the_file()["style"], parts_of_the_file()["script"]):
        assert re.findall(r"</|<!--|<script|\r", text) == []


def test_every_word_of_the_script_is_given():
    used = set(re.findall(r"\bwords\.(\w+)", parts_of_the_file()["script"]))
    assert used == set(words_of_the_file())


def test_profile_and_results_have_a_file_and_nothing_else_has(assessment, cast, as_user):
    client = as_user(cast.contributor)
    found = {code: download(client, assessment, code).status_code for code in ("P", "1", "7", "8", "1.1")}
    assert found == {"P": 200, "1": 200, "7": 200, "8": 404, "1.1": 404}


def test_a_category_without_questions_has_no_file(levels, cast, as_user):
    assessment, client = levels, as_user(cast.contributor)
    assert download(client, assessment, "7").status_code == 404


def test_the_link_is_for_those_who_write(assessment, cast, as_user):
    address = url("offline", assessment.pk, "1")
    found = {}
    for role in ("contributor", "lead", "approver", "manager"):
        page = as_user(getattr(cast, role)).get(url("task_list", assessment.pk)).content.decode()
        found[role] = page.count(f'href="{address}"')
    assert found == {"contributor": 1, "lead": 1, "approver": 0, "manager": 0}


@pytest.mark.parametrize("role", ["approver", "manager", "stranger", "coordinator", "assessor"])
def test_nobody_else_gets_it(written, cast, as_user, role):
    client = as_user(getattr(cast, role))
    status = 404 if role in {"stranger", "assessor"} else 403
    assert [download(client, written).status_code, client.get(url("offline", written.pk, "1")).status_code] == [
        status
    ] * 2


def test_a_sent_assessment_is_not_taken_along(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert download(as_user(cast.contributor), assessment).status_code == 403


def test_the_page_leads_to_the_file(assessment, cast, as_user):
    page = as_user(cast.contributor).get(url("offline", assessment.pk, "7")).content.decode()
    assert page.count(f'href="{url("offline_file", assessment.pk, "7")}"') == 1


@pytest.mark.parametrize("code", ["P", "1", "7"])
def test_one_query_for_the_answers_whatever_their_number(assessment, cast, as_user, django_assert_num_queries, code):
    client = as_user(cast.contributor)
    download(client, assessment, code)
    with django_assert_num_queries(5):
        download(client, assessment, code)


def test_the_template_is_the_only_one_that_is_drawn(written, cast, as_user):
    response = download(as_user(cast.lead), written)
    assert [template.name for template in response.templates] == ["offline/form.html"]
    assert render_to_string("offline/form.html", {}).startswith("<!doctype html>")
