"""A mass mail to the people of a selection of the desk: written, looked at, sent, and kept."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Letter, LetterState
from accounts.roles import Role
from accounts.services.letters import mail_of
from assessments import desk as queue
from assessments.forms.desk import DeskFilter
from assessments.forms.mass_mails import MassMailForm
from assessments.mailing import KNOWN, MOST_RECIPIENTS, Mailing, TooManyRecipients, mailing_of
from assessments.models import MassMail
from assessments.services.mass_mails import MailingChanged, NobodyToWriteTo, letter_key, send_mass_mail
from assessments.views.desk import filters_of

PAGE = 20


@require_http_methods(["GET", "POST"])
def mass_mail(request):
    """Words for the people of the selection; shown as they would leave, and sent when they are still the same."""
    _require_coordinator(request.user)
    posted = request.method == "POST"
    data = QueryDict(request.POST.get("query", "")[:2000]) if posted else request.GET
    filters = filters_of(request.user, data, queue.scope_of(request.user))
    if not posted:
        return _page(request, filters, MassMailForm())
    form = MassMailForm(request.POST)
    if not form.is_valid():
        return _page(request, filters, form, status=422)
    if request.POST.get("step") == "send":
        return _sent(request, filters, form)
    return _previewed(request, filters, form)


@require_GET
def mass_mails(request):
    """What she has sent, newest first."""
    _require_coordinator(request.user)
    page = Paginator(MassMail.objects.filter(author=request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/mass_mails.html", {"page": page})


@require_GET
def mass_mail_sent(request, mail):
    """What she sent, to whom, and what became of each letter."""
    _require_coordinator(request.user)
    found = MassMail.objects.filter(author=request.user, pk=mail).first()
    if found is None:
        raise Http404
    letters = Letter.objects.filter(key__startswith=letter_key(found), author=request.user).select_related("recipient")
    counts = dict(letters.order_by().values_list("state").annotate(Count("pk")))
    states = [(label, counts[state]) for state, label in LetterState.choices if state in counts]
    return render(request, "assessments/mass_mail_sent.html", {"mail": found, "letters": letters, "states": states})


def _previewed(request, filters: DeskFilter, form: MassMailForm):
    try:
        return _page(request, filters, form, mailing=_mailing(request, filters, form))
    except TooManyRecipients:
        form.add_error("audience", _too_many())
        return _page(request, filters, form, status=422)


def _sent(request, filters: DeskFilter, form: MassMailForm):
    """Sent, or to be looked at anew: by the key and the fingerprint of the preview."""
    given = {"fingerprint": request.POST.get("fingerprint", ""), "key": _key(request), "query": filters.query}
    try:
        made = send_mass_mail(mailing_now=lambda: _mailing(request, filters, form), actor=request.user, **given)
    except MailingChanged as changed:
        return _page(request, filters, form, mailing=changed.mailing, has_changed=True, status=409)
    except NobodyToWriteTo:
        return _previewed(request, filters, form)
    except TooManyRecipients:
        form.add_error("audience", _too_many())
        return _page(request, filters, form, status=422)
    messages.success(request, _("ส่งข้อความถึง %(count)d คนแล้ว") % {"count": made.recipients})
    return redirect("assessments:mass_mail_sent", made.pk)


def _mailing(request, filters: DeskFilter, form: MassMailForm) -> Mailing:
    chosen = _chosen(request, filters)
    return mailing_of(chosen, author=request.user, **form.cleaned_data)


def _chosen(request, filters: DeskFilter):
    """The assessments that the desk shows under these filters, on all its pages."""
    found = queue.narrowed(queue.scope_of(request.user), filters.wanted, timezone.now())
    return found.filter(status=filters.chosen_status) if filters.chosen_status else found


def _page(request, filters: DeskFilter, form, *, mailing: Mailing | None = None, has_changed=False, status: int = 200):
    context = {
        "form": form,
        "filters": filters,
        "year": filters.fiscal_year,
        "count": _chosen(request, filters).count(),
        "placeholders": [f"{{{name}}}" for name in KNOWN],
        "mailing": mailing,
        "has_changed": has_changed,
        "key": uuid4(),
    }
    if mailing and mailing.recipients:
        shown = (mailing.mailed or mailing.recipients)[0]
        letter = mailing.letter_to(shown)
        context |= {"first": shown, "first_letter": letter, "first_mail": mail_of(letter)}
    return render(request, "assessments/mass_mail.html", context, status=status)


def _key(request) -> UUID:
    """That of the preview; a new one for nonsense, which no fingerprint fits."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _too_many() -> str:
    words = _("ผู้รับเกิน %(most)s คน กรองรายการให้แคบลงแล้วส่งทีละกลุ่ม")
    return words % {"most": f"{MOST_RECIPIENTS:,}"}


def _require_coordinator(user) -> None:
    if not user.holds(Role.COORDINATOR):
        raise Http404
