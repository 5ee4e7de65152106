from decimal import Decimal

import pytest

from assessments.statuses import Status
from tests.assessments.views.stage import add_indicators, url
from tests.cast import answer_all, bring_to, decide_all
from tests.rows import digest

QUERIES = {"next_steps": 9, "what_if": 9}
PAGES = list(QUERIES)


def page(client, assessment, name, query=""):
    return client.get(f"{url(name, assessment.pk)}?{query}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_unit_reads_it(assessment, cast, as_user, name, role):
    assert page(as_user(getattr(cast, role)), assessment, name).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_does(assessment, cast, as_user, name):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert page(as_user(cast.coordinator), assessment, name).status_code == 403
    assert page(as_user(cast.assessor), assessment, name).status_code == 403
    assert page(as_user(cast.stranger), assessment, name).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_another_method_and_an_unknown_assessment(assessment, cast, as_user, name):
    client = as_user(cast.manager)
    assert client.post(url(name, assessment.pk)).status_code == 405
    assert client.get(url(name, 999_999)).status_code == 404


def test_every_item_with_a_step_is_priced_and_the_others_are_named(assessment, cast, as_user):
    """1.1 at 3 3 3 3 is 60 %: three steps to 75 %, +18. 7.1 and 7.2 without indicators: 0 to band 1."""
    answer_all(assessment)
    context = page(as_user(cast.manager), assessment, "next_steps").context

    rows = {row.item.code: (row.step.steps, row.step.gain, row.step.gain_per_step) for row in context["steps"]}
    assert rows["1.1"] == (3, Decimal(18), Decimal(6))
    assert set(rows) == {"1.1", "7.1", "7.2"}
    per_step = [row.step.gain_per_step for row in context["steps"]]
    assert per_step == sorted(per_step, reverse=True)
    assert (context["without_factors"], context["without_gain"]) == ([], [])


def test_an_item_without_factors_is_said_to_be_open(assessment, cast, as_user):
    context = page(as_user(cast.manager), assessment, "next_steps").context
    assert [item.code for item in context["without_factors"]] == ["1.1"]


def test_an_item_at_the_top_is_said_to_have_no_step(assessment, cast, as_user):
    answer_all(assessment)
    assessment.scores.filter(item__code="1.1").update(approach=5, deployment=5, learning=5, integration=5, percent=95)
    assessment.scores.filter(item__code="1.1").update(confirmed_band=5)
    context = page(as_user(cast.manager), assessment, "next_steps").context
    assert [item.code for item in context["without_gain"]] == ["1.1"]


def test_a_row_leads_to_its_item_and_to_its_trial(assessment, cast, as_user):
    answer_all(assessment)
    client = as_user(cast.manager)
    content = page(client, assessment, "next_steps").content.decode()
    assert url("item", assessment.pk, "1.1") in content
    assert f"{url('what_if', assessment.pk)}?1.1-A=4&amp;1.1-D=4&amp;1.1-L=4" in content
    trial = page(client, assessment, "what_if", "1.1-A=4&1.1-D=4&1.1-L=4").context["trial"]
    assert trial.gain == Decimal(18)


def test_the_trial_stores_nothing_and_says_so(assessment, cast, as_user):
    answer_all(assessment)
    client = as_user(cast.manager)
    before = digest()
    response = page(client, assessment, "what_if", "1.1-A=5&1.1-D=5&1.1-L=5&1.1-I=5")
    assert response.context["trial"].total.points == Decimal(114)
    assert "หน้านี้ไม่บันทึกอะไร" in response.content.decode()
    assert digest() == before


def test_the_address_of_a_trial_holds_only_what_differs(assessment, cast, as_user):
    answer_all(assessment)
    query = "1.1-A=3&1.1-D=3&1.1-L=4&1.1-I=3&zz=1"
    response = page(as_user(cast.manager), assessment, "what_if", query)
    assert response.context["link"] == f"http://testserver{url('what_if', assessment.pk)}?1.1-L=4"
    assert f'href="{url("what_if", assessment.pk)}"' in response.content.decode()  # the way back


def test_a_bad_address_is_told_and_never_echoed(assessment, cast, as_user):
    response = page(as_user(cast.manager), assessment, "what_if", "7.1-Le=<script>alert(1)</script>")
    content = response.content.decode()
    assert response.status_code == 200
    assert "จึงใช้ค่าปัจจุบันแทน: 7.1 Le" in content
    assert "<script>alert" not in content


def test_more_fields_than_any_form_has_are_refused(assessment, cast, as_user):
    query = "&".join(f"x{number}=1" for number in range(1100))
    assert page(as_user(cast.manager), assessment, "what_if", query).status_code == 400


def test_the_reviewers_scores_are_tried_once_approved(assessment, cast, as_user):
    bring_to(assessment, Status.IN_REVIEW, cast)
    decide_all(assessment, cast)
    type(assessment).objects.update(status=Status.APPROVED)
    context = page(as_user(cast.manager), assessment, "what_if").context
    assert (context["basis"], context["trial"].total.points) == ("คะแนนฉันทามติของผู้ตรวจ", Decimal(125))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("count", [1, 3, 20])
def test_it_takes_as_many_queries_for_any_number(assessment, cast, as_user, name, count, django_assert_num_queries):
    answer_all(assessment)
    add_indicators(assessment, count)
    client = as_user(cast.manager)

    with django_assert_num_queries(QUERIES[name]):
        page(client, assessment, name)
