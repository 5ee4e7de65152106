"""Cycles and assignments for superusers (PMQA_ADMIN=1); everything of an assessment itself is read-only."""

from django.contrib import admin

from accounts.read_only_admin import ReadOnlyAdmin
from assessments.models import (
    Answer,
    Assessment,
    AssessmentEvent,
    Assignment,
    Cycle,
    EvidenceEvent,
    Finding,
    Indicator,
    Remark,
    Score,
    Submission,
)


@admin.register(Cycle)
class CycleAdmin(admin.ModelAdmin):
    """When units write."""

    list_display = ["criteria_set", "fiscal_year", "opens", "closes"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """Which assessor reviews which assessment; never a member of its unit."""

    list_display = ["assessment", "assessor"]
    list_select_related = ["assessment__unit", "assessment__cycle", "assessor"]
    raw_id_fields = ["assessment", "assessor"]


admin.site.register(
    [Assessment, Answer, AssessmentEvent, EvidenceEvent, Finding, Indicator, Remark, Score, Submission],
    ReadOnlyAdmin,
)
