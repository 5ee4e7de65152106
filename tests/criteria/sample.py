"""A small criteria file, sound in itself, for tests to write as it is or to spoil."""

import json
from copy import deepcopy
from pathlib import Path

SET = "pmqa-test"
FACTORS = {"process": ["A", "D", "L", "I"], "results": ["Le", "T", "C", "I"]}
# category: kind, points, items: points, areas
STRUCTURE = {
    "P": ("profile", "0.00", {"P.1": ("0.00", ["1ก", "1ข"])}),
    "1": ("process", "120.00", {"1.1": ("60.00", ["ก", "ข"]), "1.2": ("60.00", ["ก"])}),
    "7": ("results", "130.50", {"7.1": ("60.00", ["ก"]), "7.2": ("70.50", ["ก"])}),
}


def small_file() -> list[dict]:
    """A draft of 7 questions, one for each area, with its own characteristic OPEN and success factor."""
    entries = [entry("criteriaset", **set_fields()), *tags()]
    for order, (code, (kind, points, items)) in enumerate(STRUCTURE.items()):
        fields = {"criteria_set": [SET], "code": code, "order": order, "kind": kind, "points": points}
        entries.append(entry("category", **fields, **titles("หมวด", code)))
        for item_order, (item, (item_points, areas)) in enumerate(items.items(), 1):
            fields = {"category": [SET, code], "code": item, "order": item_order, "points": item_points}
            entries.append(entry("item", **fields, **titles("หัวข้อ", item)))
            for area_order, area in enumerate(areas, 1):
                fields = {"item": [SET, item], "code": area, "order": area_order}
                entries.append(entry("area", **fields, **titles("ประเด็น", area)))
                entries.append(question(item, area, area_order))
    entries += [rubric(kind, factor, band) for kind in FACTORS for factor in FACTORS[kind] for band in range(6)]
    return deepcopy(entries)


def levels_file() -> list[dict]:
    """A draft of scheme levels: the profile, one sub-criterion of four checkpoints, one dimension of two sub-topics."""
    scheme = {"scheme": "levels", "points": "500.00", "bands": [], "thresholds": [], "shortfall": "proportional"}
    entries = [entry("criteriaset", **(set_fields() | scheme)), *tags()]
    for order, (code, kind) in enumerate({"P": "profile", "1": "process", "7": "results"}.items()):
        points = "0.00" if kind == "profile" else "500.00"
        category = {"criteria_set": [SET], "code": code, "order": order, "kind": kind, "points": points}
        item = {"category": [SET, code], "code": f"{code}.1", "order": 1, "points": points}
        entries.append(entry("category", **category, **titles("หมวด", code)))
        entries.append(entry("item", **item, **titles("หัวข้อ", code)))
    entries += [
        entry("area", item=[SET, "P.1"], code="1ก", order=1, **titles("ประเด็น", "1ก")),
        question("P.1", "1ก", 1),
    ]
    for order, (level, codes) in enumerate({"B": ["B1", "B2"], "A": ["A1"], "S": ["S1"]}.items(), 1):
        entries.append(entry("level", item=[SET, "1.1"], code=level, order=order, **titles("ระดับ", level)))
        entries += [checkpoint(level, code, order * 2 + number) for number, code in enumerate(codes)]
    for code in ("1", "2"):
        fields = {"item": [SET, "7.1"], "code": code, "order": int(code), "required": code == "1"}
        entries.append(entry("area", **fields, **titles("ประเด็น", code)))
    return deepcopy(entries)


def checkpoint(level: str, code: str, order: int) -> dict:
    fields = question("1.1", level, order)["fields"]
    own = {name: value for name, value in fields.items() if name != "area"}
    own |= {"code": f"1.1-{code}", "official_number": code, "text_th": f"ส่วนราชการทำอย่างไร ({code})"}
    return entry("checkpoint", level=[SET, "1.1", level], **own)


def set_fields() -> dict:
    return {
        "code": SET,
        "edition": "ทดสอบ",
        **titles("ชุดเกณฑ์", "ทดสอบ"),
        "scheme": "adli-letci",
        "status": "draft",
        "points": "250.50",
        "bands": [[0, 5], [10, 15, 20, 25], [30, 35, 40, 45], [50, 55, 60, 65], [70, 75, 80, 85], [90, 95, 100]],
        "gate": 1,
        "thresholds": ["0.25", "0.50", "0.75", "0.95"],
        "maturity": [["0", "เริ่มต้น", "Starting"], ["100", "กำลังพัฒนา", "Developing"]],
        "source_note": "ชุดเกณฑ์สำหรับทดสอบ",
    }


def tags() -> list[dict]:
    texts = {"text_th": "ทำงานอย่างเปิดเผย", "text_en": "Works in the open."}
    return [
        entry("characteristic", code="OPEN", order=1, family="open", **titles("คุณลักษณะ", "1"), **texts),
        entry("characteristic", code="DIGITAL", order=2, family="smart", **titles("คุณลักษณะ", "2"), **texts),
        entry("successfactor", code="COLLABORATION", order=1, **titles("ปัจจัย", "1"), **texts),
    ]


def question(item: str, area: str, number: int) -> dict:
    code = f"{'P' if item == 'P.1' else item}-{number}"
    return entry(
        "question",
        area=[SET, item, area],
        code=code,
        official_number=f"({number})",
        order=number,
        **titles("เรื่อง", code),
        text_th=f"ส่วนราชการมีวิธีการอย่างไร ({code})",
        text_en=f"How does the agency do it ({code})?",
        guidance_th="บอกขั้นตอน บอกผู้รับผิดชอบ",
        guidance_en="Tell the steps. Tell who does them.",
        characteristics=[["OPEN"], ["DIGITAL"]],
    )


def rubric(kind: str, factor: str, band: int) -> dict:
    texts = {"text_th": f"ปัจจัย {factor} ช่วง {band}", "text_en": f"Factor {factor}, band {band}."}
    return entry("rubric", criteria_set=[SET], kind=kind, factor=factor, band=band, **texts)


def entry(model: str, **fields) -> dict:
    return {"model": f"criteria.{model}", "fields": fields}


def titles(word: str, code: str) -> dict:
    return {"title_th": f"{word} {code}", "title_en": f"Title {code}"}


def place(entries: list[dict], model: str, code: str) -> int:
    """The number by which messages call this object: from 1."""
    for number, one in enumerate(entries, 1):
        if one["model"] == f"criteria.{model}" and one["fields"].get("code") == code:
            return number
    raise LookupError(f"{model} {code}")


def fields_of(entries: list[dict], model: str, code: str) -> dict:
    return entries[place(entries, model, code) - 1]["fields"]


def write(folder: Path, entries, name: str = "set.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
