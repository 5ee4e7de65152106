"""Tables as HTML of a clipboard, of Excel, LibreOffice Calc, Google Sheets and Word, with all that is read of them."""

from tests.assessments.interchange.tables.sample import (
    BLANK_ROW,
    DASH_OF_ZERO,
    HIGHER_TOLD,
    NO_FIGURES,
    PERCENT_UNIT,
    block,
    error,
    faulty,
    marked,
    refused,
    row,
    warning,
)

EXCEL_HEAD = """Version:1.0
StartHTML:0000000105
EndHTML:0000009999
<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15">
<style>
<!--table
\t{mso-displayed-decimal-separator:"\\.";
\tmso-displayed-thousand-separator:"\\,";}
tr > td {x:"<table><tr><td>"}
.font7
\t{color:black; font-family:"TH SarabunPSK"; vertical-align:super;}
-->
</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><td>1</td></x:ExcelWorkbook></xml><![endif]-->
</head>

<body link="#0563C1" vlink="#954F72">
"""

EXCEL = (
    EXCEL_HEAD
    + """
<table border=0 cellpadding=0 cellspacing=0 width=642 style='border-collapse:collapse;width:483pt'>
<!--StartFragment-->
 <col width=40 style='mso-width-source:userset;width:30pt'>
 <col width=64 span=6 style='width:48pt'>
 <tr height=28 style='height:21.0pt'>
  <td rowspan=2 height=56 class=xl68 width=40 style='height:42.0pt;width:30pt'>ที่</td>
  <td rowspan=2 class=xl68 width=200>ตัวชี้วัด</td>
  <td rowspan=2 class=xl68>หน่วยวัด</td>
  <td colspan=2 class=xl68 style='border-left:none'>ผลการดำเนินงาน<br>
    ปีงบประมาณ</td>
  <td class=xl70>ค่าเป้าหมาย</td>
  <td class=xl70>หมายเหตุ</td>
 </tr>
 <tr height=28>
  <td height=28 class=xl66 align=right style='height:21.0pt'>2567</td>
  <td class=xl66 align=right x:num>2568</td>
  <td class=xl66>2568</td>
  <td></td>
 </tr>
 <tr height=28>
  <td colspan=7 class=xl71>ด้านผู้รับบริการ&nbsp;&amp; ผู้มีส่วนได้ส่วนเสีย</td>
 </tr>
 <tr>
  <td class=xl65 align=right>1</td>
  <td class=xl67>ร้อยละความพึงพอใจ<br>
    ของผู้รับบริการ<span style='mso-spacerun:yes'>&nbsp; </span></td>
  <td rowspan=3 class=xl67>ร้อยละ</td>
  <td class=xl69 align=right>84.10</td>
  <td class=xl69 align=right><span style='mso-spacerun:yes'>&nbsp;</span>86.60&nbsp;</td>
  <td class=xl69>&gt;= 85</td>
  <td colspan=2 style='mso-ignore:colspan'>ดูภาคผนวก</td>
 </tr>
 <tr>
  <td class=xl65 align=right>2</td>
  <td class=xl67>ร้อยละความผูกพัน
  ของเครือข่าย</td>
  <td class=xl69 align=right>75</td>
  <td class=xl69 align=right>85.2<font class="font7"><sup>1</sup></font></td>
  <td class=xl69></td>
  <td></td>
 </tr>
 <tr>
  <td class=xl65 align=right>3</td>
  <td class=xl67>อัตราเปลี่ยนแปลง</td>
  <td class=xl69 align=right>(1,234.50)</td>
  <td class=xl69 align=right>-<span style='mso-spacerun:yes'>&nbsp;&nbsp; </span></td>
  <td class=xl69></td>
  <td></td>
 </tr>
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'>
  <td width=40 style='width:30pt'></td>
 </tr>
 <![endif]>
<!--EndFragment-->
</table>

</body>

</html>
"""
)

