"""A capsule years later: what is whole passes, every change and trick is named, and no database is asked.

No test here may use the database: pytest-django refuses every connection.
"""

import io
import json
import os
import subprocess
import sys
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from reports.capsules import archive, checking
from reports.capsules.archive import MANIFEST, hash_of, pack, written, zipped
from reports.capsules.checking import check

SHA256 = "ab" * 32
CONTENT = {
    "format": "pmqa-assessment/1",
    "criteria_set": "small",
    "fiscal_year": 2568,
    "unit": {"code": "A0008", "name_th": "กรมพัฒนาที่ดิน"},
    "answers": [{"question": "1.1-1", "text": "น้ำทั้งหมด"}],
    "evidence": [
        {
            "code": "E01",
            "title": "แผน",
            "class": "ปกติ",
            "sha256": SHA256,
            "citations": [{"question": "1.1-2", "pages": ""}, {"question": "1.1-1", "pages": "4", "sha256": SHA256}],
        }
    ],
}
DOCUMENT = json.dumps(CONTENT, ensure_ascii=False)
CRITERIA = json.dumps([{"model": "criteria.criteriaset", "fields": {"code": "small"}}])


def whole(document: str = DOCUMENT, **given) -> bytes:
    about = {"number": 1, "submitted_at": "2026-01-30T07:02:00+00:00", "sha256": hash_of(document.encode())}
    parts = {"submission": about, "document": document, "criteria": CRITERIA, "report": b"%PDF-1.7 x"}
    return pack(**(parts | given))


def members_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def checked(tmp_path):
    """The wrong lines of a file with these bytes."""

    def wrong(data: bytes, **given) -> list[str]:
        path = tmp_path / "capsule.zip"
        path.write_bytes(data)
        return [line.text for line in check(path, **given) if not line.is_right]

    return wrong


def changed(**members: bytes | None) -> bytes:
    """A whole capsule with members replaced, added or (None) left out; names with _ for a dot."""
    kept = members_of(whole()) | {name.replace("_", "."): data for name, data in members.items()}
    return zipped({name: data for name, data in kept.items() if data is not None})


def with_manifest(**fields) -> bytes:
    members = members_of(whole())
    manifest = json.loads(members[MANIFEST])
    return zipped(members | {MANIFEST: written(manifest | fields)})


def raw(entries: list[tuple[str, bytes]], method: int = ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", method) as zipfile:
        for name, data in entries:
            zipfile.writestr(ZipInfo(name), data, method)
    return target.getvalue()


def test_a_whole_capsule_is_right_in_every_line(tmp_path):
    path = tmp_path / "capsule.zip"
    path.write_bytes(whole())
    lines = check(path)
    assert [line.text for line in lines if not line.is_right] == []
    assert len(lines) == 13
    receipt = hash_of(DOCUMENT.encode())
    assert f"ใบรับเลขที่ {receipt[:4]} {receipt[4:8]} {receipt[8:12]} {receipt[12:16]}" in lines[-1].text


def test_equal_members_give_equal_bytes_without_a_clock(monkeypatch):
    first = whole()
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert whole() == first
    with ZipFile(io.BytesIO(first)) as zipfile:
        assert {info.date_time[0] for info in zipfile.infolist()} == {1980}
        assert {info.compress_type for info in zipfile.infolist()} == {ZIP_STORED}


def test_the_evidence_list_names_every_file_and_who_cites_it():
    listed = json.loads(members_of(whole())["evidence.json"])
    files = [{"sha256": SHA256, "cited_by": ["1.1-1", "1.1-2"]}]
    assert listed["evidence"] == [{"code": "E01", "title": "แผน", "class": "ปกติ", "files": files}]


@pytest.mark.parametrize("name", archive.CONTENTS)
def test_a_changed_member_is_named(checked, name):
    data = members_of(whole())
    wrong = checked(zipped(data | {name: data[name].replace(b"1", b"2", 1) + b" "}))
    assert f"{name} ถูกแก้ไข ไม่ตรงกับ SHA-256" in wrong


@pytest.mark.parametrize("name", archive.CONTENTS)
def test_a_missing_member_is_named(checked, name):
    data = members_of(whole())
    del data[name]
    assert checked(zipped(data)) == [f"{name} หายไป"]


def test_without_a_manifest_nothing_can_be_said(checked):
    assert checked(changed(manifest_json=None)) == ["ไม่มี manifest.json จึงตรวจไฟล์อื่นไม่ได้"]


@pytest.mark.parametrize("name", ["more.txt", "../evil", "/etc/passwd", "a\\..\\b", "folder/", "ASSESSMENT.JSON"])
def test_a_strange_member_or_path_is_refused(checked, name):
    (wrong,) = checked(zipped(members_of(whole()) | {name: b"x"}))
    assert wrong == f"มีไฟล์แปลกปลอม {name!a}"


def test_a_member_twice_is_refused(checked):
    entries = [*members_of(whole()).items(), ("report.pdf", b"%PDF- other")]
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = raw(entries)
    assert checked(data) == ["มีไฟล์ชื่อซ้ำ report.pdf"]


def test_a_bomb_is_not_unpacked(checked):
    data = raw([("report.pdf", bytes(50_000_000))], ZIP_DEFLATED)
    assert len(data) < 100_000
    (wrong,) = checked(data)
    assert wrong.startswith("มีไฟล์ที่บีบอัดหรือเข้ารหัส")


def test_sizes_that_overlap_are_refused(checked):
    data = bytearray(whole())
    at = data.rindex(b"PK\x01\x02")
    data[at + 20 : at + 28] = (2**31).to_bytes(4, "little") * 2
    assert checked(bytes(data)) == ["ขนาดที่แจ้งไว้เกินขนาดของแฟ้ม"]


@pytest.mark.parametrize("spoil", [lambda data: b"MZ" + data, lambda data: data + b"more", lambda data: data[:-30]])
def test_what_is_glued_on_or_cut_off_is_found(checked, spoil):
    assert checked(spoil(whole()))


def test_a_capsule_zipped_anew_is_no_longer_the_same_file(checked):
    wrong = checked(raw(list(members_of(whole()).items())))
    assert wrong == ["มีข้อมูลแทรกในแฟ้ม หรือแฟ้มถูกบีบอัดใหม่"]


@given(at=st.integers(min_value=0), bit=st.integers(0, 7), cut=st.booleans())
def test_no_bit_changes_unnoticed(tmp_path_factory, at, bit, cut):
    data = bytearray(whole())
    place = at % len(data)
    data[place] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "changed.zip"
    path.write_bytes(data[:place] if cut else data)
    assert not all(line.is_right for line in check(path))


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x05\x06" + bytes(18), bytes(1000)])
def test_what_is_no_capsule_is_refused(checked, data):
    assert len(checked(data)) == 1


def test_too_large_a_file_is_not_read(checked, monkeypatch):
    monkeypatch.setattr(checking, "LARGEST", 100)
    assert checked(whole()) == ["แฟ้มใหญ่เกินกว่าจะเป็นแคปซูล"]


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"7", b'{"format": "pmqa-capsule/1"}', b'{"format": "pmqa-capsule/9", "members": []}', b"[" * 100_000],
)
def test_a_manifest_of_another_shape_is_refused(checked, manifest):
    assert len(checked(changed(manifest_json=manifest))) == 1


