"""What a report says, before any paper: frozen dataclasses of plain values, one model for all kinds.

No date of printing stands here and no name of a machine: two prints of the same assessment have the same fingerprint.
Words that a person typed (answers, reasons, findings, remarks) are printed as they are; numbers, dates and the
product's own sentences follow `ReportContent.thai_digits`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from reports.dictionary import DictionaryRow
from reports.indicators import IndicatorTable

HUNDRED = Decimal(100)
STRENGTH, OFI = "strength", "ofi"
NEXT_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    unit_code: str
    unit_name: str
    parent_name: str = ""  # ministry or department above
    criteria_code: str
    criteria_name: str
    fiscal_year: int  # Buddhist era
    status: str  # word for readers, "ส่งแล้ว"
    status_on: date | None = None  # since when
    as_of: date | None = None  # date of the data: last change of a draft, else of the submission
    prepared_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of one submission."""

    number: int
    submitted_at: datetime  # local time of the office
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    maximum: Decimal
    self_points: Decimal
    review_points: Decimal | None = None
    previous: Decimal | None = None  # last year's result
    previous_year: int | None = None  # which year that was
    provisional: bool = False
    basis: str = ""  # what the counting figure is: "คะแนนประเมินตนเอง ยังไม่มีคะแนนผู้ตรวจ"
    maturity: str = ""  # empty while provisional
    maturity_note: str = ""
    system: Decimal | None = None  # "ระบบราชการ X.X" of the 500-point scheme

    @property
    def points(self) -> Decimal:
        """The figure that counts: the reviewers', where there is one."""
        return self.self_points if self.review_points is None else self.review_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    points: Decimal
    percent: int | None = None  # None in the 500-point scheme, or while a factor is missing
    suggested: int | None = None
    confirmed: bool = True
    label: str = ""  # level of the 500-point scheme
    detail: str = ""  # what of it is reached, in the 500-point scheme
    reason: str = ""  # typed by a person

    @property
    def measure(self) -> str:
        """What stands in the column of the measure: the level, else the percent."""
        return self.label or ("" if self.percent is None else str(self.percent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    code: str  # A D L I, Le T C I, or B A S
    title: str
    self_value: Decimal | int | None = None
    review_value: Decimal | int | None = None
    share: Decimal | None = None  # of results factors
    reason: str = ""  # the product's sentence: rubric text or the counted indicators
    note: str = ""  # typed by a reviewer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    code: str  # "1.1-1"
    official_number: str  # "1ก(1)" or "(1)"
    title: str
    text: str = ""
    not_applicable: str = ""  # reason; the text is then kept but not printed
    evidence: tuple[str, ...] = ()  # codes
    characteristics: tuple[str, ...] = ()  # in words
    success_factors: tuple[str, ...] = ()  # in words
    key_factors: tuple[str, ...] = ()  # codes
    judgement: str = ""  # of a checkpoint, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPart:
    letter: str
    title: str
    answers: tuple[AnswerPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: str  # STRENGTH or OFI
    nugget: str
    evidence: str = ""
    relevance: str = ""
    weight: int = 1  # 2 is double: ++ or −−
    factor: str = ""  # "A แนวทาง"
    key_factor: str = ""  # "P-7"

    @property
    def sign(self) -> str:
        return ("+" if self.kind == STRENGTH else "−") * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPart:
    code: str
    title: str
    short_title: str = ""  # for charts; the title when empty
    maximum: Decimal = Decimal(0)
    self_score: Score | None = None
    review_score: Score | None = None
    previous_percent: int | None = None
    factors: tuple[Factor, ...] = ()
    areas: tuple[AreaPart, ...] = ()
    indicators: IndicatorTable | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def score(self) -> Score | None:
        return self.review_score or self.self_score

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def share(self) -> Decimal | None:
        """Percent of the maximum; None while nothing is scored."""
        return share_of(self.score.points, self.maximum) if self.score else None

    @property
    def self_share(self) -> Decimal | None:
        return share_of(self.self_score.points, self.maximum) if self.self_score else None

    @property
    def review_share(self) -> Decimal | None:
        return share_of(self.review_score.points, self.maximum) if self.review_score else None

    @property
    def previous_share(self) -> Decimal | None:
        return None if self.previous_percent is None else Decimal(self.previous_percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPart:
    code: str
    title: str
    short_title: str = ""
    maximum: Decimal
    self_points: Decimal
    review_points: Decimal | None = None
    previous: Decimal | None = None
    outcomes: bool = False  # its items are the outcome areas of the second radar
    items: tuple[ItemPart, ...] = ()

    @property
    def points(self) -> Decimal:
        return self.self_points if self.review_points is None else self.review_points

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def share(self) -> Decimal:
        return share_of(self.points, self.maximum)

    @property
    def self_share(self) -> Decimal:
        return share_of(self.self_points, self.maximum)

    @property
    def review_share(self) -> Decimal | None:
        return None if self.review_points is None else share_of(self.review_points, self.maximum)

    @property
    def previous_share(self) -> Decimal | None:
        return None if self.previous is None else share_of(self.previous, self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A point that the unit has to answer."""

    about: str  # code of the item or question
    text: str
    number: int | None = None  # within the assessment
    submission: int | None = None  # number of the submission that it was written of
    state: str = ""  # in words, once the result is approved
    reply: str = ""
    place: str = ""  # where the unit mended it


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    code: str
    title: str
    cited_by: tuple[str, ...] = ()
    secrecy: str  # in words
    sha256: str = ""  # empty: no file in the system
    keeper: str = ""  # number and holder of a paper that may not be uploaded


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFactor:
    kind: str  # in words
    code: str
    text: str
    indicators: tuple[str, ...] = ()  # codes


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    code: str
    title: str
    changes: tuple[str, ...]  # "D 2→3"
    steps: int
    gain: Decimal

    @property
    def gain_per_step(self) -> Decimal:
        return self.gain / self.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the scheme calls things; the words of the 1,000-point scheme where empty."""

    measure: str = ""
    detail: str = ""
    part: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    cover: Cover
    total: Total
    profile: tuple[ItemPart, ...] = ()
    categories: tuple[CategoryPart, ...] = ()
    remarks: tuple[Remark, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    dictionary: tuple[DictionaryRow, ...] = ()
    key_factors: tuple[KeyFactor, ...] = ()  # those of a kind together
    next_steps: tuple[NextStep, ...] = ()  # best first
    words: Words = Words()
    bands: tuple[tuple[int, int], ...] = ()  # lowest and highest percent of each, rising
    receipt: Receipt | None = None
    draft: bool = False  # watermark
    demo: bool = False  # invented data: said on every page
    thai_digits: bool = False

    @property
    def items(self) -> tuple[ItemPart, ...]:
        return tuple(item for category in self.categories for item in category.items)

    @property
    def outcomes(self) -> tuple[ItemPart, ...]:
        """The outcome areas: items of the categories marked so."""
        return tuple(item for category in self.categories if category.outcomes for item in category.items)

    @property
    def reviewed(self) -> bool:
        return self.total.review_points is not None


def share_of(points: Decimal, maximum: Decimal) -> Decimal:
    """Percent of the maximum, unrounded; 0 for parts without points."""
    return points * HUNDRED / maximum if maximum else Decimal(0)
