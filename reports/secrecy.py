"""The class of a report: the highest of what it prints."""

from assessments.statuses import SECRECY_WORDS, Secrecy
from reports.comparison import ComparisonContent
from reports.content import ReportContent

RISING = [SECRECY_WORDS[each] for each in Secrecy]  # the words of a document
OPEN = RISING[0]
LISTS_EVIDENCE = {"full"}  # the other kinds name no record


def secrecy_of(kind: str, content: ReportContent | ComparisonContent) -> str:
    """In the word of a document; a record that is only referenced counts as it is: its title stands there."""
    if kind not in LISTS_EVIDENCE:
        return OPEN
    found = [row.secrecy for row in content.evidence if row.secrecy in RISING]
    return max(found, key=RISING.index, default=OPEN)
