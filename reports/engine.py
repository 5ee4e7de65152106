"""What is changed in WeasyPrint, which lays out the paper: words of drawings, and what one line holds together.

Each change stands for a fault or a want of WeasyPrint 70, and has a test that fails without it.
"""

from functools import cache

from thai.lines import kept_together


@cache
def prepare() -> None:
    """WeasyPrint is loaded and does both. Raises ImportError or OSError where it or Pango cannot be loaded."""
    draw_words_whole()
    hold_lines_together()


class Whole(str):
    """A text that is not taken apart: the one piece of it is all of it."""

    __slots__ = ()

    def __iter__(self):
        yield str(self)


def draw_words_whole() -> None:
    """Words in drawings are laid out like all others. WeasyPrint lays out each letter alone (`weasyprint.svg.text`), so
    a Thai mark knows nothing of its consonant, and PDFium reads it as a line of its own. Nothing of ours places, turns
    or spaces single letters.
    """
    from weasyprint import svg
    from weasyprint.svg.text import text

    def whole(drawing, node, font_size):
        if node.text:
            node._etree_node.text = Whole(node.text)
        text(drawing, node, font_size)

    svg.text = whole
    svg.TAGS.update({tag: whole for tag, drawn in svg.TAGS.items() if drawn is text})


def hold_lines_together() -> None:
    """No line ends within what `kept_together` names; in a column that is narrower than such a piece it runs over.

    Pango is told for each text that is broken into lines. An element round each piece would do the same at a third of
    the cost of a long report, and cut the word behind it off from the one before.
    """
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.line_break import Layout

    ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (int); int pango_layout_get_width (PangoLayout *);")
    set_text = Layout.set_text

    def held(layout, text, justify=False):
        set_text(layout, text, justify)
        is_one_line = pango.pango_layout_get_width(layout.layout) < 0  # broken before, or never
        pieces = () if is_one_line else kept_together(layout.text)
        if not pieces:
            return
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in pieces:
            attribute = pango.pango_attr_allow_breaks_new(0)
            attribute.start_index = len(layout.text[:start].encode())
            attribute.end_index = len(layout.text[:end].encode())
            pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)

    Layout.set_text = held
