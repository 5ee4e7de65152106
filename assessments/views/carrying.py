"""Indicators of last year, taken into an empty results item."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.access import get_assessment
from assessments.earlier import earlier_assessment
from assessments.models import Assessment
from assessments.permissions import CLOSED, EDIT, VIEW, permit, standing_of
from assessments.services.carrying_indicators import HoldsIndicators, carried_from, carry_indicators
from assessments.services.indicators import MOST_INDICATORS, TooManyIndicators
from assessments.views.indicators import results_item
from assessments.views.refused import keeps_typed_text
from criteria.outline import ItemOutline


@keeps_typed_text(CLOSED)
@require_POST
def indicators_carry(request, pk, code):
    """The empty item holds last year's indicators with their figures; one that holds any stays as it is."""
    assessment = get_assessment(request, pk, to=EDIT)
    item = results_item(assessment, code)
    earlier = readable_year_before(assessment, request.user)
    if earlier is None:
        raise Http404
    try:
        count = carry_indicators(assessment=assessment, earlier=earlier, item=item, actor=request.user)
    except HoldsIndicators:
        messages.error(request, _("หัวข้อนี้มีตัวชี้วัดแล้ว จึงไม่ได้นำตัวชี้วัดจากปีก่อนมาใช้"))
    except TooManyIndicators:
        messages.error(request, _("แบบประเมินหนึ่งมีตัวชี้วัดได้ไม่เกิน %(most)d ตัว") % {"most": MOST_INDICATORS})
    else:
        words = _("นำตัวชี้วัดจากปี %(year)d มาใช้ %(count)d ตัว เติมผลของปีนี้ต่อได้เลย")
        messages.success(request, words % {"year": earlier.fiscal_year, "count": count})
    return redirect("assessments:item", pk, item.code)


def readable_year_before(assessment: Assessment, user) -> Assessment | None:
    """Last year's assessment, if this person may read it."""
    earlier = earlier_assessment(assessment)
    return earlier if earlier and permit(standing_of(user, earlier), earlier, VIEW) else None


def offer_of(assessment: Assessment, item: ItemOutline, user) -> tuple[int, int] | None:
    """The year before and how many of its indicators an empty item can take; None for none."""
    earlier = readable_year_before(assessment, user)
    count = len(carried_from(assessment, earlier, [item])) if earlier else 0
    return (earlier.fiscal_year, count) if count else None
