"""What is wrong with laid out sheets, read from the boxes of WeasyPrint: exact, and without a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports import printer

HEADINGS = {"h1", "h2", "h3", "caption", "figcaption", "thead"}
LEADS = {"q", "name", "group", "kind", "lead-in"}  # classes of what must be followed on its page
LEAST_USED = 0.10
HALF_A_PAGE = 0.5  # a taller row may be cut
SLACK = 0.6  # px: what rounding adds


@dataclass(frozen=True)
class Piece:
    """A line of text or a picture of the page's body, and the elements round it, outermost first."""

    box: object
    around: tuple

    @property
    def text(self) -> str:
        return getattr(self.box, "text", "") or f"<{self.box.element_tag}>"

    @property
    def bottom(self) -> float:
        return self.box.position_y + self.box.height

    @property
    def right(self) -> float:
        return self.box.position_x + self.box.width


def laid_out(html: str) -> list:
    """The page boxes of the document."""
    return [page._page_box for page in printer.document_of(html).render().pages]


def faults(pages: list) -> list[str]:
    """In words, with the number of the page; none of them in a good document."""
    found = []
    for number, page in enumerate(pages, 1):
        pieces = list(_pieces(page))
        is_last = number == len(pages)
        told = [*_lonely_heading(pieces), *_outside(page, pieces), *([] if is_last else _hardly_used(page, pieces))]
        found += [f"{number}: {each}" for each in told]
    return found + list(_cut_rows(pages))


def _pieces(page) -> Iterator[Piece]:
    def walk(box, around):
        around = (*around, box)
        if hasattr(box, "text") or "Replaced" in type(box).__name__:
            yield Piece(box, around)
        for child in getattr(box, "children", ()):
            yield from walk(child, around)

    for child in page.children:
        if type(child).__name__ != "MarginBox":
            yield from walk(child, ())


def _lonely_heading(pieces: list[Piece]) -> Iterator[str]:
    """A heading, or what leads to something, is the last on its page."""
    if not pieces:
        return
    last = max(pieces, key=lambda piece: piece.bottom)
    beside = [piece for piece in pieces if piece.bottom > last.bottom - last.box.height]
    if all(_leads(piece) for piece in beside):
        yield f"heading last: {last.text[:40]}"


def _leads(piece: Piece) -> bool:
    for box in piece.around:
        element = box.element
        if box.element_tag in HEADINGS or (element is not None and LEADS & set(element.get("class", "").split())):
            return True
    return False


def _outside(page, pieces: list[Piece]) -> Iterator[str]:
    """A text that leaves the measure, the sheet's foot, or its cell."""
    for piece in pieces:
        edges = [(page.content_box_x(), page.content_box_x() + page.width)]
        edges += [
            (box.position_x, box.position_x + box.border_width())
            for box in piece.around
            if type(box).__name__ == "TableCellBox"
        ]
        if any(piece.box.position_x < left - SLACK or piece.right > right + SLACK for left, right in edges):
            yield f"too wide: {piece.text[:40]}"
        if piece.bottom > page.content_box_y() + page.height + SLACK:
            yield f"below the foot: {piece.text[:40]}"


def _hardly_used(page, pieces: list[Piece]) -> Iterator[str]:
    used = max((piece.bottom for piece in pieces), default=page.content_box_y()) - page.content_box_y()
    if used < page.height * LEAST_USED:
        yield f"hardly used: {used / page.height:.0%}"


def _cut_rows(pages: list) -> Iterator[str]:
    """Rows of less than half a page that stand on two."""
    seen: dict = {}
    for number, page in enumerate(pages, 1):
        for row in _rows(page):
            seen.setdefault(row.element, []).append((number, row.height, page.height))
    for element, parts in seen.items():
        if len(parts) > 1 and sum(height for _number, height, _most in parts) < parts[0][2] * HALF_A_PAGE:
            yield f"{parts[0][0]}: row cut: {' '.join(''.join(element.itertext()).split())[:40]}"


def _rows(box) -> Iterator:
    """Rows of bodies; heads are repeated and not cut."""
    if type(box).__name__ == "TableRowGroupBox" and box.is_header:
        return
    if type(box).__name__ == "TableRowBox":
        yield box
    for child in getattr(box, "children", ()):
        yield from _rows(child)
