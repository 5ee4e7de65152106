"""Loads a criteria file: the database then says what the file says, or nothing has changed.

- A set that the database does not know is written as it stands, drafts and published sets alike.
- A set that is there and equal is left alone: not one row is written.
- A published set that differs is refused. Criteria that have been used must not change under their users.
- A draft set that differs is replaced whole, unless a cycle (or what hangs on it) holds it; where nothing differs but
  the status, it is published in place, so that a draft on trial becomes the set of its cycle.
- Characteristics and success factors belong to all sets together. New ones are added, equal ones left alone, those
  absent from the file kept. One that differs is mended while no published set stands in the database and refused from
  then on, since a published set prints their words.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from criteria.kinds import SetStatus
from criteria.mappings import mapping_problems, save_mapping
from criteria.models import Characteristic, CriteriaSet, Question
from criteria.reader import MODELS, PARENTS, TAGS, TREE, ParsedFile, Problem, columns, quoted, read_set
from criteria.validation import problems, unknown_codes

# model: the way from it to its set
WAY_TO_SET = {
    "category": "criteria_set",
    "item": "category__criteria_set",
    "area": "item__category__criteria_set",
    "question": "area__item__category__criteria_set",
    "rubric": "criteria_set",
}
SHOWN_DIFFERENCES = 3

Rows = dict[tuple[str, tuple], dict]


class CriteriaRefused(Exception):
    """The file is not loaded; `problems` says why, one line each."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.problems = list(found)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Outcome(StrEnum):
    CREATED = "created"
    REPLACED = "replaced"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"


def check_file(path: str | Path) -> ParsedFile:
    """The file, fit to be loaded as far as its content goes. Raises CriteriaRefused. Writes nothing."""
    return check(read_set(path))


