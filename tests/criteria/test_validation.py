"""Every way in which a criteria file can be wrong, each with the line a person gets."""

import pytest

from criteria.validation import problems, read_set
from tests.criteria import sample
from tests.criteria.sample import entry, fields_of, place


def lines(path, **known) -> list[str]:
    """The messages about the file, without its folder."""
    return [str(problem).replace(str(path), path.name) for problem in problems(read_set(path), **known)]


def test_a_sound_file_has_no_problem(tmp_path):
    assert lines(sample.write(tmp_path, sample.small_file())) == []


def test_order_of_objects_does_not_matter(tmp_path):
    assert lines(sample.write(tmp_path, sample.small_file()[::-1])) == []


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = sample.write(tmp_path, sample.small_file())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert lines(path) == []


def test_texts_are_read_clean(tmp_path):
    entries = sample.small_file()
    fields_of(entries, "question", "1.1-1")["text_th"] = "ท\u0e4d\u0e32  \r\nน้ำ\u202e"

    record = next(r for r in read_set(sample.write(tmp_path, entries)).of("question") if r.values["code"] == "1.1-1")

    assert record.values["text_th"] == "ทำ\nน้ำ"


UNREADABLE = {
    "no file": (None, "set.json: ไม่พบไฟล์นี้ ให้ตรวจชื่อและที่อยู่ของไฟล์"),
    "not text": (b"\xff\xfe[]", "set.json: ไฟล์ไม่ใช่ข้อความ UTF-8 ให้บันทึกใหม่เป็น UTF-8"),
    "no JSON": (b'[\n{"model" 1}]', "set.json: อ่าน JSON ไม่ได้ที่บรรทัด 2 ตัวอักษรที่ 10 ให้แก้เครื่องหมายตรงนั้นหรือก่อนหน้า"),
    "empty": (b"", "set.json: อ่าน JSON ไม่ได้ที่บรรทัด 1 ตัวอักษรที่ 1 ให้แก้เครื่องหมายตรงนั้นหรือก่อนหน้า"),
    "NaN": (b"[NaN]", "set.json: JSON มีค่า NaN ซึ่งไม่ใช่ตัวเลข ให้ใส่ตัวเลขแทน"),
    "key twice": (b'[{"model": 1, "model": 2}]', "set.json: JSON มีชื่อ model ซ้ำในวงเล็บเดียวกัน ให้เหลือไว้ชื่อเดียว"),
    "deep": (b"[" * 100_000, "set.json: อ่าน JSON ไม่ได้ เพราะมีตัวเลขยาวหรือวงเล็บซ้อนลึกเกินไป ให้แก้ไฟล์"),
    "long number": (b"[" + b"9" * 9999 + b"]", "set.json: อ่าน JSON ไม่ได้ เพราะมีตัวเลขยาวหรือวงเล็บซ้อนลึกเกินไป ให้แก้ไฟล์"),
    "no list": (b'"pmqa"', "set.json: เนื้อหาต้องเป็นรายการ JSON [...] ของชุดเกณฑ์ ให้แก้รูปแบบไฟล์ตามเอกสาร interchange"),
    "empty list": (b"[]", "set.json: ไม่มีชุดเกณฑ์ (criteriaset) ให้เพิ่มหนึ่งรายการ"),
    "object": (
        b'[["x"]]',
        'set.json:1: ต้องเป็น {"model": "...", "fields": {...}} เท่านั้น ไม่มี pk หรือชื่ออื่น ให้แก้รูปแบบ',
    ),
}


