"""Tables as pasted text whose heads differ, read without an error, each with all that is read out of it."""

from tests.assessments.interchange.tables.sample import LOWER_TOLD, block, row, warning, year_assumed

READ = {
    "a head of two levels, as Excel pastes merged cells": (
        "ที่\tตัวชี้วัด\tหน่วยวัด\tผลการดำเนินงาน\t\t\tเป้าหมาย\t\n"
        "\t\t\t2567\t2568\t2569\t2568\t2569\n"
        "1\tอัตราการลาออก\tร้อยละ\t3.2\t2.9\t2.5\tไม่เกิน 3\t≤ 2.5\n",
        block(
            [
                row(
                    3,
                    "อัตราการลาออก",
                    {2567: "3.2", 2568: ("2.9", "3", None), 2569: ("2.5", "2.5", None)},
                    code="1",
                    unit_of_measure="ร้อยละ",
                    direction="lower",
                )
            ],
            notes=[f"แถว 3: {LOWER_TOLD}"],
        ),
    ),
    "years above, kinds below": (
        "ตัวชี้วัด\tหน่วย\tปี 2567\t\tปี 2568\t\n"
        "\t\tเป้าหมาย\tผลงาน\tเป้าหมาย\tผลงาน\n"
        "ผู้ใช้ Agri-Map\tคน\t1,000\t950\t1,100\t1,200\n",
        block(
            [
                row(
                    3,
                    "ผู้ใช้ Agri-Map",
                    {2567: ("950", "1000", None), 2568: ("1200", "1100", None)},
                    unit_of_measure="คน",
                )
            ]
        ),
    ),
    "a head of three levels below a title": (
        "ตารางที่ 7.2-1 ผลลัพธ์ด้านผู้รับบริการ\n\n"
        "ตัวชี้วัด\tหน่วยวัด\tข้อมูลย้อนหลัง 3 ปี\t\t\n"
        "\t\tผลการดำเนินงาน\t\t\n"
        "\t\tพ.ศ. 2566\tพ.ศ. 2567\tพ.ศ. 2568\n"
        "ความพึงพอใจ\tร้อยละ\t80\t82\t85\n",
        block([row(6, "ความพึงพอใจ", {2566: "80", 2567: "82", 2568: "85"}, unit_of_measure="ร้อยละ")]),
    ),
    "names in the lower row of the head": (
        "\t\tผลการดำเนินงาน\t\nตัวชี้วัด\tหน่วย\t2567\t2568\nความพึงพอใจ\tร้อยละ\t80\t82\n",
        block([row(3, "ความพึงพอใจ", {2567: "80", 2568: "82"}, unit_of_measure="ร้อยละ")]),
    ),
    "a head with line breaks in quotes": (
        'ที่\t"ชื่อ\nตัวชี้วัด"\t"ผลการ\nดำเนินงาน\nปีงบประมาณ\nพ.ศ. ๒๕๖๗"\t"ค่าเป้าหมาย\n(ร้อยละ)\nปี 2567"\r\n'
        '1\t"ร้อยละของเกษตรกร\nที่ได้ความรู้ ""ดินดี"""\t81.5\t80\r\n',
        block([row(2, 'ร้อยละของเกษตรกร ที่ได้ความรู้ "ดินดี"', {2567: ("81.5", "80", None)}, code="1")]),
    ),
    "short years below a word that says so": (
        "ตัวชี้วัด\tปีงบประมาณ\t\t\n\t66\t67\t68\nจำนวนรางวัลเลิศรัฐ\t7\t8\t6\n",
        block([row(3, "จำนวนรางวัลเลิศรัฐ", {2566: "7", 2567: "8", 2568: "6"})]),
    ),
    "short years in one head": (
        "ตัวชี้วัด\tปี 67\tเป้าหมายปี 67\nก\t7\t8\n",
        block([row(2, "ก", {2567: ("7", "8", None)})]),
    ),
    "Christian years": (
        "KPI\tUnit\tActual 2023\tFY2024\tTarget 2024\nUser satisfaction\t%\t85\t87.5\t86\n",
        block(
            [row(2, "User satisfaction", {2566: "85", 2567: ("87.5", "86", None)}, unit_of_measure="%")],
            notes=["อ่านปี 2023 เป็น พ.ศ. 2566", "อ่านปี 2024 เป็น พ.ศ. 2567"],
        ),
    ),
    "years written as numbers with a comma": ("ตัวชี้วัด\t2,567\nก\t1\n", block([row(2, "ก", {2567: "1"})])),
    "a comparator named in the head": (
        "ตัวชี้วัด\t2568\tคู่เทียบ: กรมวิชาการเกษตร\t\n\t\t2567\t2568\nคะแนน ITA\t96.81\t86\t87.57\nอื่น\t1\t\t\n",
        block(
            [
                row(
                    3,
                    "คะแนน ITA",
                    {2567: (None, None, "86"), 2568: ("96.81", None, "87.57")},
                    comparator_name="กรมวิชาการเกษตร",
                ),
                row(4, "อื่น", {2568: "1"}),
            ]
        ),
    ),
    "a column of comparators by name": (
        "ตัวชี้วัด\t2568\tคู่เทียบ\tค่าเทียบ 2568\nคะแนน ITA\t96.81\tค่าเฉลี่ยประเทศ\t87.57\n",
        block([row(2, "คะแนน ITA", {2568: ("96.81", None, "87.57")}, comparator_name="ค่าเฉลี่ยประเทศ")]),
    ),
    "a column of comparators by value, without a year": (
        "ตัวชี้วัด\t2567\t2568\tคู่เทียบ\nคะแนน ITA\t94\t96.81\t87.57\n",
        block(
            [row(2, "คะแนน ITA", {2567: "94", 2568: ("96.81", None, "87.57")})],
            [warning(1, "คู่เทียบ", year_assumed(2568))],
        ),
    ),
    "levels of scores and a span of years in the head": (
        "ที่\tตัวชี้วัด\tน้ำหนัก\tเกณฑ์การให้คะแนน\t\t\tผลการดำเนินงาน ปี 2566 - 2568\t\t\tผล\n"
        "\t\t\t1\t2\t3\t2566\t2567\t2568\tผ่าน/ไม่ผ่าน\n"
        "1\tความพึงพอใจ\t10\t70\t75\t80\t78\t79\t81\tผ่าน\n",
        block(
            [row(3, "ความพึงพอใจ", {2566: "78", 2567: "79", 2568: "81"}, code="1")],
            notes=[
                "ไม่ได้อ่านคอลัมน์: น้ำหนัก, เกณฑ์การให้คะแนน 1, 2, 3, ผล ผ่าน/ไม่ผ่าน",
            ],
        ),
    ),
    "values without a year beside targets with one": (
        "ตัวชี้วัด\tเป้าหมาย 2568\tผลการดำเนินงาน\nก\t80\t82\n",
        block(
            [row(2, "ก", {2568: (None, "80", None)})],
            [warning(1, "ผลการดำเนินงาน", "ไม่ได้บอกปี จึงไม่ได้อ่าน ให้เขียนปีที่หัวคอลัมน์ เช่น “ผลการดำเนินงาน 2567”")],
        ),
    ),
}
