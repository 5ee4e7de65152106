"""Merging in the consensus room: ticked, written, changed and undone by page."""

import pytest

from assessments.models import Finding
from assessments.statuses import FindingKind, Stage, Status
from tests.assessments.views.stage import add_finding, url
from tests.cast import bring_to
from tests.room import colleague_of, hand_in, open_room

WORDS = {
    "kind": "strength",
    "nugget": "มีขั้นตอนชัดและใช้ทุกเขต",
    "evidence": "1.1-1",
    "relevance": "",
    "factor": "D",
    "is_double": "on",
}


@pytest.fixture
def room(assessment, cast):
    bring_to(assessment, Status.IN_REVIEW, cast)
    hand_in(assessment, cast.assessor)
    hand_in(assessment, colleague_of(assessment))
    open_room(assessment, cast.coordinator)
    return assessment


@pytest.fixture
def client(room, cast, as_user):
    return as_user(cast.coordinator)


def place(room, name="consensus_item", code="1.1"):
    return url(name, room.pk, code)


def test_findings_stand_side_by_side_by_kind(room, cast, client):
    one = add_finding(room, cast.assessor, nugget="จุดแข็งหนึ่ง")
    other = add_finding(room, cast.assessor, kind=FindingKind.OFI, nugget="ช่องว่างหนึ่ง")
    add_finding(room, cast.assessor, item="7.1", nugget="ของหัวข้ออื่น")

    context = client.get(place(room)).context

    assert [(kind, [each.finding for each in found]) for kind, found in context["kinds"]] == [
        (FindingKind.STRENGTH, [one]),
        (FindingKind.OFI, [other]),
    ]
    assert (context["source_count"], context["free_count"], context["is_merging"]) == (2, 2, False)


def test_ticked_ones_fill_the_form_with_the_first_of_them(room, cast, client):
    one = add_finding(room, cast.assessor, nugget="ข้อแรก", evidence="1.1-1", factor="A")
    other = add_finding(room, cast.assessor, nugget="ข้อที่สอง")

    context = client.get(place(room), {"source": [other.pk, one.pk, "x", 999_999]}).context

    assert [each.pk for each in context["chosen"]] == [one.pk, other.pk]
    form = context["merge_form"]
    assert [form[name].value() for name in ("nugget", "evidence", "factor", "kind")] == [
        "ข้อแรก",
        "1.1-1",
        "A",
        "strength",
    ]


def test_ticked_ones_are_merged_and_cannot_be_ticked_again(room, cast, client):
    one, other = add_finding(room, cast.assessor), add_finding(room, cast.assessor, nugget="อีกข้อ")

    response = client.post(place(room, "consensus_merge"), WORDS | {"source": [one.pk, other.pk]})

    assert response.url == place(room) + "#merged"
    merged = Finding.objects.get(stage=Stage.CONSENSUS)
    assert (merged.nugget, merged.factor, merged.is_double, set(merged.sources.all())) == (
        WORDS["nugget"],
        "D",
        True,
        {one, other},
    )
    context = client.get(place(room), {"source": [one.pk]}).context
    assert (context["chosen"], context["free_count"], len(context["merged"][0].sources)) == ([], 0, 2)


def test_what_another_merged_first_is_told_and_the_words_stay(room, cast, client):
    one = add_finding(room, cast.assessor)
    client.post(place(room, "consensus_merge"), WORDS | {"source": [one.pk]})

    for source in (one.pk, 999_999, "x"):
        late = client.post(place(room, "consensus_merge"), WORDS | {"nugget": "ข้อความที่พิมพ์ไว้", "source": [source]})
        assert (late.status_code, late.context["is_stale"]) == (409, True)
        assert late.context["merge_form"]["nugget"].value() == "ข้อความที่พิมพ์ไว้"
    assert Finding.objects.filter(stage=Stage.CONSENSUS).count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"nugget": " "}, "nugget"),
        ({"factor": "Le"}, "factor"),
        ({"nugget": "ก\x07"}, "nugget"),
    ],
)
def test_a_merge_that_is_not_in_order_stays_on_the_page(room, cast, client, change, field):
    one = add_finding(room, cast.assessor)
    response = client.post(place(room, "consensus_merge"), WORDS | change | {"source": [one.pk]})
    assert (response.status_code, list(response.context["merge_form"].errors)) == (422, [field])
    assert [each.pk for each in response.context["chosen"]] == [one.pk]
    assert response.context["merge_form"]["evidence"].value() == "1.1-1"


def test_an_opportunity_that_prescribes_gets_a_hint(room, client):
    client.post(place(room, "consensus_merge"), WORDS | {"kind": "ofi", "nugget": "หน่วยงานควรทบทวนทุกไตรมาส"})
    assert [each.prescribes for each in client.get(place(room)).context["merged"]] == [True]


@pytest.fixture
def merged(room, cast, client):
    one = add_finding(room, cast.assessor)
    client.post(place(room, "consensus_merge"), WORDS | {"source": [one.pk]})
    return Finding.objects.get(stage=Stage.CONSENSUS)


def test_a_merged_finding_is_changed(room, client, merged):
    address = url("consensus_finding", room.pk, merged.pk)
    form = client.get(address).context["form"]
    assert [form[name].value() for name in ("nugget", "factor", "is_double")] == [WORDS["nugget"], "D", True]

    assert client.post(address, WORDS | {"nugget": "สั้นลง", "version": "1"}).status_code == 302
    late = client.post(address, WORDS | {"nugget": "ของผู้ที่มาช้า", "version": "1"})

    assert (late.status_code, late.context["finding"].nugget) == (409, "สั้นลง")
    assert late.context["form"]["nugget"].value() == "ของผู้ที่มาช้า"
    assert client.post(address, WORDS | {"nugget": "", "version": "2"}).status_code == 422
    merged.refresh_from_db()
    assert (merged.nugget, merged.version, merged.sources.count()) == ("สั้นลง", 2, 1)


def test_undone_its_sources_are_free_unless_another_changed_it(room, client, merged):
    address = url("consensus_finding_delete", room.pk, merged.pk)
    client.post(url("consensus_finding", room.pk, merged.pk), WORDS | {"nugget": "สั้นลง", "version": "1"})

    for version in ("1", "", "x", "9" * 30):
        assert client.post(address, {"version": version}).status_code == 409
    assert client.post(address, {"version": "2"}).status_code == 302

    assert [each.merged_into for each in Finding.objects.all()] == [None]
    assert client.post(address, {"version": "2"}).status_code == 404
    gone = client.post(url("consensus_finding", room.pk, merged.pk), WORDS | {"version": "2"})
    assert (gone.status_code, WORDS["nugget"] in gone.content.decode()) == (404, True)


def test_a_finding_of_an_assessor_is_not_changed_there(room, cast, client):
    one = add_finding(room, cast.assessor)
    assert client.get(url("consensus_finding", room.pk, one.pk)).status_code == 404
    assert client.post(url("consensus_finding_delete", room.pk, one.pk), {"version": "1"}).status_code == 404
