"""Moves the outline of every Thai mark and its anchors alike.

The picture stays, but the pen of a mark then always stands left of the next letter, so that readers which sort by
position keep the order of the text.
"""

import copy
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

MARK_CLASS = 3


def shift_marks(font: TTFont, distance: int) -> None:
    marks = thai_marks(font)
    _move_outlines(font, marks, distance)
    _move_anchors(font, marks, distance)


def thai_marks(font: TTFont) -> set[str]:
    classes, metrics = font["GDEF"].table.GlyphClassDef.classDefs, font["hmtx"]
    return {
        name
        for name in font.getGlyphOrder()
        if name.startswith("uni0E") and metrics[name][0] == 0 and classes.get(name) == MARK_CLASS
    }


def subtables(font: TTFont) -> Iterator[Any]:
    """Every positioning subtable, extensions unwrapped."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            yield getattr(subtable, "ExtSubTable", subtable)


def _move_outlines(font: TTFont, marks: set[str], distance: int) -> None:
    glyphs, metrics, order = font["glyf"], font["hmtx"], font.getGlyphOrder()
    for name in order:
        glyph = glyphs[name]
        if glyph.isComposite():
            for part in glyph.components:
                if part.glyphName in marks and name not in marks:
                    part.x -= distance  # a spacing glyph that borrows a mark keeps its picture
                elif name in marks and part.glyphName not in marks:
                    part.x += distance
        elif name in marks and glyph.numberOfContours > 0:
            glyph.coordinates.translate((distance, 0))
    for name in order:
        glyphs[name].recalcBounds(glyphs)
    for name in order:
        if name in marks or glyphs[name].isComposite():
            left = getattr(glyphs[name], "xMin", 0) if glyphs[name].numberOfContours else 0
            metrics[name] = (metrics[name][0], left)


def _move_anchors(font: TTFont, marks: set[str], distance: int) -> None:
    for subtable in subtables(font):
        kind = type(subtable).__name__
        if kind == "MarkBasePos":
            _move_mark_records(subtable.MarkCoverage.glyphs, subtable.MarkArray.MarkRecord, marks, distance)
        elif kind == "MarkMarkPos":
            _move_mark_records(subtable.Mark1Coverage.glyphs, subtable.Mark1Array.MarkRecord, marks, distance)
            for name, record in zip(subtable.Mark2Coverage.glyphs, subtable.Mark2Array.Mark2Record, strict=True):
                if name in marks:
                    record.Mark2Anchor = [_moved(anchor, distance) for anchor in record.Mark2Anchor]


def _move_mark_records(names: list[str], records: list[Any], marks: set[str], distance: int) -> None:
    for name, record in zip(names, records, strict=True):
        if name in marks:
            record.MarkAnchor = _moved(record.MarkAnchor, distance)


def _moved(anchor: Any, distance: int) -> Any:
    """A moved copy: anchors may be shared between records."""
    if anchor is None:
        return None
    anchor = copy.deepcopy(anchor)
    anchor.XCoordinate += distance
    return anchor
