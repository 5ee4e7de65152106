import re
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.checks import Problem
from thai.digits import plain, to_arabic
from thai.text import search_fold

PERCENT = ("ร้อยละ", "เปอร์เซ็นต์", "%")
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)")


def contradicts_results(subject):
    """A paragraph that names an indicator, one year and a number with its unit tells what stands in category 7."""
    for indicator in subject.indicators:
        name = search_fold(indicator.name)
        values = {row.fiscal_year: row.value for row in indicator.years.all() if row.value is not None}
        for code, paragraph in _paragraphs(subject, name):
            years = {int(year) for year in YEAR.findall(paragraph)}
            told = _numbers(paragraph.replace(name, " "), indicator.unit_of_measure)
            if len(years) == 1 and told and (stored := values.get(*years)) is not None and stored not in told:
                message = _("ข้อ %(code)s เขียนค่าของ “%(name)s” ปี %(year)d ไม่ตรงกับตัวชี้วัด %(indicator)s ซึ่งเป็น %(value)s")
                words = {"code": code, "name": indicator.name, "year": min(years), "indicator": indicator.code}
                yield Problem(code, message % (words | {"value": plain(stored)}), is_error=False, target="question")


def _paragraphs(subject, name: str):
    for code, paragraphs in subject.folded_paragraphs.items():
        for paragraph in paragraphs:
            if name in paragraph:
                yield code, paragraph


def _numbers(paragraph: str, unit: str) -> set[Decimal]:
    """The numbers that carry the unit of the indicator; none where it has no unit."""
    unit = search_fold(unit)
    if not unit:
        return set()
    if unit in PERCENT:
        pattern = rf"(?:ร้อยละ|เปอร์เซ็นต์)\s*({NUMBER})|({NUMBER})\s*(?:%|เปอร์เซ็นต์)"
    else:
        pattern = rf"({NUMBER})\s*{re.escape(unit)}"
    found = re.findall(pattern, to_arabic(paragraph))
    texts = [text for row in found for text in ([row] if isinstance(row, str) else row) if text]
    return {Decimal(text.replace(",", "")) for text in texts}
