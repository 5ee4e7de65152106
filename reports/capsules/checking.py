"""Whether a capsule is whole, years later: told line by line. Reads the file alone; no database, nothing unpacked."""

import io
import json
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from reports.capsules.archive import (
    CONTENTS,
    CRITERIA,
    DOCUMENT,
    EVIDENCE,
    FORMAT,
    MANIFEST,
    NAMES,
    REPORT,
    evidence_list,
    hash_of,
    place_of,
    zipped,
)

LARGEST = 512 * 1024 * 1024
UNREADABLE = (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, OverflowError, struct.error)
SHAPELESS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Line:
    """One thing that was looked at, and whether it is as it must be."""

    is_right: bool
    text: str


class Broken(Exception):
    """Nothing more can be said of the file; the message says why."""


def check(path: Path, *, receipt: str = "") -> list[Line]:
    """Every finding, the wrong ones among them. `receipt`: from the signed paper, compared if it is given."""
    lines = []
    try:
        lines.extend(_findings(path, receipt))
    except Broken as broken:
        lines.append(Line(False, str(broken)))
    return lines


def _findings(path: Path, receipt: str) -> Iterator[Line]:
    data = _bytes_of(path)
    members = _members_of(data)
    yield Line(True, _("เปิดแฟ้มได้ มี %(count)d ไฟล์") % {"count": len(members)})
    if MANIFEST not in members:
        raise Broken(_("ไม่มี manifest.json จึงตรวจไฟล์อื่นไม่ได้"))
    manifest = _json(members[MANIFEST], MANIFEST)
    yield from _against_manifest(members, manifest)
    yield _told(zipped(members) == data, _("ไม่มีข้อมูลแทรกนอกเหนือจากไฟล์ข้างต้น"), _("มีข้อมูลแทรกในแฟ้ม หรือแฟ้มถูกบีบอัดใหม่"))
    if set(members) == NAMES:
        yield from _of_contents(members, manifest)
        yield from _of_receipt(members[DOCUMENT], receipt)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Broken(_("แฟ้มใหญ่เกินกว่าจะเป็นแคปซูล"))
        return path.read_bytes()
    except OSError as problem:
        raise Broken(_("เปิดแฟ้มไม่ได้ (%(why)s)") % {"why": problem.strerror}) from None


