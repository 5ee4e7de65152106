"""Files that come in with a form: what a person may send is asked before anything of it is examined."""

from allauth.core.ratelimit import consume
from django.conf import settings


def upload_of(request) -> dict:
    """What a form with a file is made of: data and file of a POST, and what became of the file on its way.

    A file beyond the limit of a minute (settings: ACCOUNT_RATE_LIMITS, upload) does not reach the form. One that was
    cut off at the limit of its size counts like any other: its bytes have come all the same.
    """
    if request.method != "POST":
        return {"limit": settings.PMQA_FILE_LIMIT}
    files = request.FILES
    is_oversized = getattr(request, "has_oversized_file", False)
    has_come = bool(files) or is_oversized
    is_too_often = has_come and not consume(request, action="upload", user=request.user)
    return {
        "data": request.POST,
        "files": None if is_too_often else files,
        "limit": settings.PMQA_FILE_LIMIT,
        "is_oversized": is_oversized,
        "is_too_often": is_too_often,
    }
