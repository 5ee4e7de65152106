"""Invented report content: full of everything, empty of everything, and longer than anybody should write."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from reports.content import (
    OFI,
    STRENGTH,
    AnswerPart,
    AreaPart,
    CategoryPart,
    Cover,
    EvidenceRow,
    Factor,
    Finding,
    ItemPart,
    KeyFactor,
    NextStep,
    Receipt,
    Remark,
    ReportContent,
    Score,
    Total,
)
from reports.indicators import IndicatorRow, IndicatorTable

UNTAGGED = {"characteristics": (), "success_factors": (), "key_factors": ()}
PROCESS = (("A", "แนวทาง"), ("D", "การถ่ายทอด"), ("L", "การเรียนรู้"), ("I", "การบูรณาการ"))
RESULTS = (("Le", "ระดับ"), ("T", "แนวโน้ม"), ("C", "การเปรียบเทียบ"), ("I", "การบูรณาการ"))
TREE = (
    ("1", "การนำองค์การ", 120, (("1.1", "การนำองค์การโดยผู้บริหาร"), ("1.2", "การกำกับดูแลและความรับผิดชอบต่อสังคม"))),
    ("2", "การวางแผนเชิงยุทธศาสตร์", 80, (("2.1", "การจัดทำยุทธศาสตร์"), ("2.2", "การนำยุทธศาสตร์ไปปฏิบัติ"))),
    (
        "3",
        "การให้ความสำคัญกับผู้รับบริการและผู้มีส่วนได้ส่วนเสีย",
        110,
        (("3.1", "สารสนเทศของผู้รับบริการและผู้มีส่วนได้ส่วนเสีย"), ("3.2", "การสร้างความผูกพัน")),
    ),
    (
        "4",
        "การวัด การวิเคราะห์ และการจัดการความรู้",
        100,
        (("4.1", "การวัดและปรับปรุงผลการดำเนินการ"), ("4.2", "การจัดการสารสนเทศและความรู้")),
    ),
    ("5", "การมุ่งเน้นบุคลากร", 90, (("5.1", "สภาพแวดล้อมด้านบุคลากร"), ("5.2", "ความผูกพันของบุคลากร"))),
    ("6", "การมุ่งเน้นระบบปฏิบัติการ", 100, (("6.1", "กระบวนการทำงาน"), ("6.2", "ประสิทธิผลการปฏิบัติการ"))),
    (
        "7",
        "ผลลัพธ์การดำเนินการ",
        400,
        (
            ("7.1", "ผลลัพธ์ด้านประสิทธิผลและการบรรลุพันธกิจ"),
            ("7.2", "ผลลัพธ์ด้านการให้ความสำคัญกับผู้รับบริการและผู้มีส่วนได้ส่วนเสีย"),
            ("7.3", "ผลลัพธ์ด้านการมุ่งเน้นบุคลากร"),
            ("7.4", "ผลลัพธ์ด้านการนำองค์การและการกำกับดูแล"),
            ("7.5", "ผลลัพธ์ด้านงบประมาณ การเงิน และการเติบโต"),
            ("7.6", "ผลลัพธ์ด้านประสิทธิผลของกระบวนการและการจัดการห่วงโซ่อุปทาน"),
        ),
    ),
)
OUTCOME_MAXIMA = (60, 70, 70, 70, 60, 70)
PERCENT = {"1.1": 55, "1.2": 50, "2.1": 45, "2.2": 40, "3.1": 50, "3.2": 45, "4.1": 40, "4.2": 35, "5.1": 40, "5.2": 35}
PERCENT |= {"6.1": 50, "6.2": 40, "7.1": 55, "7.2": 60, "7.3": 25, "7.4": 45, "7.5": 50, "7.6": 30}
PROBE = "การทำงานเรื่องน้ำ ที่อยู่ใกล้ปั๊ม ต้องทำซ้ำ น้ำใจและความจำเป็น ปี่พาทย์ ญี่ปุ่น กตัญญู ฐานข้อมูล ก้ำกึ่ง"
HOSTILE = '<img src=http://127.0.0.1:9/x.png> <script>alert(1)</script> {{7*7}} {% now "Y" %} &amp; <style>*{color:red}'
SENTENCES = (
    "หน่วยงานทบทวนเรื่องนี้ทุกไตรมาสร่วมกับสำนักงานในพื้นที่ทั้ง 12 เขต โดยใช้ข้อมูลจาก Agri-Map และแบบสำรวจของเกษตรกร",
    "ผู้รับผิดชอบบันทึกข้อค้นพบในระบบ e-Service ภายใน 15 วันทำการ แล้วเสนอที่ประชุมผู้บริหารในเดือนถัดไป",
    "ปี 2568 ปรับลดขั้นตอนจาก 9 ขั้น เหลือ 6 ขั้น เวลาเฉลี่ยลดลงร้อยละ 22.5 (ข้อมูลสมมติ)",
    "กลุ่มที่ยังเข้าไม่ถึงบริการคือพื้นที่สูงและพื้นที่น้ำท่วมซ้ำซาก จึงเพิ่มจุดรับคำขอร่วมกับองค์กรปกครองส่วนท้องถิ่น",
    "ผลการทบทวนเชื่อมกับแผนปฏิบัติการ แผนบุคลากร และตัวชี้วัดที่รายงานในหมวด 7",
)


REMARKS = (
    Remark(about="4.2-1", text="ขอหลักฐานการทบทวนคุณภาพข้อมูลของปี 2569", reply="แนบเป็น E03 แล้ว"),
    Remark(about="ทั้งฉบับ", text="ตัวชี้วัดบุคลากรไม่มีคู่เทียบ"),
)
EVIDENCE = (
    EvidenceRow(
        code="E01", title="ผังกระบวนการ ฉบับที่ 4", cited_by=("1.1-1", "6.1-1"), secrecy="ปกติ", sha256="546f115d" * 8
    ),
    EvidenceRow(
        code="E02", title="รายงานเวลารอคอยรายห้องปฏิบัติการ", cited_by=("6.1-3",), secrecy="ปกติ", sha256="1f2a89f8" * 8
    ),
    EvidenceRow(code="E05", title="แผนความต่อเนื่อง", secrecy="ลับ", keeper="นายทะเบียนข้อมูลข่าวสารลับ"),
)
STEPS = (
    NextStep(code="7.3", title=TREE[6][3][2][1], changes=("Le 1→2", "C 0→1"), steps=2, gain=Decimal("10.50")),
    NextStep(code="6.1", title="กระบวนการทำงาน", changes=("D 2→3",), steps=1, gain=Decimal("5.00")),
    NextStep(code="7.6", title=TREE[6][3][5][1], changes=("Le 2→3", "T 2→3", "I 2→3"), steps=3, gain=Decimal("17.50")),
)
RECEIPT = Receipt(number=2, submitted_at=datetime(2026, 10, 30, 7, 2, tzinfo=UTC), sha256="9752de98" * 8)


KEY_FACTORS = (
    KeyFactor(kind="ความท้าทายเชิงยุทธศาสตร์", code="K01", text="น้ำท่วมซ้ำซากทุกปี"),
    KeyFactor(kind="กระบวนการหลัก", code="K02", text="บริการวิเคราะห์ดิน", indicators=("7.1-01", "7.6-01")),
)
WIDE_FACTOR = KeyFactor(
    kind="กลุ่มผู้รับบริการและผู้มีส่วนได้ส่วนเสียสำคัญ" * 3,
    code="A" * 20,
    text="W" * 200 + "ปั๊มน้ำ" * 60,
    indicators=tuple(f"7.1-{number:02d}" for number in range(1, 40)),
)


def answer(code: str, title: str, *, sentences: int) -> AnswerPart:
    """An answer that no other repeats word for word."""
    lead = f"เรื่อง{title} ข้อ {code} มีผู้รับผิดชอบชัดเจนตั้งแต่ต้นปีงบประมาณ"
    body = [SENTENCES[(number + len(code)) % len(SENTENCES)] for number in range(sentences)]
    text = "\n\n".join([lead, " ".join(body)]) if body else lead
    return AnswerPart(
        code=code,
        official_number=f"({code[-1]})",
        title=title,
        text=text,
        evidence=("E01", "E02"),
        characteristics=("ทำงานเชิงรุก", "ใช้เทคโนโลยีดิจิทัล"),
        success_factors=("สานพลังทุกภาคส่วน",),
        key_factors=("K01", "K02"),
    )


def areas(item: str, *, sentences: int, per_area: int = 2) -> tuple[AreaPart, ...]:
    titles = ("ระบบและวิธีการ", "การทบทวนและปรับปรุง")
    return tuple(
        AreaPart(
            letter=letter,
            title=title,
            answers=tuple(
                answer(f"{item}-{at * per_area + number + 1}", f"{title}ลำดับที่ {number + 1}", sentences=sentences)
                for number in range(per_area)
            ),
        )
        for at, (letter, title) in enumerate(zip("กข", titles, strict=True))
    )


def factors(names: tuple[tuple[str, str], ...], *, reviewed: bool) -> tuple[Factor, ...]:
    return tuple(
        Factor(
            code=code,
            title=title,
            self_value=3,
            review_value=2 + at % 2 if reviewed else None,
            reason="6 จาก 8 ตัวชี้วัดบรรลุเป้าหมาย (ปี 2569: 5, ปี 2568: 1)"
            if names is RESULTS
            else "เป็นระบบ ตอบข้อกำหนดโดยรวม",
            note="ใช้ใน 9 จาก 12 เขต เขตที่เหลืออยู่ในขั้นเริ่มต้น" if reviewed and at == 1 else "",
        )
        for at, (code, title) in enumerate(names)
    )


def indicators(item: str, rows: int) -> IndicatorTable:
    return IndicatorTable(
        years=(2565, 2566, 2567, 2568, 2569),
        rows=tuple(
            IndicatorRow(
                code=f"{item}-{number:02d}",
                name=f"ร้อยละของผู้รับบริการที่ได้รับผลภายในเวลาที่กำหนด กลุ่มที่ {number}",
                unit_of_measure="ร้อยละ",
                area="ก. ความพึงพอใจ" if number <= rows // 2 else "ข. ความผูกพัน",
                key=number % 2 == 1,
                values=(None, Decimal("81.2"), Decimal("83.5"), Decimal(0), Decimal("88.0") + number),
                current=2569,
                target=Decimal("85"),
                comparator=Decimal("86.5") if number % 2 else None,
                comparator_name="ค่ากลางของกลุ่มกรม (สมมติ)" if number % 2 else "",
                achievement=Decimal("103.5294"),
                attained=number % 3 != 0,
                trend=("beneficial", "adverse", "flat", "none")[number % 4],
                ahead=number % 4 == 1 if number % 2 else None,
                integrates=number % 2 == 1,
            )
            for number in range(1, rows + 1)
        ),
    )


def findings(item: str) -> tuple[Finding, ...]:
    return (
        Finding(
            kind=STRENGTH,
            nugget=f"หัวข้อ {item} ใช้ข้อมูลสามแหล่งและทบทวนทุกปี",
            evidence="แจ้งผลเฉลี่ยใน 14 วัน จาก 28 วันในปี 2565 (E02)",
            relevance="ตอบความต้องการอันดับหนึ่งของเกษตรกรรายย่อย",
            weight=2,
            factor="A แนวทาง",
            key_factor="P-7",
        ),
        Finding(
            kind=OFI, nugget=f"ไม่พบว่าหัวข้อ {item} ใช้ครบทั้ง 12 เขต", evidence="เขต 4, 9 และ 11 (E01)", factor="D การถ่ายทอด"
        ),
    )


def item_part(code: str, title: str, maximum: Decimal, *, outcomes: bool, reviewed: bool, sentences: int) -> ItemPart:
    percent = PERCENT[code]
    names = RESULTS if outcomes else PROCESS
    own = Score(
        points=maximum * percent / 100, percent=percent, suggested=percent - 5, reason="ตรวจหลักฐานแล้วสูงกว่าที่ระบบเสนอ"
    )
    theirs = Score(points=maximum * (percent - 5) / 100, percent=percent - 5, suggested=percent)
    return ItemPart(
        code=code,
        title=title,
        maximum=maximum,
        self_score=own,
        review_score=theirs if reviewed else None,
        previous_percent=percent - 10,
        factors=factors(names, reviewed=reviewed),
        areas=areas(code, sentences=sentences),
        indicators=indicators(code, 5) if outcomes else None,
        findings=findings(code) if reviewed else (),
    )


def category(row: tuple, *, reviewed: bool, sentences: int) -> CategoryPart:
    code, title, points, items = row
    outcomes = code == "7"
    maxima = [Decimal(one) for one in OUTCOME_MAXIMA] if outcomes else [Decimal(points) / 2] * 2
    parts = tuple(
        item_part(item, name, maximum, outcomes=outcomes, reviewed=reviewed, sentences=sentences)
        for (item, name), maximum in zip(items, maxima, strict=True)
    )
    return CategoryPart(
        code=code,
        title=title,
        maximum=Decimal(points),
        self_points=sum((part.self_score.points for part in parts), Decimal(0)),
        review_points=sum((part.review_score.points for part in parts), Decimal(0)) if reviewed else None,
        previous=Decimal(points) * 4 / 10,
        outcomes=outcomes,
        items=parts,
    )


def profile(sentences: int) -> tuple[ItemPart, ...]:
    titles = (("P.1", "ลักษณะองค์การ"), ("P.2", "สภาวการณ์ขององค์การ"))
    return tuple(ItemPart(code=code, title=title, areas=areas(code, sentences=sentences)) for code, title in titles)


def cover() -> Cover:
    return Cover(
        unit_code="A0008",
        unit_name="กรมพัฒนาที่ดิน",
        parent_name="กระทรวงเกษตรและสหกรณ์",
        criteria_code="pmqa-2562",
        criteria_name="เกณฑ์คุณภาพการบริหารจัดการภาครัฐ พ.ศ. 2562",
        fiscal_year=2569,
        status="รับรองผลแล้ว",
        status_on=date(2026, 11, 13),
        as_of=date(2026, 10, 30),
        prepared_by="กลุ่มพัฒนาระบบบริหาร",
    )


def full_content(
    *, sentences: int = 3, reviewed: bool = True, thai_digits: bool = True, draft: bool = False
) -> ReportContent:
    """An approved assessment of a whole department, every part filled."""
    categories = tuple(category(row, reviewed=reviewed, sentences=sentences) for row in TREE)
    own = sum((part.self_points for part in categories), Decimal(0))
    theirs = sum((part.points for part in categories), Decimal(0))
    return ReportContent(
        cover=replace(cover(), status="ฉบับร่าง") if draft else cover(),
        total=Total(
            maximum=Decimal(1000),
            self_points=own,
            review_points=theirs if reviewed else None,
            previous=Decimal("392.50"),
            previous_year=2568,
            provisional=draft,
            basis="คะแนนฉันทามติของผู้ตรวจ" if reviewed else "คะแนนประเมินตนเอง ยังไม่มีคะแนนผู้ตรวจ",
            maturity="" if draft else "เป็นระบบ",
            maturity_note="เกณฑ์อ้างอิง แก้ไขได้ ยังไม่ยืนยันกับสำนักงาน ก.พ.ร.",
        ),
        profile=profile(sentences),
        categories=categories,
        remarks=REMARKS,
        evidence=EVIDENCE,
        key_factors=KEY_FACTORS,
        next_steps=STEPS,
        receipt=None if draft else RECEIPT,
        draft=draft,
        demo=True,
        thai_digits=thai_digits,
    )


def empty_content() -> ReportContent:
    """A draft on the day it was opened: the tree is there, nothing is written or scored."""
    start = full_content(sentences=0, reviewed=False, thai_digits=False, draft=True)
    categories = tuple(
        replace(part, self_points=Decimal(0), previous=None, items=tuple(_blank(item) for item in part.items))
        for part in start.categories
    )
    return replace(
        start,
        cover=replace(start.cover, parent_name="", status_on=None, as_of=None, prepared_by=""),
        total=Total(maximum=Decimal(1000), self_points=Decimal(0), provisional=True),
        profile=tuple(_blank(item) for item in start.profile),
        categories=categories,
        remarks=(),
        evidence=(),
        key_factors=(),
        next_steps=(),
        demo=False,
    )


def overlong_content() -> ReportContent:
    """Names, findings and lists at the worst length that a database would hold."""
    start = full_content(sentences=12)
    long_name = "สำนักงานคณะกรรมการพัฒนาระบบบริหารและส่งเสริมการมีส่วนร่วมของประชาชนในพื้นที่ชายแดนภาคตะวันออกเฉียงเหนือตอนบน" * 2
    wide = Finding(kind=STRENGTH, nugget="W" * 400, evidence="ก" * 900, relevance=PROBE * 9, weight=2)
    items = [
        replace(item, title=item.title * 4, findings=(wide, replace(wide, kind=OFI, nugget="ปั๊มน้ำ" * 90)))
        for item in start.items
    ]
    categories = []
    for part in start.categories:
        own, items = tuple(items[: len(part.items)]), items[len(part.items) :]
        categories.append(replace(part, title=part.title * 4, items=own))
    step = NextStep(
        code="7.6", title=long_name, changes=("Le 0→5", "T 0→5", "C 0→5", "I 0→5"), steps=20, gain=Decimal("400")
    )
    return replace(
        start,
        cover=replace(
            start.cover, unit_name=long_name, status=long_name, criteria_name=long_name, prepared_by=long_name
        ),
        total=replace(start.total, basis=long_name, maturity=long_name, maturity_note=long_name, provisional=False),
        categories=tuple(categories),
        next_steps=(step,) * 12,
        key_factors=(WIDE_FACTOR,) * 9,
        remarks=(Remark(about="1.1", text=PROBE * 20),) * 5,
    )


def with_answer(content: ReportContent, text: str) -> ReportContent:
    """The same content with one answer changed: 1.1-1."""
    first = content.categories[0]
    item = first.items[0]
    area = item.areas[0]
    area = replace(area, answers=(replace(area.answers[0], text=text), *area.answers[1:]))
    item = replace(item, areas=(area, *item.areas[1:]))
    first = replace(first, items=(item, *first.items[1:]))
    return replace(content, categories=(first, *content.categories[1:]))


def _blank(item: ItemPart) -> ItemPart:
    blank_areas = tuple(
        replace(area, answers=tuple(replace(one, text="", evidence=(), **UNTAGGED) for one in area.answers))
        for area in item.areas
    )
    return replace(item, self_score=None, previous_percent=None, factors=(), areas=blank_areas, indicators=None)
