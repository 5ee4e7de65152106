"""Wrong documents, section by section: what is wrong, the document, and the line for each problem."""

from tests.assessments.interchange.sample import answer, head, indicator, key_factor, record, score

UNKNOWN_KEY = "ไม่รู้จักคีย์นี้ ตรวจตัวสะกดหรือลบออก"
NOT_TEXT = "ต้องเป็นข้อความในเครื่องหมายคำพูด"
NOT_OBJECT = "ต้องเป็นวัตถุ JSON { … }"
NOT_LIST = "ต้องเป็นรายการ JSON [ … ]"
FISCAL_YEAR = "fiscal_year: ต้องเป็นปี พ.ศ. ตั้งแต่ 2540 ถึง 2640"
VALUE_YEAR = "ปีต้องเป็น พ.ศ. ตั้งแต่ 2500 ถึง 2699"
PERCENT = "item_scores[0] (1.1).percent: ร้อยละต้องเป็น 0, 5, 10, … 100 หรือ null"
STAGE = "item_scores[0] (1.1).stage: รับเฉพาะคะแนนประเมินตนเอง (self) ลบแถวนี้ออก"
FACTORS = "ใช้ได้เฉพาะ A D L I และค่า 0 ถึง 5"
ONE_ROW = "ซ้ำกับแถวก่อนหน้า ให้เหลือเพียงแถวเดียว"
FIRST = "indicators[0] (7.1-01)"
FACTOR = "key_factors[0] (K01)"
CARRIED = "answers[0] (1.1-1).carried_from: ต้องเป็นปี พ.ศ. ตั้งแต่ 2540 ถึง 2640 หรือ null"


def no_results_item(code: str) -> str:
    return f"{FIRST}.item: ชุดเกณฑ์นี้ไม่มีหัวข้อผลลัพธ์ “{code}” ตรวจรหัสหัวข้อ"


def one_answer(**changes) -> dict:
    return head(answers=[answer() | changes])


def one_factor(**changes) -> dict:
    return head(key_factors=[key_factor() | changes])


def day_refused(value: str) -> str:
    return f"“{value}” ใช้ไม่ได้ ให้เขียนวันที่แบบ ค.ศ. เช่น 2026-01-31 หรือ null"


def one_value(value) -> dict:
    return head(indicators=[indicator(values={"2568": value})])


def one_dictionary(given) -> dict:
    return head(indicators=[indicator(dictionary=given)])


def one_score(**changes) -> dict:
    return head(item_scores=[score() | changes])


