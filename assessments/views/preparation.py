"""The lead signs that the assessment is prepared."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.access import get_assessment
from assessments.permissions import CLOSED, PREPARE
from assessments.services.preparation import PreparationRefused, prepare
from assessments.views.refused import keeps_typed_text


@require_POST
@keeps_typed_text(CLOSED)
def prepared(request, pk):
    """Signed, or told on the check page why not."""
    assessment = get_assessment(request, pk, to=PREPARE)
    try:
        prepare(assessment_id=assessment.pk, actor=request.user)
        messages.success(request, _("ลงนามผู้จัดทำแล้ว ผู้รับรองส่งได้"))
    except PreparationRefused as refused:
        messages.error(request, str(refused))
    return redirect("assessments:check", assessment.pk)
