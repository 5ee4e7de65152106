from django.utils.translation import gettext as _

from assessments.checks import Problem


def unanswered_remark(subject):
    """Every remark of the reviewers has been answered before the unit sends again."""
    for remark in subject.open_remarks:
        about = _("หัวข้อ %(item)s") % {"item": remark.item.code} if remark.item else _("ทั้งฉบับ")
        message = _("ข้อสังเกตข้อ %(number)d (%(about)s) ยังไม่ได้ตอบ บอกสิ่งที่ดำเนินการและที่ที่แก้ไข")
        yield Problem(str(remark.number), message % {"number": remark.number, "about": about}, target="remark")
