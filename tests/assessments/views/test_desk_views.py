"""Filters of the desk that a coordinator keeps under a name."""

import pytest

from accounts.roles import Role
from assessments.models import DeskView
from assessments.services.desk_views import MOST
from tests.assessments.views.stage import url
from tests.cast import make_user


def save(client, name="ใกล้กำหนด", query="late=soon"):
    return client.post(url("desk_view_add"), {"name": name, "query": query})


def test_a_view_is_kept_and_stands_above_the_filters(assessment, cast, as_user):
    client = as_user(cast.coordinator)

    response = save(client, query="late=soon&sort=-score&cursor=abc&year=1&next=//evil.test&least=๑๐")

    kept = "late=soon&least=10&sort=-score"
    assert response.headers["Location"] == f"{url('desk')}?{kept}"
    assert [(view.name, view.query) for view in DeskView.objects.filter(owner=cast.coordinator)] == [("ใกล้กำหนด", kept)]
    page = client.get(f"{url('desk')}?{kept}").content.decode()
    assert f'href="{url("desk")}?late=soon&amp;least=10&amp;sort=-score" aria-current="true">ใกล้กำหนด</a>' in page


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "เขียนชื่อมุมมอง"), ("  ", "เขียนชื่อมุมมอง"), ("ก" * 81, "80"), ("มีแล้ว", "มีมุมมองชื่อนี้แล้ว")],
)
def test_a_refused_name_keeps_the_filters_and_the_words(assessment, cast, as_user, name, words):
    client = as_user(cast.coordinator)
    save(client, "มีแล้ว", "late=late")

    response = save(client, name, "late=soon&status=draft")

    assert response.status_code == 422
    assert words in response.content.decode()
    assert response.context["filters"].query == "status=draft&late=soon"
    assert f'action="{url("desk")}"' in response.content.decode()
    assert DeskView.objects.count() == 1


def test_twenty_is_the_most(assessment, cast, as_user):
    client = as_user(cast.coordinator)
    codes = [save(client, f"มุมมอง {number}").status_code for number in range(MOST + 1)]
    assert codes == [302] * MOST + [422]


def test_a_view_is_deleted_by_its_owner_alone(assessment, cast, as_user):
    save(as_user(cast.coordinator))
    view = DeskView.objects.get()
    other = make_user("other", (Role.COORDINATOR, None))

    assert as_user(other).post(url("desk_view_delete", view.pk)).status_code == 404
    assert url("desk_view_delete", view.pk) not in as_user(other).get(url("desk")).content.decode()
    assert as_user(cast.coordinator).post(url("desk_view_delete", view.pk)).status_code == 302
    assert as_user(cast.coordinator).post(url("desk_view_delete", view.pk)).status_code == 404


@pytest.mark.parametrize("role", ["lead", "stranger", "assessor", "administrator"])
def test_others_keep_none(assessment, cast, as_user, role):
    assert save(as_user(getattr(cast, role))).status_code == 404
    assert as_user(getattr(cast, role)).get(url("desk_view_add")).status_code == 405
