"""Writes `pmqa-assessment/1` (interchange.md) from rows, and reads a frozen copy back as the inputs of a score.

Equal data give equal bytes: sections and keys stand in one order, rows by code, numbers plain.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter, itemgetter

from django.db.models import prefetch_related_objects

from assessments.live import LiveRows
from assessments.models import Answer, Assessment, Citation, Indicator, Submission
from assessments.models.kpi_dictionary import KpiDictionary
from assessments.scorecard import (
    Said,
    Scorecard,
    ScoreEntry,
    ScoreInputs,
    checkpoint_codes,
    said_in_review,
    scorecard,
)
from assessments.scoring.results import IndicatorData
from assessments.statuses import SECRECY_WORDS, Secrecy, Stage
from criteria.outline import Outline
from thai.digits import plain

FORMAT = "pmqa-assessment/1"


def document_of(live: LiveRows) -> dict:
    """The whole self side of an assessment: fifteen queries whatever its size, sixteen with checkpoints."""
    assessment, judged = live.assessment, checkpoint_codes(live.outline)
    answers = answer_rows(assessment)
    return {
        "format": FORMAT,
        "criteria_set": assessment.criteria_set.code,
        "fiscal_year": assessment.fiscal_year,
        "unit": {"code": assessment.unit.code, "name_th": assessment.unit.name_th},
        "answers": [row for row in answers if row["question"] not in judged and holds_anything(row)],
        "indicators": _by_code(live.indicators),
        "item_scores": score_rows(live),
        "checkpoints": checkpoint_rows([row for row in answers if row["question"] in judged], live.inputs),
        "evidence": evidence_rows(live),
        "key_factors": key_factor_rows(live),
    }


def answer_rows(assessment: Assessment) -> list[dict]:
    """Every answer by code of its question. Sorted here: each database has an order of its own."""
    return sorted((answer_row(answer) for answer in assessment.answers.for_document()), key=itemgetter("question"))


def holds_anything(row: dict) -> bool:
    """An answer that was emptied again is left out, as one that was never written."""
    return any(value for key, value in row.items() if key != "question")


def checkpoint_rows(answers: list[dict], inputs: ScoreInputs) -> list[dict]:
    """What was written of each checkpoint, and its value, None where it is not judged."""
    rows = []
    for answer in answers:
        code, told = answer["question"], {key: value for key, value in answer.items() if key != "question"}
        value = inputs.values.get(code)
        if value is not None or holds_anything(answer):
            own = {"stage": Stage.SELF.value, "checkpoint": code, "value": None if value is None else plain(value)}
            rows.append(own | told)
    return rows


def rows_of_answers(document: dict) -> dict[str, dict]:
    """Everything written in a document by code of its question, checkpoints too."""
    found = {row["question"]: row for row in document["answers"]}
    return found | {row["checkpoint"]: row for row in document["checkpoints"]}


def answer_row(answer: Answer) -> dict:
    return {
        "question": answer.question.code,
        "text": answer.text,
        "not_applicable": answer.not_applicable,
        "carried_from": answer.carried_from,
        "characteristics": _tag_codes(answer.characteristics),
        "success_factors": _tag_codes(answer.success_factors),
    }


def _tag_codes(relation) -> list[str]:
    return sorted(tag.code for tag in relation.all())


def indicator_rows(assessment: Assessment) -> list[dict]:
    return _by_code(assessment.indicators.for_document())


def _by_code(indicators: Iterable[Indicator]) -> list[dict]:
    return sorted(map(indicator_row, indicators), key=itemgetter("code"))


def indicator_row(indicator: Indicator) -> dict:
    """The dictionary stands only where it holds something: a document without one is as it always was."""
    years, dictionary = list(indicator.years.all()), indicator.dictionary
    row = {
        "code": indicator.code,
        "item": indicator.area.item.code,
        "area": indicator.area.code,
        "name": indicator.name,
        "unit_of_measure": indicator.unit_of_measure,
        "direction": indicator.direction,
        "importance": indicator.importance,
        "values": {str(y.fiscal_year): plain(y.value) for y in years if y.value is not None},
        "targets": {str(y.fiscal_year): plain(y.target) for y in years if y.target is not None},
        "comparator": {
            "name": indicator.comparator_name,
            "values": {str(y.fiscal_year): plain(y.comparator) for y in years if y.comparator is not None},
        },
    }
    return row | {"dictionary": asdict(dictionary)} if dictionary else row


def dictionary_of(row: dict) -> KpiDictionary:
    """The dictionary of an indicator's row, an empty one in copies of earlier days."""
    return KpiDictionary(**row.get("dictionary", {}))


