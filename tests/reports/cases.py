"""Every kind of paper with usual, overlong and empty content: what people look at and `test_sheets.py` measures."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from reports.comparison import ComparedPart, ComparedUnit, ComparisonContent
from reports.content import OFI, STRENGTH, EvidenceRow, Finding, ItemPart, Remark, ReportContent, Words
from reports.dictionary import DictionaryRow
from reports.memos.paper import memo_html
from reports.pdf import render_html
from tests.reports.memos.sample import EMPTY_MEMOS, LONG_MEMOS, USUAL_MEMOS
from tests.reports.sample import (
    EVIDENCE,
    KEY_FACTORS,
    PROBE,
    SENTENCES,
    cover,
    empty_content,
    full_content,
    overlong_content,
)
from tests.reports.test_dictionary import LONG, WHOLE

BANDS = ((0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100))
UNIT_NAME = "สำนักงานคณะกรรมการพัฒนาระบบบริหารและส่งเสริมการมีส่วนร่วมของประชาชนในพื้นที่ชายแดน" * 2  # 150 letters and more
INDICATOR_NAME = "ร้อยละของโครงการตามแผนปฏิบัติราชการที่ดำเนินการแล้วเสร็จตามเป้าหมายและระยะเวลาที่กำหนดไว้ " * 3
SIXTY_LINES = "\n".join(f"{number}. {SENTENCES[number % len(SENTENCES)]}" for number in range(1, 61))
WORDS = Words(measure="ระดับ", detail="B · A · S", part="ระดับ", step="ขั้นถัดไปของแต่ละหัวข้อ")
TYPED = f"""**เรื่องที่ทำ** มี*สามเรื่อง*

- {SENTENCES[0]}
- {"W" * 200}
- {SENTENCES[1]}

1. {PROBE}
2. {SENTENCES[2]}

