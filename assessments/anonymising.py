"""Texts of a unit without what names it: what is left for a coordinator to read through (decision 18)."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.models import Unit

SHORTEST = 2  # letters; a single one stands in every word
TELLING = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])0[0-9][0-9 -]{6,}[0-9]")


def names_of(unit: Unit) -> dict[str, str]:
    """Names and codes of the unit, of all above and all below it, each with what stands for it. One query."""
    above = [code for code in unit.path.split("/") if code]
    family = Unit.objects.filter(code__in=above) | Unit.objects.below([unit.path])
    found: dict[str, str] = {}
    for each in family.order_by("path"):
        word = _("หน่วยงาน") if each.pk == unit.pk else _("ต้นสังกัด")
        if each.pk != unit.pk and each.path.startswith(unit.path):
            word = _("หน่วยงานในสังกัด")
        found |= dict.fromkeys(filter(None, (each.name_th, each.name_en, each.code)), word)
    return found


def anonymised(text: str, names: Mapping[str, str]) -> str:
    """The text with each of the names replaced, the longest first; blanks in a name may be of any width or missing.

    A name in Latin letters or digits is replaced as a whole word only; Thai has no ends of words.
    """
    known = {re.sub(r"\s", "", name).casefold(): word for name, word in names.items() if len(name.strip()) >= SHORTEST}
    if not known:
        return text
    longest_first = sorted((name.strip() for name in names if len(name.strip()) >= SHORTEST), key=len, reverse=True)
    pattern = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)
    return pattern.sub(lambda found: known[re.sub(r"\s", "", found[0]).casefold()], text)


def _pattern(name: str) -> str:
    body = r"\s*".join(map(re.escape, name.split()))
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return f"{before}{body}{after}"


def telling(text: str) -> list[str]:
    """Addresses and telephone numbers in the text, which tell whose it is."""
    return [found[0].strip() for found in TELLING.finditer(text)]
