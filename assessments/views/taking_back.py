"""Answers come back from a file: a page of differences, and of each the person says what is to stand.

Nothing of the file is stored before. It travels through the page, signed and packed: what is on the page now, and
what comes on the next one.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.views.session import seconds_left
from assessments.access import get_assessment
from assessments.forms.taking_back import CHOICE, EDIT, FILE, KEEP, TEXT, DecisionForm, ReturnedFileForm, answer_text
from assessments.permissions import CLOSED
from assessments.permissions import EDIT as TO_EDIT
from assessments.services.taking_back import Choice, Difference, Returned, Taken, differences_of, take_back
from assessments.views.comparison import Row, compared, differences
from assessments.views.refused import keeps_block
from assessments.views.uploads import upload_of

SALT = "assessments.taking_back"
LONGEST_LOOK = 24 * 60 * 60  # seconds from the page to what is chosen on it
MOST_SHOWN = 10  # differences on one page: words are compared, and boxes may be open for all of them
MOST_SEALED = 6 * 1024 * 1024  # of what travels; Django takes 10 MB in a POST


@dataclass
class Decision:
    """What the person has said so far about the answers of a page, by the code of the question."""

    choices: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # as typed into the boxes
    errors: dict[str, str] = field(default_factory=dict)
    wanted: dict[str, Choice] = field(default_factory=dict)
    stale: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One difference as the page shows it; `box` is the text to be changed, None where no box is open."""

    difference: Difference
    rows: list[Row]
    choice: str
    box: str | None
    error: str
    is_stale: bool

    @property
    def places(self) -> int:
        return differences(self.rows)


@login_not_required  # signed out is told by 401, with what was typed
@require_http_methods(["GET", "POST"])
@keeps_block(
    lambda posted: "",
    gettext_lazy("หมดเวลาใช้งาน จึงยังไม่ได้บันทึก เข้าสู่ระบบอีกครั้ง แล้วส่งไฟล์เดิม"),
    gettext_lazy("ไม่พบแบบประเมินที่จะรับคำตอบ"),
    DecisionForm,
)
def taking_back(request, pk):
    """GET: the box for the file. With a file: what differs. With choices: what was chosen is saved, the rest shown."""
    assessment = get_assessment(request, pk, to=TO_EDIT)
    if "parcel" in request.POST:
        return _decided(request, assessment)
    form = ReturnedFileForm(**upload_of(request=request), assessment=assessment)
    if not form.is_bound or not form.is_valid():
        return _page(request, assessment, form=form, status=422 if form.is_bound else 200)
    found = differences_of(assessment, form.read.answers)
    return _page(request, assessment, form=form, found=found, read=form.read)


def _decided(request, assessment):
    """302 when nothing is left; else the page with the rest: 422 where a text cannot stand, 409 where one is newer."""
    parcel = _opened(assessment, request.POST["parcel"])
    decision = _decision(request.POST, parcel)
    if not decision.errors:
        taken = take_back(assessment=assessment, choices=decision.wanted, actor=request.user)
        _tell(request, taken)
        done = {*taken.codes, *(code for code, choice in decision.choices.items() if choice == KEEP)}
        parcel["answers"] = {code: each for code, each in parcel["answers"].items() if code not in done}
        decision.stale = taken.stale
    found = differences_of(assessment, {code: Returned(*each) for code, each in parcel["answers"].items()})
    if not found:
        return redirect("assessments:task_list", assessment.pk)
    status = 422 if decision.errors else 409 if decision.stale else 200
    return _page(request, assessment, found=found, decision=decision, status=status)


def _decision(posted, parcel: dict) -> Decision:
    decision = Decision()
    for code, seen in parcel["seen"].items():
        choice = posted.get(CHOICE + code, "")
        decision.choices[code] = choice
        box = posted.get(TEXT + code)
        if box is not None:
            decision.texts[code] = box
        if choice == FILE or (choice == EDIT and box is not None):
            text = parcel["answers"][code][0] if choice == FILE else box
            try:
                decision.wanted[code] = Choice(answer_text(code, text), seen)
            except ValidationError as refused:
                decision.errors[code] = " ".join(refused.messages)
                decision.choices[code] = EDIT
    return decision


def _tell(request, taken: Taken) -> None:
    """How many were taken; that the rest was refused, where the assessment has closed in between."""
    words = _("รับคำตอบจากไฟล์แล้ว %(count)d ข้อ") % {"count": len(taken.codes)}
    if taken.is_closed:
        raise PermissionDenied(f"{words} {CLOSED}" if taken.codes else str(CLOSED))
    if taken.codes:
        messages.success(request, words)


def _page(request, assessment, *, form=None, found=None, decision=None, read=None, status=200):
    """The box for a file, and the first differences where a file was read."""
    decision = decision or Decision()
    on_page = (found or [])[:MOST_SHOWN]
    parcel = _sealed(assessment, found, on_page) if on_page else ""
    if len(parcel) > MOST_SEALED:
        parcel = _sealed(assessment, on_page, on_page)
        messages.warning(request, _("ไฟล์นี้มีข้อความยาวมาก เมื่อบันทึกข้อในหน้านี้แล้ว ให้ส่งไฟล์เดิมอีกครั้งเพื่อดูข้อที่เหลือ"))
    context = {
        "assessment": assessment,
        "form": form,
        "is_read": read is not None,
        "count": len(found or []),
        "answers": len(read.answers) if read else 0,
        "missing": read.missing if read else (),
        "shown": [_shown(each, decision) for each in on_page],
        "errors": decision.errors,
        "parcel": parcel,
        "seconds_left": seconds_left(request.session),
    }
    return render(request, "assessments/taking_back.html", context, status=status)


def _shown(difference: Difference, decision: Decision) -> Shown:
    code = difference.code
    risky = difference.is_outdated or difference.empties or code in decision.stale
    told = decision.choices.get(code, "")
    choice = told if told == EDIT or (told and code not in decision.stale) else KEEP if risky else FILE
    return Shown(
        difference=difference,
        rows=compared(difference.answer.text, difference.text),
        choice=choice,
        box=decision.texts.get(code, difference.text) if choice == EDIT else None,
        error=decision.errors.get(code, ""),
        is_stale=code in decision.stale,
    )


# --- What travels through the page -------------------------------------------------------------------------------


def _sealed(assessment, found: list[Difference], on_page: list[Difference]) -> str:
    """The texts that are still to be decided and the versions that are on the page, signed for this assessment."""
    parcel = {
        "answers": {each.code: [each.text, each.version] for each in found},
        "seen": {each.code: each.answer.version for each in on_page},
    }
    return signing.dumps(parcel, salt=f"{SALT}:{assessment.pk}", compress=True)


def _opened(assessment, sealed: str) -> dict:
    """What was sealed. Raises PermissionDenied for anything else, and after a day."""
    try:
        return signing.loads(sealed, salt=f"{SALT}:{assessment.pk}", max_age=LONGEST_LOOK)
    except signing.BadSignature:
        raise PermissionDenied(_("หน้านี้เปิดไว้นานเกินไป จึงยังไม่ได้บันทึก ส่งไฟล์เดิมอีกครั้งเพื่อดูข้อที่ต่างกัน")) from None