CALC = """<!DOCTYPE html>
<html>
<head>
<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<title></title>
<meta name="generator" content="LibreOffice 24.2.7.2 (Linux)"/>
<style type="text/css">
body,div,table,thead,tbody,tfoot,tr,th,td,p { font-family:"Liberation Sans"; font-size:x-small }
a.comment-indicator:hover + comment { background:#ffd; position:absolute; display:block; border:1px solid black }
</style>
</head>
<body>
<table cellspacing="0" border="0">
\t<colgroup width="85"></colgroup>
\t<colgroup span="4" width="85"></colgroup>
\t<tr>
\t\t<td rowspan=2 height="34" align="center" valign=middle><b><font face="TH SarabunPSK" size=4>ตัวชี้วัด</font></b></td>
\t\t<td rowspan=2 align="center"><b>หน่วย</b></td>
\t\t<td colspan=2 align="center"><b>ผล</b></td>
\t\t<td colspan=2 align="center"><b>เป้าหมาย</b></td>
\t</tr>
\t<tr>
\t\t<td align="right" sdval="2023" sdnum="1054;">2023</td>
\t\t<td align="right" sdval="2024" sdnum="1054;">2024</td>
\t\t<td align="right" sdval="2023" sdnum="1054;">2023</td>
\t\t<td align="right" sdval="2024" sdnum="1054;">2024</td>
\t</tr>
\t<tr>
\t\t<td height="17" align="left">เบิกจ่ายงบลงทุน<br>ทั้งกรม</td>
\t\t<td align="left"><br></td>
\t\t<td align="right" sdval="0.9351" sdnum="1054;0;0.00%">93.51%</td>
\t\t<td align="right" sdval="0.95" sdnum="1054;0;0.00%">95.00%</td>
\t\t<td colspan=2 align="center" sdval="0.9" sdnum="1054;0;0%">90%</td>
\t</tr>
\t<tr>
\t\t<td height="17" align="left">ระยะเวลา (ม<sup>2</sup>)</td>
\t\t<td align="left">นาที</td>
\t\t<td align="right" sdval="-5" sdnum="1054;">-5</td>
\t\t<td align="right"><font color="#000000">#DIV/0!</font></td>
\t\t<td align="left"><br></td>
\t\t<td align="left"><br></td>
\t</tr>
</table>
<!-- ************************************************************************** -->
</body>
</html>
"""

SHEETS = """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}\
br {mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr"\
 data-sheets-root="1" style="table-layout:fixed"><colgroup><col width="100"/><col width="100"/></colgroup><tbody>\
<tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;ตัวชี้วัด&quot;}">ตัวชี้วัด</td>\
<td>ปีงบประมาณ พ.ศ. ๒๕๖๘</td></tr><tr><td style="white-space:normal;">ความพึงพอใจ<br/>&lt;ภายนอก&gt;</td>\
<td data-sheets-numberformat="{&quot;1&quot;:2,&quot;2&quot;:&quot;#,##0.00&quot;}">1,234.50</td></tr>\
</tbody></table>"""

WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><!--StartFragment-->
<table class=MsoTableGrid border=1><tr><td width=151 valign=top><p class=MsoNormal align=center><b>
<span lang=TH>ตัวชี้วัด<o:p></o:p>
</span></b></p></td><td><p class=MsoNormal>ผล</p><p class=MsoNormal>ปี 2568<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>จำนวน<table><tr><td>ใน</td><td>ตาราง</td></tr></table>หมอดิน</p></td>
<td><p class=MsoNormal>77,690</p></td></tr>
</table><!--EndFragment--></body></html>"""

READ = {
    "Excel": (
        EXCEL,
        block(
            [
                row(
                    4,
                    "ร้อยละความพึงพอใจ ของผู้รับบริการ",
                    {2567: "84.1", 2568: ("86.6", "85", None)},
                    code="1",
                    unit_of_measure="ร้อยละ",
                    direction="higher",
                ),
                faulty(5, "ร้อยละความผูกพัน ของเครือข่าย", {2567: "75"}, code="2", unit_of_measure="ร้อยละ"),
                row(6, "อัตราเปลี่ยนแปลง", {2567: "-1234.5"}, code="3", unit_of_measure="ร้อยละ"),
            ],
            [
                error(5, "ผลการดำเนินงาน ปีงบประมาณ 2568", marked("85.2¹", "85.2")),
                warning(6, "ผลการดำเนินงาน ปีงบประมาณ 2568", DASH_OF_ZERO),
            ],
            [
                "ไม่ได้อ่านคอลัมน์: หมายเหตุ",
                "แถว 3: ข้ามหัวข้อย่อย “ด้านผู้รับบริการ & ผู้มีส่วนได้ส่วนเสีย”",
                f"แถว 4: {HIGHER_TOLD}",
            ],
        ),
    ),
    "Calc": (
        CALC,
        block(
            [
                row(
                    3,
                    "เบิกจ่ายงบลงทุน ทั้งกรม",
                    {2566: ("93.51", "90", None), 2567: ("95", "90", None)},
                    unit_of_measure="ร้อยละ",
                ),
                faulty(4, "ระยะเวลา (ม²)", {2566: "-5"}, unit_of_measure="นาที"),
            ],
            [
                *(warning(3, f"เป้าหมาย {year}", "อ่าน 90% จากเซลล์ที่ผสานไว้ ตรวจว่าช่องนี้มีค่าเดียวกัน") for year in (2023, 2024)),
                error(4, "ผล 2024", "“#DIV/0!” เป็นสูตรที่คำนวณไม่ได้ ให้แก้สูตรในตาราง ถ้าไม่มีข้อมูลให้เว้นว่าง"),
            ],
            ["อ่านปี 2023 เป็น พ.ศ. 2566", "อ่านปี 2024 เป็น พ.ศ. 2567", f"แถว 3: {PERCENT_UNIT}"],
        ),
    ),
    "Google Sheets": (SHEETS, block([row(2, "ความพึงพอใจ <ภายนอก>", {2568: "1234.5"})])),
    "Word, a table in a cell": (WORD, block([row(2, "จำนวน ใน ตาราง หมอดิน", {2568: "77690"})])),
    "no end of any cell": (
        "<table><tr><th>ตัวชี้วัด<th>2567<th>2568<tr><td>ก<td>1<td>2<tr><td>ข<td>3<td>4",
        block([row(2, "ก", {2567: "1", 2568: "2"}), row(3, "ข", {2567: "3", 2568: "4"})]),
    ),
    "cells before any row": (
        "<table><td>ตัวชี้วัด<td>2567</td><tr><td>ก<td>1</table>",
        block([row(2, "ก", {2567: "1"})]),
    ),
    "areas and names merged downwards": (
        "<table><tr><td>ประเด็น<td>ตัวชี้วัด<td>รายการ<td>2567<td>2568</tr>"
        "<tr><td rowspan=4>ก<td rowspan=2>ก<td>เป้าหมาย<td>80<td>82</tr><tr><td>ผล<td>81<td>83</tr>"
        "<tr><td rowspan=2>ข<td>เป้าหมาย<td>80<td>82</tr><tr><td>ผล<td>x<td>83</tr></table>",
        block(
            [
                row(2, "ก", {2567: ("81", "80", None), 2568: ("83", "82", None)}, area="ก"),
                faulty(4, "ข", {2567: (None, "80", None), 2568: ("83", "82", None)}, area="ก"),
            ],
            [error(5, "2567", '"x" ไม่ใช่ตัวเลข ให้เขียนเฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือเครื่องหมายอื่น เช่น 96.2')],
        ),
    ),
    "spans that reach out of the table": (
        "<table><tr><td>ตัวชี้วัด<td>หน่วยวัด<td>2567<tr><td>ก<td rowspan=999>คน<td>1<tr><td>ข<td>2</table>",
        block([row(2, "ก", {2567: "1"}, unit_of_measure="คน"), row(3, "ข", {2567: "2"}, unit_of_measure="คน")]),
    ),
    "a row that only goes on merged": (
        "<table><tr><td>ตัวชี้วัด<td>2567<tr><td rowspan=2>ก<td rowspan=2>-<tr><tr><td>ข<td>2</table>",
        block(
            [row(2, "ก", {}), row(4, "ข", {2567: "2"})],
            [warning(2, "", NO_FIGURES)],
            [f"แถว 3: {BLANK_ROW}"],
        ),
    ),
    "two tables": (
        "<table><tr><td>ตัวชี้วัด<td>2567<tr><td>ก<td>1</table><p>และ</p><table><tr><td>ข<td>2<tr><td>ค<td>3</table>",
        refused("มี 2 ตาราง ให้คัดลอกครั้งละตาราง"),
    ),
    "a table for layout beside it": (
        "<table><tr><td>หัวกระดาษ</table><table><tr><td>ตัวชี้วัด<td>2567<tr><td>ก<td>1</table>",
        block([row(2, "ก", {2567: "1"})]),
    ),
    "an empty table": ("<table><tr><td>&nbsp;</table>", refused("ไม่พบตาราง ให้คัดลอกตารางพร้อมหัวตารางแล้ววางใหม่")),
}
