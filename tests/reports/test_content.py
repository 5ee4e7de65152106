"""What the content says about itself: fingerprint, number, strengths and risks."""

from dataclasses import replace
from decimal import Decimal

from reports.fingerprints import digest, fingerprint
from reports.highlights import risks, strengths
from reports.pdf import document_number
from tests.reports.sample import empty_content, full_content, with_answer


def test_fingerprint_is_the_head_of_the_digest_in_fours():
    content = full_content()

    assert fingerprint(content).replace(" ", "") == digest(content)[:16].upper()
    assert [len(four) for four in fingerprint(content).split(" ")] == [4, 4, 4, 4]


def test_one_changed_letter_changes_the_fingerprint():
    assert fingerprint(with_answer(full_content(), "ก")) != fingerprint(with_answer(full_content(), "ข"))


def test_document_number_counts_submissions():
    assert document_number("full", full_content()) == "A0008-2569-F-02"
    assert document_number("summary", empty_content()) == "A0008-2569-S-00"


def test_without_findings_strengths_are_the_highest_shares_and_risks_the_lowest():
    content = full_content(reviewed=False)

    assert [point.code for point in strengths(content)] == ["7.2", "1.1", "7.1"]
    assert [point.code for point in risks(content)] == ["7.3", "7.6", "4.2"]
    assert [point.share for point in risks(content)] == [Decimal(25), Decimal(30), Decimal(35)]


def test_visible_findings_come_first():
    content = full_content()

    assert [point.words for point in strengths(content)] == [
        "หัวข้อ 7.2 ใช้ข้อมูลสามแหล่งและทบทวนทุกปี",
        "หัวข้อ 1.1 ใช้ข้อมูลสามแหล่งและทบทวนทุกปี",
        "หัวข้อ 7.1 ใช้ข้อมูลสามแหล่งและทบทวนทุกปี",
    ]
    assert [point.code for point in risks(content)] == ["7.3", "7.6", "4.2"]


def test_nothing_scored_has_no_strength_and_no_risk():
    assert strengths(empty_content()) == ()
    assert risks(empty_content()) == ()


def test_an_item_is_never_strength_and_risk_at_once():
    start = full_content(reviewed=False)
    few = replace(start, categories=start.categories[:2])

    assert {point.code for point in strengths(few)} & {point.code for point in risks(few)} == set()
