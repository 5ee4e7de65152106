"""How the text in the box will be read: bold, italic, lists and tables. Nothing is stored."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from assessments.access import get_assessment
from assessments.forms.answers import AnswerForm, PreviewForm
from assessments.permissions import CLOSED, EDIT
from assessments.views.answers import get_answer
from assessments.views.locker import record_links
from assessments.views.refused import keeps_typed_text


@keeps_typed_text(CLOSED, AnswerForm)
@require_POST
def preview(request, pk, code):
    """The part below the box for htmx; else a page that carries the typed text back to the box or on to be saved."""
    assessment = get_assessment(request, pk, to=EDIT)
    form = PreviewForm(request.POST)
    is_valid = form.is_valid()
    text = form.cleaned_data.get("text", "")
    context = {
        "assessment": assessment,
        "question": get_answer(assessment, code).question,
        "form": form,
        "text": text,
        "evidence_links": record_links(assessment.unit, text),
        "typed": {name: request.POST.get(name, "") for name in ("text", "not_applicable", "version")},
    }
    name = "_preview" if request.headers.get("HX-Request") else "preview"
    return render(request, f"assessments/{name}.html", context, status=200 if is_valid else 422)
