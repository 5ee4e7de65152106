from decimal import Decimal

import pytest

from assessments.services.targets import set_targets, targets_of
from assessments.statuses import Status
from tests.assessments.views.stage import url
from tests.cast import answer_all, bring_to

QUERIES = 9


def page(client, assessment):
    return client.get(url("targets", assessment.pk))


def save(client, assessment, **given):
    """Posts percents by item ("1.1" as x1_1), and what was seen (as seen1_1)."""
    fields = {}
    for name, value in given.items():
        kind, code = ("seen", name[4:]) if name.startswith("seen") else ("target", name[1:])
        fields[f"{kind}_{code.replace('_', '.')}"] = value
    return client.post(url("targets", assessment.pk), fields)


@pytest.mark.parametrize("role", ["lead", "manager"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.APPROVED])
def test_manager_and_lead_set_targets_in_every_status(assessment, cast, as_user, role, status):
    bring_to(assessment, status, cast)
    client = as_user(getattr(cast, role))

    response = save(client, assessment, x1_1="70", x7_2="55")

    assert (response.status_code, response["Location"]) == (302, url("targets", assessment.pk))
    assert targets_of(assessment) == {"1.1": 70, "7.2": 55}
    assert "บันทึกเป้าหมายแล้ว" in page(client, assessment).content.decode()


@pytest.mark.parametrize("role", ["contributor", "approver"])
def test_others_of_the_unit_read_without_a_form(assessment, cast, as_user, role):
    set_targets(assessment=assessment, seen={}, wanted={"1.1": 70}, actor=cast.manager)
    client = as_user(getattr(cast, role))

    content = page(client, assessment).content.decode()

    assert ("70&nbsp;%" in content, "<select" in content) == (True, False)
    assert save(client, assessment, x1_1="50").status_code == 403
    assert targets_of(assessment) == {"1.1": 70}


def test_reviewers_and_other_units_see_no_targets(assessment, cast, as_user):
    bring_to(assessment, Status.SUBMITTED, cast)
    assert page(as_user(cast.coordinator), assessment).status_code == 403
    assert page(as_user(cast.assessor), assessment).status_code == 403
    assert page(as_user(cast.stranger), assessment).status_code == 404
    assert save(as_user(cast.stranger), assessment, x1_1="50").status_code == 404


def test_another_method_and_an_unknown_assessment(assessment, cast, as_user):
    client = as_user(cast.manager)
    assert client.delete(url("targets", assessment.pk)).status_code == 405
    assert client.get(url("targets", 999_999)).status_code == 404


def test_a_percent_that_is_not_of_the_scale_is_refused_at_its_field(assessment, cast, as_user):
    response = save(as_user(cast.manager), assessment, x1_1="52")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["target_1.1"]
    assert targets_of(assessment) == {}


def test_a_choice_that_came_second_is_kept_beside_the_other(assessment, cast, as_user):
    set_targets(assessment=assessment, seen={}, wanted={"1.1": 70}, actor=cast.lead)
    client = as_user(cast.manager)

    response = save(client, assessment, x1_1="90", seen1_1="")

    content = response.content.decode()
    assert response.status_code == 409
    assert "<title>ข้อผิดพลาด: " in content
    assert "ผู้อื่นตั้งไว้ 70 %" in content
    assert '<option value="90" selected>' in content
    assert targets_of(assessment) == {"1.1": 70}
    assert save(client, assessment, x1_1="90", seen1_1="70").status_code == 302
    assert targets_of(assessment) == {"1.1": 90}


def test_saving_over_another_s_choice_takes_no_other_choice_back(assessment, cast, as_user):
    """7.1 was set by the lead meanwhile and not touched by the manager: it stands in the form as it is now."""
    set_targets(assessment=assessment, seen={}, wanted={"1.1": 70, "7.1": 50}, actor=cast.lead)

    response = save(as_user(cast.manager), assessment, x1_1="90")

    fields = {row.result.code: row for _category, found in response.context["categories"] for row in found}
    assert (fields["7.1"].field.value(), fields["7.1"].seen.value(), fields["7.1"].is_changed) == (50, 50, False)
    assert (fields["1.1"].field.value(), fields["1.1"].seen.value(), fields["1.1"].is_changed) == (90, 70, True)


def test_the_distance_is_told_by_item_and_in_all(assessment, cast, as_user):
    """1.1 stands at 60 % of 120 = 72, its target 75 % is 90: 18 are missing; 7.2 stands at 0 of 70, 50 % is 35."""
    answer_all(assessment)
    set_targets(assessment=assessment, seen={}, wanted={"1.1": 75, "7.1": 0, "7.2": 50}, actor=cast.manager)

    context = page(as_user(cast.manager), assessment).context

    rows = {row.result.code: row.missing for _category, found in context["categories"] for row in found}
    assert rows == {"1.1": Decimal(18), "7.1": Decimal(0), "7.2": Decimal(35)}
    assert (context["missing"], context["total"]) == (Decimal(53), Decimal(125))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_page_takes_as_many_queries_for_any_number(assessment, cast, as_user, count, django_assert_num_queries):
    wanted = dict.fromkeys(["1.1", "7.1", "7.2"][:count], 50)
    set_targets(assessment=assessment, seen={}, wanted=wanted, actor=cast.manager)
    client = as_user(cast.manager)

    with django_assert_num_queries(QUERIES):
        page(client, assessment)
