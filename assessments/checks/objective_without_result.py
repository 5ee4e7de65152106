from django.utils.translation import gettext as _

from assessments.checks import Problem
from assessments.statuses import KeyFactorKind


def objective_without_result(subject):
    """Every strategic objective of the profile is measured by an indicator of category 7."""
    for factor in subject.key_factors:
        if factor.kind == KeyFactorKind.OBJECTIVE and not factor.indicators.all():
            message = _("วัตถุประสงค์เชิงยุทธศาสตร์ %(code)s %(text)s ยังไม่มีตัวชี้วัดในหมวดผลลัพธ์ เชื่อมโยงหรือเพิ่มตัวชี้วัด")
            yield Problem(factor.code, message % {"code": factor.code, "text": factor.text}, is_error=False)
