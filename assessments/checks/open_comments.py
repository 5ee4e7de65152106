from django.utils.translation import gettext as _

from assessments.checks import Problem


def open_comments(subject):
    """What colleagues asked beside a question has been settled."""
    for code, count in subject.open_comments.items():
        message = _("ข้อ %(code)s ยังมีความเห็นที่ไม่ได้ปิด %(count)d เรื่อง อ่านและปิดก่อนส่ง")
        yield Problem(code, message % {"code": code, "count": count}, is_error=False, target="question")