def _members_of(data: bytes) -> dict[str, bytes]:
    """The members by name. Refuses what could swell, hide or stand twice before a byte of it is read."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _refuse_tricks(archive, len(data))
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except UNREADABLE:
        raise Broken(_("แฟ้มนี้ไม่ใช่ zip ที่สมบูรณ์ อาจขาดหรือเสียหาย ให้ใช้สำเนาอื่น")) from None


def _refuse_tricks(archive: ZipFile, size: int) -> None:
    found = archive.infolist()
    names = Counter(info.filename for info in found)
    strange = sorted(set(names) - NAMES)
    if strange:
        raise Broken(_("มีไฟล์แปลกปลอม %(names)s") % {"names": ", ".join(map(ascii, strange[:5]))})
    double = [name for name, count in names.items() if count > 1]
    if double:
        raise Broken(_("มีไฟล์ชื่อซ้ำ %(names)s") % {"names": ", ".join(double)})
    if any(info.compress_type != ZIP_STORED or info.flag_bits & 1 for info in found):
        raise Broken(_("มีไฟล์ที่บีบอัดหรือเข้ารหัส แคปซูลเก็บทุกไฟล์ตามจริง แฟ้มนี้จึงถูกสร้างใหม่"))
    if sum(info.file_size for info in found) > size:
        raise Broken(_("ขนาดที่แจ้งไว้เกินขนาดของแฟ้ม"))


def _json(data: bytes, name: str):
    try:
        return json.loads(data)
    except SHAPELESS:
        raise Broken(_("อ่าน %(name)s ไม่ได้") % {"name": name}) from None


def _against_manifest(members: dict[str, bytes], manifest) -> Iterator[Line]:
    try:
        is_known = manifest["format"] == FORMAT
        listed = {row["name"]: (row["size"], row["sha256"]) for row in manifest["members"]}
    except SHAPELESS:
        raise Broken(_("manifest.json ไม่อยู่ในรูปแบบ %(format)s") % {"format": FORMAT}) from None
    if not is_known:
        raise Broken(_("ไม่รู้จักรูปแบบของ manifest.json ใช้โปรแกรมรุ่นใหม่กว่าตรวจ"))
    for name in CONTENTS:
        if name not in members:
            yield Line(False, _("%(name)s หายไป") % {"name": name})
        elif name not in listed:
            yield Line(False, _("%(name)s ไม่มีชื่อใน manifest.json") % {"name": name})
        else:
            is_same = (len(members[name]), hash_of(members[name])) == listed[name]
            yield _told(is_same, _("%(name)s ตรงกับ SHA-256"), _("%(name)s ถูกแก้ไข ไม่ตรงกับ SHA-256"), name=name)
    for name in sorted(str(each) for each in set(listed) - set(CONTENTS)):
        yield Line(False, _("manifest.json มีชื่อ %(name)s ซึ่งไม่ใช่ส่วนของแคปซูล") % {"name": ascii(name)})


def _of_contents(members: dict[str, bytes], manifest: dict) -> Iterator[Line]:
    """Whether the members belong together."""
    try:
        content = json.loads(members[DOCUMENT])
        place = place_of(content)
        sent = manifest["submission"]["sha256"] == hash_of(members[DOCUMENT])
        is_same = place == {name: manifest[name] for name in place}
        evidence = json.loads(members[EVIDENCE]) == evidence_list(content)
        codes = [
            row["fields"]["code"] for row in json.loads(members[CRITERIA]) if row["model"] == "criteria.criteriaset"
        ]
    except SHAPELESS:
        raise Broken(_("เนื้อหาไม่อยู่ในรูปแบบของแคปซูล")) from None
    yield _told(sent, _("assessment.json คือฉบับที่ส่ง"), _("assessment.json ไม่ใช่ฉบับที่ manifest.json แจ้ง"))
    yield _told(is_same, _("หน่วยงาน ปี และชุดเกณฑ์ตรงกัน"), _("หน่วยงาน ปี หรือชุดเกณฑ์ใน manifest.json ไม่ตรงกับเอกสาร"))
    yield _told(evidence, _("รายการหลักฐานตรงกับเอกสาร"), _("รายการหลักฐานไม่ตรงกับเอกสาร"))
    is_set = codes == [content["criteria_set"]]
    yield _told(is_set, _("criteria.json คือชุดเกณฑ์ของเอกสาร"), _("criteria.json เป็นชุดเกณฑ์อื่น"))
    yield _told(members[REPORT].startswith(b"%PDF-"), _("report.pdf เป็น PDF"), _("report.pdf ไม่ใช่ PDF"))


def _of_receipt(document: bytes, receipt: str) -> Iterator[Line]:
    whole = hash_of(document)
    words = {"receipt": " ".join(whole[at : at + 4] for at in range(0, 16, 4))}
    given = "".join(receipt.lower().split())
    if not given:
        yield Line(True, _("ใบรับเลขที่ %(receipt)s ให้เทียบกับใบรับในเอกสารที่ลงนาม") % words)
    else:
        is_same = len(given) >= 16 and whole.startswith(given)
        yield _told(
            is_same, _("ใบรับเลขที่ %(receipt)s ตรงกับที่ให้มา"), _("ใบรับของแคปซูลคือ %(receipt)s ไม่ตรงกับที่ให้มา"), **words
        )


def _told(is_right: bool, right: str, wrong: str, **words: str) -> Line:
    return Line(is_right, (right if is_right else wrong) % words)
