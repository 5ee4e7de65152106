"""The first view of the answer page over the wire, everything packed as the product serves it."""

from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 150_000
MOST_SCRIPT = 40_000
LOADED = "performance.getEntriesByType('resource').map((entry) => entry.name)"


def packed(path: str) -> int:
    """Bytes of a static file over the wire: WhiteNoise packs what can be packed."""
    content = Path(finders.find(path)).read_bytes()
    return len(content) if path.endswith(".woff2") else len(brotli.compress(content))


def test_the_first_view_is_light(new_page, assessment):
    page = new_page("contributor")
    page.goto(f"/assessments/{assessment.pk}/questions/1.1-1/", wait_until="networkidle")
    loaded = {url.partition("/static/")[2] for url in page.evaluate(LOADED) if "/static/" in url}
    weights = {path: packed(path) for path in loaded}
    weights["page"] = len(brotli.compress(page.content().encode()))
    assert sum(path.endswith(".woff2") for path in loaded) >= 2, loaded
    scripts = sum(weight for path, weight in weights.items() if path.startswith("js/"))
    print(f"first view {sum(weights.values())} bytes, own scripts {scripts} bytes")  # noqa: T201
    assert 0 < scripts <= MOST_SCRIPT, weights
    assert sum(weights.values()) <= MOST_BYTES, weights
