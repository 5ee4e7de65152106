"""What the assessors who have handed in gave of a calibration set: item by item, and how each of them leans.

Nothing of an assessor who has not handed in is ever read here but how many items she has scored. An assessor reads
her own place and percents of the others without names, in an order that tells nothing of whose they are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import UNIT_ROLES, Role
from assessments.models import Calibration, CalibrationHandIn, CalibrationItem, CalibrationScore
from assessments.scorecard import FACTOR_COLUMNS, ScoreEntry
from assessments.scoring.agreement import Leaning, Spread, interval_alpha, leanings, spread_of
from criteria.outline import ItemOutline, Outline

LEAST_ASSESSORS = 2  # one alone is her own median


@dataclass(frozen=True)
class Mark:
    """A percent on the line of an item; `entry` with factors and reason where the reader may know whose it is."""

    assessor: str
    percent: Decimal
    is_own: bool = False
    entry: ScoreEntry | None = None

    @property
    def factors(self) -> list[tuple[str, int]]:
        return list(self.entry.factors.items()) if self.entry else []


@dataclass(frozen=True)
class CalibratedItem:
    """One item with what was given of it, and the reference where the coordinator said one."""

    item: ItemOutline
    reference: Decimal | None
    given: tuple[Mark, ...]

    @cached_property
    def spread(self) -> Spread | None:
        return spread_of([each.percent for each in self.given])

    @property
    def own(self) -> Decimal | None:
        return next((each.percent for each in self.given if each.is_own), None)


@dataclass(frozen=True)
class Lean:
    """How one assessor leans, under her name or without."""

    assessor: str
    is_own: bool
    leaning: Leaning
    is_again: bool = False  # for a coordinator: handed in anew, after she could see the others

    @property
    def word(self) -> str:
        if not self.leaning.mean:
            return _("ตรงกับมัธยฐาน")
        return _("ให้สูงกว่ามัธยฐาน") if self.leaning.mean > 0 else _("ให้ต่ำกว่ามัธยฐาน")

    @property
    def distance(self) -> Fraction:
        return abs(self.leaning.mean)


@dataclass(frozen=True)
class Outcome:
    """The whole set as one reader sees it; `leans` from the most severe on.

    `hand_ins` are those that stand, for a coordinator alone, each with `is_again`.
    """

    items: tuple[CalibratedItem, ...]
    leans: tuple[Lean, ...]
    assessors: int
    hand_ins: tuple[CalibrationHandIn, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Whether there is anybody to be compared with."""
        return self.assessors >= LEAST_ASSESSORS

    @cached_property
    def alpha(self) -> Fraction | None:
        return interval_alpha([each.percent for each in item.given] for item in self.items)

    @property
    def wide(self) -> list[CalibratedItem]:
        return [each for each in self.items if each.spread and each.spread.is_wide]

    @property
    def own(self) -> Lean | None:
        return next((each for each in self.leans if each.is_own), None)

    def at(self, item: ItemOutline) -> CalibratedItem:
        return next(each for each in self.items if each.item.pk == item.pk)


def outlined(calibration: Calibration, outline: Outline) -> list[tuple[CalibrationItem, ItemOutline]]:
    """The items of the set in the order of the criteria, each with its place there; no query where they were read."""
    rows = {row.item_id: row for row in calibration.items.all()}
    return [(rows[item.pk], item) for item in outline.scored_items if item.pk in rows]


def outcome_of(calibration: Calibration, outline: Outline, *, reader: User | None = None) -> Outcome:
    """What is handed in, with names for a coordinator, without for the assessor `reader`. Two queries."""
    rows = CalibrationScore.objects.handed_in().counting().filter(item__calibration=calibration)
    by_item: dict[int, list[CalibrationScore]] = {}
    for row in rows.select_related("assessor"):
        by_item.setdefault(row.item_id, []).append(row)
    places = outlined(calibration, outline)
    found = leanings({row.assessor: row.percent for row in by_item.get(place.pk, ())} for place, _item in places)
    given = standing_hand_ins(calibration)
    again = {each.assessor_id for each in given if each.is_again and reader is None}
    return Outcome(
        tuple(_item(place, item, by_item.get(place.pk, []), reader) for place, item in places),
        tuple(sorted((_lean(who, each, reader, again) for who, each in found.items()), key=_from_severe)),
        len(given),
        tuple(given) if reader is None else (),
    )


def standing_hand_ins(calibration: Calibration) -> list[CalibrationHandIn]:
    """Those that were not handed back, by time; `is_again` where an earlier one of hers was. One query."""
    earlier = CalibrationHandIn.objects.filter(
        calibration=OuterRef("calibration"), assessor=OuterRef("assessor"), handed_back_at__isnull=False
    )
    return list(calibration.hand_ins.active().select_related("assessor").annotate(is_again=Exists(earlier)))


def _item(place: CalibrationItem, item: ItemOutline, rows: Sequence[CalibrationScore], reader) -> CalibratedItem:
    marks = sorted((_mark(row, reader) for row in rows), key=lambda mark: (mark.percent, mark.assessor))
    return CalibratedItem(item, None if place.reference is None else Decimal(place.reference), tuple(marks))


def _mark(row: CalibrationScore, reader: User | None) -> Mark:
    percent = Decimal(row.percent)
    if reader is not None:
        return Mark(_shown(row.assessor, reader), percent, row.assessor_id == reader.pk)
    return Mark(str(row.assessor), percent, entry=entry_of_calibration(row))


def _lean(assessor: User, leaning: Leaning, reader: User | None, again: Collection[int]) -> Lean:
    return Lean(_shown(assessor, reader), reader == assessor, leaning, assessor.pk in again)


def _from_severe(lean: Lean):
    return lean.leaning.mean, lean.assessor


def _shown(assessor: User, reader: User | None) -> str:
    if reader is None:
        return str(assessor)
    return _("คุณ") if assessor == reader else _("ผู้ตรวจคนอื่น")


def entry_of_calibration(score: CalibrationScore | None) -> ScoreEntry:
    """A stored score as an entry, an empty one for none; factors that are not chosen yet are left out."""
    if score is None:
        return ScoreEntry()
    given = {name: getattr(score, column) for name, column in FACTOR_COLUMNS.items()}
    return ScoreEntry({name: value for name, value in given.items() if value is not None}, score.percent, score.reason)


def progress_of(calibration: Calibration) -> list[User]:
    """Who may score the set, by name, each with `scored`, a count, and `handed_in_at`. One query."""
    unit = calibration.assessment.unit
    codes = [code for code in unit.path.split("/") if code]
    held = Membership.objects.filter(user=OuterRef("pk"))
    over = Q(role=Role.COORDINATOR) & (Q(unit__isnull=True) | Q(unit__code__in=codes))
    may = User.objects.filter(Exists(held.filter(role=Role.ASSESSOR)), is_active=True)
    may = may.exclude(Exists(held.filter(over | Q(role__in=UNIT_ROLES, unit=unit))))
    hers = CalibrationScore.objects.counting().filter(item__calibration=calibration, assessor=OuterRef("pk"))
    number = hers.order_by().values("assessor").annotate(number=Count("pk")).values("number")
    done = CalibrationHandIn.objects.active().filter(calibration=calibration, assessor=OuterRef("pk"))
    counts = {"scored": Coalesce(Subquery(number, output_field=IntegerField()), 0)}
    return sorted(may.annotate(handed_in_at=Subquery(done.values("at")[:1]), **counts), key=str)
