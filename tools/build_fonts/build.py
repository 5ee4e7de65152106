"""Run in an environment of its own: `pip install fonttools uharfbuzz fontpkg-sarabun`, then

python -m tools.build_fonts.build FOLDER_OF_SARABUN static/fonts
"""

import argparse
from pathlib import Path

from tools.build_fonts.ligatures import add_ligatures
from tools.build_fonts.marks import shift_marks

FAMILY = "PMQA Sarabun"
SHIFT = {"Regular": 2, "Bold": 4, "Italic": 12, "BoldItalic": 4}  # 1/1000 em, the least that keeps poppler's order


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    for style, distance in SHIFT.items():
        font = add_ligatures((options.source / f"Sarabun-{style}.ttf").read_bytes(), FAMILY)
        shift_marks(font, distance)
        font.save(options.target / f"PMQASarabun-{style}.ttf")
        font.flavor = "woff2"
        font.save(options.target / f"PMQASarabun-{style}.woff2")


if __name__ == "__main__":
    main()
