"""Whom a memo is addressed to where nobody has typed it yet: proposals, to be mended on the page."""

from django.utils.translation import gettext as _

from accounts.models import Unit
from accounts.roles import UnitKind

HEADS = {  # the head of a unit of this kind, before the name of the unit
    UnitKind.PROVINCE: lambda name: _("ผู้ว่าราชการ%(unit)s") % {"unit": name},
    UnitKind.DIVISION: lambda name: _("ผู้อำนวยการ%(unit)s") % {"unit": name},
    UnitKind.PUBLIC_ORGANIZATION: lambda name: _("ผู้อำนวยการ%(unit)s") % {"unit": name},
    UnitKind.MINISTRY: lambda name: _("ปลัด%(unit)s") % {"unit": name},
}


def head_of(unit: Unit) -> str:
    """อธิบดีกรมพัฒนาที่ดิน, ผู้ว่าราชการจังหวัดน่าน; where the title does not follow from the kind, the plain words."""
    if unit.kind == UnitKind.DEPARTMENT:
        is_department = unit.name_th.startswith("กรม")
        words = _("อธิบดี%(unit)s") if is_department else _("หัวหน้าส่วนราชการ %(unit)s")
        return words % {"unit": unit.name_th}
    return HEADS[UnitKind(unit.kind)](unit.name_th)


def commission() -> str:
    """The office that a coordinator writes for."""
    return _("สำนักงาน ก.พ.ร.")


def head_of_commission() -> str:
    return _("เลขาธิการ ก.พ.ร.")
