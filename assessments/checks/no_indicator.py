from django.utils.translation import gettext as _

from assessments.checks import Problem


def results_without_indicator(subject):
    """A results item without any indicator counts 0; that is allowed but rarely meant."""
    for result in subject.card.items.values():
        if result.item.is_results and not result.indicators:
            message = _("หัวข้อ %(code)s %(title)s ยังไม่มีตัวชี้วัด จึงได้ 0 คะแนน ให้เพิ่มตัวชี้วัดหากมีข้อมูล")
            words = message % {"code": result.code, "title": result.item.title}
            yield Problem(result.code, words, is_error=False, target="item")
