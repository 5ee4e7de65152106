"""The tokens of the person who reads: made after her password, shown once, revoked."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken
from accounts.services.tokens import MOST, TokenNameTaken, TooManyTokens, make_token, revoke_token

PAST = 20  # revoked and expired ones on the page


@require_http_methods(["GET", "POST"])
def tokens(request):
    """Her tokens and a form for one more; what was typed waits while she confirms who she is."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _make(request, form)
    return _page(request, form)


@require_POST
def token_revoke(request, token):
    """Her token opens nothing more."""
    try:
        found = revoke_token(token_id=token, actor=request.user)
    except ApiToken.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("ยกเลิกโทเคน “%(name)s” แล้ว ระบบที่ใช้โทเคนนี้อ่านข้อมูลไม่ได้อีก") % {"name": found})
    return redirect("people:tokens")


@reauthentication_required
def _make(request, form: TokenForm):
    try:
        made = make_token(actor=request.user, now=timezone.now(), **form.cleaned_data)
    except TokenNameTaken:
        form.add_error("name", _("มีโทเคนชื่อนี้แล้ว ใช้ชื่ออื่น หรือยกเลิกโทเคนเดิมก่อน"))
        return _page(request, form)
    except TooManyTokens:
        form.add_error(None, _("มีโทเคนที่ยังใช้ได้ %(most)s รายการแล้ว ยกเลิกรายการที่ไม่ใช้ก่อน") % {"most": MOST})
        return _page(request, form)
    return _page(request, TokenForm(), made=made, name=form.cleaned_data["name"])


def _page(request, form: TokenForm, **told):
    now = timezone.now()
    own = ApiToken.objects.filter(owner=request.user)
    living = list(own.living(now))
    past = own.exclude(pk__in=[token.pk for token in living])[:PAST]
    context = {"form": form, "living": living, "past": past, "most": MOST, "is_full": len(living) >= MOST}
    return render(request, "accounts/tokens.html", context | told, status=422 if form.errors else 200)
