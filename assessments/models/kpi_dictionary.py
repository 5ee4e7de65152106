"""The KPI dictionary of an indicator: what it means, how it is measured, where from, by whom and how often."""

from dataclasses import dataclass, fields

from django.utils.translation import gettext_lazy as _

from assessments.statuses import Frequency

DICTIONARY_LABELS = {
    "definition": _("คำอธิบายหรือนิยาม"),
    "formula": _("สูตรหรือวิธีคำนวณ"),
    "source": _("แหล่งข้อมูล"),
    "owner": _("ผู้รับผิดชอบข้อมูล"),
    "frequency": _("ความถี่ของการเก็บข้อมูล"),
}
DICTIONARY_LIMITS = {"definition": 1000, "formula": 1000, "source": 300, "owner": 300}  # graphemes


@dataclass(frozen=True)
class KpiDictionary:
    """พจนานุกรมตัวชี้วัด; every part may be empty. The owner is a division or a position in words, not a person."""

    definition: str = ""
    formula: str = ""
    source: str = ""
    owner: str = ""
    frequency: str = ""

    def __bool__(self) -> bool:
        return self != NO_DICTIONARY

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Label and words of each part that holds something."""
        words = vars(self) | {"frequency": self.frequency_words}
        return [(str(label), words[name]) for name, label in DICTIONARY_LABELS.items() if words[name]]

    @property
    def frequency_words(self) -> str:
        return str(Frequency(self.frequency).label) if self.frequency else ""


DICTIONARY = tuple(part.name for part in fields(KpiDictionary))
NO_DICTIONARY = KpiDictionary()
