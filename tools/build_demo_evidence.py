"""Makes the files of the demonstration's evidence anew from their pages in fixtures/demo/evidence/.

python -m tools.build_demo_evidence

A page that is one drawing becomes a picture, every other one a PDF with the notice of the demonstration on each sheet.
"""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2

from reports.pdf import write_pdf

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "demo" / "evidence"
FONTS = "".join(
    f'@font-face {{ font-family: "PMQA Sarabun"; font-weight: {weight}; src: url("fonts/PMQASarabun-{face}.ttf"); }}\n'
    for weight, face in ((400, "Regular"), (700, "Bold"))
)
SHEET = """
@page { size: A4; margin: 26mm 22mm 24mm; font: 9pt "PMQA Sarabun"; color: #4d5463;
  @top-left { content: "ข้อมูลตัวอย่าง ไม่ใช่เอกสารจริง"; font-weight: 700; color: #9a3412; }
  @bottom-right { content: "หน้า " counter(page) " จาก " counter(pages); } }
html { font: 12pt/19pt "PMQA Sarabun"; color: #1b2230; }
h1 { font-size: 18pt; line-height: 26pt; margin: 0 0 8pt; }
h1.page { break-before: page; }
h2 { font-size: 14pt; line-height: 21pt; margin: 14pt 0 4pt; }
h3 { font-size: 12pt; margin: 10pt 0 2pt; }
p { margin: 0 0 8pt; } .lead { font-size: 13pt; color: #4d5463; } .note { font-size: 10pt; color: #4d5463; }
table { border-collapse: collapse; width: 100%; margin: 0 0 14pt; }
caption { text-align: left; font-weight: 700; padding-bottom: 3pt; }
th, td { border-bottom: .5pt solid #8a8676; padding: 3pt 6pt; text-align: left; vertical-align: top; }
th { border-bottom-width: 1pt; }
"""
DRAWING = "@page { size: 720px 420px; margin: 0; background: #fff; } body, svg { margin: 0; display: block; }"
PICTURE_SCALE = 96 / 72  # points to pixels
COLOURS = 24
TITLE = re.compile("<h1>(.+)</h1>")


def main() -> None:
    for page in sorted(FOLDER.glob("*.html")):
        body = page.read_text(encoding="utf-8")
        is_drawing = body.startswith("<svg")
        made = _picture(body) if is_drawing else _pdf(TITLE.search(body)[1], body)
        target = page.with_suffix(".png" if is_drawing else ".pdf")
        target.write_bytes(made)
        print(f"{target.name} {len(made):,} bytes")


def _pdf(title: str, body: str, style: str = SHEET) -> bytes:
    head = f'<!doctype html><html lang="th"><head><title>{title}</title><style>{FONTS}{style}</style></head>'
    return write_pdf(f"{head}<body>{body}</body></html>")


def _picture(body: str) -> bytes:
    """The drawing at its own size in few colours."""
    with pypdfium2.PdfDocument(_pdf("", body, DRAWING)) as document:
        picture = document[0].render(scale=PICTURE_SCALE).to_pil()
    kept = BytesIO()
    picture.convert("RGB").quantize(COLOURS).save(kept, format="PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    main()