@pytest.mark.parametrize(("content", "line"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read(tmp_path, content, line):
    path = tmp_path / "set.json"
    if content is not None:
        path.write_bytes(content)

    assert lines(path) == [line]


def test_a_folder_is_no_file(tmp_path):
    assert lines(tmp_path) == [f"{tmp_path.name}: เปิดไฟล์ไม่ได้ (Is a directory) ให้ตรวจว่าเป็นไฟล์และมีสิทธิ์อ่าน"]


BANDS = "bands: ต้องเป็นหกช่วงของร้อยละจำนวนเต็มที่เริ่มจาก 0 เพิ่มขึ้นเรื่อย ๆ และไม่เกิน 100 ให้แก้ช่วงคะแนน"
SHARES = 'thresholds: ต้องเป็นสี่สัดส่วนที่เพิ่มขึ้น มากกว่า 0 และไม่เกิน 1 เช่น ["0.25", "0.50", "0.75", "0.95"] ให้แก้ค่านี้'
MATURITY = 'maturity: ต้องเป็นแถว ["คะแนนขั้นต่ำ", "คำภาษาไทย", "คำภาษาอังกฤษ"] เรียงจาก "0" ขึ้นไปโดยไม่ซ้ำ ให้แก้ระดับวุฒิภาวะ'
POINTS = 'points: ต้องเป็นตัวเลขไม่ติดลบ ทศนิยมไม่เกินสองตำแหน่ง ไม่เกิน 99999.99 เช่น "60.00" ให้แก้ค่านี้'
SMALL = "ต้องเป็นจำนวนเต็มตั้งแต่ 0 ถึง 32767 ให้แก้ค่านี้"
GOOD_BANDS = sample.set_fields()["bands"]
# model, code, field, value (ABSENT: the field is taken out), the message after the place
ABSENT = object()
BAD_FIELDS = [
    ("question", "1.1-1", "guidance_th", ABSENT, "ไม่มีช่อง guidance_th ให้เพิ่มช่องนี้"),
    ("question", "1.1-1", "guidance_en", " \u200b\n", "guidance_en: ว่างอยู่ ให้ใส่ข้อความ"),
    ("question", "1.1-1", "text_th", 7, "text_th: ต้องเป็นข้อความในเครื่องหมายคำพูด ให้แก้ค่านี้"),
    ("question", "1.1-1", "title_th", "ก" * 301, "title_th: ยาวเกิน 300 ตัวอักษรหรือเกินหนึ่งบรรทัด ให้ย่อลง"),
    ("question", "1.1-1", "title_th", "ก\nข", "title_th: ยาวเกิน 300 ตัวอักษรหรือเกินหนึ่งบรรทัด ให้ย่อลง"),
    (
        "question",
        "1.1-1",
        "text_th",
        "ก\x00",
        "text_th: มีอักขระว่าง NUL (U+0000) ที่บรรทัด 1 ตัวอักษรที่ 2 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่",
    ),
    ("question", "1.1-1", "order", -1, f"order: {SMALL}"),
    ("question", "1.1-1", "order", True, f"order: {SMALL}"),
    ("question", "1.1-1", "order", 40_000, f"order: {SMALL}"),
    (
        "question",
        "1.1-1",
        "characteristics",
        "OPEN",
        'characteristics: ต้องเป็นรายการของรหัส เช่น [["OPEN"], ["DIGITAL"]] ให้แก้ค่านี้',
    ),
    ("question", "1.1-1", "characteristics", ["OPEN"], 'characteristics: ต้องอ้างด้วยรหัสในรูป ["characteristic"] ให้แก้ค่านี้'),
    (
        "question",
        "1.1-1",
        "characteristics",
        [["OPEN"], ["OPEN"]],
        "characteristics: อ้างรหัส OPEN ซ้ำ ให้เหลือไว้ครั้งเดียว",
    ),
    ("question", "1.1-1", "area", ["pmqa-test", "ก"], 'area: ต้องอ้างด้วยรหัสในรูป ["set", "item", "area"] ให้แก้ค่านี้'),
    ("category", "1", "points", "-1", POINTS),
    ("category", "1", "points", "60.005", POINTS),
    ("category", "1", "points", "1e2", POINTS),
    ("category", "1", "points", None, POINTS),
    (
        "category",
        "1",
        "kind",
        "other",
        "kind: ไม่รู้จักค่า other ให้ใช้ค่าใดค่าหนึ่งใน profile, process, results",
    ),
    ("criteriaset", "pmqa-test", "scheme", "stars", "scheme: ไม่รู้จักค่า stars ให้ใช้ค่าใดค่าหนึ่งใน adli-letci, levels"),
    ("criteriaset", "pmqa-test", "status", "final", "status: ไม่รู้จักค่า final ให้ใช้ค่าใดค่าหนึ่งใน draft, published"),
    ("criteriaset", "pmqa-test", "bands", GOOD_BANDS[:5], BANDS),
    ("criteriaset", "pmqa-test", "bands", [*GOOD_BANDS[:5], [90, 105]], BANDS),
    ("criteriaset", "pmqa-test", "bands", [[5], *GOOD_BANDS[1:]], BANDS),
    ("criteriaset", "pmqa-test", "bands", [*GOOD_BANDS[:5], []], BANDS),
    ("criteriaset", "pmqa-test", "bands", [*GOOD_BANDS[:5], ["90"]], BANDS),
    ("criteriaset", "pmqa-test", "bands", GOOD_BANDS[::-1], BANDS),
    ("criteriaset", "pmqa-test", "bands", None, BANDS),
    ("criteriaset", "pmqa-test", "thresholds", ["0.25", "0.50", "0.75"], SHARES),
    ("criteriaset", "pmqa-test", "thresholds", ["0.50", "0.25", "0.75", "0.95"], SHARES),
    ("criteriaset", "pmqa-test", "thresholds", ["0", "0.50", "0.75", "0.95"], SHARES),
    ("criteriaset", "pmqa-test", "thresholds", ["0.25", "0.50", "0.75", "1.01"], SHARES),
    ("criteriaset", "pmqa-test", "thresholds", 4, SHARES),
    ("criteriaset", "pmqa-test", "gate", -1, f"gate: {SMALL}"),
    ("criteriaset", "pmqa-test", "maturity", [["1", "ก", "a"]], MATURITY),
    ("criteriaset", "pmqa-test", "maturity", [["0", "ก", "a"], ["0", "ข", "b"]], MATURITY),
    ("criteriaset", "pmqa-test", "maturity", [["0", "", "a"]], MATURITY),
    ("criteriaset", "pmqa-test", "maturity", [["0", "ก"]], MATURITY),
    ("criteriaset", "pmqa-test", "maturity", "ดีเด่น", MATURITY),
    (
        "criteriaset",
        "pmqa-test",
        "maturity",
        [["0", "ก", "a"], ["300", "ข", "b"]],
        "maturity: คะแนนขั้นต่ำ 300 มากกว่าคะแนนเต็ม 250.50 ให้แก้ระดับวุฒิภาวะ",
    ),
    (
        "criteriaset",
        "pmqa-test",
        "shortfall",
        "half",
        "shortfall: ไม่รู้จักค่า half ให้ใช้ค่าว่าง proportional หรือ zero",
    ),
    (
        "criteriaset",
        "pmqa-test",
        "points",
        "251.00",
        "points: ผลรวมของ category คือ 250.50 แต่ที่ระบุไว้คือ 251.00 ให้แก้คะแนนให้เท่ากัน",
    ),
    ("characteristic", "OPEN", "family", "shut", "family: ไม่รู้จักค่า shut ให้ใช้ค่าใดค่าหนึ่งใน open, citizen, smart"),
    (
        "successfactor",
        "COLLABORATION",
        "family",
        "open",
        "ไม่รู้จักช่อง family ให้ลบออก หรือแก้เป็นชื่อใดชื่อหนึ่งใน code, order, title_th, title_en, text_th, text_en",
    ),
    (
        "area",
        "1ก",
        "pk",
        3,
        "ไม่รู้จักช่อง pk ให้ลบออก หรือแก้เป็นชื่อใดชื่อหนึ่งใน item, code, order, title_th, title_en, required",
    ),
    (
        "question",
        "1.1-1",
        "characteristics",
        [["MISSING"]],
        "characteristics: ไม่รู้จักรหัส MISSING ให้แก้รหัส หรือเพิ่ม characteristic นั้นในไฟล์",
    ),
    (
        "question",
        "1.1-1",
        "area",
        ["pmqa-test", "1.9", "ก"],
        [
            "code: รหัส 1.1-1 ผิดรูปแบบ ให้แก้เป็นอย่าง 1.9-1",
            "area: ไม่พบ [pmqa-test, 1.9, ก] ในไฟล์นี้ ให้แก้รหัสที่อ้าง หรือเพิ่ม area นั้น",
        ],
    ),
    ("category", "7", "order", 1, "order 1 ซ้ำกับรายการที่ {category 1} ให้เรียงเลขใหม่โดยไม่ซ้ำ"),
    ("question", "1.1-2", "order", 1, "order 1 ซ้ำกับรายการที่ {question 1.1-1} ให้เรียงเลขใหม่โดยไม่ซ้ำ"),
    (
        "category",
        "P",
        "kind",
        "process",
        "kind: หมวด P ต้องเป็น profile และหมวดอื่นเป็น process หรือ results ให้แก้ค่านี้",
    ),
    (
        "category",
        "1",
        "kind",
        "profile",
        [
            "kind: หมวด P ต้องเป็น profile และหมวดอื่นเป็น process หรือ results ให้แก้ค่านี้",
            "points: ลักษณะสำคัญขององค์การไม่มีคะแนน ให้แก้เป็น 0.00",
        ],
    ),
    (
        "item",
        "1.2",
        "points",
        "60.50",
        "category 1: points: ผลรวมของ item คือ 120.50 แต่ที่ระบุไว้คือ 120.00 ให้แก้คะแนนให้เท่ากัน",
    ),
]


@pytest.mark.parametrize(("model", "code", "field", "value", "wanted"), BAD_FIELDS)
def test_a_bad_field(tmp_path, model, code, field, value, wanted):
    entries = sample.small_file()
    fields = fields_of(entries, model, code)
    if value is ABSENT:
        del fields[field]
    else:
        fields[field] = value
    number, named = place(entries, model, code), f"{model} {code}"
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if wanted[0].startswith("category 1: "):
        number, named, wanted = place(entries, "category", "1"), "category 1", [wanted[0].removeprefix("category 1: ")]
    for other in ("category 1", "question 1.1-1"):
        wanted = [text.replace(f"{{{other}}}", str(place(entries, *other.split()))) for text in wanted]
    named = "area P.1 1ก" if model == "area" else named

    assert lines(sample.write(tmp_path, entries)) == [f"set.json:{number} {named}: {text}" for text in wanted]


BAD_CODES = [
    ("criteriaset", "pmqa-test", "PMQA 2562", "รหัสชุดใช้ได้เฉพาะ a-z 0-9 และขีดคั่น เช่น pmqa-2562 ให้แก้รหัส"),
    ("category", "7", "8x", "รหัส 8x ผิดรูปแบบ ให้แก้เป็นอย่าง P, 1, 2"),
    ("category", "7", "๗", "รหัส ๗ ผิดรูปแบบ ให้แก้เป็นอย่าง P, 1, 2"),
    ("item", "1.2", "2.1", "รหัส 2.1 ผิดรูปแบบ ให้แก้เป็นอย่าง 1.1"),
    ("item", "P.1", "P-1", "รหัส P-1 ผิดรูปแบบ ให้แก้เป็นอย่าง P.1"),
    ("area", "1ข", "ข", "รหัส ข ผิดรูปแบบ ให้แก้เป็นอย่าง 1ก"),
    ("area", "ข", "b", "รหัส b ผิดรูปแบบ ให้แก้เป็นอย่าง ก"),
    ("question", "1.1-1", "1.1.1", "รหัส 1.1.1 ผิดรูปแบบ ให้แก้เป็นอย่าง 1.1-1"),
    ("question", "1.1-1", "1.1-01", "รหัส 1.1-01 ผิดรูปแบบ ให้แก้เป็นอย่าง 1.1-1"),
    ("question", "P-1", "P.1-1", "รหัส P.1-1 ผิดรูปแบบ ให้แก้เป็นอย่าง P-1"),
    ("characteristic", "OPEN", "open", "รหัส open ผิดรูปแบบ ให้แก้เป็นอย่าง OPEN"),
]


@pytest.mark.parametrize(("model", "code", "bad", "wanted"), BAD_CODES)
def test_a_bad_code(tmp_path, model, code, bad, wanted):
    entries = sample.small_file()
    number = place(entries, model, code)
    fields_of(entries, model, code)["code"] = bad

    told = [line for line in lines(sample.write(tmp_path, entries)) if line.startswith(f"set.json:{number} ")]

    assert [line.partition(": ")[2] for line in told] == [f"code: {wanted}"]


DOUBLES = [
    ("criteriaset", "pmqa-test"),
    ("category", "1"),
    ("item", "1.1"),
    ("question", "1.1-1"),
    ("characteristic", "OPEN"),
]


@pytest.mark.parametrize(("model", "code"), DOUBLES)
def test_a_code_twice(tmp_path, model, code):
    entries = sample.small_file()
    number = place(entries, model, code)
    again = dict(fields_of(entries, model, code))
    if model != "criteriaset":
        again["order"] = 99
    entries.append(entry(model, **again))

    told = lines(sample.write(tmp_path, entries))

    assert f"set.json:{len(entries)} {model} {code}: รหัสซ้ำกับรายการที่ {number} ให้แก้รหัสหรือลบรายการหนึ่งออก" in told


def test_a_second_set(tmp_path):
    entries = [*sample.small_file(), entry("criteriaset", **(sample.set_fields() | {"code": "other"}))]

    told = lines(sample.write(tmp_path, entries))

    assert f"set.json:{len(entries)} criteriaset other: ไฟล์หนึ่งมีชุดเกณฑ์ได้ชุดเดียว ให้แยกชุดนี้เป็นอีกไฟล์" in told


def test_an_unknown_model(tmp_path):
    entries = [*sample.small_file(), {"model": "accounts.user", "fields": {}}]

    known = "criteria.characteristic, criteria.successfactor, criteria.criteriaset, criteria.category, criteria.item, "
    known += "criteria.area, criteria.question, criteria.rubric, criteria.level, criteria.checkpoint"
    assert lines(sample.write(tmp_path, entries)) == [
        f"set.json:{len(entries)}: ไม่รู้จัก model accounts.user ให้ใช้ชื่อใดชื่อหนึ่งใน {known}"
    ]


CHILDLESS = [
    ("area", "1ข", "area P.1 1ข", "question", "P-2", "คำถาม (question)"),
    ("item", "7.1", "item 7.1", "area", None, "ประเด็น (area)"),
]


@pytest.mark.parametrize(("parent", "code", "named", "child", "child_code", "word"), CHILDLESS)
def test_a_parent_without_children(tmp_path, parent, code, named, child, child_code, word):
    entries = sample.small_file()
    gone = ("criteria.area", "criteria.question") if child_code is None else (f"criteria.{child}",)
    entries = [
        one
        for one in entries
        if not (
            one["model"] in gone
            and (one["fields"]["code"] == child_code or code in (one["fields"].get("item") or one["fields"]["area"]))
        )
    ]

    number = place(entries, parent, code)
    assert lines(sample.write(tmp_path, entries)) == [
        f"set.json:{number} {named}: ไม่มี{word} ให้เพิ่มอย่างน้อยหนึ่งรายการ หรือลบรายการนี้ออก"
    ]


def test_a_rubric_with_a_gap_and_a_stranger(tmp_path):
    entries = sample.small_file()
    stranger = next(one for one in entries if one["fields"].get("factor") == "Le" and one["fields"]["band"] == 3)
    stranger["fields"]["kind"] = "process"
    number = entries.index(stranger) + 1

    told = lines(sample.write(tmp_path, entries))

    assert told == [
        "set.json:1 criteriaset pmqa-test: ไม่มีเกณฑ์พิจารณา (rubric) ของ results ปัจจัย Le ช่วง 3 ให้เพิ่มรายการนี้",
        f"set.json:{number} rubric process Le 3: ปัจจัยใช้ A D L I กับ process และ Le T C I กับ results ในช่วง 0 ถึง 5 "
        "เท่านั้น ให้แก้รายการนี้",
    ]


def test_an_object_of_another_set(tmp_path):
    entries = sample.small_file()
    entries[-1]["fields"]["criteria_set"] = ["other"]

    assert lines(sample.write(tmp_path, entries)) == [
        f"set.json:{len(entries)} rubric results I 5: criteria_set: ไม่พบ [other] ในไฟล์นี้ ให้แก้รหัสที่อ้าง "
        "หรือเพิ่ม criteriaset นั้น"
    ]


def test_faults_of_several_objects_are_all_told(tmp_path):
    entries = sample.small_file()
    del fields_of(entries, "question", "1.1-1")["text_en"]
    fields_of(entries, "question", "7.1-1")["title_th"] = ""
    fields_of(entries, "item", "7.2")["points"] = "70.00"

    assert [line.partition(": ")[0] for line in lines(sample.write(tmp_path, entries))] == [
        f"set.json:{place(entries, 'question', '1.1-1')} question 1.1-1",
        f"set.json:{place(entries, 'category', '7')} category 7",
        f"set.json:{place(entries, 'question', '7.1-1')} question 7.1-1",
    ]


def test_a_code_can_not_break_the_line(tmp_path):
    entries = sample.small_file()
    fields_of(entries, "question", "1.1-1")["code"] = "x\nset.json:1"

    assert all("\n" not in line for line in lines(sample.write(tmp_path, entries)))


def test_characteristics_of_the_database_need_no_definition(tmp_path):
    entries = [one for one in sample.small_file() if one["model"] != "criteria.characteristic"]
    path = sample.write(tmp_path, entries)

    assert lines(path, characteristics={"OPEN", "DIGITAL"}) == []
    assert len(lines(path, characteristics={"OPEN"})) == 7
