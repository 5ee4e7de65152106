"""The form that is filled in with Word and comes back through the page of differences (taking_back.py)."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.files.intake import CONTENT_TYPES
from assessments.interchange.word.form_writing import FormSource, write_form
from assessments.permissions import VIEW
from criteria.outline import outline_of


@require_GET
def word_form(request, pk):
    """The answers as they stand, of the whole or of `?category=`, in a document with a frame for each."""
    assessment = get_assessment(request, pk, to=VIEW)
    chosen = request.GET.get("category", "")
    categories = outline_of(assessment.criteria_set).categories
    categories = tuple(category for category in categories if chosen in {"", category.code})
    if not categories:
        raise Http404
    keys = [question.pk for category in categories for question in category.questions]
    answers = {answer.question_id: answer for answer in assessment.answers.filter(question__in=keys)}
    file = write_form(FormSource(assessment, categories, answers, timezone.localdate()))
    name = "-".join(filter(None, ["PMQA", assessment.unit.code, str(assessment.fiscal_year), chosen, "form"]))
    disposition = f'attachment; filename="{name}.docx"'
    return HttpResponse(file, content_type=CONTENT_TYPES["docx"], headers={"Content-Disposition": disposition})
