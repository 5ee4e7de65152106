"""A form as an office would send it back: written by the product, changed as Word changes it."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(content: bytes, before: str, after: str, *, part: str = "word/document.xml") -> bytes:
    """The file with these characters of a part replaced once; they must be there."""
    parts = parts_of(content)
    text = parts[part].decode()
    assert before in text, before
    parts[part] = text.replace(before, after, 1).encode()
    return packed(parts)


def filled(content: bytes, code: str, xml: str) -> bytes:
    """The file with this content in the control of the question."""
    text = parts_of(content)["word/document.xml"].decode()
    start = text.index("<w:sdtContent>", text.index(f'<w:tag w:val="{code}"/>')) + len("<w:sdtContent>")
    end = text.index("</w:sdtContent>", start)
    return changed(content, text[start:end], xml)


def paragraph(*runs: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