| เรื่อง | ปี 2567 | ปี 2568 | ผู้รับผิดชอบ |
| --- | --- | --- | --- |
| {PROBE} | 123456789012 | 15 วันทำการ | {"W" * 60} |
"""
TYPED += f"| {PROBE} | 1 | 2 | ก |\n" * 12 + f"| น้ำ | {SENTENCES[0] * 9} | 2 | ก |\n"
CATEGORIES = ("รวม", *"1234567")
TITLES = ("คะแนนรวม", "การนำองค์การ", "การวางแผนเชิงยุทธศาสตร์", "การให้ความสำคัญกับผู้รับบริการและผู้มีส่วนได้ส่วนเสีย", "การวัด")
TITLES += ("การมุ่งเน้นบุคลากร", "การมุ่งเน้นระบบปฏิบัติการ", "ผลลัพธ์การดำเนินการ")


def sample(**changes) -> ReportContent:
    """A whole department; three categories with their answers."""
    start = full_content(sentences=2)
    chosen = (start.categories[0], start.categories[2], start.categories[6])
    rows = tuple(DictionaryRow(code=f"7.1-0{at}", name="ร้อยละของผู้รับบริการที่พอใจ", dictionary=WHOLE) for at in (1, 2))
    return replace(start, **{"categories": chosen, "bands": BANDS, "dictionary": rows} | changes)


def overlong(**changes) -> ReportContent:
    """One category and two outcome areas of it all: long names, long findings, large numbers, long lists."""
    start = overlong_content()
    first, last = start.categories[0], start.categories[6]
    first = replace(first, items=tuple(replace(item, areas=item.areas[:1]) for item in first.items))
    last = replace(last, items=tuple(_large(replace(item, areas=item.areas[:1])) for item in last.items[:2]))
    rows = tuple(
        DictionaryRow(code=f"7.1-{at:02d}", name=INDICATOR_NAME, dictionary=LONG if at % 2 else WHOLE)
        for at in range(1, 9)
    )
    told = {
        "cover": replace(start.cover, unit_name=UNIT_NAME),
        "categories": (first, last),
        "profile": tuple(replace(item, areas=item.areas[:1]) for item in start.profile[:1]),
        "evidence": many_evidence(60),
        "remarks": many_remarks(40),
        "dictionary": rows,
        "bands": BANDS,
    }
    return replace(start, **told | changes)


def tall() -> ReportContent:
    """Of the overlong one item of each sort and a few rows of each list: the same breaks on fewer sheets."""
    start = overlong(evidence=many_evidence(6), remarks=many_remarks(12)[8:], profile=(), key_factors=KEY_FACTORS[:1])
    categories = tuple(replace(each, items=(_short(each.items[0]),)) for each in start.categories)
    return replace(start, categories=categories, dictionary=start.dictionary[:2])


def levels() -> ReportContent:
    """The scheme of 500 points: levels with long names where the other has percents and bands."""
    start = sample(evidence=EVIDENCE[:2], bands=(), words=WORDS)
    categories = tuple(replace(each, items=tuple(map(_levelled, each.items))) for each in start.categories)
    total = replace(start.total, maximum=Decimal(500), system=Decimal("2.0"), maturity="ยังไม่ผ่านระดับพื้นฐาน")
    return replace(start, categories=categories, total=total)


def _levelled(item: ItemPart) -> ItemPart:
    own = replace(item.self_score, percent=None, suggested=None, label="ยังไม่ผ่านระดับพื้นฐาน", detail="0 · 0 · 0")
    theirs = replace(own, label="Significance", detail="2 จาก 12 หัวข้อย่อย", reason="")
    table = item.indicators and replace(
        item.indicators,
        rows=tuple(replace(row, points=Decimal("500")) for row in item.indicators.rows),
        compares=False,
    )
    answers = replace(item.areas[0].answers[0], text=TYPED, judgement="หน่วยงาน ½ · ผู้ตรวจ 1")
    areas = (replace(item.areas[0], answers=(answers,)), *item.areas[1:])
    return replace(item, self_score=own, review_score=theirs, indicators=table, areas=areas)


def empty(**changes) -> ReportContent:
    """The tree, and nothing in it; three categories."""
    start = empty_content()
    return replace(start, categories=(start.categories[0], start.categories[6]), bands=BANDS, **changes)


def _short(item: ItemPart) -> ItemPart:
    """The item with its first answer and six indicators."""
    area = replace(item.areas[0], answers=item.areas[0].answers[:1])
    table = item.indicators and replace(item.indicators, rows=item.indicators.rows[:6])
    return replace(item, areas=(area,), indicators=table)


def _large(item: ItemPart) -> ItemPart:
    """The indicators of the item with long names and figures of twelve digits."""
    rows = tuple(
        replace(
            row,
            name=INDICATOR_NAME if number % 2 else "ก" * 300,
            unit_of_measure="บาทต่อครัวเรือนเกษตรกรผู้ได้รับประโยชน์โดยตรงต่อปี",
            area=f"{row.area} {INDICATOR_NAME}",
            values=tuple(Decimal("123456789012.5") for _each in row.values),
            target=Decimal("999999999999.25"),
            comparator=Decimal("888888888888"),
            comparator_name=INDICATOR_NAME,
            achievement=Decimal("12345678.9"),
        )
        for number, row in enumerate(item.indicators.rows)
    )
    return replace(item, indicators=replace(item.indicators, rows=rows * 3))


def many_evidence(count: int) -> tuple[EvidenceRow, ...]:
    codes = tuple(f"1.1-{number}" for number in range(1, 30))
    return tuple(
        replace(
            EVIDENCE[number % 3],
            code=f"E{number:03d}",
            title=f"{'รายงานผลการดำเนินงานประจำปีของหน่วยงานในพื้นที่' * (1 + number % 4)} {'W' * (number % 5) * 20}",
            cited_by=codes[: 1 + number % 29],
            secrecy="ลับที่สุด" if number % 3 == 2 else "ปกติ",
        )
        for number in range(1, count + 1)
    )


def many_remarks(count: int) -> tuple[Remark, ...]:
    """One of sixty lines with a reply as long, one long word without blanks, and ordinary ones."""
    usual = [
        Remark(
            about=f"{1 + number % 7}.1",
            number=number,
            submission=1 + number % 2,
            text=f"{SENTENCES[number % 5]} {SENTENCES[(number + 1) % 5]}",
            state="ตอบแล้ว",
            reply="" if number % 4 == 0 else " ".join(SENTENCES[: number % 5]),
            place="4.2-1 และภาคผนวก",
        )
        for number in range(1, count + 1)
    ]
    usual[4] = replace(usual[4], text=SIXTY_LINES, reply=SIXTY_LINES)
    usual[9] = replace(usual[9], text="W" * 900, reply="ปั๊มน้ำ" * 200, place="W" * 90)
    return tuple(usual)


def compared(count: int, *, name: str, waiting: int = 1) -> ComparisonContent:
    """So many units with a result, and some that wait; no spread of fewer than five."""
    units = tuple(
        ComparedUnit(
            code=f"D{number}",
            name=f"{name} {number + 1}",
            status="ส่งแล้ว",
            stage="ฉันทามติ" if number % 2 else "ประเมินตนเอง",
            provisional=number % 3 == 0,
            points=Decimal(1000 - 13 * number),
            shares=(Decimal(max(1, 100 - number)), *[Decimal("100") if number == 0 else Decimal("62.5")] * 7),
        )
        for number in range(count)
    )
    marks = tuple(Decimal(each) for each in (10, 30, 45, 60, 100)) if count >= 5 else ()
    parts = tuple(
        ComparedPart(code=code, title=title, marks=marks, mean=Decimal("47.25") if marks else None)
        for code, title in zip(CATEGORIES, TITLES, strict=True)
    )
    last = tuple(ComparedUnit(code=f"Z{at}", name=f"{name} {count + at + 1}", status="ฉบับร่าง") for at in range(waiting))
    whole = replace(cover(), unit_code="M07", unit_name="กระทรวงเกษตรและสหกรณ์", status="ผลของฉบับที่ส่งแล้ว")
    return ComparisonContent(cover=whole, maximum=Decimal(1000), parts=parts, units=(*units, *last), thai_digits=True)


def _uneven(content: ReportContent) -> ReportContent:
    """Findings that fill the themes unevenly: many in one item, none in others."""
    many = tuple(Finding(kind=OFI, nugget=f"{SENTENCES[at % 5]} ข้อ {at}", evidence=PROBE, weight=2) for at in range(14))
    first, last = content.categories[0], content.categories[6]
    items = (replace(first.items[0], findings=many), *(replace(item, findings=()) for item in first.items[1:]))
    return replace(content, categories=(replace(first, items=items), last))


def _approved_without_findings() -> ReportContent:
    start = sample(remarks=(), evidence=(), dictionary=())
    return replace(
        start,
        categories=tuple(
            replace(category, items=tuple(replace(item, findings=(), areas=()) for item in category.items))
            for category in start.categories
        ),
    )


def _heavy(content: ReportContent) -> ReportContent:
    """Every finding of a kind that a reviewer may write: 400 letters, of the greatest weight."""
    wide = (Finding(kind=STRENGTH, nugget=SENTENCES[0] * 3, evidence=SIXTY_LINES, relevance=PROBE * 4, weight=2),)
    wide += (replace(wide[0], kind=OFI, nugget="W" * 400, evidence="ก" * 900),)
    return replace(
        content,
        categories=tuple(
            replace(category, items=tuple(replace(item, findings=wide) for item in category.items))
            for category in content.categories
        ),
    )


def _of(kind: str, build: Callable, **choices) -> Callable[[], str]:
    return lambda: render_html(kind, build(), **choices)


LONG_UNIT = "กรมส่งเสริมและพัฒนาการเกษตรแบบมีส่วนร่วมของชุมชนในพื้นที่ลุ่มน้ำภาคตะวันออกเฉียงเหนือตอนล่าง" * 2
OPEN = {"evidence": EVIDENCE[:2]}
CASES: dict[str, Callable[[], str]] = {
    "summary-sample": _of("summary", full_content),
    "summary-arabic-draft": _of("summary", lambda: full_content(reviewed=False, thai_digits=False, draft=True)),
    "summary-overlong": _of("summary", overlong),
    "summary-empty": _of("summary", empty_content),
    "full-sample": _of("full", lambda: sample(**OPEN)),
    "full-secret-arabic": _of("full", lambda: sample(thai_digits=False)),
    "full-official": _of("full", lambda: sample(**OPEN), official=True),
    "full-overlong": _of("full", overlong),
    "full-overlong-official": _of("full", lambda: overlong(thai_digits=True, draft=True), official=True),
    "full-tall": _of("full", tall),
    "full-empty": _of("full", empty),
    "full-nothing": _of("full", lambda: empty(profile=())),
    "full-levels": _of("full", levels),
    "summary-levels": _of("summary", levels),
    "feedback-levels": _of("feedback", levels),
    "feedback-sample": _of("feedback", lambda: replace(full_content(), bands=BANDS)),
    "feedback-uneven": _of("feedback", lambda: _uneven(replace(full_content(thai_digits=False), bands=BANDS))),
    "feedback-official": _of("feedback", lambda: replace(full_content(), bands=BANDS), official=True),
    "feedback-overlong": _of("feedback", lambda: _heavy(overlong())),
    "feedback-empty": _of("feedback", _approved_without_findings),
    "ledger-sample": _of("ledger", full_content),
    "ledger-many": _of("ledger", lambda: overlong(remarks=many_remarks(12)[5:])),
    "ledger-overlong": _of("ledger", overlong),
    "ledger-official": _of("ledger", overlong, official=True),
    "ledger-empty": _of("ledger", empty_content),
    "comparison-sample": _of("comparison", lambda: compared(9, name="กรมส่งเสริมการเกษตร")),
    "comparison-overlong": _of("comparison", lambda: compared(60, name=LONG_UNIT, waiting=12)),
    "comparison-official": _of("comparison", lambda: compared(60, name=LONG_UNIT[:40], waiting=5), official=True),
    "comparison-one": _of("comparison", lambda: compared(1, name="กรมพัฒนาที่ดิน", waiting=0)),
    "comparison-none": _of("comparison", lambda: compared(0, name="กรมพัฒนาที่ดิน", waiting=3)),
}


def _of_memo(memo) -> Callable[[], str]:
    return lambda: memo_html(memo)


for _word, _memos in (("sample", USUAL_MEMOS), ("overlong", LONG_MEMOS), ("empty", EMPTY_MEMOS)):
    for _slug, _memo in _memos.items():
        CASES[f"memo-{_slug}-{_word}"] = _of_memo(_memo)
