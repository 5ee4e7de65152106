"""The golden thread: its page and the check-up tell the same, and lead to where it is mended or read."""

import re

import pytest

from assessments.models import KeyFactor
from assessments.statuses import KeyFactorKind, Status
from tests.assessments.views.stage import make_indicator, url
from tests.cast import bring_to

THREAD = {
    "objective_without_result",
    "process_without_result",
    "unanswered_challenge",
    "unused_advantage",
    "unserved_group",
    "unlinked_indicator",
}


@pytest.fixture
def broken(assessment):
    """A key factor of each kind tied to the wrong end, an indicator tied to a challenge alone, and one to nothing."""
    for number, kind in enumerate(KeyFactorKind, 1):
        KeyFactor.objects.create(assessment=assessment, code=f"K{number:02d}", kind=kind, text=f"เรื่อง {number}")
    for row in assessment.key_factors.all():
        row.answers.add(assessment.answers.get(question__code="P-1"))
    indicators = [make_indicator(assessment, number, y2568=("85", "82", None)) for number in (1, 2)]
    assessment.key_factors.get(kind=KeyFactorKind.CHALLENGE).indicators.add(indicators[0])
    return assessment


def thread_of_the_check(client, assessment) -> dict[str, str]:
    """Code and address of every problem of the thread."""
    folds = client.get(url("check", assessment.pk)).context["warnings"]
    mends = [mend for fold in folds for mend in fold.first + fold.rest if mend.problem.rule in THREAD]
    return {mend.problem.where: mend.url for mend in mends}


def test_the_page_and_the_check_up_tell_the_same(as_user, cast, broken):
    client = as_user(cast.lead)
    gaps = client.get(url("golden_thread", broken.pk)).context["gaps"]
    told = {code: address for _title, _how, ends in gaps for code, _words, address in ends}
    assert sorted(told) == ["7.2-01", "7.2-02", "K01", "K02", "K03", "K04", "K05"]
    assert thread_of_the_check(client, broken) == told


@pytest.mark.parametrize("role", ["approver", "manager"])
def test_who_may_not_edit_is_led_to_pages_that_open(as_user, cast, broken, role):
    indicator, client = broken.indicators.first(), as_user(getattr(cast, role))
    found = thread_of_the_check(client, broken)
    assert found["7.2-01"] == url("indicator_links", broken.pk, indicator.pk)
    assert {found[f"K0{number}"] for number in range(1, 6)} == {url("golden_thread", broken.pk)}
    assert {client.get(address).status_code for address in found.values()} == {200}


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED])
def test_every_link_of_the_check_up_opens(as_user, cast, broken, role, status):
    make_indicator(broken, 3)
    bring_to(broken, status, cast)
    client = as_user(getattr(cast, role))
    context = client.get(url("check", broken.pk)).context
    mends = [mend for fold in context["errors"] + context["warnings"] for mend in fold.first + fold.rest]
    assert {(mend.problem.rule, bool(mend.url), client.get(mend.url).status_code) for mend in mends} == {
        (mend.problem.rule, True, 200) for mend in mends
    }
    no_values = next(mend.url for mend in mends if mend.problem.rule == "no_values")
    writes = status == Status.DRAFT and role in {"contributor", "lead"}
    place = url("indicator_edit", broken.pk, broken.indicators.get(code="7.2-03").pk)
    assert no_values == (place if writes else url("item", broken.pk, "7.2"))


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_check_costs_the_same_at_any_number_of_key_factors(
    as_user, cast, assessment, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        row = KeyFactor.objects.create(
            assessment=assessment, code=f"K{number:02d}", kind=KeyFactorKind.PROCESS, text="ดิน"
        )
        row.indicators.add(make_indicator(assessment, number))
        row.answers.add(assessment.answers.get(question__code="1.1-1"))
    client = as_user(cast.lead)
    with django_assert_num_queries(19):
        client.get(url("check", assessment.pk))


# --- the ways in ------------------------------------------------------------------------------------------------------


def links_of(response) -> list[str]:
    return re.findall(r'href="([^"]+)"', response.content.decode())


@pytest.mark.parametrize("role", ["contributor", "lead", "approver", "manager"])
def test_the_task_list_leads_to_key_factors_and_thread(as_user, cast, assessment, role):
    client = as_user(getattr(cast, role))
    tabs = client.get(url("task_list", assessment.pk)).content.decode().partition('<ul class="counts">')[2]
    links = re.findall(r'href="([^"]+)"', tabs.partition("</ul>")[0])
    names = ("mine", "work", "key_factors", "golden_thread", "remarks")
    assert links[2:] == [
        *(url(name, assessment.pk) for name in names[:2]),
        url("locker", cast.unit.code),
        *(url(name, assessment.pk) for name in names[2:]),
        *([url("taking_back", assessment.pk)] if role in {"contributor", "lead"} else []),
        *([url("carry_all", assessment.pk)] if role == "lead" else []),
    ]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("factors", [0, 1])
def test_the_drawer_of_an_answer_leads_to_both(as_user, cast, assessment, headers, factors):
    """Whether there are key factors yet or not."""
    for _factor in range(factors):
        KeyFactor.objects.create(assessment=assessment, code="K01", kind=KeyFactorKind.GROUP, text="เกษตรกร")
    found = links_of(as_user(cast.manager).get(url("links", assessment.pk, "1.1-1"), headers=headers))
    assert {url("key_factors", assessment.pk), url("golden_thread", assessment.pk)} <= set(found)


@pytest.mark.parametrize("role", ["contributor", "manager"])
def test_each_indicator_of_a_results_item_leads_to_its_key_factors(as_user, cast, assessment, role):
    pks = [make_indicator(assessment, number).pk for number in (1, 2)]
    client = as_user(getattr(cast, role))
    found = [link for link in links_of(client.get(url("item", assessment.pk, "7.2"))) if link.endswith("/links/")]
    assert found == [url("indicator_links", assessment.pk, pk) for pk in pks]
    assert [client.get(link).status_code for link in found] == [200, 200]
