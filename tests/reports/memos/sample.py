"""Invented memos: a usual one, an empty one, and one longer than anybody should write."""

from dataclasses import replace
from datetime import date

from reports.memos.content import Entry, Memo, Part, Signature, count, numbered
from tests.reports.sample import HOSTILE, PROBE

ASKED = ("(หัวข้อ 1.1 การนำองค์การ)", "ขอหลักฐานปี 2568\n\nและแผนปี 2569")
USUAL = Memo(
    agency="กลุ่มพัฒนาระบบบริหาร กรมพัฒนาที่ดิน โทร. ๑๓๓๕",
    number="กษ ๐๘๐๐.๐๕/๔๑๒",
    dated=date(2026, 10, 16),
    subject="ส่งแบบประเมินตนเองตามเกณฑ์คุณภาพการบริหารจัดการภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
    to="เลขาธิการ ก.พ.ร.",
    paragraphs=("ด้วยกรมพัฒนาที่ดินได้จัดทำแบบประเมินตนเองแล้วเสร็จ ใบรับเลขที่ 9752 de98 9752 de98 สรุปได้ดังนี้", PROBE),
    parts=(
        Part(
            entries=numbered(
                ["ตอบคำถาม ๑๐๔ ข้อ จาก ๑๐๔ ข้อ", ("(หัวข้อ 1.1 การนำองค์การ)", "ขอหลักฐานปี 2568\n\nและแผนปี 2569")]
            )
        ),
    ),
    closing=("จึงเรียนมาเพื่อโปรดพิจารณา",),
    signature=Signature(position="อธิบดีกรมพัฒนาที่ดิน"),
)
EMPTY = Memo(
    agency="ก",
    subject="ก",
    to="ก",
    paragraphs=(),
    closing=(),
    signature=Signature(position=""),
    parts=(Part(entries=()),),
)
LONG = Memo(
    agency="สำนักงานปลัดกระทรวงการอุดมศึกษาวิทยาศาสตร์วิจัยและนวัตกรรม" * 3,
    number="อว ๐๒๐๐.๐๕/ว ๑๒๓๔๕ " * 2,
    dated=date(2026, 2, 1),
    subject="ส่งคืนแบบประเมินตนเองเพื่อแก้ไขตามข้อสังเกตของผู้ตรวจประเมินซึ่งยาวกว่าหนึ่งบรรทัดมาก " * 4,
    to="หัวหน้าส่วนราชการ",
    paragraphs=("ได้ตรวจประเมินแล้ว",),
    parts=(Part(title="ข้อสังเกต", entries=numbered([f"{PROBE} {HOSTILE} ข้อ {each}" for each in range(1, 41)])),),
    closing=("จึงเรียนมาเพื่อโปรดแก้ไข",),
    signature=Signature(name="นายทดสอบ ระบบงาน", position="เลขาธิการ ก.พ.ร."),
    demo=True,
)

# The four memos as reports/memos/of_unit.py and of_review.py shape them.
PEOPLE = ("นางสาวหนึ่ง ประธาน ตำแหน่งผู้อำนวยการสำนักพัฒนาระบบบริหาร", "นายสอง กรรมการ", "นางสาม กรรมการและเลขานุการ")
PRINT = "C820\u00a01A2B\u00a03C4D\u00a05E6F"
DECISION = (
    "1.1 การนำองค์การ\nผู้ตรวจให้ร้อยละ ๔๕ ถึง ๖๐ ที่ประชุมให้ร้อยละ ๕๐ ได้ ๓๐.๐๐ คะแนน จาก ๖๐ คะแนน\nเหตุผล ใช้ครบเก้าเขตจากสิบสองเขต"
)
USUAL_MEMOS = {
    "submission": USUAL,
    "cover": replace(
        USUAL,
        subject="รายงานผลการประเมินตนเองตามเกณฑ์คุณภาพการบริหารจัดการภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
        to="อธิบดีกรมพัฒนาที่ดิน",
        closing=(
            f"พร้อมนี้ได้แนบรายงานฉบับเต็ม เอกสารเลขที่ A0008-2569-F-02 ลายพิมพ์ {PRINT} จำนวน ๑ ฉบับ มาด้วยแล้ว",
            "จึงเรียนมาเพื่อโปรดทราบและพิจารณา",
        ),
    ),
    "return": replace(
        USUAL,
        number="",
        dated=None,
        parts=(
            Part(entries=tuple(Entry(label=f"ข้อ {count(at)}", about=ASKED[0], text=ASKED[1]) for at in range(1, 13))),
        ),
        closing=("จึงเรียนมาเพื่อโปรดแก้ไข ตอบข้อสังเกตทุกข้อในระบบ และส่งแบบประเมินอีกครั้งภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙",),
    ),
    "minutes": replace(
        USUAL,
        parts=(
            Part(title="ผู้เข้าประชุม", entries=numbered(PEOPLE)),
            Part(title="ผลการพิจารณารายหัวข้อ", entries=numbered([DECISION] * 18)),
        ),
        closing=("รวม ๑๘ หัวข้อ ได้ ๔๔๗.๕๐ คะแนน จาก ๑,๐๐๐ คะแนน", "จึงเรียนมาเพื่อโปรดพิจารณา"),
    ),
}
LONG_MEMOS = {
    "submission": replace(LONG, parts=USUAL.parts, signature=Signature(name="ก" * 90, position=LONG.agency)),
    "cover": replace(LONG, parts=(Part(entries=numbered(["W" * 500, PROBE * 20])),), closing=(PROBE * 9, "W" * 200)),
    "return": replace(LONG, parts=(Part(entries=numbered([(PROBE, f"{PROBE}\n" * 60), *[PROBE * 4] * 39])),)),
    "minutes": replace(
        LONG,
        parts=(
            Part(title="ผู้เข้าประชุม", entries=numbered([f"{PEOPLE[at % 3]} คนที่ {at}" for at in range(40)])),
            Part(title="ผลการพิจารณารายหัวข้อ", entries=numbered([DECISION + PROBE * 6] * 18)),
        ),
    ),
}
EMPTY_MEMOS = {
    "submission": EMPTY,
    "cover": replace(EMPTY, closing=("จึงเรียนมาเพื่อโปรดทราบและพิจารณา",)),
    "return": replace(USUAL, parts=(Part(entries=()),), paragraphs=USUAL.paragraphs[:1]),
    "minutes": replace(
        EMPTY,
        parts=(
            Part(title="ผู้เข้าประชุม", entries=(Entry(text="ไม่ได้บันทึกรายชื่อ"),)),
            Part(title="ผลการพิจารณารายหัวข้อ", entries=()),
        ),
    ),
}
