"""Mappings `pmqa-mapping/1`: questions of one set beside those of another that ask for the same, many to many.

Loaded after the sets that they name. The file replaces what was stored of the same two sets; the same file changes
nothing.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from criteria.models import CriteriaSet, Mapping, MappingPair, Question
from criteria.reader import ParsedFile, Problem, quoted

FORMAT = "pmqa-mapping/1"
KEYS = {"format", "from", "to", "pairs"}


def mapping_problems(parsed: ParsedFile) -> list[Problem]:
    """Everything that stands against loading this mapping; empty: it may be loaded."""
    data = parsed.mapping
    if set(data) != KEYS or data["format"] != FORMAT or not isinstance(data["pairs"], list):
        text = _('ต้องเป็น {"format": "%(format)s", "from": "...", "to": "...", "pairs": [...]} เท่านั้น ให้แก้รูปแบบ')
        return [Problem(parsed.name, text % {"format": FORMAT})]
    found = [_problem_of_set(parsed, key) for key in ("from", "to")]
    problems = [problem for problem in found if problem]
    if not problems and data["from"] == data["to"]:
        problems.append(Problem(parsed.name, _("from และ to เป็นชุดเดียวกัน ให้จับคู่สองชุดที่ต่างกัน")))
    if not problems and not data["pairs"]:
        problems.append(Problem(parsed.name, _("pairs: ไม่มีคู่ใด ให้เพิ่มอย่างน้อยหนึ่งคู่")))
    return problems or list(_problems_of_pairs(parsed))


def save_mapping(parsed: ParsedFile) -> tuple[bool, bool]:
    """The mapping of a file that has been checked stands in the database: whether it is new, and whether it differs."""
    source, target = (CriteriaSet.objects.get(code=parsed.mapping[key]) for key in ("from", "to"))
    mapping, is_new = Mapping.objects.get_or_create(source=source, target=target)
    wanted = {(a, b) for a, b in parsed.mapping["pairs"]}
    stored = set(mapping.pairs.values_list("source__code", "target__code"))
    if wanted == stored:
        return is_new, False
    ours, theirs = _questions(source.code), _questions(target.code)
    mapping.pairs.all().delete()
    MappingPair.objects.bulk_create(
        MappingPair(mapping=mapping, source_id=ours[a], target_id=theirs[b]) for a, b in sorted(wanted)
    )
    return is_new, True


def _problem_of_set(parsed: ParsedFile, key: str) -> Problem | None:
    code = parsed.mapping[key]
    if isinstance(code, str) and CriteriaSet.objects.filter(code=code).exists():
        return None
    text = _("%(key)s: ไม่มีชุดเกณฑ์ %(code)s ในระบบ ตรวจรหัส หรือนำเข้าชุดเกณฑ์ก่อน")
    return Problem(parsed.name, text % {"key": key, "code": quoted(code)})


def _problems_of_pairs(parsed: ParsedFile) -> Iterator[Problem]:
    codes = [_questions(parsed.mapping[key]) for key in ("from", "to")]
    seen: dict[tuple[str, str], int] = {}
    for number, pair in enumerate(parsed.mapping["pairs"], 1):
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(code, str) for code in pair):
            yield Problem(parsed.name, _('ต้องเป็นคู่ของรหัสคำถาม เช่น ["1.1-1", "1.1-B1"] ให้แก้รายการนี้'), number)
            continue
        for code, known, key in zip(pair, codes, ("from", "to"), strict=True):
            if code not in known:
                text = _("ชุดเกณฑ์ฝั่ง %(key)s ไม่มีคำถาม %(code)s ให้แก้รหัส") % {"key": key, "code": quoted(code)}
                yield Problem(parsed.name, text, number)
        first = seen.setdefault((pair[0], pair[1]), number)
        if first != number:
            yield Problem(parsed.name, _("คู่นี้ซ้ำกับรายการที่ %d ให้ลบออก") % first, number)


def _questions(set_code: str) -> dict[str, int]:
    found = Question.objects.filter(area__item__category__criteria_set__code=set_code)
    return dict(found.values_list("code", "pk"))
