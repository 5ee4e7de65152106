"""Evidence of an answer in its page and in a drawer; and the only way of a reviewer to a file."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.document import canonical
from assessments.models import Citation, Evidence, EvidenceVersion, PinnedEvidence
from assessments.services import citations, locker
from assessments.statuses import Secrecy, Status
from tests.assessments.files.corpus import pdf
from tests.assessments.files.kept import accepted_file, cited_by, keep, stored_files
from tests.assessments.views.stage import url
from tests.cast import answer_all, bring_to, make_assessment, make_cycle, submit

DRAWER = {"HX-Request": "true"}


def page(assessment, code: str = "1.1-1") -> str:
    return url("citations", assessment.pk, code)


def answer_of(assessment, code: str = "1.1-1"):
    return assessment.answers.get(question__code=code)


@pytest.mark.parametrize("headers", [{}, DRAWER])
def test_an_answer_cites_a_record_of_the_locker(as_user, cast, assessment, headers):
    record, client = keep(cast.unit, cast.lead), as_user(cast.contributor)
    response = client.post(page(assessment), {"evidence": record.pk, "pages": " ๔–๖,  ๙ "}, headers=headers)
    citation = Citation.objects.get()
    assert (response.status_code, citation.pages) == (200 if headers else 302, "4–6, 9")
    assert citation.version == record.versions.get()


def test_the_drawer_gets_the_part_alone(as_user, cast, assessment):
    cited_by(answer_of(assessment), keep(cast.unit, cast.lead))
    client = as_user(cast.lead)
    whole, part = client.get(page(assessment)), client.get(page(assessment), headers=DRAWER)
    assert ("<html" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert "แผนปฏิบัติราชการ" in part.content.decode()


def test_a_new_file_is_kept_and_cited_in_one_go(as_user, cast, assessment):
    file = SimpleUploadedFile("แผน.pdf", pdf())
    fields = {"title": "แผนใหม่", "file": file, "pages": "2"}
    assert as_user(cast.contributor).post(page(assessment), fields).status_code == 302
    citation = Citation.objects.select_related("evidence", "version").get()
    assert (citation.evidence.title, citation.evidence.owner, citation.version.name, citation.pages) == (
        *("แผนใหม่", cast.contributor),
        *("แผน.pdf", "2"),
    )


def test_a_new_file_beyond_the_limit_of_citations_is_refused_whole(as_user, cast, assessment, monkeypatch, own_storage):
    monkeypatch.setattr(citations, "MOST_CITATIONS", 0)
    fields = {"title": "แผนใหม่", "file": SimpleUploadedFile("แผน.pdf", pdf()), "pages": "2"}
    response = as_user(cast.contributor).post(page(assessment), fields)
    assert (response.status_code, Evidence.objects.count(), stored_files()) == (422, 0, set())
    assert len(response.context["new_form"].non_field_errors()) == 1
    assert ("แผนใหม่" in response.content.decode(), Citation.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"evidence": "999999"}, "form"),
        ({"evidence": ""}, "form"),
        ({"title": ""}, "new_form"),
        ({"title": "ก"}, "new_form"),
    ],
)
def test_what_cannot_be_cited_is_refused_on_the_page(as_user, cast, assessment, fields, name):
    keep(cast.unit, cast.lead)
    response = as_user(cast.lead).post(page(assessment), fields | {"pages": "ถ้อยคำที่พิมพ์"})
    assert (response.status_code, bool(response.context[name].errors)) == (422, True)
    assert ("ถ้อยคำที่พิมพ์" in response.content.decode(), Citation.objects.count()) == (True, 0)


def test_a_record_of_another_unit_is_no_choice(as_user, cast, assessment):
    foreign = keep(cast.other_unit, cast.stranger)
    assert as_user(cast.lead).post(page(assessment), {"evidence": foreign.pk}).status_code == 422
    assert Citation.objects.count() == 0


def test_a_newer_file_is_offered_and_taken(as_user, cast, assessment):
    record = keep(cast.unit, cast.lead)
    citation = cited_by(answer_of(assessment), record)
    newer = locker.add_file(evidence=record, file=accepted_file(), actor=cast.lead)
    client = as_user(cast.lead)
    assert "ใช้ไฟล์ฉบับที่ 2" in client.get(page(assessment)).content.decode()
    client.post(page(assessment), {"evidence": record.pk, "pages": "4"})
    citation.refresh_from_db()
    assert (citation.version, "ใช้ไฟล์ฉบับที่" in client.get(page(assessment)).content.decode()) == (newer, False)


def test_a_mark_in_the_text_without_its_citation_is_told(as_user, cast, assessment):
    record = keep(cast.unit, cast.lead, code="E12")
    text = "ตาม [E12 น.4 และ 7] [E๑๒ น.๙] [E012] [E12 น.9] และ [E99 น.1]"
    assessment.answers.filter(question__code="1.1-1").update(text=text, version=1)
    client = as_user(cast.lead)
    shown = client.get(page(assessment))
    assert shown.context["unnamed"] == [("E12", record, "4 และ 7, 9"), ("E99", None, "1")]
    button = re.search(r'<form method="post" id="cite-.*?</form>', shown.content.decode(), re.DOTALL)[0]
    sent = dict(re.findall(r'name="(evidence|pages)" value="([^"]*)"', button))
    assert client.post(page(assessment), sent).status_code == 302
    assert [(row.evidence, row.pages) for row in Citation.objects.all()] == [(record, "4 และ 7, 9")]
    assert client.get(page(assessment)).context["unnamed"] == [("E99", None, "1")]


@pytest.mark.parametrize(("code", "inserted"), [("E12", ["[E12 น.4 และ 7 (ก)]"]), ("ภาค 1", [])])
def test_a_button_inserts_what_can_be_read_again(as_user, cast, assessment, code, inserted):
    cited_by(answer_of(assessment), keep(cast.unit, cast.lead, code=code), pages="4 และ 7 [ก]")
    shown = as_user(cast.lead).get(page(assessment)).content.decode()
    assert re.findall('data-insert="([^"]*)"', shown) == inserted


def test_a_citation_is_taken_away_and_the_record_stays(as_user, cast, assessment):
    record = keep(cast.unit, cast.lead)
    cited_by(answer_of(assessment), record)
    address = url("citation_delete", assessment.pk, "1.1-1", record.pk)
    assert as_user(cast.contributor).post(address, headers=DRAWER).status_code == 200
    assert (Citation.objects.count(), Evidence.objects.count()) == (0, 1)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_takes_the_same_queries_at_any_length(as_user, cast, assessment, django_assert_max_num_queries, count):
    for number in range(count):
        cited_by(answer_of(assessment), keep(cast.unit, cast.lead, code=f"E{number:02d}", files=2))
    client = as_user(cast.lead)
    with django_assert_max_num_queries(9):
        client.get(page(assessment))


@pytest.fixture
def sent(cast, assessment):
    """A submission that cites the second of two files of E01; E02 is in the locker and cited by nobody."""
    record = keep(cast.unit, cast.lead, files=2)
    cited_by(answer_of(assessment), record)
    other = keep(cast.unit, cast.lead, code="E02")
    bring_to(assessment, Status.IN_REVIEW, cast)
    return {
        "newest": record.versions.get(number=2),
        "older": record.versions.get(number=1),
        "other": other.versions.get(),
    }


def file_of(assessment, version: EvidenceVersion, number: int = 1) -> str:
    return url("submission_file", assessment.pk, number, version.pk)


@pytest.mark.parametrize(
    ("role", "status"),
    [("coordinator", 200), ("assessor", 200), ("manager", 200), ("stranger", 404), ("administrator", 404)],
)
def test_a_reviewer_reaches_what_the_submission_cites(as_user, cast, assessment, sent, role, status):
    response = as_user(getattr(cast, role)).get(file_of(assessment, sent["newest"]))
    assert response.status_code == status
    if status == 200:
        assert "attachment" in response.headers["Content-Disposition"]


def test_a_reviewer_reaches_nothing_else(as_user, cast, assessment, sent):
    client = as_user(cast.assessor)
    for version in (sent["older"], sent["other"]):
        assert client.get(file_of(assessment, version)).status_code == 404
    assert client.get(file_of(assessment, sent["newest"], number=2)).status_code == 404
    locker_pages = (url("locker", cast.unit.code), url("evidence", cast.unit.code, sent["newest"].evidence_id))
    assert [client.get(address).status_code for address in locker_pages] == [404, 404]


@pytest.mark.parametrize(
    ("role", "older", "latest"),
    [
        *(("contributor", 200, 200), ("manager", 200, 200), ("assessor", 404, 200), ("coordinator", 404, 200)),
        *(("stranger", 404, 404), ("administrator", 404, 404)),
    ],
)
def test_a_reviewer_reaches_files_of_the_latest_submission_alone(as_user, cast, assessment, role, older, latest):
    record = keep(cast.unit, cast.lead)
    first = cited_by(answer_of(assessment), record)
    bring_to(assessment, Status.RETURNED, cast)
    newer = locker.add_file(evidence=record, file=accepted_file(), actor=cast.lead)
    Citation.objects.update(version=newer)
    submit(assessment, cast)
    client = as_user(getattr(cast, role))
    files = (file_of(assessment, first.version, number=1), file_of(assessment, newer, number=2))
    assert [client.get(file).status_code for file in files] == [older, latest]
    crossed = (file_of(assessment, first.version, number=2), file_of(assessment, newer, number=1))
    assert [client.get(file).status_code for file in crossed] == [404, 404]


def test_a_file_is_reached_through_its_own_submission_alone(as_user, cast, assessment, sent):
    other = make_assessment(cast.unit, make_cycle(assessment.criteria_set, 2567), cast.lead)
    bring_to(other, Status.IN_REVIEW, cast)
    assert as_user(cast.coordinator).get(file_of(other, sent["newest"])).status_code == 404


@pytest.mark.parametrize("name", ["submission", "review_item"])
def test_the_pages_of_a_submission_link_to_its_files(as_user, cast, assessment, sent, name):
    more = ["1.1"] if name == "review_item" else []
    response = as_user(cast.coordinator).get(url(name, assessment.pk, *more))
    assert f'href="{file_of(assessment, sent["newest"])}"' in response.content.decode()


@pytest.fixture
def sent_twofold(cast, assessment):
    """A submission in which 1.1-1 cites the first file of E01 and 1.1-2 the second; all texts name E01."""
    record = keep(cast.unit, cast.lead)
    cited_by(answer_of(assessment), record)
    locker.add_file(evidence=record, file=accepted_file(), actor=cast.lead)
    cited_by(answer_of(assessment, "1.1-2"), record)
    answer_all(assessment, "ตาม [E01]")
    submit(assessment, cast)
    return [file_of(assessment, version) for version in record.versions.order_by("number")]


def links_in(page: str) -> dict[str, list[str]]:
    """The addresses of files in each answer of a page, by code of its question."""
    answers = [answer.split("</ul>")[0] for answer in page.split('<div class="frozen" id="q-')[1:]]
    return {answer.partition('"')[0]: re.findall('href="([^"]*/files/[^"]*)"', answer) for answer in answers}


@pytest.mark.parametrize("name", ["submission", "review_item"])
def test_each_answer_links_the_file_that_it_cited(as_user, cast, assessment, sent_twofold, name):
    first, second = sent_twofold
    more = ["1.1"] if name == "review_item" else []
    shown = links_in(as_user(cast.coordinator).get(url(name, assessment.pk, *more)).content.decode())
    assert {code: shown[code] for code in ("1.1-1", "1.1-2", "1.1-3")} == {
        "1.1-1": [first, first],
        "1.1-2": [second, second],
        "1.1-3": [],  # cites neither: which of the two its mark means, nobody knows
    }


def test_a_copy_of_earlier_days_links_the_one_hash_of_a_record(as_user, cast, assessment, sent_twofold):
    submission = assessment.submissions.get()
    document = json.loads(submission.document)
    for citation in document["evidence"][0]["citations"]:
        del citation["sha256"]
    assessment.submissions.update(document=canonical(document))
    shown = links_in(as_user(cast.coordinator).get(url("submission", assessment.pk)).content.decode())
    assert [shown[code][-1] for code in ("1.1-1", "1.1-2")] == [sent_twofold[1]] * 2


def test_marks_in_a_text_are_links_to_the_evidence(as_user, cast, assessment, sent):
    assessment.answers.filter(question__code="1.1-1").update(text="ตาม [E01 น.4] [E๑] และ [E77] <b>")
    shown = as_user(cast.manager).get(url("answer", assessment.pk, "1.1-1")).content.decode()
    address = url("evidence", cast.unit.code, sent["newest"].evidence_id)
    links = f'<a href="{address}">[E01 น.4]</a> <a href="{address}">[E๑]</a>'
    assert f"<p>ตาม {links} และ [E77] &lt;b&gt;</p>" in shown


def test_marks_in_a_submission_are_links_to_its_files(as_user, cast, assessment):
    cited_by(answer_of(assessment), keep(cast.unit, cast.lead))
    answer_all(assessment, "ตาม [E๐๑ น.๔ และ ๗] [E1] ทบทวนทุกปี")
    submit(assessment, cast)
    shown = as_user(cast.coordinator).get(url("submission", assessment.pk)).content.decode()
    address = file_of(assessment, EvidenceVersion.objects.get())
    assert f'<a href="{address}">[E๐๑ น.๔ และ ๗]</a> <a href="{address}">[E1]</a> ทบทวนทุกปี' in shown


def test_a_classified_document_is_named_with_its_place_and_has_no_link(as_user, cast, assessment):
    reference = {"document_number": "กษ 0801/ล 12", "keeper": "กองแผนงาน", "place": "ตู้ 3"}
    record = keep(cast.unit, cast.lead, files=0, secrecy=Secrecy.SECRET, **reference)
    cited_by(answer_of(assessment), record)
    bring_to(assessment, Status.IN_REVIEW, cast)
    shown = as_user(cast.assessor).get(url("review_item", assessment.pk, "1.1")).content.decode()
    assert ("กษ 0801/ล 12" in shown, "ตู้ 3" in shown, PinnedEvidence.objects.count()) == (True, True, 0)
