"""Fetched and allowed, or refused: the one door to an assessment. Strangers get 404, others 403 with a reason."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.models import Assessment
from assessments.permissions import knows_of, permit, standing_of


def get_assessment(request, pk: int, *, to: str) -> Assessment:
    """The assessment with unit, cycle and set, and `standing` of the person. 404 for strangers, 403 with a reason."""
    try:
        assessment = Assessment.objects.with_place().get(pk=pk)
    except Assessment.DoesNotExist:
        raise Http404 from None
    assessment.standing = standing_of(request.user, assessment)
    if not knows_of(assessment.standing, assessment):
        raise Http404
    allowed = permit(assessment.standing, assessment, to)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    return assessment
