"""Vendored files are listed, with the bytes that were reviewed."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"


def listed() -> dict[str, str]:
    rows = [line.strip("| ").split(" | ") for line in (VENDOR / "VENDOR.md").read_text().splitlines() if "/" in line]
    return {row[0]: row[-1] for row in rows if len(row) == 6 and len(row[-1]) == 64}


def test_every_vendored_file_is_listed():
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert files - {"VENDOR.md"} == set(listed())


@pytest.mark.parametrize("name", sorted(listed()))
def test_vendored_file_has_the_listed_bytes(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == listed()[name]


def test_no_vendored_style_asks_for_a_source_map():
    assert not [path for path in VENDOR.rglob("*.css") if "sourceMappingURL" in path.read_text()]
