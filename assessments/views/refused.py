"""Nothing that a person typed is lost: a refused POST answers 403 with the reason and the words, ready to be copied."""

from collections.abc import Collection, Iterator
from functools import wraps

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments.forms.evidence import TagsField
from assessments.forms.work import PersonField
from assessments.permissions import CLOSED
from assessments.services.calibrations import CalibrationLocked
from assessments.services.locks import AssessmentLocked
from assessments.services.own_reviews import SubmissionReplaced

Forms = tuple[type[forms.Form], ...]


def keeps_typed_text(locked, *typed: type[forms.Form], without: Collection[str] = ()):
    """A refusal of this view's POST shows what was typed into these forms, under their own labels.

    `locked` is the reason when the assessment has closed; `without` names fields that hold keys of rows. A POST to
    what somebody has deleted in the meantime answers 404 in the same way, one to a submission that is no longer the
    latest 409.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except (AssessmentLocked, CalibrationLocked) as closed:
                reason, status = str(getattr(closed, "reason", locked)), 403
            except SubmissionReplaced as replaced:
                reason, status = str(replaced), 409
            except PermissionDenied as refused:
                if request.method != "POST":
                    raise
                reason, status = str(refused), 403
            except Http404:
                if not list(typed_words(request.POST, typed, without)):
                    raise
                reason, status = _("ไม่พบรายการที่จะบันทึก อาจมีผู้ลบรายการนี้ไปแล้ว"), 404
            context = {"reason": reason, "typed": list(typed_words(request.POST, typed, without))}
            return render(request, "assessments/not_saved.html", context, status=status)

        return wrapped

    return decorate


def keeps_block(block_of, signed_out, gone, *typed: type[forms.Form], without: Collection[str] = ()):
    """Whatever refuses the POST (401, 403, 404), the table that was sent stands in a box, ready to be copied.

    `block_of` reads it out of what was posted and asks no database; `signed_out` and `gone` are the reasons. For views
    that are open to signed-out people (`login_not_required`): they are sent to sign in unless they post.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if not request.user.is_authenticated:
                is_asked = request.method != "POST"
                return redirect_to_login(request.get_full_path()) if is_asked else refused(request, signed_out, 401)
            try:
                return view(request, *args, **kwargs)
            except AssessmentLocked:
                return refused(request, CLOSED, 403)
            except PermissionDenied as told:
                if request.method != "POST":
                    raise
                return refused(request, told, 403)
            except Http404:
                if not block_of(request.POST).strip():
                    raise
                return refused(request, gone, 404)

        def refused(request, reason, status: int):
            words = list(typed_words(request.POST, typed, without))
            context = {"reason": str(reason), "typed": words, "kept_block": block_of(request.POST)}
            return render(request, "assessments/not_saved.html", context, status=status)

        return wrapped

    return decorate


def typed_words(posted, typed: Forms, without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Label and words of every field that a person has filled in, in the order of the page."""
    fields = {name: field for form in typed for name, field in form.base_fields.items() if name not in without}
    for name, values in posted.lists():
        words = ", ".join(_words(fields.get(name), value) for value in values if value.strip())
        label = _label(fields[name]) if name in fields else _added_label(name, typed)
        if words and label:
            yield label, words


def _label(field: forms.Field) -> str:
    """Nothing for what is hidden, and for people and tags, which are sent by key."""
    is_key = isinstance(field, PersonField | TagsField) or isinstance(field.widget, forms.HiddenInput)
    return "" if is_key else str(field.label or "")


def _added_label(name: str, typed: Forms) -> str:
    """The label of a field that stands in the page by what the assessment holds: a year, a factor."""
    labels = (form.added_label(name) for form in typed if hasattr(form, "added_label"))
    return next(filter(None, labels), "")


def _words(field: forms.Field | None, value: str) -> str:
    """The word of a choice; anything else as it was typed."""
    if isinstance(field, forms.BooleanField):
        return _("ใช่")
    return str(dict(getattr(field, "choices", ())).get(value, value))
