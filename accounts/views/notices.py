"""What a person is told: her notices, newest first, what she has read, and whether they come by mail too."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Notice
from accounts.services.notices import choose_mail, read_all, read_notice, unread_count

PAGE = 20
LARGEST_KEY = 2**63 - 1


@require_GET
def notices(request):
    """A page of her notices; `before` is the key of the last one of the page before."""
    before = _key(request.GET.get("before", ""))
    found = request.user.notices.filter(pk__lt=before) if before else request.user.notices.all()
    rows = list(found[: PAGE + 1])
    context = {
        "rows": rows[:PAGE],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "is_first": not before,
        "unread": unread_count(request.user),
    }
    return render(request, "accounts/notices.html", context)


@require_POST
def notice_read(request, notice):
    """Her notice is read; with `open` she goes on to the page that it tells of."""
    try:
        found = read_notice(notice_id=notice, actor=request.user)
    except Notice.DoesNotExist:
        raise Http404 from None
    return redirect(found.url) if "open" in request.POST else redirect("people:notices")


@require_POST
def notices_read(request):
    """All notices that the page has shown, and those before them, are read."""
    count = read_all(actor=request.user, until=_key(request.POST.get("until", "")) or 0)
    if count:
        messages.success(request, _("ทำเครื่องหมายว่าอ่านแล้ว %(count)d เรื่อง") % {"count": count})
    return redirect("people:notices")


@require_POST
def notices_mail(request):
    """Her notices come by mail too, or no longer."""
    wanted = request.POST.get("wanted") == "1"
    choose_mail(actor=request.user, wanted=wanted)
    messages.success(
        request,
        _("ระบบจะส่งสรุปการแจ้งเตือนทางอีเมลวันละครั้ง") if wanted else _("ระบบจะไม่ส่งการแจ้งเตือนทางอีเมล ดูได้ที่หน้านี้เสมอ"),
    )
    return redirect("people:notices")


def _key(text: str) -> int | None:
    """A key of a row, None for anything else."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_KEY)):
        return None
    return min(int(text), LARGEST_KEY) or None
