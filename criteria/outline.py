"""A criteria set as one small tree in memory, passed to everything that walks it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from criteria.kinds import CategoryKind, SetStatus
from criteria.models import CriteriaSet, Question, Rubric


@dataclass(frozen=True)
class AreaOutline:
    pk: int
    code: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class ItemOutline:
    pk: int
    code: str
    title: str
    points: Decimal
    kind: str
    category_code: str
    areas: tuple[AreaOutline, ...]

    @property
    def is_profile(self) -> bool:
        return self.kind == CategoryKind.PROFILE

    @property
    def is_process(self) -> bool:
        return self.kind == CategoryKind.PROCESS

    @property
    def is_results(self) -> bool:
        return self.kind == CategoryKind.RESULTS

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for area in self.areas for question in area.questions)


@dataclass(frozen=True)
class CategoryOutline:
    code: str
    title: str
    points: Decimal
    kind: str
    items: tuple[ItemOutline, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for item in self.items for question in item.questions)

    @property
    def is_profile(self) -> bool:
        return self.kind == CategoryKind.PROFILE


@dataclass(frozen=True, eq=False)
class Outline:
    """Categories in order; look-ups by code or key raise KeyError for what the set does not hold."""

    criteria_set: CriteriaSet
    categories: tuple[CategoryOutline, ...]

    @cached_property
    def items(self) -> dict[str, ItemOutline]:
        return {item.code: item for category in self.categories for item in category.items}

    @cached_property
    def scored_items(self) -> tuple[ItemOutline, ...]:
        return tuple(item for item in self.items.values() if item.kind != CategoryKind.PROFILE)

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {question.code: question for category in self.categories for question in category.questions}

    @cached_property
    def item_of_question(self) -> dict[str, ItemOutline]:
        return {question.code: item for item in self.items.values() for question in item.questions}

    @cached_property
    def rubrics(self) -> tuple[Rubric, ...]:
        """By kind, factor and band. One query, when first asked for."""
        return tuple(Rubric.objects.filter(criteria_set=self.criteria_set).defer("text_en"))

    @cached_property
    def area_of_question(self) -> dict[str, AreaOutline]:
        return {q.code: area for item in self.items.values() for area in item.areas for q in area.questions}


# Published sets are frozen (loader.py), so a process reads each of them once.
_published: dict[tuple[int, str], Outline] = {}


def outline_of(criteria_set: CriteriaSet) -> Outline:
    """The tree of one set: no query for a published one that this process has read, else one."""
    key = (criteria_set.pk, criteria_set.code)
    if key not in _published:
        outline = _read(criteria_set)
        if criteria_set.status != SetStatus.PUBLISHED:
            return outline
        _published[key] = outline
    return _published[key]


def forget_outlines() -> None:
    """The next reading asks the database again: for tests, whose sets come and go."""
    _published.clear()


def _read(criteria_set: CriteriaSet) -> Outline:
    """In one query. An area without a question does not appear (validation refuses it)."""
    rows = list(
        Question.objects.filter(area__item__category__criteria_set=criteria_set)
        .select_related("area__item__category")
        .defer("text_en", "guidance_en")
        .order_by("area__item__category__order", "area__item__order", "area__order", "order")
    )
    categories: dict[int, tuple] = {}
    for question in rows:
        area, item, category = question.area, question.area.item, question.area.item.category
        items = categories.setdefault(category.pk, (category, {}))[1]
        areas = items.setdefault(item.pk, (item, {}))[1]
        areas.setdefault(area.pk, (area, []))[1].append(question)
    return Outline(criteria_set, tuple(_category(category, items) for category, items in categories.values()))


def _category(category, items) -> CategoryOutline:
    return CategoryOutline(
        category.code,
        category.title_th,
        category.points,
        category.kind,
        tuple(
            ItemOutline(
                item.pk,
                item.code,
                item.title_th,
                item.points,
                category.kind,
                category.code,
                tuple(AreaOutline(a.pk, a.code, a.title_th, tuple(questions)) for a, questions in areas.values()),
            )
            for item, areas in items.values()
        ),
    )
