"""The roles of architecture.md 6 and the kinds of unit, at module level so that constraints can use them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", _("ผู้จัดทำข้อมูล")
    LEAD = "lead", _("หัวหน้าทีม PMQA")
    APPROVER = "approver", _("ผู้รับรอง")
    MANAGER = "manager", _("ผู้บริหาร")
    ASSESSOR = "assessor", _("ผู้ตรวจประเมิน")
    COORDINATOR = "coordinator", _("ผู้ประสานงาน สำนักงาน ก.พ.ร.")
    ADMINISTRATOR = "administrator", _("ผู้ดูแลระบบ")


UNIT_ROLES = (Role.CONTRIBUTOR, Role.LEAD, Role.APPROVER, Role.MANAGER)


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("กระทรวง")
    DEPARTMENT = "department", _("กรมหรือเทียบเท่า")
    PROVINCE = "province", _("จังหวัด")
    DIVISION = "division", _("กอง สำนัก หรือเขต")
    PUBLIC_ORGANIZATION = "public_organization", _("องค์การมหาชน")
