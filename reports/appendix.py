"""What stands behind the answers of a document: its evidence, and the key factors of its profile."""

from assessments.document import cited_sha256
from assessments.statuses import KeyFactorKind
from reports import content as paper


def evidence_rows(document: dict) -> tuple[paper.EvidenceRow, ...]:
    """A row for each file: two answers may cite two versions of one record."""
    return tuple(
        paper.EvidenceRow(
            code=row["code"],
            title=row["title"],
            cited_by=tuple(questions),
            secrecy=row["class"],
            sha256=sha256,
            keeper=" ".join(filter(None, (row.get("document_number"), row.get("keeper")))),
        )
        for row in document["evidence"]
        for sha256, questions in _files(row).items()
    )


def _files(row: dict) -> dict[str, list[str]]:
    """The questions that cite each file of the record, by its hash."""
    found: dict[str, list[str]] = {}
    for citation in row["citations"]:
        found.setdefault(cited_sha256(row, citation), []).append(citation["question"])
    return found


def key_factors_of(document: dict) -> tuple[paper.KeyFactor, ...]:
    """By kind, in the order of the profile; none in a copy of an earlier year."""
    return tuple(
        paper.KeyFactor(kind=str(kind.label), code=row["code"], text=row["text"], indicators=tuple(row["indicators"]))
        for kind in KeyFactorKind
        for row in document.get("key_factors", [])
        if row["kind"] == kind
    )
