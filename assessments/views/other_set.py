"""Answers to another criteria set as a beginning: how many there are, asked once, then copied with their origin."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import get_assessment
from assessments.permissions import ASSIGN, CLOSED, VIEW, permit, standing_of
from assessments.services.mapping import carry_mapped, mapped_source, mapped_texts
from assessments.views.refused import keeps_typed_text


@keeps_typed_text(CLOSED)
@require_http_methods(["GET", "POST"])
def carry_mapped_page(request, pk):
    """How many answers the other set can fill; then every empty one holds what is mapped to it, marked."""
    assessment = get_assessment(request, pk, to=ASSIGN if request.method == "POST" else VIEW)
    source = mapped_source(assessment)
    if source and not permit(standing_of(request.user, source), source, VIEW):
        source = None
    if request.method == "POST" and source:
        count = carry_mapped(assessment=assessment, source=source, actor=request.user)
        messages.success(request, _("คัดลอกมา %(count)d ข้อ แต่ละข้อรอปรับปรุงหรือยืนยันว่ายังใช้ได้") % {"count": count})
        return redirect("assessments:task_list", pk)
    context = {
        "assessment": assessment,
        "source": source,
        "count": len(mapped_texts(assessment, source)) if source else 0,
        "permitted": permit(assessment.standing, assessment, ASSIGN),
    }
    return render(request, "assessments/carry_mapped.html", context)
