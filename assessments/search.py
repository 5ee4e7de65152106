"""What people look for in a list: words as they are typed, digits in either writing."""

from django.db.models import Q

from thai.digits import to_arabic, to_thai
from thai.text import UnacceptableText, clean

LONGEST = 200


def search_words(typed: str) -> str:
    """The words, cleaned and on one line; none for what no text can hold, which then filters nothing."""
    try:
        return " ".join(clean(typed[:LONGEST]).split())
    except UnacceptableText:
        return ""


def matching(words: str, *lookups: str) -> Q:
    """Rows of which one of these lookups fits, as typed or with all digits Arabic or Thai; every row for no words."""
    found = Q()
    for spelling in dict.fromkeys([words, to_arabic(words), to_thai(words)]) if words else ():
        for lookup in lookups:
            found |= Q((lookup, spelling))
    return found
