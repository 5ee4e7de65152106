"""What stands in a content control, as the text of an answer: bold, italic, lists and tables as marks (thai/markup.py).

Text that was put in by the form comes out as it went in; marks are written only for what an office program has set.
Tracked insertions count, tracked deletions do not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from xml.etree.ElementTree import Element  # the type; what is read was parsed by defusedxml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LEFT_OUT = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr")}
LEFT_OUT |= {f"{COMPATIBILITY}Fallback", f"{W}instrText", f"{W}delText"}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
OFF = {"0", "false", "off", "none"}
INDENT = "   "
DEEPEST = 40  # elements inside of one another; more is no document of an office

Piece = tuple[str, bool, bool]  # text, bold, italic


class TooDeep(Exception):
    """Elements are nested as no office program does it."""


@dataclass(frozen=True)
class Lists:
    """How the lists of the document are numbered: (numId, level) -> whether by bullets; style -> its (numId, level)."""

    bullets: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """Lines of the text; those of a list or a table keep apart from what follows."""

    lines: tuple[str, ...]
    kind: str = ""


def text_of(content: Element, lists: Lists) -> str:
    """The text of everything inside of this element, a line for each paragraph."""
    blocks = list(_numbered(_blocks(content, lists, 0)))
    lines: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        stands_apart = before is not None and before.kind and before.kind != block.kind
        if stands_apart and any(block.lines[:1]):
            lines.append("")
        lines += block.lines
    return "\n".join(lines)


def _blocks(parent: Element, lists: Lists, depth: int) -> Iterator[Block]:
    if depth > DEEPEST:
        raise TooDeep
    for child in parent:
        if child.tag == f"{W}p":
            yield _paragraph(child, lists)
        elif child.tag == f"{W}tbl":
            yield _table(child, lists)
        elif child.tag not in LEFT_OUT:
            yield from _blocks(child, lists, depth + 1)


# --- Paragraphs --------------------------------------------------------------------------------------------------


def _paragraph(paragraph: Element, lists: Lists) -> Block:
    lines = tuple(_line(pieces) for pieces in _in_lines(_pieces(paragraph, 0)))
    place = _place_in_list(paragraph, lists)
    if place is None or not any(lines):
        return Block(lines)
    level = int(place[1]) if place[1].isdecimal() else 0
    sign = "- " if lists.bullets.get(place, True) else "1. "
    return Block((f"{INDENT * min(level, 8)}{sign}{' '.join(line for line in lines if line)}",), "list")


def _place_in_list(paragraph: Element, lists: Lists) -> tuple[str, str] | None:
    """Number of the list and level, told by the paragraph or by its style; None outside of lists."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return None
    told = number_of(properties)
    if told is None:
        style = properties.find(f"{W}pStyle")
        told = lists.styles.get(style.get(f"{W}val", "")) if style is not None else None
    return told if told and told[0] != "0" else None


def number_of(properties: Element) -> tuple[str, str] | None:
    """The list that these properties of a paragraph name, and the level in it."""
    number = properties.find(f"{W}numPr/{W}numId")
    if number is None:
        return None
    level = properties.find(f"{W}numPr/{W}ilvl")
    return number.get(f"{W}val", "0"), level.get(f"{W}val", "0") if level is not None else "0"


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Items of a numbered list count 1, 2, 3 on their level until the list ends."""
    counts: dict[int, int] = {}
    for block in blocks:
        if block.kind != "list":
            counts.clear()
            yield block
            continue
        line = block.lines[0]
        level = (len(line) - len(line.lstrip(" "))) // len(INDENT)
        counts = {deep: count for deep, count in counts.items() if deep <= level}
        counts[level] = counts.get(level, 0) + 1
        sign = f"{INDENT * level}1. "
        yield (
            Block((f"{INDENT * level}{counts[level]}. {line.removeprefix(sign)}",), "list")
            if line.startswith(sign)
            else block
        )


def _pieces(parent: Element, depth: int, bold: bool = False, italic: bool = False) -> Iterator[Piece]:
    """Text in the order of the page, with how it is set."""
    if depth > DEEPEST:
        raise TooDeep
    for child in parent:
        if child.tag in LEFT_OUT:
            continue
        if child.tag == f"{W}t":
            yield (child.text or "").replace("\r\n", "\n").replace("\r", "\n"), bold, italic
        elif child.tag in SIGNS:
            yield SIGNS[child.tag], bold, italic
        elif child.tag == f"{W}r":
            yield from _pieces(child, depth + 1, _is_set(child, "b", "bCs"), _is_set(child, "i", "iCs"))
        else:
            yield from _pieces(child, depth + 1, bold, italic)


def _is_set(run: Element, *names: str) -> bool:
    found = [run.find(f"{W}rPr/{W}{name}") for name in names]
    return any(each is not None and each.get(f"{W}val", "1").lower() not in OFF for each in found)


def _in_lines(pieces: Iterator[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for text, bold, italic in pieces:
        first, *more = text.split("\n")
        lines[-1].append((first, bold, italic))
        lines += [[(line, bold, italic)] for line in more]
    return lines


def _line(pieces: list[Piece]) -> str:
    """One line; stars stand round the words that are bold or italic, never round blanks."""
    parts = []
    for (bold, italic), group in groupby(pieces, key=lambda piece: piece[1:]):
        text = "".join(piece[0] for piece in group)
        words = text.strip()
        stars = "*" * (2 * bold + italic)
        if not words or "*" in words:
            parts.append(text)
            continue
        start = text.index(words)
        parts.append(f"{text[:start]}{stars}{words}{stars}{text[start + len(words) :]}")
    return "".join(parts)


# --- Tables ------------------------------------------------------------------------------------------------------


def _table(table: Element, lists: Lists) -> Block:
    """A row for each line, the first as the head; a bar inside of a cell becomes a stroke that is none."""
    rows = [[_cell(cell, lists) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    rows = [row for row in rows if row]
    if not rows:
        return Block(())
    columns = list(zip_longest(*rows, fillvalue=""))
    lines = [f"| {' | '.join(row)} |" for row in zip(*columns, strict=True)]
    return Block((lines[0], f"|{'---|' * len(columns)}", *lines[1:]), "table")


def _cell(cell: Element, lists: Lists) -> str:
    words = text_of(cell, lists).replace("|", "\u00a6").split()
    return " ".join(words)
