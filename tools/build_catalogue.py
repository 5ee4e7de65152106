"""Compiles locale/th/LC_MESSAGES/django.po; `--missing` lists what Django and allauth can say but not yet in Thai.

python -m tools.build_catalogue [--missing]
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import polib

CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / "th" / "LC_MESSAGES" / "django.po"
DJANGO, ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
# Every message of a package, the Thai that it ships, and the files in which a message can reach our pages. The Thai
# catalogue of allauth is whole, so it tells the messages too.
SOURCES = (
    (DJANGO / "conf" / "locale", "en", ("forms/", "core/validators", "core/paginator")),
    (DJANGO / "contrib" / "auth" / "locale", "en", ("contrib/auth/password_validation", "contrib/auth/validators")),
    (ALLAUTH / "locale", "th", ("account/", "templates/account/")),
)


def compiled() -> bytes:
    """The .mo that the .po gives; equal text gives equal bytes."""
    return polib.pofile(str(CATALOGUE)).to_binary()


def messages() -> Iterator[tuple[polib.POEntry, tuple[str, ...], bool]]:
    """Every message of the packages, the files that our pages can show, and whether Thai is shipped for it."""
    for folder, language, shown in SOURCES:
        thai = polib.pofile(str(folder / "th" / "LC_MESSAGES" / "django.po"))
        shipped = {(entry.msgctxt, entry.msgid) for entry in thai if entry.translated() and not entry.obsolete}
        for entry in polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po")):
            if not entry.obsolete:
                yield entry, shown, (entry.msgctxt, entry.msgid) in shipped


def missing() -> list[str]:
    """Messages that a page could show and for which neither the package nor our catalogue has Thai."""
    own = {entry.msgid for entry in polib.pofile(str(CATALOGUE)).translated_entries()}
    return [
        entry.msgid
        for entry, shown, has_thai in messages()
        if not has_thai and entry.msgid not in own and any(path.startswith(shown) for path, _line in entry.occurrences)
    ]


def main() -> None:
    CATALOGUE.with_suffix(".mo").write_bytes(compiled())
    if "--missing" in sys.argv:
        for message in missing():
            print(message)


if __name__ == "__main__":
    main()
