from django.utils.translation import gettext as _

from assessments.checks import Problem


def unconfirmed_items(subject):
    """Every item is confirmed by a person (scoring.md 1.1)."""
    for result in subject.card.unconfirmed:
        message = _("หัวข้อ %(code)s %(title)s ยังไม่มีผู้ยืนยันคะแนน หัวหน้าทีม PMQA ต้องยืนยันก่อนส่ง")
        yield Problem(result.code, message % {"code": result.code, "title": result.item.title}, target="item")