def score_rows(live: LiveRows) -> list[dict]:
    """Self scores; `confirmed` is false too where a confirmation has lapsed."""
    return [
        {
            "stage": Stage.SELF.value,
            "item": code,
            "factors": dict(result.entry.factors) if result.item.is_process else {},
            "percent": result.entry.percent,
            "reason": result.entry.reason,
            "confirmed": result.confirmed,
        }
        for code, result in sorted(live.card.items.items())
        if result.entry != ScoreEntry()
    ]


def evidence_rows(live: LiveRows) -> list[dict]:
    """The records of the unit's locker that this assessment cites."""
    cited: dict[str, list[Citation]] = {}
    prefetch_related_objects(live.citations, "evidence__characteristics", "evidence__success_factors")
    for citation in live.citations:
        cited.setdefault(citation.evidence.code, []).append(citation)
    return [evidence_row(cited[code]) for code in sorted(cited)]


def evidence_row(citations: list[Citation]) -> dict:
    """One record with everything that cites it; its hash is that of the newest file that is cited, if one is."""
    record = citations[0].evidence
    files = [citation.version for citation in citations if citation.version]
    newest = max(files, key=attrgetter("number"), default=record)
    return {
        "code": record.code,
        "title": record.title,
        "class": SECRECY_WORDS[Secrecy(record.secrecy)],
        "sha256": newest.sha256,
        "dated": _iso(record.dated),
        "expires": _iso(record.expires),
        "document_number": record.document_number,
        "keeper": record.keeper,
        "place": record.place,
        "checked_on": _iso(record.checked_on),
        "characteristics": _tag_codes(record.characteristics),
        "success_factors": _tag_codes(record.success_factors),
        "citations": sorted(map(citation_row, citations), key=itemgetter("question")),
    }


def citation_row(citation: Citation) -> dict:
    """What one answer cites of a record, with the hash of the very file: others may cite another version."""
    return {"question": citation.answer.question.code, "pages": citation.pages, "sha256": citation.cited_sha256}


