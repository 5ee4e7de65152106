"""Fetched and allowed, or refused: the one door to an assessment, to a locker and to a calibration set.

Strangers get 404, others 403 with a reason.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Unit
from accounts.roles import Role
from assessments.models import Assessment, Calibration
from assessments.models.assessment import AssessmentQuerySet
from assessments.permissions import (
    NOT_YOUR_ROLE,
    calibration_standing,
    knows_of,
    oversees,
    permit,
    permit_locker,
    standing_of,
    unit_roles_of,
)


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


def get_as_coordinator(request, pk: int, *, to: str) -> Assessment:
    """`get_assessment` for what an assessor may not do although she reviews."""
    assessment = get_assessment(request, pk, to=to)
    if Role.COORDINATOR not in assessment.standing.roles:
        raise PermissionDenied(str(NOT_YOUR_ROLE))
    return assessment


def get_overseen(request) -> AssessmentQuerySet:
    """The assessments in the scope of this coordinator. 404 for everybody else."""
    if not oversees(request.user):
        raise Http404
    return Assessment.objects.overseen_by(request.user)


def get_locker(request, unit: str, *, to: str) -> Unit:
    """The unit whose locker this is. 404 for everybody outside the unit, 403 with a reason."""
    found = Unit.objects.filter(code=unit).first()
    if found is None or not unit_roles_of(request.user, found.pk):
        raise Http404
    allowed = permit_locker(request.user, found.pk, to)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    return found


def get_calibration(request, pk: int, *, to: str) -> Calibration:
    """The calibration set with its source, its items and `standing` of the person.

    404 for strangers, 403 with a reason.
    """
    found = Calibration.objects.with_place().prefetch_related("items").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.standing = calibration_standing(request.user, found)
    if not found.standing:
        raise Http404
    allowed = permit(found.standing, found, to)
    if not allowed:
        raise PermissionDenied(str(allowed.reason))
    return found
