from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from assessments.checks import Problem

TENFOLD = Decimal(10)


def tenfold_jump(subject):
    """From one year to the next a figure rarely grows or shrinks tenfold: a slipped point does that."""
    for indicator in subject.indicators:
        values = [(row.fiscal_year, row.value) for row in subject.years_of(indicator) if row.value]
        for (_before, old), (year, new) in pairwise(values):
            if not 1 / TENFOLD < abs(new / old) < TENFOLD:
                message = _("ตัวชี้วัด %(code)s ปี %(year)d ต่างจากปีก่อนเกิน 10 เท่า ตรวจจุดทศนิยมและหน่วยวัด")
                words = message % {"code": indicator.code, "year": year}
                yield Problem(indicator.code, words, is_error=False, target="indicator")
                break