HEADS = {
    "unknown key": (head(answer=[]), [f"$.answer: {UNKNOWN_KEY}"]),
    "no unit": ({k: v for k, v in head().items() if k != "unit"}, ["$: ไม่มีคีย์ “unit” ให้เพิ่ม"]),
    "wrong format": (head(format="pmqa-assessment/2"), ["format: ต้องเป็น “pmqa-assessment/1”"]),
    "format is a list": (head(format=["pmqa-assessment/1"]), ["format: ต้องเป็น “pmqa-assessment/1”"]),
    "review": (head(review={}), ["review: ไม่รับผลการตรวจจากไฟล์ ให้ลบส่วนนี้ออก"]),
    "Christian year": (head(fiscal_year=2025), [FISCAL_YEAR]),
    "year too early": (head(fiscal_year=2539), [FISCAL_YEAR]),
    "year too late": (head(fiscal_year=2641), [FISCAL_YEAR]),
    "year as text": (head(fiscal_year="2568"), [FISCAL_YEAR]),
    "year with a point": (head(fiscal_year=2568.0), [FISCAL_YEAR]),
    "year true": (head(fiscal_year=True), [FISCAL_YEAR]),
    "unknown set": (
        head(criteria_set="pmqa-2599"),
        ["criteria_set: ไม่มีชุดเกณฑ์ “pmqa-2599” ในระบบ ตรวจรหัส หรือโหลดชุดเกณฑ์ก่อนด้วย load_criteria"],
    ),
    "set is a number": (head(criteria_set=2562), [f"criteria_set: {NOT_TEXT}"]),
    "set with NUL": (
        head(criteria_set="small\0"),
        ["criteria_set: มีอักขระว่าง NUL (U+0000) ที่บรรทัด 1 ตัวอักษรที่ 6 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "unit is a text": (head(unit="A0008"), [f"unit: {NOT_OBJECT}"]),
    "unit without code": (head(unit={}), ["unit: ไม่มีคีย์ “code” ให้เพิ่ม"]),
    "unit with more": (head(unit={"code": "A0008", "kind": "department"}), [f"unit.kind: {UNKNOWN_KEY}"]),
    "unit code null": (head(unit={"code": None}), [f"unit.code: {NOT_TEXT}"]),
    "unit code half a character": (
        head(unit={"code": "A\ud800"}),
        ["unit.code: มีอักขระที่ไม่สมบูรณ์ (U+D800) ที่บรรทัด 1 ตัวอักษรที่ 2 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "unknown unit": (
        head(unit={"code": "A9999"}),
        ["unit.code: ไม่มีหน่วยงาน “A9999” ในระบบ ตรวจรหัส หรือโหลดหน่วยงานก่อนด้วย load_units"],
    ),
    "checkpoints": (
        head(checkpoints=[{"stage": "self", "checkpoint": "1.1-B1", "value": "0.5"}]),
        ["checkpoints: ชุดเกณฑ์นี้ไม่มีประเด็นพิจารณา ให้ลบส่วนนี้ออก"],
    ),
    "checkpoints is an object": (head(checkpoints={}), [f"checkpoints: {NOT_LIST}"]),
    "several at once": (
        head(format=1, fiscal_year=0, unit=[]),
        ["format: ต้องเป็น “pmqa-assessment/1”", FISCAL_YEAR, f"unit: {NOT_OBJECT}"],
    ),
}
ANSWERS = {
    "no list": (head(answers={}), [f"answers: {NOT_LIST}"]),
    "null": (head(answers=None), [f"answers: {NOT_LIST}"]),
    "a row that is a text": (head(answers=["1.1-1"]), [f"answers[0]: {NOT_OBJECT}"]),
    "unknown key": (one_answer(txt="x"), [f"answers[0] (1.1-1).txt: {UNKNOWN_KEY}"]),
    "key that hides": (one_answer(**{"te\u202ext\n": "x"}), [f"answers[0] (1.1-1).te·xt·: {UNKNOWN_KEY}"]),
    "no text": (head(answers=[{"question": "1.1-1"}]), ["answers[0] (1.1-1): ไม่มีคีย์ “text” ให้เพิ่ม"]),
    "unknown question": (
        one_answer(question="9.9-9"),
        ["answers[0] (9.9-9).question: ชุดเกณฑ์นี้ไม่มีคำถาม “9.9-9” ตรวจรหัสคำถาม"],
    ),
    "question is a list": (
        one_answer(question=["1.1-1"]),
        ["answers[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “[ … ]” ตรวจรหัสคำถาม"],
    ),
    "question is a number": (one_answer(question=1.5), ['answers[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “"1.5"” ตรวจรหัสคำถาม']),
    "question twice": (
        head(answers=[answer("1.1-1"), answer("1.1-2"), answer("1.1-1")]),
        [f"answers[2] (1.1-1).question: “1.1-1” {ONE_ROW}"],
    ),
    "text is a number": (one_answer(text=5), [f"answers[0] (1.1-1).text: {NOT_TEXT}"]),
    "NUL": (
        one_answer(text="ดี\nมาก\0"),
        ["answers[0] (1.1-1).text: มีอักขระว่าง NUL (U+0000) ที่บรรทัด 2 ตัวอักษรที่ 4 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "half a character": (
        one_answer(text="ดี\ud800"),
        ["answers[0] (1.1-1).text: มีอักขระที่ไม่สมบูรณ์ (U+D800) ที่บรรทัด 1 ตัวอักษรที่ 2 ให้ลบอักขระนี้ หรือพิมพ์ข้อความช่วงนั้นใหม่"],
    ),
    "20,001 letters": (one_answer(text="น้ำ" * 20_001), ["answers[0] (1.1-1).text: ยาวเกิน 20000 ตัวอักษร ให้ตัดให้สั้นลง"]),
    "short reason": (
        one_answer(text="", not_applicable="ไม่เกี่ยวข้อง"),
        ["answers[0] (1.1-1).not_applicable: เหตุผลต้องยาวอย่างน้อย 20 ตัวอักษร"],
    ),
    "carried from a Christian year": (one_answer(carried_from=2024), [CARRIED]),
    "carried from a text": (one_answer(carried_from="2567"), [CARRIED]),
    "carried from true": (one_answer(carried_from=True), [CARRIED]),
    "tags are a text": (one_answer(characteristics="OPEN"), [f"answers[0] (1.1-1).characteristics: {NOT_LIST}"]),
    "unknown characteristic": (
        one_answer(characteristics=["OPEN", "CLOSED"]),
        ["answers[0] (1.1-1).characteristics: ไม่รู้จัก “CLOSED” ให้ใช้ DIGITAL, OPEN"],
    ),
    "unknown success factor": (
        one_answer(success_factors=[["INNOVATION"]]),
        ["answers[0] (1.1-1).success_factors: ไม่รู้จัก “[ … ]” ให้ใช้ INNOVATION"],
    ),
}
INDICATORS = {
    "no list": (head(indicators=5), [f"indicators: {NOT_LIST}"]),
    "unknown key": (head(indicators=[indicator(unit="คน")]), [f"{FIRST}.unit: {UNKNOWN_KEY}"]),
    "code twice, with a space": (
        head(indicators=[indicator("7.1-01"), indicator(" 7.1-01 ")]),
        [f"indicators[1] ( 7.1-01 ).code: “7.1-01” {ONE_ROW}"],
    ),
    "no code": (head(indicators=[indicator("")]), ["indicators[0] ().code: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "long code": (
        head(indicators=[indicator("7" * 21)]),
        [f"indicators[0] ({'7' * 21}).code: ยาวเกิน 20 อักขระ ให้ตัดให้สั้นลง"],
    ),
    "no name": (head(indicators=[indicator(name=" \n")]), [f"{FIRST}.name: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "long name": (head(indicators=[indicator(name="ก" * 301)]), [f"{FIRST}.name: ยาวเกิน 300 อักขระ ให้ตัดให้สั้นลง"]),
    "name longer than 300 letters as a reader counts them": (
        head(indicators=[indicator(name="น้ำ" * 301)]),
        [f"{FIRST}.name: ยาวเกิน 300 อักขระ ให้ตัดให้สั้นลง"],
    ),
    "dictionary is a list": (one_dictionary([]), [f"{FIRST}.dictionary: {NOT_OBJECT}"]),
    "dictionary with an unknown key": (
        one_dictionary({"owners": "กองแผนงาน"}),
        [f"{FIRST}.dictionary.owners: {UNKNOWN_KEY}"],
    ),
    "definition is a number": (one_dictionary({"definition": 5}), [f"{FIRST}.dictionary.definition: {NOT_TEXT}"]),
    "long formula": (
        one_dictionary({"formula": "น้ำ" * 1001}),
        [f"{FIRST}.dictionary.formula: ยาวเกิน 1000 ตัวอักษร ให้ตัดให้สั้นลง"],
    ),
    "long source and owner": (
        one_dictionary({"source": "ก" * 301, "owner": "ก" * 301}),
        [f"{FIRST}.dictionary.{name}: ยาวเกิน 300 อักขระ ให้ตัดให้สั้นลง" for name in ("source", "owner")],
    ),
    "frequency unknown": (
        one_dictionary({"frequency": "weekly"}),
        [f"{FIRST}.dictionary.frequency: “weekly” ใช้ไม่ได้ ให้ใช้ monthly, quarterly, half_yearly, yearly, other"],
    ),
    "frequency is zero": (
        one_dictionary({"frequency": 0}),
        [f"{FIRST}.dictionary.frequency: “0” ใช้ไม่ได้ ให้ใช้ monthly, quarterly, half_yearly, yearly, other"],
    ),
    "process item": (
        head(indicators=[indicator(item="1.1")]),
        [no_results_item("1.1")],
    ),
    "unknown item": (
        head(indicators=[indicator(item="7.9")]),
        [no_results_item("7.9")],
    ),
    "item is an object": (
        head(indicators=[indicator(item={})]),
        [no_results_item("{ … }")],
    ),
    "area of another item": (
        head(indicators=[indicator(area="ค")]),
        [f"{FIRST}.area: “ค” ไม่ใช่ประเด็นของหัวข้อ 7.1 ให้ใช้ ก, ข"],
    ),
    "direction": (head(indicators=[indicator(direction="up")]), [f"{FIRST}.direction: “up” ใช้ไม่ได้ ให้ใช้ higher, lower"]),
    "importance": (
        head(indicators=[indicator(importance=["key"])]),
        [f"{FIRST}.importance: “[ … ]” ใช้ไม่ได้ ให้ใช้ key, supporting"],
    ),
    "values are a list": (
        head(indicators=[indicator(values=[80, 84])]),
        [f'{FIRST}.values: ต้องเป็นวัตถุ JSON ของปีกับค่า เช่น {{"2568": "96.2"}}'],
    ),
    "comparator is a list": (head(indicators=[indicator(comparator=[])]), [f"{FIRST}.comparator: {NOT_OBJECT}"]),
    "year too early": (head(indicators=[indicator(values={"2499": 1})]), [f"{FIRST}.values.2499: {VALUE_YEAR}"]),
    "year too late": (head(indicators=[indicator(targets={"2700": 1})]), [f"{FIRST}.targets.2700: {VALUE_YEAR}"]),
    "Christian year": (
        head(indicators=[indicator(comparator={"name": "ก", "values": {"2025": 1}})]),
        [f"{FIRST}.comparator.values.2025: {VALUE_YEAR}"],
    ),
    "year in two ways": (
        head(indicators=[indicator(values={"2568": 1, "02568": 2})]),
        [f"{FIRST}.values.02568: {VALUE_YEAR}"],
    ),
    "year in Thai digits": (head(indicators=[indicator(values={"๒๕๖๘": 1})]), [f"{FIRST}.values.๒๕๖๘: {VALUE_YEAR}"]),
    "year without end": (
        head(indicators=[indicator(values={"2" * 5000: 1})]),
        [f"{FIRST}.values.{'2' * 40}…: {VALUE_YEAR}"],
    ),
    "501 indicators": (
        head(indicators=[indicator(f"7.1-{number:03}") for number in range(501)]),
        ["indicators: มีตัวชี้วัดเกิน 500 ตัว ให้แบ่งหรือลดลง"],
    ),
}
SCORES = {
    "no list": (head(item_scores="x"), [f"item_scores: {NOT_LIST}"]),
    "unknown key": (one_score(band=3), [f"item_scores[0] (1.1).band: {UNKNOWN_KEY}"]),
    "stage review": (
        one_score(stage="review"),
        [STAGE],
    ),
    "stage is a list": (one_score(stage=[]), [STAGE]),
    "item twice": (head(item_scores=[score(), score()]), [f"item_scores[1] (1.1).item: “1.1” {ONE_ROW}"]),
    "unknown item": (
        head(item_scores=[score("8.1")]),
        ["item_scores[0] (8.1).item: ชุดเกณฑ์นี้ไม่มีหัวข้อ “8.1” ที่ให้คะแนน ตรวจรหัสหัวข้อ"],
    ),
    "profile item": (
        head(item_scores=[score("P.1")]),
        ["item_scores[0] (P.1).item: ชุดเกณฑ์นี้ไม่มีหัวข้อ “P.1” ที่ให้คะแนน ตรวจรหัสหัวข้อ"],
    ),
    "percent 42": (one_score(percent=42), [PERCENT]),
    "percent above 100": (one_score(percent=105), [PERCENT]),
    "percent 60.5": (one_score(percent=60.5), [PERCENT]),
    "percent true": (one_score(percent=True), [PERCENT]),
    "percent as text": (one_score(percent="60"), [PERCENT]),
    "percent is a list": (one_score(percent=[60]), [PERCENT]),
    "percent NaN": (one_score(percent=float("nan")), [PERCENT]),
    "confirmed without percent": (
        one_score(percent=None, confirmed=True),
        ["item_scores[0] (1.1).confirmed: ต้องเป็น true หรือ false และเป็น true ได้เมื่อมีร้อยละ"],
    ),
    "confirmed 1": (
        one_score(confirmed=1),
        ["item_scores[0] (1.1).confirmed: ต้องเป็น true หรือ false และเป็น true ได้เมื่อมีร้อยละ"],
    ),
    "factors of a results item": (
        head(item_scores=[score("7.1", 0, factors={"A": 1, "D": 1, "L": 1, "I": 1})]),
        ["item_scores[0] (7.1).factors: ปัจจัยของหัวข้อผลลัพธ์คำนวณจากตัวชี้วัด ให้ลบออก"],
    ),
    "factors are a list": (
        one_score(factors=[]),
        ['item_scores[0] (1.1).factors: ต้องเป็นวัตถุ JSON เช่น {"A": 3, "D": 3, "L": 2, "I": 3}'],
    ),
    "factor 6": (one_score(factors={"A": 6, "D": 3, "L": 3, "I": 3}), [f"item_scores[0] (1.1).factors.A: {FACTORS}"]),
    "factor -1": (one_score(factors={"A": -1}), [f"item_scores[0] (1.1).factors.A: {FACTORS}"]),
    "factor true": (one_score(factors={"D": True}), [f"item_scores[0] (1.1).factors.D: {FACTORS}"]),
    "factor Le": (one_score(factors={"Le": 3}), [f"item_scores[0] (1.1).factors.Le: {FACTORS}"]),
    "outside the band without a reason": (
        one_score(percent=75, reason="สั้นไป"),
        ["item_scores (1.1): ร้อยละอยู่นอกช่วงที่ระบบเสนอ ให้เขียนเหตุผลอย่างน้อย 20 ตัวอักษร"],
    ),
    "confirmed with a factor missing": (
        one_score(factors={"A": 3, "D": 3, "L": 3}),
        ["item_scores (1.1): ให้ระดับของ A D L และ I ให้ครบทั้งสี่ปัจจัยก่อนยืนยัน"],
    ),
    "results outside the band": (
        head(item_scores=[score("7.1", 50)]),
        ["item_scores (7.1): ร้อยละอยู่นอกช่วงที่ระบบเสนอ ให้เขียนเหตุผลอย่างน้อย 20 ตัวอักษร"],
    ),
}
EVIDENCE = {
    "no list": (head(evidence={}), [f"evidence: {NOT_LIST}"]),
    "unknown key": (head(evidence=[record(file="a.pdf")]), [f"evidence[0] (E01).file: {UNKNOWN_KEY}"]),
    "no class": (
        head(evidence=[{"code": "E01", "title": "รายงาน"}]),
        ["evidence[0] (E01): ไม่มีคีย์ “class” ให้เพิ่ม"],
    ),
    "code twice": (head(evidence=[record(), record()]), [f"evidence[1] (E01).code: “E01” {ONE_ROW}"]),
    "no title": (head(evidence=[record(title="")]), ["evidence[0] (E01).title: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "class unknown": (
        head(evidence=[record(**{"class": "secret"})]),
        ["evidence[0] (E01).class: “secret” ใช้ไม่ได้ ให้ใช้ ปกติ, ลับ, ลับมาก, ลับที่สุด"],
    ),
    "half a hash": (
        head(evidence=[record(sha256="abc")]),
        ["evidence[0] (E01).sha256: ต้องเป็นเลขฐานสิบหกตัวเล็ก 64 หลัก หรือเว้นว่าง"],
    ),
    "unknown question": (
        head(evidence=[record(citations=[{"question": "9.9-9", "pages": "4"}])]),
        ["evidence[0] (E01).citations[0].question: ชุดเกณฑ์นี้ไม่มีคำถาม “9.9-9” ตรวจรหัสคำถาม"],
    ),
    "question cited twice": (
        head(evidence=[record(citations=[{"question": "1.1-1"}, {"question": "1.1-1", "pages": "4"}])]),
        ["evidence[0] (E01).citations[1].question: อ้างคำถาม “1.1-1” ซ้ำ ให้รวมเลขหน้าไว้แถวเดียว"],
    ),
    "no hash of a citation": (
        head(evidence=[record(citations=[{"question": "1.1-1", "sha256": None}])]),
        ["evidence[0] (E01).citations[0].sha256: ต้องเป็นเลขฐานสิบหกตัวเล็ก 64 หลัก หรือเว้นว่าง"],
    ),
    "page is a number": (
        head(evidence=[record(citations=[{"question": "1.1-1", "pages": 4}])]),
        [f"evidence[0] (E01).citations[0].pages: {NOT_TEXT}"],
    ),
}
EVIDENCE |= {
    name: (head(evidence=[record(**{key: value})]), [f"evidence[0] (E01).{key}: {problem}"])
    for name, key, value, problem in (
        ("Buddhist day", "dated", "2568-01-31", day_refused("2568-01-31")),
        ("no such day", "expires", "2026-02-30", day_refused("2026-02-30")),
        ("day in words", "checked_on", "20260131", day_refused("20260131")),
        ("day is a number", "dated", 2026, day_refused("2026")),
        ("keeper is null", "keeper", None, NOT_TEXT),
        ("long place", "place", "ก" * 301, "ยาวเกิน 300 อักขระ ให้ตัดให้สั้นลง"),
        ("unknown tag", "characteristics", ["CLOSED"], "ไม่รู้จัก “CLOSED” ให้ใช้ DIGITAL, OPEN"),
    )
}
KEY_FACTORS = {
    "no list": (head(key_factors={}), [f"key_factors: {NOT_LIST}"]),
    "unknown key": (one_factor(name="น้ำ"), [f"{FACTOR}.name: {UNKNOWN_KEY}"]),
    "no text": (head(key_factors=[{"code": "K01", "kind": "group"}]), [f"{FACTOR}: ไม่มีคีย์ “text” ให้เพิ่ม"]),
    "empty text": (one_factor(text=" \n"), [f"{FACTOR}.text: ต้องไม่ว่าง ให้เขียนข้อความ"]),
    "long text": (one_factor(text="น้ำ" * 501), [f"{FACTOR}.text: ยาวเกิน 500 อักขระ ให้ตัดให้สั้นลง"]),
    "kind unknown": (
        one_factor(kind="risk"),
        [f"{FACTOR}.kind: “risk” ใช้ไม่ได้ ให้ใช้ challenge, advantage, group, process, objective"],
    ),
    "code in Thai": (
        one_factor(code="ป1"),
        ["key_factors[0] (ป1).code: “ป1” ใช้ไม่ได้ ให้ใช้ A-Z 0-9 จุด หรือขีด ไม่เกิน 20 ตัว เช่น K01"],
    ),
    "code twice": (head(key_factors=[key_factor(), key_factor()]), [f"key_factors[1] (K01).code: “K01” {ONE_ROW}"]),
    "unknown question": (
        one_factor(answers=["1.1-1", "9.9-9"]),
        [f"{FACTOR}.answers[1]: ชุดเกณฑ์นี้ไม่มีคำถาม “9.9-9” ตรวจรหัสคำถาม"],
    ),
    "question twice": (
        one_factor(answers=["1.1-1", "1.1-1"]),
        [f"{FACTOR}.answers[1]: “1.1-1” ซ้ำ ให้เหลือเพียงรายการเดียว"],
    ),
    "indicator is a number": (one_factor(indicators=[7.1]), [f"{FACTOR}.indicators[0]: {NOT_TEXT}"]),
    "indicator twice": (
        one_factor(indicators=["7.1-01", "7.1-01"]),
        [f"{FACTOR}.indicators[1]: “7.1-01” ซ้ำ ให้เหลือเพียงรายการเดียว"],
    ),
    "unknown indicator": (
        one_factor(indicators=["7.1-01"]),
        ["key_factors (K01).indicators: ไม่มีตัวชี้วัด “7.1-01” ในแบบประเมินนี้ ตรวจรหัส หรือเพิ่มตัวชี้วัดก่อน"],
    ),
    "101 key factors": (
        head(key_factors=[key_factor(f"K{number:03}") for number in range(101)]),
        ["key_factors: มีปัจจัยสำคัญเกิน 100 รายการ ให้รวมหรือลดลง"],
    ),
}
TABLES = {
    "head": HEADS,
    "answers": ANSWERS,
    "indicators": INDICATORS,
    "scores": SCORES,
    "evidence": EVIDENCE,
    "key factors": KEY_FACTORS,
}
CASES = {f"{table}: {name}": case for table, cases in TABLES.items() for name, case in cases.items()}
