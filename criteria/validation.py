"""Whether a criteria file may be loaded: every fault of it, one line each, before anything is written.

Single objects are judged while they are read (`criteria.reader`), here what they say together. Sums and completeness
are judged only once every object has its place, so that one wrong code does not bring a page of further lines.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal

import regex
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.kinds import PROCESS_FACTORS, RESULTS_FACTORS, CategoryKind, Scheme
from criteria.reader import BAND_COUNT, PARENTS, ParsedFile, Problem, Record, quoted, read_set

__all__ = ["Problem", "problems", "read_set"]

PROFILE_CODE = "P"
CATEGORY_CODE = regex.compile(r"P|[1-9]")
AREA_CODE = regex.compile(r"[ก-ฮ]")
PROFILE_AREA_CODE = regex.compile(r"[1-9][ก-ฮ]")
TAG_CODE = regex.compile(r"[A-Z][A-Z0-9_-]*")
RUNNING = r"[1-9][0-9]?"
FACTORS = {CategoryKind.PROCESS: PROCESS_FACTORS, CategoryKind.RESULTS: RESULTS_FACTORS}
SHORTFALLS = ("", "proportional", "zero")
# parent: the objects that each of it must hold, the word for them
CHILDREN = {
    "criteriaset": ("category", gettext_lazy("หมวด (category)")),
    "category": ("item", gettext_lazy("หัวข้อ (item)")),
    "item": ("area", gettext_lazy("ประเด็น (area)")),
    "area": ("question", gettext_lazy("คำถาม (question)")),
}
CHILD_MODELS = {child for child, _word in CHILDREN.values()}


def problems(parsed: ParsedFile, *, characteristics: Collection[str] = ()) -> list[Problem]:
    """Everything that stands against loading this file, in the order of its objects; empty: it may be loaded.

    `characteristics`: codes known to the database, which the file need not define again.
    """
    if parsed.problems and not parsed.records:
        return parsed.problems
    found = [*parsed.problems, *_one_set(parsed), *_codes(parsed), *_unknown_characteristics(parsed, characteristics)]
    misplaced = [*_double_keys(parsed), *_double_orders(parsed), *_orphans(parsed)]
    found += misplaced
    if not misplaced and all(record.key for record in parsed.records) and _all_read(parsed):
        found += [*_childless(parsed), *_sums(parsed), *_rubric_places(parsed), *_scales(parsed)]
    return sorted(found, key=lambda problem: problem.number)


def unknown_codes(parsed: ParsedFile) -> set[str]:
    """Codes of characteristics that questions name and the file does not define."""
    named = {key[0] for record in parsed.of("question") for key in record.values.get("characteristics", ())}
    return named - {record.values.get("code") for record in parsed.of("characteristic")}


def _all_read(parsed: ParsedFile) -> bool:
    """Whether every object became a record: an unreadable one may be the missing child of another."""
    return not {problem.number for problem in parsed.problems} - {record.number for record in parsed.records}


def _one_set(parsed: ParsedFile) -> Iterator[Problem]:
    sets = parsed.of("criteriaset")
    if not sets and _all_read(parsed):
        yield Problem(parsed.name, _("ไม่มีชุดเกณฑ์ (criteriaset) ให้เพิ่มหนึ่งรายการ"))
    for record in sets[1:]:
        yield record.problem(_("ไฟล์หนึ่งมีชุดเกณฑ์ได้ชุดเดียว ให้แยกชุดนี้เป็นอีกไฟล์"))


def _double_keys(parsed: ParsedFile) -> Iterator[Problem]:
    first: dict[tuple, int] = {}
    for record in parsed.records:
        if record.key is None:
            continue
        number = first.setdefault((record.model, record.key), record.number)
        if number != record.number:
            text = _("รหัสซ้ำกับรายการที่ %(number)d ให้แก้รหัสหรือลบรายการหนึ่งออก")
            yield record.problem(text % {"number": number})


def _double_orders(parsed: ParsedFile) -> Iterator[Problem]:
    """Order runs within the parent; for questions within the item, as their codes do."""
    first: dict[tuple, int] = {}
    for record in parsed.records:
        order, parent = record.values.get("order"), record.parent_key
        if order is None or (record.model in PARENTS and parent is None):
            continue
        place = parent[:2] if record.model == "question" else parent
        number = first.setdefault((record.model, place, order), record.number)
        if number != record.number:
            text = _("order %(order)d ซ้ำกับรายการที่ %(number)d ให้เรียงเลขใหม่โดยไม่ซ้ำ")
            yield record.problem(text % {"order": order, "number": number})


def _orphans(parsed: ParsedFile) -> Iterator[Problem]:
    keys = {(record.model, record.key) for record in parsed.records}
    for record in parsed.records:
        if record.parent_key is None:
            continue
        name, model = PARENTS[record.model]
        if (model, record.parent_key) not in keys:
            text = _("%(name)s: ไม่พบ %(key)s ในไฟล์นี้ ให้แก้รหัสที่อ้าง หรือเพิ่ม %(model)s นั้น")
            key = ", ".join(quoted(part) for part in record.parent_key)
            yield record.problem(text % {"name": name, "key": f"[{key}]", "model": model})


def _unknown_characteristics(parsed: ParsedFile, known: Collection[str]) -> Iterator[Problem]:
    unknown = unknown_codes(parsed) - set(known)
    for record in parsed.of("question"):
        for (code,) in record.values.get("characteristics", ()):
            if code in unknown:
                text = _("characteristics: ไม่รู้จักรหัส %(code)s ให้แก้รหัส หรือเพิ่ม characteristic นั้นในไฟล์")
                yield record.problem(text % {"code": quoted(code)})


def _codes(parsed: ParsedFile) -> Iterator[Problem]:
    for record in parsed.records:
        code = record.values.get("code")
        pattern, example = _pattern(record)
        if code and pattern and not regex.fullmatch(pattern, code):
            text = _("code: รหัส %(code)s ผิดรูปแบบ ให้แก้เป็นอย่าง %(example)s")
            yield record.problem(text % {"code": quoted(code), "example": example})
        if record.model == "category" and code and "kind" in record.values:
            kind = record.values["kind"]
            if (code == PROFILE_CODE) != (kind == CategoryKind.PROFILE):
                yield record.problem(_("kind: หมวด P ต้องเป็น profile และหมวดอื่นเป็น process หรือ results ให้แก้ค่านี้"))


def _pattern(record: Record):
    """The pattern that this object's code must have in its place, and an example of it."""
    if record.model in ("characteristic", "successfactor"):
        return TAG_CODE, "OPEN"
    if record.model == "category":
        return CATEGORY_CODE, "P, 1, 2"
    parent = record.parent_key
    if parent is None or record.model not in ("item", "area", "question"):
        return None, ""
    own = parent[1]
    if record.model == "item":
        return rf"{regex.escape(own)}\.{RUNNING}", f"{quoted(own)}.1"
    in_profile = own.startswith(f"{PROFILE_CODE}.")
    if record.model == "area":
        return (PROFILE_AREA_CODE, "1ก") if in_profile else (AREA_CODE, "ก")
    stem = PROFILE_CODE if in_profile else own
    return rf"{regex.escape(stem)}-{RUNNING}", f"{quoted(stem)}-1"


