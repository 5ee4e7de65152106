"""Adds one glyph for each Thai pair that a PDF would otherwise spell wrongly.

SARA AM is split by the shaper into two glyphs of one cluster, and the PDF then maps the second one wrongly; stacked
marks of no width are put in any order by readers that sort by position. One glyph for the pair, made by `rlig`, maps
back to exact text.
"""

import copy
import io
import statistics
from typing import Any

import uharfbuzz as hb
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from tools.build_fonts.marks import MARK_CLASS, subtables

NIKHAHIT = ("uni0E4D", "uni0E4D0E48", "uni0E4D0E49", "uni0E4D0E4A", "uni0E4D0E4B")
SARA_AA = "uni0E32"
CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
VOWELS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e4d"
SIGNS = [chr(code) for code in range(0x0E47, 0x0E4E)]
TOLERANCE = 60  # units: a pair that stands differently by consonant is no Thai spelling and stays two glyphs
XY_OFFSETS, ROUND_XY = 0x2, 0x4

Rule = tuple[str, str, str]


def add_ligatures(data: bytes, family: str) -> TTFont:
    font = TTFont(io.BytesIO(data))
    stacks = _add_stacks(font, _offsets(data))
    ams = _add_sara_am(font)
    _register(font, stacks, ams)
    _copy_anchors(font, stacks)
    font["post"].extraNames, font["post"].mapping = [], {}
    whole = io.BytesIO()
    font.save(whole)
    font = TTFont(io.BytesIO(whole.getvalue()))
    _add_rules(font, ams, stacks)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            new = family.replace(" ", "") if record.nameID == 6 else family
            record.string = record.toUnicode().replace("Sarabun", new)
    return font


def _offsets(data: bytes) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Where the second mark stands against the first, one entry for every consonant below them."""
    font, names = hb.Font(hb.Face(hb.Blob(data))), TTFont(io.BytesIO(data)).getGlyphOrder()
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for consonant in CONSONANTS:
        for vowel in VOWELS:
            for sign in SIGNS:
                if vowel == sign:
                    continue
                buffer = hb.Buffer()
                buffer.add_str(consonant + vowel + sign)
                buffer.guess_segment_properties()
                hb.shape(font, buffer)
                places = buffer.glyph_positions
                if len(places) == 3 and places[1].x_advance == places[2].x_advance == 0:
                    pair = tuple(names[info.codepoint] for info in buffer.glyph_infos[1:])
                    shift = (places[2].x_offset - places[1].x_offset, places[2].y_offset - places[1].y_offset)
                    found.setdefault(pair, []).append(shift)
    return found


def _composite(parts: list[tuple[str, int, int]]) -> Glyph:
    glyph = Glyph()
    glyph.numberOfContours, glyph.components = -1, []
    for name, x, y in parts:
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, int(x), int(y), XY_OFFSETS | ROUND_XY
        glyph.components.append(part)
    return glyph


def _add_stacks(font: TTFont, offsets: dict[tuple[str, str], list[tuple[int, int]]]) -> list[Rule]:
    rules = []
    for (vowel, sign), shifts in offsets.items():
        columns = list(zip(*shifts, strict=True))
        if any(max(column) - min(column) > TOLERANCE for column in columns):
            continue
        x, y = (round(statistics.median(column)) for column in columns)
        name = f"{vowel}_{sign}"
        _put(font, name, _composite([(vowel, 0, 0), (sign, x, y)]), width=0)
        rules.append((vowel, sign, name))
    return rules


def _add_sara_am(font: TTFont) -> list[Rule]:
    rules = []
    for mark in [name for name in font.getGlyphOrder() if name.split(".")[0] in NIKHAHIT]:
        name = f"{mark}_{SARA_AA}"
        _put(font, name, _composite([(mark, 0, 0), (SARA_AA, 0, 0)]), width=font["hmtx"][SARA_AA][0])
        rules.append((mark, SARA_AA, name))
    return rules


def _put(font: TTFont, name: str, glyph: Glyph, *, width: int) -> None:
    order = [*font.getGlyphOrder(), name]
    glyphs = font["glyf"]
    glyphs.glyphs[name] = glyph
    glyphs.glyphOrder = order
    font.setGlyphOrder(order)
    glyph.recalcBounds(glyphs)
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))


def _register(font: TTFont, stacks: list[Rule], ams: list[Rule]) -> None:
    """Counts, and classes: a stack is a mark like its vowel, SARA AM is a letter."""
    limits, definitions = font["maxp"], font["GDEF"].table
    limits.numGlyphs = len(font.getGlyphOrder())
    limits.maxComponentElements = max(3, limits.maxComponentElements)
    limits.maxComponentDepth = max(3, limits.maxComponentDepth)
    attach = definitions.MarkAttachClassDef.classDefs if getattr(definitions, "MarkAttachClassDef", None) else {}
    for vowel, _sign, name in stacks:
        definitions.GlyphClassDef.classDefs[name] = MARK_CLASS
        if vowel in attach:
            attach[name] = attach[vowel]
    for _mark, _aa, name in ams:
        definitions.GlyphClassDef.classDefs[name] = 1


def _copy_anchors(font: TTFont, stacks: list[Rule]) -> None:
    """A stack hangs where its vowel hangs."""
    place = {name: number for number, name in enumerate(font.getGlyphOrder())}
    for subtable in subtables(font):
        if type(subtable).__name__ != "MarkBasePos":
            continue
        known = dict(zip(subtable.MarkCoverage.glyphs, subtable.MarkArray.MarkRecord, strict=True))
        known |= {name: copy.deepcopy(known[vowel]) for vowel, _sign, name in stacks if vowel in known}
        names = sorted(known, key=place.__getitem__)
        subtable.MarkCoverage.glyphs = names
        subtable.MarkArray.MarkRecord = [known[name] for name in names]
        subtable.MarkArray.MarkCount = len(names)


def _add_rules(font: TTFont, ams: list[Rule], stacks: list[Rule]) -> None:
    """Appends one `rlig` feature to the substitutions that the font already has."""
    blank = copy.deepcopy(font)
    del blank["GSUB"]
    lookups = "".join(
        f"lookup {name} {{ {' '.join(f'sub {a} {b} by {c};' for a, b, c in rules)} }} {name};"
        for name, rules in (("AM", ams), ("STACK", stacks))
    )
    feature = f"languagesystem DFLT dflt; languagesystem thai dflt;\nfeature rlig {{ {lookups} }} rlig;"
    addOpenTypeFeaturesFromString(blank, feature, tables=["GSUB"])
    _merge(font["GSUB"].table, blank["GSUB"].table)


def _merge(target: Any, added: Any) -> None:
    first = len(target.LookupList.Lookup)
    target.LookupList.Lookup += added.LookupList.Lookup
    target.LookupList.LookupCount = len(target.LookupList.Lookup)
    record = added.FeatureList.FeatureRecord[0]
    record.Feature.LookupListIndex = [index + first for index in record.Feature.LookupListIndex]
    target.FeatureList.FeatureRecord.append(record)
    target.FeatureList.FeatureCount += 1
    number = target.FeatureList.FeatureCount - 1
    for script in target.ScriptList.ScriptRecord:
        if script.ScriptTag in ("thai", "DFLT"):
            systems = [script.Script.DefaultLangSys, *(one.LangSys for one in script.Script.LangSysRecord)]
            for system in filter(None, systems):
                system.FeatureIndex.append(number)
                system.FeatureCount = len(system.FeatureIndex)
