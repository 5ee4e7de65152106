"""A letter to the person who reads it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Letter


@require_GET
def letter(request, letter):
    """Her letter; 404 for that of another."""
    found = Letter.objects.select_related("author").filter(pk=letter, recipient=request.user).first()
    if found is None:
        raise Http404
    return render(request, "accounts/letter.html", {"letter": found})
