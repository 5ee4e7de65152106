"""What Django and allauth say comes out in Thai: our catalogue is compiled, whole and of messages that still exist."""

import polib
import pytest
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from tools.build_catalogue import CATALOGUE, compiled, messages, missing

# The same in Thai as in English.
UNTRANSLATABLE = ["…", "IPv4", "IPv6"]


def test_the_compiled_catalogue_is_that_of_the_text():
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled()


def test_no_entry_is_fuzzy_empty_or_left_over():
    catalogue = polib.pofile(str(CATALOGUE))
    assert catalogue.percent_translated() == 100
    assert catalogue.fuzzy_entries() == catalogue.obsolete_entries() == []
    known = {entry.msgid for entry, _shown, _has_thai in messages()}
    assert [entry.msgid for entry in catalogue if entry.msgid not in known] == []


def test_nothing_that_a_page_can_show_lacks_thai():
    assert missing() == UNTRANSLATABLE


class Sample(forms.Form):
    word = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=1)
    choice = forms.ChoiceField(choices=[("a", "ก")])


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (
            {},
            {
                "word": ["กรอกหรือเลือกข้อมูลในช่องนี้"],
                "number": ["กรอกหรือเลือกข้อมูลในช่องนี้"],
                "choice": ["กรอกหรือเลือกข้อมูลในช่องนี้"],
            },
        ),
        (
            {"word": "abcd", "number": "x", "choice": "b"},
            {
                "word": ["มีได้ไม่เกิน 3 ตัวอักษร ขณะนี้มี 4"],
                "number": ["กรอกเป็นจำนวนเต็ม"],
                "choice": ["ไม่มีตัวเลือก b เลือกจากรายการ"],
            },
        ),
        ({"word": "a", "number": "0", "choice": "a"}, {"number": ["ค่านี้ต้องไม่น้อยกว่า 1"]}),
    ],
)
def test_a_form_refuses_in_thai(data, errors):
    assert Sample(data).errors == errors


@pytest.mark.parametrize(
    ("password", "refusals"),
    [
        ("สั้นไป", ["รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย 15 ตัวอักษร"]),
        (
            "12345",
            [
                "รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย 15 ตัวอักษร",
                "รหัสผ่านนี้มีคนใช้กันมาก เดาได้ง่าย ใช้รหัสผ่านอื่น",
                "รหัสผ่านเป็นตัวเลขล้วน เพิ่มตัวอักษรด้วย",
            ],
        ),
    ],
)
def test_a_weak_password_is_refused_in_thai(password, refusals):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert refused.value.messages == refusals


def test_the_entrance_refuses_in_thai():
    said = get_adapter().error_messages
    assert str(said["username_password_mismatch"]) == "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง ลองอีกครั้ง"
    assert str(said["too_many_login_attempts"]) == "เข้าสู่ระบบไม่สำเร็จหลายครั้งเกินไป รอราว 5 นาทีแล้วลองใหม่"


def test_the_mail_for_a_forgotten_password_is_thai_throughout():
    site = {"name": "pmqa.example.go.th", "domain": "pmqa.example.go.th"}
    context = {"current_site": site, "password_reset_url": "https://pmqa.example.go.th/x/", "username": "somchai.j"}
    mail = render_to_string("account/email/password_reset_key_message.txt", context)
    assert [line for line in mail.splitlines() if line.strip()] == [
        "เรียน ผู้ใช้ระบบ pmqa.example.go.th",
        "มีผู้ขอตั้งรหัสผ่านใหม่ของบัญชีคุณ",
        "ถ้าคุณไม่ได้ขอ ไม่ต้องทำอะไร ถ้าคุณเป็นผู้ขอ เปิดลิงก์ข้างล่างเพื่อตั้งรหัสผ่านใหม่",
        "https://pmqa.example.go.th/x/",
        "ชื่อผู้ใช้ของคุณคือ somchai.j",
        "ระบบประเมินตนเองตามเกณฑ์ PMQA",
        "pmqa.example.go.th",
    ]


@pytest.mark.django_db
def test_a_failed_login_tells_why_in_thai(client):
    response = client.post("/accounts/login/", {"login": "nobody", "password": "wrong password here"})
    assert response.context["form"].non_field_errors() == ["ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง ลองอีกครั้ง"]
