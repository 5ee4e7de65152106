"""Choices of the criteria, at module level so that constraints can use them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    ADLI_LETCI = "adli-letci", _("ADLI และ LeTCI")
    LEVELS = "levels", _("Basic, Advance และ Significance")


class SetStatus(models.TextChoices):
    DRAFT = "draft", _("ฉบับร่าง")
    PUBLISHED = "published", _("ประกาศใช้")


class CategoryKind(models.TextChoices):
    PROFILE = "profile", _("ลักษณะสำคัญขององค์การ")
    PROCESS = "process", _("กระบวนการ")
    RESULTS = "results", _("ผลลัพธ์")


class Factor(models.TextChoices):
    """The eight factors: A D L I of a process item, Le T C I of a results item."""

    APPROACH = "A", _("แนวทาง")
    DEPLOYMENT = "D", _("การถ่ายทอด")
    LEARNING = "L", _("การเรียนรู้")
    INTEGRATION = "I", _("การบูรณาการ")
    LEVEL = "Le", _("ระดับ")
    TREND = "T", _("แนวโน้ม")
    COMPARISON = "C", _("การเปรียบเทียบ")


PROCESS_FACTORS = (Factor.APPROACH, Factor.DEPLOYMENT, Factor.LEARNING, Factor.INTEGRATION)
RESULTS_FACTORS = (Factor.LEVEL, Factor.TREND, Factor.COMPARISON, Factor.INTEGRATION)


class Family(models.TextChoices):
    OPEN = "open", _("เปิดกว้างและเชื่อมโยงกัน")
    CITIZEN = "citizen", _("ยึดประชาชนเป็นศูนย์กลาง")
    SMART = "smart", _("มีขีดสมรรถนะสูงและทันสมัย")
