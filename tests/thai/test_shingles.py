"""Texts that share their words are known by their samples; the passages that they share are marked."""

import pytest

from thai.shingles import SIZE, sample_of, shared_passages, similarity

TEXT = (
    "กรมจัดทำแผนที่ดินของทุกอำเภอที่มีน้ำท่วมซ้ำซาก โดยผู้ใหญ่บ้านและกำนันร่วมกันตรวจสอบแนวเขตในทุกไตรมาส "
    "จากนั้นสำนักงานเขตรวบรวมผลเสนอผู้บริหารเพื่อปรับแผนงบประมาณของปีถัดไป และรายงานต่อคณะกรรมการบริหารทุกครั้ง "
    "ผลการทบทวนปี 2568 ทำให้ลดเวลาดำเนินงานจาก 14 วันเหลือ 6 วัน และประชาชนตรวจสอบสถานะได้เองทางโทรศัพท์"
)
OTHER = (
    "สำนักงานจังหวัดกำหนดช่องทางรับฟังเสียงของผู้สูงอายุผ่านอาสาสมัครสาธารณสุขประจำหมู่บ้าน แล้วสรุปประเด็นเป็นรายเดือน "
    "ที่ประชุมหัวหน้าส่วนราชการพิจารณาเรื่องเร่งด่วนภายใน 3 วันทำการ และแจ้งผลกลับไปยังผู้ร้องทุกเรื่องพร้อมเหตุผล "
    "แล้วเปิดเผยสถิติเรื่องร้องเรียนบนเว็บไซต์ของจังหวัดทุกสิ้นเดือน"
)


def alike(one: str, other: str) -> float:
    return similarity(sample_of(one), sample_of(other))


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.replace(" ", "\n\n"),
        TEXT.replace(" ", ""),
        TEXT.replace("2568", "๒๕๖๘").replace("14", "๑๔"),
        "- " + TEXT.replace(" ", ", "),
    ],
    ids=["same", "lines", "spaces", "thai digits", "punctuation"],
)
def test_how_it_is_typed_makes_no_other_text(copy):
    assert alike(TEXT, copy) == 1


def test_few_changed_words_leave_a_copy_a_copy():
    copy = TEXT.replace("กรมจัดทำ", "สำนักจัดทำ").replace("14 วันเหลือ 6 วัน", "20 วันเหลือ 9 วัน")
    assert 0.6 <= alike(TEXT, copy) < 1


def test_other_texts_are_not_alike():
    assert alike(TEXT, OTHER) < 0.1


def test_a_sample_is_bounded_rises_and_is_the_same_everywhere():
    sample = sample_of(TEXT * 50)
    assert (len(sample), list(sample)) == (SIZE, sorted(set(sample)))
    assert sample_of("abcdefghijkl") == sample_of("ABC def-ghi JKL") == (3807189854653813203,)


@pytest.mark.parametrize("text", ["", "สั้น", "!!! ... ---", "abcdefghijk"])
def test_a_text_without_runs_is_like_nothing(text):
    assert sample_of(text) == ()
    assert alike(text, text) == alike(text, TEXT) == 0


def test_shared_passages_give_the_text_back_and_mark_what_is_shared():
    copy = "เริ่มต้นอย่างอื่น " + TEXT[:90] + " แล้วจบอย่างอื่นโดยสิ้นเชิง"
    pieces = shared_passages(copy, TEXT)
    assert "".join(piece for piece, _shared in pieces) == copy
    assert [shared for _piece, shared in pieces] == [False, True, False]
    assert TEXT[:90].strip() in pieces[1][0]


def test_no_mark_is_parted_from_its_letter():
    """The run begins at a mark that stands on another letter in the other text."""
    pieces = shared_passages("กำลังกี่ครั้งที่แล้วนั้นเอง", "ขาขี่ครั้งที่แล้วนั้นเอง")
    assert "".join(piece for piece, _shared in pieces) == "กำลังกี่ครั้งที่แล้วนั้นเอง"
    assert pieces == [("กำลัง", False), ("กี่ครั้งที่แล้วนั้นเอง", True)]


def test_texts_without_anything_in_common_have_no_passage():
    assert shared_passages(TEXT, OTHER) == [(TEXT, False)]
    assert shared_passages("", TEXT) == []
