"""The file of a capsule: a zip whose bytes follow from its members alone. No database here (decision 22)."""

import hashlib
import io
import json
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.document import cited_sha256

FORMAT = "pmqa-capsule/1"
EVIDENCE_FORMAT = "pmqa-evidence-list/1"
MANIFEST, DOCUMENT, REPORT = "manifest.json", "assessment.json", "report.pdf"
EVIDENCE, CRITERIA, READ_ME = "evidence.json", "criteria.json", "README.txt"
CONTENTS = (DOCUMENT, CRITERIA, EVIDENCE, READ_ME, REPORT)
NAMES = {MANIFEST, *CONTENTS}
EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock in it: equal members, equal bytes


def pack(*, submission: dict, document: str, criteria: str, report: bytes) -> bytes:
    """The capsule of what was sent; `submission` is its number, moment and SHA-256."""
    content = json.loads(document)
    members = {
        DOCUMENT: document.encode(),
        CRITERIA: criteria.encode(),
        EVIDENCE: written(evidence_list(content)),
        READ_ME: read_me().encode(),
        REPORT: report,
    }
    return zipped(members | {MANIFEST: written(manifest_of(members, content, submission))})


def manifest_of(members: dict[str, bytes], content: dict, submission: dict) -> dict:
    """What the capsule is of, and size and SHA-256 of every other member."""
    return {
        "format": FORMAT,
        **place_of(content),
        "submission": submission,
        "members": [
            {"name": name, "size": len(data), "sha256": hash_of(data)} for name, data in sorted(members.items())
        ],
    }


def place_of(content: dict) -> dict:
    """Which assessment a document is of."""
    return {name: content[name] for name in ("unit", "fiscal_year", "criteria_set")}


def evidence_list(content: dict) -> dict:
    """Every record that the document cites with the SHA-256 of each of its files and the answers that cite it."""
    return {"format": EVIDENCE_FORMAT, "evidence": [_record(row) for row in content["evidence"]]}


def _record(row: dict) -> dict:
    files: dict[str, list[str]] = {}
    for citation in row["citations"]:
        files.setdefault(cited_sha256(row, citation), []).append(citation["question"])
    told = [{"sha256": sha256, "cited_by": sorted(codes)} for sha256, codes in sorted(files.items())]
    return {"code": row["code"], "title": row["title"], "class": row["class"], "files": told}


def zipped(members: dict[str, bytes]) -> bytes:
    """Members by name, stored and not compressed: no version of a library changes a byte, and nothing can swell."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name in sorted(members):
            info = ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, members[name])
    return target.getvalue()


def written(data: dict) -> bytes:
    """JSON as a person can read it."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_me() -> str:
    """What the file is and how to check it, for somebody who has nothing else."""
    with translation.override("th"):
        return _(
            "แคปซูลเวลาของแบบประเมินหนึ่งฉบับ ตามที่หน่วยงานส่ง\n\n"
            "assessment.json  ข้อความ ตัวชี้วัด และคะแนนที่ส่ง ตรงตามตัวอักษรที่คิดใบรับ\n"
            "report.pdf       รายงานฉบับเต็มสำหรับอ่าน\n"
            "evidence.json    หลักฐานที่อ้าง พร้อมค่า SHA-256 ของแต่ละไฟล์ ตัวไฟล์อยู่ที่หน่วยงาน\n"
            "criteria.json    ชุดเกณฑ์ที่ใช้ประเมิน\n"
            "manifest.json    ขนาดและค่า SHA-256 ของทุกไฟล์ข้างต้น\n\n"
            "ตรวจด้วยโปรแกรม PMQA: python manage.py verify_capsule FILE (ไม่ต้องมีฐานข้อมูล)\n"
            "ตรวจโดยไม่มีโปรแกรม: คำนวณ SHA-256 ของแต่ละไฟล์ แล้วเทียบกับ manifest.json\n"
            "ใบรับคือ 16 ตัวแรกของ SHA-256 ของ assessment.json ให้เทียบกับใบรับในเอกสารที่ลงนาม\n"
        )
