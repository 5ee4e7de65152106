"""Files of a spreadsheet for the tests: made by openpyxl, and changed part by part to what it would not write."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
STYLES = "xl/styles.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(*sheets: dict) -> bytes:
    """A file of sheets: each has "cells" and "formats" by place, "merged" areas, a "title" and a "state"."""
    made = Workbook()
    made.remove(made.active)
    for index, sheet in enumerate(sheets):
        page = made.create_sheet(sheet.get("title", f"แผ่น {index + 1}"))
        for place, value in sheet["cells"].items():
            page[place] = value
        for place, number_format in sheet.get("formats", {}).items():
            page[place].number_format = number_format
        for area in sheet.get("merged", ()):
            page.merge_cells(area)
        page.sheet_state = sheet.get("state", "visible")
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def cells(*rows: tuple, top: int = 1) -> dict:
    """The cells of these rows by their places, from column A on; None leaves one empty."""
    return {
        f"{get_column_letter(column)}{number}": value
        for number, row in enumerate(rows, top)
        for column, value in enumerate(row, 1)
        if value is not None
    }


def table(*rows: tuple, **more) -> bytes:
    return xlsx({"cells": cells(*rows), **more})


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one part of it changed, or added where it has none."""
    old, new = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as file:
        for name in dict.fromkeys([*old.namelist(), part]):
            text = old.read(name) if name in old.namelist() else b""
            file.writestr(name, change(text) if name == part else text)
    return new.getvalue()


def with_sheet(inner: bytes) -> bytes:
    """A file whose only sheet holds this XML."""
    return changed(xlsx({"cells": {}}), SHEET, lambda _old: b"<worksheet " + MAIN + b">" + inner + b"</worksheet>")


def with_strings(content: bytes, inner: str) -> bytes:
    """The file with this XML in the table of texts that sheets share; openpyxl writes none itself."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    content = changed(content, TYPES, lambda types: types.replace(b"</Types>", part))
    return changed(content, STRINGS, lambda _old: b"<sst " + MAIN + b">" + inner.encode() + b"</sst>")