def check(parsed: ParsedFile) -> ParsedFile:
    """The same, for a file that has been read.

    Of a set the database is asked only for characteristics that the file leaves out; a mapping names sets in it.
    """
    if parsed.is_mapping:
        refused = mapping_problems(parsed)
        if refused:
            raise CriteriaRefused(refused)
        return parsed
    codes = unknown_codes(parsed)
    known = set(Characteristic.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else set()
    found = problems(parsed, characteristics=known)
    if found:
        raise CriteriaRefused(found)
    return parsed


def load_file(path: str | Path) -> Outcome:
    """The content of the file stands in the database. Raises CriteriaRefused, and then nothing is written."""
    return load(check_file(path))


@transaction.atomic
def load(parsed: ParsedFile) -> Outcome:
    """The same, for a file that has passed `check`."""
    if parsed.is_mapping:
        is_new, differs = save_mapping(parsed)
        return Outcome.CREATED if is_new else Outcome.REPLACED if differs else Outcome.UNCHANGED
    stored = CriteriaSet.objects.select_for_update().filter(code=parsed.criteria_set.key[0]).first()
    given = {(record.model, record.key): record.values for record in parsed.records if record.model in TREE}
    changed = _differences(given, stored_rows(stored)) if stored else []
    refusals = list(_save_tags(parsed))
    if stored and changed and stored.status == SetStatus.PUBLISHED:
        refusals.append(_published_differs(parsed, stored, changed))
    if refusals:
        raise CriteriaRefused(refusals)
    if stored is None:
        _insert(given)
        return Outcome.CREATED
    if not changed:
        return Outcome.UNCHANGED
    if changed == [("criteriaset", (stored.code,), ["status"])]:
        stored.status = parsed.criteria_set.values["status"]
        stored.save(update_fields=["status"])
        return Outcome.PUBLISHED
    _remove_draft(parsed, stored)
    _insert(given)
    return Outcome.REPLACED


def stored_rows(criteria_set: CriteriaSet) -> Rows:
    """What the database holds of this set, in the shape in which a file is read: one query a model."""
    rows: Rows = {("criteriaset", (criteria_set.code,)): _values(criteria_set, {})}
    keys = {"criteriaset": {criteria_set.pk: (criteria_set.code,)}}
    marks: dict[int, list] = {}
    through = Question.characteristics.through.objects
    of_set = through.filter(**{f"question__{WAY_TO_SET['question']}": criteria_set})
    for question, code in of_set.values_list("question_id", "characteristic__code"):
        marks.setdefault(question, []).append((code,))
    for name, way in WAY_TO_SET.items():
        keys[name] = {}
        for row in TREE[name].objects.filter(**{way: criteria_set}).order_by():
            values = _values(row, keys)
            if name == "question":
                values["characteristics"] = tuple(sorted(marks.get(row.pk, [])))
            key = _key(name, values)
            keys[name][row.pk] = key
            rows[name, key] = values
    return rows


def _values(row: models.Model, keys: dict) -> dict:
    """The columns of one row, foreign keys as natural keys."""
    values = {}
    for column in columns(type(row)):
        if column.many_to_many:
            continue
        value = getattr(row, column.attname)
        values[column.name] = keys[column.related_model._meta.model_name][value] if column.is_relation else value
    return values


def _key(name: str, values: dict) -> tuple:
    parent = values[PARENTS[name][0]]
    if name == "rubric":
        return (*parent, values["kind"], values["factor"], values["band"])
    return (*(parent if name == "area" else parent[:1]), values["code"])


def _differences(given: Rows, stored: Rows) -> list[tuple[str, tuple, list[str]]]:
    """Model, key and differing fields, in the order of the file; no fields: on one side only."""
    found = []
    for (name, key), values in given.items():
        other = stored.get((name, key))
        fields = [field for field, value in values.items() if other is not None and other[field] != value]
        if other is None or fields:
            found.append((name, key, fields))
    return found + [(name, key, []) for name, key in stored if (name, key) not in given]


def _published_differs(parsed: ParsedFile, stored: CriteriaSet, changed: list) -> Problem:
    shown = []
    for name, key, fields in changed[:SHOWN_DIFFERENCES]:
        own = key if name == "criteriaset" else key[1:]
        words = " ".join([name, *(quoted(part) for part in own)])
        shown.append(f"{words} ({', '.join(fields) or _('มีเพียงฝ่ายเดียว')})")
    text = _(
        "ชุดเกณฑ์ %(code)s ประกาศใช้แล้วจึงแก้ไม่ได้ และไฟล์ต่างจากที่เก็บไว้ %(count)d แห่ง ได้แก่ %(shown)s ให้ใช้ไฟล์เดิม หรือตั้งรหัสชุดใหม่"
    )
    text %= {"code": stored.code, "count": len(changed), "shown": "; ".join(shown)}
    return parsed.criteria_set.problem(text)


def _remove_draft(parsed: ParsedFile, stored: CriteriaSet) -> None:
    try:
        stored.delete()
    except ProtectedError as fault:
        names = sorted({str(row._meta.verbose_name) for row in fault.protected_objects})
        text = _("ชุดเกณฑ์ร่าง %(code)s มีผู้ใช้อยู่ (%(names)s) จึงแทนที่ไม่ได้ ให้ลบสิ่งที่ใช้อยู่ก่อน หรือตั้งรหัสชุดใหม่")
        text %= {"code": stored.code, "names": ", ".join(names)}
        raise CriteriaRefused([parsed.criteria_set.problem(text)]) from None


def _save_tags(parsed: ParsedFile) -> Iterable[Problem]:
    """Writes new and mended characteristics and success factors; yields why one that differs may not be mended."""
    published = None
    for name, model in TAGS.items():
        stored = {row.code: row for row in model.objects.all()} if parsed.of(name) else {}
        new, mended = [], []
        for record in parsed.of(name):
            row = stored.get(record.values["code"])
            if row is None:
                new.append(model(**record.values))
                continue
            fields = [field for field, value in record.values.items() if getattr(row, field) != value]
            if not fields:
                continue
            if published is None:
                published = CriteriaSet.objects.filter(status=SetStatus.PUBLISHED).exists()
            if published:
                text = _("มีอยู่แล้วและต่างที่ %(fields)s แก้ไม่ได้เพราะมีชุดเกณฑ์ที่ประกาศใช้แล้ว ให้ใช้ข้อความเดิม หรือลบรายการนี้ออก")
                yield record.problem(text % {"fields": ", ".join(fields)})
            mended.append(model(pk=row.pk, **record.values))
        if new:
            model.objects.bulk_create(new)
        if mended and not published:
            model.objects.bulk_update(mended, [column.name for column in columns(model) if column.name != "code"])


def _insert(given: Rows) -> None:
    """Every row of the set, one statement a model (more where the database limits its parameters)."""
    saved: dict[tuple[str, tuple], models.Model] = {}
    for name in TREE:
        rows = {}
        for (model, key), values in given.items():
            if model == name:
                own = {field: value for field, value in values.items() if field != "characteristics"}
                if name in PARENTS:
                    field, parent = PARENTS[name]
                    own[field] = saved[parent, own[field]]
                rows[model, key] = MODELS[name](**own)
        TREE[name].objects.bulk_create(rows.values())
        saved |= rows
    ids = dict(Characteristic.objects.values_list("code", "pk"))
    through = Question.characteristics.through
    through.objects.bulk_create(
        through(question_id=saved[name, key].pk, characteristic_id=ids[code])
        for (name, key), values in given.items()
        for (code,) in values.get("characteristics", ())
    )
