"""What the consensus room takes: who was present and when, and a finding merged from those of the assessors."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from assessments.forms.reviews import FindingForm
from assessments.forms.text import ThaiTextField
from assessments.forms.workflow import ThaiDateField
from assessments.models import ConsensusMeeting, Finding
from criteria.kinds import PROCESS_FACTORS, RESULTS_FACTORS
from criteria.outline import ItemOutline
from thai.dates import BUDDHIST_ERA

PRESENT_LIMIT = 4_000
WORDS = ("kind", "is_double", "factor", "nugget", "evidence", "relevance")


class MeetingForm(forms.Form):
    """The day of the meeting and who was present, a line a person; both may be told later."""

    held_on = ThaiDateField(
        label=gettext_lazy("วันที่ประชุม"), help_text=gettext_lazy("วัน/เดือน/ปี พ.ศ. เช่น 30/1/2569"), required=False
    )
    present = ThaiTextField(
        label=gettext_lazy("ผู้เข้าประชุม"),
        help_text=gettext_lazy("บรรทัดละ 1 คน พร้อมตำแหน่งถ้ามี"),
        limit=PRESENT_LIMIT,
        required=False,
        lines=4,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MergeForm(FindingForm):
    """A finding of the consensus; `version` is the one that the writer saw, 0 for a new one."""

    def __init__(self, *args, item: ItemOutline, has_factors: bool, **kwargs):
        factors = (PROCESS_FACTORS if item.is_process else RESULTS_FACTORS) if has_factors else ()
        super().__init__(*args, factors=factors, **kwargs)

    @property
    def words(self) -> dict:
        """What the finding says, by column."""
        return {name: self.cleaned_data.get(name, "") for name in WORDS}

    @property
    def seen(self) -> int:
        return self.cleaned_data["version"] or 0


def initial_meeting(meeting: ConsensusMeeting) -> dict:
    """The meeting as the form shows it, its day as officials write it."""
    day = meeting.held_on
    shown = f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA}" if day else ""
    return {"held_on": shown, "present": meeting.present, "version": meeting.version}


def initial_finding(finding: Finding) -> dict:
    """The words of a stored finding, and its version."""
    return {name: getattr(finding, name) for name in (*WORDS, "version")}


def initial_merge(sources: Sequence[Finding]) -> dict:
    """The words of the first source; ++ or −− where one of them has it. Version 0: it is new."""
    if not sources:
        return {"version": 0}
    return initial_finding(sources[0]) | {"version": 0, "is_double": any(each.is_double for each in sources)}
