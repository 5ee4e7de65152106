"""What must stand on one line of paper."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.lines import unbroken


def kept(text):
    return [piece for piece, is_kept in unbroken(text) if is_kept]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("ทบทวนข้อกำหนดทุกปี", []),
        ("แจ้งผลภายใน 14 วัน จาก ๒๘ วัน", ["14 วัน", "จาก ๒๘ วัน"]),
        ("ร้อยละ 68 ของทั้งหมด", ["ร้อยละ 68"]),
        ("ช่วงร้อยละ ๓๐–๔๕", ["ร้อยละ ๓๐–๔๕"]),
        ("ในหมวด 7 และหัวข้อ 7.2", ["หมวด 7", "หัวข้อ 7.2"]),
        ("เมื่อ 30 มกราคม 2569 เวลา 14:02 น.", ["30 มกราคม 2569", "14:02 น."]),
        ("ครบ ๓๐ พ.ย. ๒๕๖๙", ["๓๐ พ.ย. ๒๕๖๙"]),
        ("วันที่ 1-5 มีนาคม พ.ศ. 2569", ["1-5 มีนาคม พ.ศ. 2569"]),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๙", ["ปีงบประมาณ", "พ.ศ. ๒๕๖๙"]),
        ("ผู้มีส่วนได้ส่วนเสียตั้งแต่ต้นปีงบประมาณ", ["ส่วนได้ส่วนเสีย", "ปีงบประมาณ"]),
        ("การจัดการห่วงโซ่อุปทาน", ["ห่วงโซ่อุปทาน"]),
        ("ปีงบประมาณ 2569 และปี 2568", ["ปีงบประมาณ 2569", "ปี 2568"]),
        ("รายงานในหมวด 7 หน่วยงานทบทวน", ["หมวด 7"]),
        ("เกณฑ์ 80 คะแนน", ["เกณฑ์ 80 คะแนน"]),
        ("งบ 1,000.50 ล้านบาท", ["1,000.50 ล้านบาท"]),
        ("พอใจ 55 % ขึ้นไป", ["55 %"]),
        ("บริการ e-Service และ Agri-Map ข้อ 2-3", ["e-Service", "Agri-Map", "ข้อ 2-3"]),
        ("ระหว่าง 2-3 กับ data.go.th", ["2-3", "data.go.th"]),
        ("ราคา 1,000.50 และ 3.14", []),
        ("ดู https://www.ldd.go.th/a-b/c.d หรือ a.b@ldd.go.th", []),
        ("ยาว " + "a-" * 20 + "a", []),
        ("7\u00a0ตัวอย่าง", ["7\u00a0ตัวอย่าง"]),
        ("เลขที่ 9752\u00a0de98\u00a0๑ และ 9752 de98", ["9752\u00a0de98\u00a0๑"]),
        ("14\nวัน", []),
    ],
)
def test_unbroken_keeps_together(text, pieces):
    assert kept(text) == pieces


@given(st.text() | st.text(st.sampled_from("0123๔๕ .,-–:%กวันปีหมวด\u00a0eS@/"), max_size=60))
def test_unbroken_changes_no_character(text):
    assert "".join(piece for piece, _kept in unbroken(text)) == text


@pytest.mark.parametrize("text", ["1" * 50_000, "a-" * 50_000, "1," * 50_000, "ร้อยละ" * 20_000, "1-" * 50_000])
def test_unbroken_takes_no_quadratic_time(text):
    start = time.process_time()

    list(unbroken(text))

    assert time.process_time() - start < 3
