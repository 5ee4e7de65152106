from django.utils.translation import gettext as _

from assessments.checks import Problem


def required_subtopic(subject):
    """A required sub-topic without a result keeps its whole dimension at 0 (scoring.md 3)."""
    for result in subject.card.items.values():
        titles = {area.code: area.title for area in result.item.areas}
        for code in result.missing:
            message = _("ด้าน %(item)s หัวข้อย่อยที่จำเป็น %(code)s %(title)s ยังไม่มีตัวชี้วัดที่มีผล ทั้งด้านจึงได้ 0 คะแนน")
            words = message % {"item": result.code, "code": code, "title": titles[code]}
            yield Problem(result.code, words, is_error=False, target="item")
