"""Nothing that a person typed is lost: a refused POST answers 403 with the reason and the words, ready to be copied."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.services.locks import AssessmentLocked

LABELS = {
    "name": gettext_lazy("ชื่อตัวชี้วัด"),
    "unit_of_measure": gettext_lazy("หน่วยวัด"),
    "comparator_name": gettext_lazy("คู่เทียบ"),
    "percent": gettext_lazy("ร้อยละ"),
    "reason": gettext_lazy("เหตุผล"),
    "nugget": gettext_lazy("ข้อค้นพบ"),
    "evidence": gettext_lazy("หลักฐานหรือตัวอย่าง"),
    "relevance": gettext_lazy("สำคัญต่อองค์การอย่างไร"),
    "text": gettext_lazy("ข้อสังเกต"),
    "value": gettext_lazy("ผลจริง"),
    "target": gettext_lazy("เป้าหมาย"),
    "comparator": gettext_lazy("คู่เทียบ"),
    "factor": gettext_lazy("ปัจจัย"),
    "comment": gettext_lazy("ความเห็น"),
    "note": gettext_lazy("หมายเหตุ"),
    "key_factor": gettext_lazy("ปัจจัยสำคัญ"),
}


def keeps_typed_text(locked):
    """A refusal of this view's POST shows what was typed. `locked` is the reason when the assessment has closed."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except AssessmentLocked:
                reason = str(locked)
            except PermissionDenied as refused:
                if request.method != "POST":
                    raise
                reason = str(refused)
            context = {"reason": reason, "typed": _typed(request.POST)}
            return render(request, "assessments/not_saved.html", context, status=403)

        return wrapped

    return decorate


def _typed(posted) -> list[tuple[str, str]]:
    """Label and words of every field that a person fills in and that is not empty."""
    return [(_label(name), words) for name, words in posted.items() if words.strip() and _label(name)]


def _label(name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    column, _underscore, rest = name.rpartition("_")
    if column == "checkpoint":
        return _("ผลการพิจารณา %(code)s") % {"code": rest}
    if column == "factor":
        return _("ปัจจัย %(name)s") % {"name": rest}
    if column in LABELS and rest.isdigit():
        return _("%(column)sปี %(year)s") % {"column": LABELS[column], "year": rest}
    return ""