def cited_sha256(row: dict, citation: dict) -> str:
    """The hash of the file that a citation of this record names; copies of earlier days have one hash a record."""
    return citation.get("sha256", row["sha256"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def key_factor_rows(live: LiveRows) -> list[dict]:
    """The key factors with the codes of what is linked to them."""
    rows = [
        {
            "code": factor.code,
            "kind": factor.kind,
            "text": factor.text,
            "answers": sorted(answer.question.code for answer in factor.answers.all()),
            "indicators": sorted(indicator.code for indicator in factor.indicators.all()),
        }
        for factor in live.key_factors
    ]
    return sorted(rows, key=itemgetter("code"))


def canonical(document: dict) -> str:
    """The text of a document as it is stored, hashed and exported."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def fingerprint(text: str) -> str:
    """SHA-256 of the text, the receipt of a submission."""
    return hashlib.sha256(text.encode()).hexdigest()


def factors_by_question(document: dict) -> dict[str, list[dict]]:
    """The rows of the key factors by code of the questions that they are linked to; none in a document without."""
    found: dict[str, list[dict]] = {}
    for row in document.get("key_factors", ()):
        for question in row["answers"]:
            found.setdefault(question, []).append(row)
    return found


def inputs_from_document(document: dict, *, said: Said | None = None, stage: str = Stage.SELF) -> ScoreInputs:
    """The inputs of a frozen copy; `said` replaces the self scores by those of another stage."""
    if said is None:
        said = Said({row["item"]: _entry(row) for row in document["item_scores"]}, _values(document))
    return ScoreInputs(
        fiscal_year=document["fiscal_year"],
        stage=stage,
        indicators=_indicators(document),
        entries=said.entries,
        not_applicable=frozenset(code for code, row in rows_of_answers(document).items() if row["not_applicable"]),
        values=said.values,
    )


def _values(document: dict) -> dict[str, Decimal]:
    return {row["checkpoint"]: Decimal(row["value"]) for row in document["checkpoints"] if row["value"] is not None}


def _entry(row: dict) -> ScoreEntry:
    return ScoreEntry(row["factors"], row["percent"], row["reason"], row["confirmed"])


def _indicators(document: dict) -> dict[str, tuple[IndicatorData, ...]]:
    grouped: dict[str, list[IndicatorData]] = {}
    for row in document["indicators"]:
        grouped.setdefault(row["item"], []).append(
            IndicatorData(
                row["code"],
                row["area"],
                row["direction"],
                row["importance"],
                _numbers(row["values"]),
                _numbers(row["targets"]),
                _numbers(row["comparator"]["values"]),
            )
        )
    return {code: tuple(rows) for code, rows in grouped.items()}


def _numbers(values: dict[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(value) for year, value in values.items()}


@dataclass(frozen=True)
class FrozenDocument:
    """A submission as it was sent, for reading: answers by question, indicators by item, its own scorecard."""

    submission: Submission
    outline: Outline

    @cached_property
    def content(self) -> dict:
        return json.loads(self.submission.document)

    @cached_property
    def answers(self) -> dict[str, dict]:
        """The rows of the answers by code of their question; a question without an answer is not there."""
        return rows_of_answers(self.content)

    @cached_property
    def indicators(self) -> dict[str, list[dict]]:
        """The rows of the indicators by code of their item."""
        grouped: dict[str, list[dict]] = {}
        for row in self.content["indicators"]:
            grouped.setdefault(row["item"], []).append(row)
        return grouped

    @cached_property
    def evidence(self) -> dict[str, list[dict]]:
        """What each question cites, by its code: the rows of the evidence, with `is_secret` and its own `pages` and
        `sha256`."""
        cited: dict[str, list[dict]] = {}
        for row in self.content["evidence"]:
            is_secret = row["class"] != SECRECY_WORDS[Secrecy.NORMAL]
            for citation in row["citations"]:
                own = {"pages": citation["pages"], "sha256": cited_sha256(row, citation)}
                cited.setdefault(citation["question"], []).append(row | own | {"is_secret": is_secret})
        return cited

    @cached_property
    def key_factors(self) -> dict[str, list[dict]]:
        """The key factors that each answer is linked to, by code of its question; none in copies of earlier years."""
        return factors_by_question(self.content)

    @cached_property
    def card(self) -> Scorecard:
        """The self scores as they were sent."""
        return scorecard(self.outline, self.inputs)

    @cached_property
    def inputs(self) -> ScoreInputs:
        """What the self scores depend on."""
        return inputs_from_document(self.content)

    @cached_property
    def consensus(self) -> Scorecard | None:
        """What the reviewers agreed on over the frozen indicators, None before anything was decided."""
        said = said_in_review(self.submission, self.outline, stage=Stage.CONSENSUS)
        return self.card_with(said, stage=Stage.CONSENSUS) if said else None

    def card_with(self, said: Said, *, stage: str) -> Scorecard:
        """The scores of another stage over the frozen indicators."""
        return scorecard(self.outline, inputs_from_document(self.content, said=said, stage=stage))
