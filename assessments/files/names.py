"""The name of a file as people gave it: shown and offered on download, never a path."""

import unicodedata

LONGEST_NAME = 255
REPLACED = dict.fromkeys(map(ord, '/\\:*?"<>|'), "_")


def clean_name(given: str) -> str:
    """One line without folders, controls, marks of direction or characters that a disk refuses; the ending is kept."""
    last = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in unicodedata.normalize("NFC", last) if _is_visible(letter))
    stem, dot, ending = shown.translate(REPLACED).strip().rpartition(".")
    if not dot:
        return ending[:LONGEST_NAME] or "file"
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1] or 'file'}{dot}{ending[: LONGEST_NAME // 2]}".rstrip(
        "."
    )


def _is_visible(letter: str) -> bool:
    return letter == " " or not unicodedata.category(letter).startswith(("C", "Z"))
