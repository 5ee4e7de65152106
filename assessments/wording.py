"""How a finding is worded (domain.md 4.1): hints to its author, never errors."""

import re
from enum import StrEnum

from assessments.statuses import FindingKind

SHOULD = re.compile(r"\bshould\b", re.IGNORECASE)
PRESCRIBES = "ควร"
MAY_HOLD = ("สมควร", "ควรแก่", "ควรค่า")  # words that hold the syllable and prescribe nothing


class Hint(StrEnum):
    """What an author may want to mend before she hands in."""

    PRESCRIBES = "prescribes"
    NO_FACTOR = "no_factor"
    NO_EVIDENCE = "no_evidence"


def prescribes(kind: str, nugget: str) -> bool:
    """Whether an opportunity tells the unit what it should do instead of naming the gap."""
    for word in MAY_HOLD:
        nugget = nugget.replace(word, "")
    return kind == FindingKind.OFI and (PRESCRIBES in nugget or SHOULD.search(nugget) is not None)


def hints_of(finding, *, has_factors: bool) -> list[Hint]:
    """The hints to a stored finding; `has_factors` where its item is judged by factors."""
    found = []
    if prescribes(finding.kind, finding.nugget):
        found.append(Hint.PRESCRIBES)
    if has_factors and finding.kind == FindingKind.OFI and not finding.factor:
        found.append(Hint.NO_FACTOR)
    if not finding.evidence.strip():
        found.append(Hint.NO_EVIDENCE)
    return found
