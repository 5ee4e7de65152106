"""Where a category is taken along to be written without a network."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.permissions import EDIT
from assessments.views.offline_file import written_category


@require_GET
def offline(request, pk, code):
    """What the file is for, the file, and where it comes back."""
    assessment = get_assessment(request, pk, to=EDIT)
    category = written_category(assessment, code)
    return render(request, "assessments/offline.html", {"assessment": assessment, "category": category})
