from pathlib import Path

from django.core.management.base import BaseCommand

from reports.capsules.checking import check


class Command(BaseCommand):
    """Exit 0: the capsule is whole; 1: it is not. Asks no database."""

    help = "ตรวจแคปซูลเวลาว่าครบและไม่ถูกแก้ไข โดยไม่ใช้ฐานข้อมูล"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--receipt", default="", help="ใบรับเลขที่จากเอกสารที่ลงนาม 16 ตัว หรือ SHA-256 ทั้งค่า")

    def handle(self, *, file: Path, receipt: str, **options):
        lines = check(file, receipt=receipt)
        for line in lines:
            told = self.stdout if line.is_right else self.stderr
            told.write(f"{'ถูกต้อง' if line.is_right else 'ผิด'}: {line.text}")
        if not all(line.is_right for line in lines):
            raise SystemExit(1)
