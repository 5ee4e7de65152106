"""Out and in again: an assessment that was exported and imported elsewhere exports to the same bytes."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import now
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from assessments.interchange.reader import read_document
from assessments.models import Assessment, Citation, Cycle, Evidence, EvidenceVersion
from assessments.services.imports import import_document
from assessments.statuses import KeyFactorKind
from criteria.models import Characteristic
from tests.assessments.interchange.sample import (
    HASH,
    REASON,
    SECRET,
    answer,
    export,
    head,
    indicator,
    key_factor,
    make_tags,
    record,
    score,
    take,
    whole,
)
from thai.digits import plain

FOLDER = Path(settings.BASE_DIR, "fixtures")
DEMOS = sorted(path.name for path in Path(FOLDER, "demo").glob("*.json"))


def forget_everything() -> None:
    """No assessment, cycle or evidence stands; people, units and criteria do."""
    Assessment.objects.all().delete()
    EvidenceVersion.objects.all().delete()
    Evidence.objects.all().delete()
    Cycle.objects.all().delete()


def make_version(record: Evidence, number: int, sha256: str, person) -> EvidenceVersion:
    """A file of the record, of this hash."""
    given = {"name": "รายงาน.pdf", "content_type": "application/pdf", "size": 5}
    return EvidenceVersion.objects.create(
        evidence=record, number=number, sha256=sha256, stored_name=sha256, added_by=person, added_at=now(), **given
    )


def numbers(figures: dict) -> dict[str, Decimal]:
    """Figures by year as numbers, however they are written."""
    return {year: Decimal(value) for year, value in figures.items()}


def elsewhere(text: str) -> str:
    """What the export says after an import into a database without assessments."""
    forget_everything()
    assessment, _changes = import_document(read_document(text.encode()))
    return export(assessment)


@pytest.fixture
def shipped(db):
    """The criteria and units that the product comes with."""
    call_command("load_criteria", Path(FOLDER, "criteria", "pmqa-2562.json"), stdout=io.StringIO())
    call_command("load_units", Path(FOLDER, "units", "units.csv"), stdout=io.StringIO())


def test_there_are_four_demonstration_documents():
    assert DEMOS == ["A0008-2567.json", "A0008-2568.json", "A0016-2568.json", "P55-2568.json"]


@pytest.mark.parametrize("name", DEMOS)
def test_a_demonstration_document_comes_back_to_the_byte(shipped, name):
    given_text = Path(FOLDER, "demo", name).read_text(encoding="utf-8")
    first = elsewhere(given_text)
    assert elsewhere(first) == first

    # And nothing of the file was lost on the way in.
    wanted, found = json.loads(given_text), json.loads(first)
    for section, key in (("answers", "question"), ("indicators", "code"), ("item_scores", "item")):
        out = {row[key]: row for row in found[section]}
        assert sorted(out) == sorted(row[key] for row in wanted[section])
        for row in wanted[section]:
            for column in row.keys() & {"text", "not_applicable", "name", "percent", "reason"}:
                assert out[row[key]][column] == row[column], (row[key], column)
            for column in row.keys() & {"values", "targets"}:
                assert numbers(out[row[key]][column]) == numbers(row[column]), (row[key], column)
    assert found["key_factors"] == wanted.get("key_factors", [])


@pytest.mark.django_db
def test_equal_data_give_equal_bytes_whatever_their_order(cast, cycle):
    make_tags()
    document = whole()
    first = elsewhere(json.dumps(document))
    for section in ("answers", "indicators", "item_scores", "evidence", "key_factors"):
        document[section].reverse()
    assert elsewhere(json.dumps(document)) == first


@pytest.mark.django_db
def test_the_export_writes_every_key_sorted_and_plain(cast, cycle):
    make_tags()
    assessment, _changes = take(whole())
    document = json.loads(export(assessment))

    assert " ".join(document) == (
        "format criteria_set fiscal_year unit answers indicators item_scores checkpoints evidence key_factors"
    )
    assert document["unit"] == {"code": "A0008", "name_th": "กรมพัฒนาที่ดิน"}
    assert [row["question"] for row in document["answers"]] == ["1.1-1", "7.2-2", "P-1"]
    assert document["answers"][0] == {
        "question": "1.1-1",
        "text": "หน่วยงานทบทวนวิสัยทัศน์ทุกปี",
        "not_applicable": "",
        "carried_from": None,
        "characteristics": ["DIGITAL", "OPEN"],
        "success_factors": ["INNOVATION"],
    }
    assert document["indicators"][1] == {
        **indicator("7.2-01", item="7.2", direction="lower", importance="supporting"),
        "comparator": {"name": "", "values": {}},
    }
    assert document["item_scores"] == [
        {
            "stage": "self",
            "item": "1.1",
            "factors": {"A": 3, "D": 3, "L": 3, "I": 3},
            "percent": 60,
            "reason": "",
            "confirmed": True,
        },
        {"stage": "self", "item": "7.1", "factors": {}, "percent": 85, "reason": "", "confirmed": True},
    ]


@pytest.mark.django_db
def test_the_export_tells_evidence_and_key_factors_whole(cast, cycle):
    make_tags()
    assessment, _changes = take(whole())
    document = json.loads(export(assessment))
    untold = dict.fromkeys(("dated", "expires", "checked_on")) | dict.fromkeys(
        ("document_number", "keeper", "place"), ""
    )
    untagged = {"characteristics": [], "success_factors": []}
    of_file, of_none = ({"question": "1.1-1", "pages": "4", "sha256": sha256} for sha256 in (HASH, ""))
    assert document["evidence"] == [
        record("E01", **untold, **untagged, citations=[of_file]),
        record("E02", **SECRET, citations=[of_none]),
    ]
    assert document["key_factors"] == [
        key_factor("K01", indicators=[]),
        key_factor("K02", kind="process", indicators=["7.1-01"]),
    ]


@pytest.mark.django_db
def test_an_answer_that_waits_for_its_update_comes_back_so(cast, cycle):
    text = elsewhere(json.dumps(head(answers=[answer(carried_from=2567), answer("1.1-2", carried_from=None)])))
    assert [row["carried_from"] for row in json.loads(text)["answers"]] == [2567, None]
    assert elsewhere(text) == text


@pytest.mark.django_db
def test_the_hash_of_the_file_that_is_cited_goes_out_and_names_it_again(assessment, cast):
    take(head(answers=[answer()], evidence=[record(sha256="")]))
    found = Evidence.objects.get()
    files = [make_version(found, number, digit * 64, cast.lead) for number, digit in ((1, "a"), (2, "b"))]
    Evidence.objects.update(sha256=files[1].sha256)
    found.citations.update(version=files[0])

    text = export(assessment)
    assert json.loads(text)["evidence"][0]["sha256"] == "a" * 64
    assert take(json.loads(text))[1] == []
    assert found.citations.get().version == files[0]

    take(head(evidence=[record(sha256="b" * 64)]))
    assert found.citations.get().version == files[1]
    take(head(evidence=[record(sha256="", citations=[{"question": "1.1-1", "pages": "7"}, {"question": "1.1-2"}])]))
    assert list(found.citations.order_by("answer").values_list("pages", "version__number")) == [("7", 2), ("", 2)]
    assert json.loads(elsewhere(text))["evidence"][0]["sha256"] == "a" * 64


def cited_files(assessment) -> list[tuple[str, str, int | None]]:
    """Question, hash of the cited file and number of its version, as they are stored."""
    rows = Citation.objects.of(assessment).order_by("answer__question__code")
    return [(row.answer.question.code, row.cited_sha256, row.version and row.version.number) for row in rows]


@pytest.mark.django_db
def test_each_answer_keeps_the_file_that_it_cites(assessment, cast):
    take(head(evidence=[record(sha256="", citations=[{"question": code} for code in ("1.1-1", "1.1-2", "1.1-3")])]))
    found = Evidence.objects.get()
    for number, (digit, question) in enumerate((("a", "1.1-1"), ("b", "1.1-2")), 1):
        version = make_version(found, number, digit * 64, cast.lead)
        found.citations.filter(answer__question__code=question).update(version=version)
    before = [("1.1-1", "a" * 64, 1), ("1.1-2", "b" * 64, 2), ("1.1-3", "", None)]
    assert cited_files(assessment) == before

    text = export(assessment)
    row = json.loads(text)["evidence"][0]
    assert (row["sha256"], [cited["sha256"] for cited in row["citations"]]) == ("b" * 64, ["a" * 64, "b" * 64, ""])
    assert (take(json.loads(text))[1], cited_files(assessment)) == ([], before)

    assert elsewhere(text) == text
    assert cited_files(Assessment.objects.get()) == [(code, sha256, None) for code, sha256, _version in before]


@pytest.mark.django_db
def test_a_document_of_earlier_days_has_one_hash_a_record(assessment, cast):
    take(head(evidence=[record(sha256="")]))
    for number, digit in ((1, "a"), (2, "b")):
        make_version(Evidence.objects.get(), number, digit * 64, cast.lead)
    take(head(evidence=[record(sha256="a" * 64, citations=[{"question": "1.1-1"}, {"question": "1.1-2"}])]))
    assert cited_files(assessment) == [("1.1-1", "a" * 64, 1), ("1.1-2", "a" * 64, 1)]


@pytest.mark.django_db
def test_an_answer_that_was_emptied_is_as_one_never_written(cast, cycle):
    take(head(answers=[answer("1.1-1"), answer("1.1-2")]))
    assessment, _changes = take(head(answers=[answer("1.1-2")]))
    text = export(assessment)
    assert [row["question"] for row in json.loads(text)["answers"]] == ["1.1-2"]
    assert elsewhere(text) == text


@pytest.mark.django_db
def test_tags_without_a_text_come_back(assessment, cast):
    make_tags()
    row = assessment.answers.select_related("question").get(question__code="1.1-3")
    row.characteristics.set(Characteristic.objects.all())
    text = export(assessment)
    assert [found["characteristics"] for found in json.loads(text)["answers"]] == [["DIGITAL", "OPEN"]]
    assert elsewhere(text) == text


@pytest.mark.django_db
def test_a_lapsed_confirmation_comes_back_as_a_proposal(cast, cycle):
    take(head(indicators=[indicator()], item_scores=[score("7.1", 85)]))
    assessment, _changes = take(head(indicators=[indicator(values={"2568": "10"})]))
    text = export(assessment)
    assert json.loads(text)["item_scores"][0]["confirmed"] is False
    assert elsewhere(text) == text


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t กาน้ำ"), max_size=30)
LINES = st.text(st.sampled_from("กขคงน้ำเ แ0๙a-"), min_size=1, max_size=20).filter(str.strip)
NUMBERS = st.decimals(-(10**8), 10**8, places=6).map(plain) | st.integers(-(10**14), 10**14)
FIGURES = st.dictionaries(st.integers(2500, 2699).map(str), NUMBERS, max_size=5)
QUESTIONS = ("P-1", "1.1-1", "1.1-2", "1.1-3", "7.1-1", "7.1-2", "7.2-1", "7.2-2")
AREAS = (("7.1", "ก"), ("7.1", "ข"), ("7.2", "ก"))  # 7.2 ข is kept for what is not applicable
FACTORS = st.fixed_dictionaries({}, optional={name: st.integers(0, 5) for name in "ADLI"})


KINDS = st.sampled_from(KeyFactorKind.values)
CARRIED = st.none() | st.integers(2540, 2640)
DAYS = st.none() | st.dates(date(1800, 1, 1), date(2399, 12, 31)).map(date.isoformat)
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("dated", "expires", "checked_on"), DAYS),
        **dict.fromkeys(("document_number", "keeper", "place"), LINES),
        "characteristics": st.lists(st.sampled_from(["OPEN", "DIGITAL"]), max_size=2),
        "success_factors": st.lists(st.just("INNOVATION"), max_size=2),
    },
)
HASHES = st.fixed_dictionaries({}, optional={"sha256": st.sampled_from(["", HASH, "a" * 64])})
TAGS = st.lists(st.sampled_from(["OPEN", "DIGITAL"]), max_size=2)
PERCENTS = st.none() | st.integers(0, 20).map(lambda step: step * 5)
COMPARATORS = st.fixed_dictionaries({"name": LINES, "values": FIGURES})


@st.composite
def answers(draw) -> list[dict]:
    rows = []
    for code in draw(st.lists(st.sampled_from(QUESTIONS), unique=True)):
        rows.append(answer(code, draw(WORDS), characteristics=draw(TAGS), carried_from=draw(CARRIED)))
        if code in {"P-1", "7.2-2"} and draw(st.booleans()):
            rows[-1]["not_applicable"] = REASON
    return rows


@st.composite
def indicators(draw) -> list[dict]:
    rows = []
    for number in range(draw(st.integers(0, 4))):
        item, area = draw(st.sampled_from(AREAS))
        given_fields = {
            "name": draw(LINES),
            "unit_of_measure": draw(LINES),
            "direction": draw(st.sampled_from(["higher", "lower"])),
            "importance": draw(st.sampled_from(["key", "supporting"])),
            "values": draw(FIGURES),
            "targets": draw(FIGURES),
            "comparator": draw(COMPARATORS),
        }
        rows.append(indicator(f"{item}-{number:02}", item=item, area=area, **given_fields))
    return rows


@st.composite
def scores(draw) -> list[dict]:
    rows = []
    for item in draw(st.lists(st.sampled_from(["1.1", "7.1", "7.2"]), unique=True)):
        row = score(item, draw(PERCENTS), reason=draw(WORDS) + REASON)
        row["confirmed"] = row["percent"] is not None and draw(st.booleans())
        if item == "1.1" and not row["confirmed"]:
            row["factors"] = draw(FACTORS)
        rows.append(row)
    return rows


@st.composite
def evidence(draw) -> list[dict]:
    cited = st.lists(st.sampled_from(QUESTIONS), min_size=1, unique=True)
    return [
        record(
            f"E{number}",
            title=draw(LINES),
            citations=[{"question": code, "pages": draw(LINES), **draw(HASHES)} for code in draw(cited)],
            **draw(DETAILS),
        )
        for number in range(draw(st.integers(0, 3)))
    ]


@st.composite
def documents(draw) -> dict:
    """Documents of the small set with anything that a reader takes."""
    measures = draw(indicators())
    measured = st.lists(st.sampled_from([row["code"] for row in measures]), unique=True) if measures else st.just([])
    linked = {"answers": st.lists(st.sampled_from(QUESTIONS), unique=True), "indicators": measured}
    factors = [
        key_factor(
            f"K{number:02}", kind=draw(KINDS), text=draw(LINES), **draw(st.fixed_dictionaries({}, optional=linked))
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    sections = {"answers": draw(answers()), "item_scores": draw(scores()), "evidence": draw(evidence())}
    return head(indicators=measures, key_factors=factors, **sections)


UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def tags(db):
    make_tags()


@trials(max_examples=25, deadline=None, suppress_health_check=UNHURRIED)
@given(document=documents())
def test_any_document_comes_back_to_the_byte(cast, cycle, tags, document):
    first = elsewhere(json.dumps(document))
    assert elsewhere(first) == first
    values = {row["code"]: numbers(row["values"]) for row in json.loads(first)["indicators"]}
    assert values == {row["code"]: numbers(row["values"]) for row in document["indicators"]}
