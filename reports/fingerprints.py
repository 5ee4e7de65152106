"""The fingerprint of what a report says, as it stands at the foot of every page."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports.comparison import ComparisonContent
from reports.content import ReportContent


def plain(value: Any) -> Any:
    """The value as JSON knows it: dataclasses as objects, Decimal as text, dates in ISO form."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def digest(content: ReportContent | ComparisonContent) -> str:
    """SHA-256 of what the report says. The digit switch is no part of it: ๑ and 1 say the same."""
    data = plain(content)
    del data["thai_digits"]
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short_digest(content: ReportContent | ComparisonContent) -> str:
    """The first 16 hex digits of the digest, as the registry keeps them."""
    return digest(content)[:16].upper()


def fingerprint(content: ReportContent | ComparisonContent) -> str:
    """The short digest in fours, as it stands at the foot of every page."""
    return in_fours(short_digest(content))


def in_fours(code: str) -> str:
    """0123 4567 89AB CDEF"""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