def test_what_the_manifest_says_must_be_of_this_document(checked):
    assert checked(with_manifest(fiscal_year=2569)) == ["หน่วยงาน ปี หรือชุดเกณฑ์ใน manifest.json ไม่ตรงกับเอกสาร"]
    assert checked(with_manifest(submission={"sha256": SHA256})) == ["assessment.json ไม่ใช่ฉบับที่ manifest.json แจ้ง"]
    assert checked(with_manifest(submission=None)) == ["เนื้อหาไม่อยู่ในรูปแบบของแคปซูล"]
    listed = json.loads(members_of(whole())[MANIFEST])["members"]
    more = [*listed, {"name": "more", "size": 0, "sha256": SHA256}]
    assert checked(with_manifest(members=more)) == ["manifest.json มีชื่อ 'more' ซึ่งไม่ใช่ส่วนของแคปซูล"]


def test_members_of_two_capsules_do_not_pass(checked):
    other = CRITERIA.replace("small", "large")
    assert checked(whole(criteria=other)) == ["criteria.json เป็นชุดเกณฑ์อื่น"]
    assert checked(whole(report=b"<html>")) == ["report.pdf ไม่ใช่ PDF"]


def test_the_receipt_of_the_paper_is_compared(checked):
    receipt = hash_of(DOCUMENT.encode())
    assert checked(whole(), receipt=f"{receipt[:4].upper()} {receipt[4:16]}") == []
    assert checked(whole(), receipt=receipt) == []
    for other in ("0" * 16, receipt[:8], f"{receipt}0"):
        (wrong,) = checked(whole(), receipt=other)
        assert wrong.endswith("ไม่ตรงกับที่ให้มา")
    rewritten = whole(DOCUMENT.replace("น้ำ", "ไฟ"))  # in itself without a fault: only the paper tells
    assert checked(rewritten) == []
    assert len(checked(rewritten, receipt=receipt)) == 1


def test_the_command_tells_right_from_wrong(tmp_path, capsys):
    path = tmp_path / "capsule.zip"
    path.write_bytes(whole())
    call_command("verify_capsule", path)
    told = capsys.readouterr()
    assert told.err == ""
    assert {line.partition(":")[0] for line in told.out.splitlines()} == {"ถูกต้อง"}
    path.write_bytes(changed(report_pdf=b"%PDF-other"))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_capsule", path)
    assert ended.value.code == 1
    assert capsys.readouterr().err.splitlines() == ["ผิด: report.pdf ถูกแก้ไข ไม่ตรงกับ SHA-256"]


def test_the_command_needs_no_database(tmp_path):
    """A process of its own, whose database does not exist."""
    path = tmp_path / "capsule.zip"
    path.write_bytes(whole())
    broken = {"DATABASE_URL": "postgres://nobody@/nothing?host=/nowhere", "PMQA_DATA_DIR": str(tmp_path / "data")}
    environment = os.environ | broken | {"DJANGO_SETTINGS_MODULE": "pmqa.settings", "DEBUG": "1"}
    command = [sys.executable, "manage.py", "verify_capsule", str(path)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 13
