"""The people of a unit, kept by its lead."""

import pytest

from accounts.models import Membership, User
from accounts.roles import Role
from tests.cast import make_user

PATH = "/people/A0008/"
NEW = {
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "username": "somchai.j",
    "email": "somchai@example.test",
    "role": "contributor",
}


def names(response) -> list[str]:
    return [row["membership"].user.username for row in response.context["rows"]]


def of(user) -> Membership:
    return user.memberships.get()


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_the_lead_and_the_administrator_see_the_members(as_user, cast, role):
    assert names(as_user(getattr(cast, role)).get(PATH)) == ["approver", "contributor", "lead", "manager"]


COLLEAGUES, STRANGERS = ["contributor", "approver", "manager"], ["stranger", "coordinator", "assessor"]


@pytest.mark.parametrize(
    ("role", "status"), [*((role, 403) for role in COLLEAGUES), *((role, 404) for role in STRANGERS)]
)
def test_colleagues_are_refused_with_a_reason_and_strangers_find_nothing(as_user, cast, role, status):
    client = as_user(getattr(cast, role))
    membership = of(cast.contributor).pk
    answers = [
        client.get(PATH),
        client.post(PATH, NEW),
        client.post(f"{PATH}{membership}/remove/"),
        client.post(f"{PATH}{membership}/link/"),
    ]
    assert [response.status_code for response in answers] == [status] * 4
    assert not User.objects.filter(username="somchai.j").exists()
    assert Membership.objects.filter(pk=membership).exists()


def test_a_new_member_joins_without_a_password(as_user, cast):
    response = as_user(cast.lead).post(PATH, NEW)
    assert (response.status_code, response.url) == (302, PATH)
    user = User.objects.get(username="somchai.j")
    assert (of(user).unit, of(user).role) == (cast.unit, Role.CONTRIBUTOR)
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"username": "lead"}, "username"),
        ({"username": "มี วรรค"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "x" * 151}, "username"),
        ({"first_name": "ก\x00"}, "first_name"),
        ({"email": "ไม่ใช่อีเมล"}, "email"),
        ({"role": "administrator"}, "role"),
        ({"role": "coordinator"}, "role"),
        ({"role": ""}, "role"),
    ],
)
def test_a_refused_member_is_explained(as_user, cast, data, field):
    client = as_user(cast.lead)
    before = User.objects.count()
    response = client.post(PATH, NEW | data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == before


def test_a_role_is_taken_away_and_the_person_stays(as_user, cast):
    membership = of(cast.contributor)
    response = as_user(cast.lead).post(f"{PATH}{membership.pk}/remove/")
    assert (response.status_code, response.url) == (302, PATH)
    assert not cast.contributor.memberships.exists()
    assert User.objects.filter(username="contributor").exists()


def test_nobody_takes_her_own_role_away(as_user, cast):
    response = as_user(cast.lead).post(f"{PATH}{of(cast.lead).pk}/remove/")
    assert response.status_code == 403
    assert cast.lead.memberships.exists()


def test_members_of_another_unit_are_out_of_reach(as_user, cast):
    client = as_user(cast.lead)
    other = of(cast.stranger).pk
    assert client.post(f"{PATH}{other}/remove/").status_code == 404
    assert client.post(f"{PATH}{other}/link/").status_code == 404
    assert client.get("/people/A0009/").status_code == 404


def test_a_link_is_shown_once_and_works(as_user, cast, client):
    response = as_user(cast.lead).post(f"{PATH}{of(cast.contributor).pk}/link/")
    assert response.status_code == 200
    link = response.context["link"]
    assert link.startswith("http://testserver/accounts/password/reset/key/")
    assert client.get(link, follow=True).status_code == 200


def test_no_link_for_somebody_of_higher_standing(as_user, cast):
    Membership.objects.create(user=cast.manager, role=Role.COORDINATOR)
    membership = cast.manager.memberships.get(role=Role.MANAGER)
    assert as_user(cast.lead).post(f"{PATH}{membership.pk}/link/").status_code == 403
    assert as_user(cast.administrator).post(f"{PATH}{membership.pk}/link/").status_code == 200


def test_wrong_method_and_missing_ids(as_user, cast):
    client = as_user(cast.lead)
    membership = of(cast.contributor).pk
    assert client.get(f"{PATH}{membership}/remove/").status_code == 405
    assert client.get(f"{PATH}{membership}/link/").status_code == 405
    assert client.post(f"{PATH}999999/remove/").status_code == 404
    assert client.get("/people/NONE/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_the_list_costs_the_same_for_any_number_of_members(as_user, cast, rows, django_assert_num_queries):
    for number in range(rows):
        make_user(f"member{number}", (Role.CONTRIBUTOR, cast.unit))
    client = as_user(cast.lead)
    with django_assert_num_queries(6):
        assert len(names(client.get(PATH))) == rows + 4