def _childless(parsed: ParsedFile) -> Iterator[Problem]:
    parents = {
        (PARENTS[record.model][1], record.parent_key) for record in parsed.records if record.model in CHILD_MODELS
    }
    for record in parsed.records:
        if record.model in CHILDREN and (record.model, record.key) not in parents:
            text = _("ไม่มี%(children)s ให้เพิ่มอย่างน้อยหนึ่งรายการ หรือลบรายการนี้ออก")
            yield record.problem(text % {"children": CHILDREN[record.model][1]})


def _sums(parsed: ParsedFile) -> Iterator[Problem]:
    """Items add up to their category, categories to the points of the set (scoring.md 1); the profile has none."""
    for parent_model, child_model in (("category", "item"), ("criteriaset", "category")):
        parts = defaultdict(list)
        for record in parsed.of(child_model):
            parts[record.parent_key].append(record.values.get("points"))
        for record in parsed.of(parent_model):
            declared, points = record.values.get("points"), parts[record.key]
            if declared is None or None in points or not points:
                continue
            if sum(points) != declared:
                text = _("points: ผลรวมของ %(children)s คือ %(sum)s แต่ที่ระบุไว้คือ %(declared)s ให้แก้คะแนนให้เท่ากัน")
                yield record.problem(text % {"children": child_model, "sum": sum(points), "declared": declared})
    for record in parsed.of("category"):
        if record.values.get("kind") == CategoryKind.PROFILE and record.values.get("points"):
            yield record.problem(_("points: ลักษณะสำคัญขององค์การไม่มีคะแนน ให้แก้เป็น 0.00"))


def _rubric_places(parsed: ParsedFile) -> Iterator[Problem]:
    """Eight factors in six bands for the scheme adli-letci, and nothing besides."""
    wanted = [(k.value, f.value, band) for k, factors in FACTORS.items() for f in factors for band in range(BAND_COUNT)]
    given = Counter(record.key[1:] for record in parsed.of("rubric"))
    for record in parsed.of("rubric"):
        if record.key[1:] not in wanted:
            yield record.problem(_("ปัจจัยใช้ A D L I กับ process และ Le T C I กับ results ในช่วง 0 ถึง 5 เท่านั้น ให้แก้รายการนี้"))
    for owner in parsed.of("criteriaset"):
        for kind, factor, band in wanted:
            if owner.values.get("scheme") == Scheme.ADLI_LETCI and not given[kind, factor, band]:
                text = _("ไม่มีเกณฑ์พิจารณา (rubric) ของ %(kind)s ปัจจัย %(factor)s ช่วง %(band)d ให้เพิ่มรายการนี้")
                yield owner.problem(text % {"kind": kind, "factor": factor, "band": band})


def _scales(parsed: ParsedFile) -> Iterator[Problem]:
    for record in parsed.of("criteriaset"):
        points, maturity = record.values.get("points"), record.values.get("maturity")
        if points is not None and maturity and Decimal(maturity[-1][0]) > points:
            text = _("maturity: คะแนนขั้นต่ำ %(least)s มากกว่าคะแนนเต็ม %(points)s ให้แก้ระดับวุฒิภาวะ")
            yield record.problem(text % {"least": maturity[-1][0], "points": points})
        if record.values.get("shortfall", "") not in SHORTFALLS:
            text = _("shortfall: ไม่รู้จักค่า %(value)s ให้ใช้ค่าว่าง proportional หรือ zero")
            yield record.problem(text % {"value": quoted(record.values["shortfall"])})
