"""What every template may use."""

from django.conf import settings


def product(request):
    """Whether this is the demonstration, and in which digits the product writes."""
    return {"is_demo": settings.PMQA_DEMO, "thai_digits": request.COOKIES.get("thai_digits") == "1"}
