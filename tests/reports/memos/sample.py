"""Invented memos: a usual one, an empty one, and one longer than anybody should write."""

from datetime import date

from reports.memos.content import Memo, Part, Signature, numbered
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
