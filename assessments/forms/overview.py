"""The filters of the overview, by GET: cycle, ministry, kind of unit, status, place. Nonsense filters nothing."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from accounts.roles import Role, UnitKind
from assessments.models import Cycle
from assessments.overview import cycles_of, ministries
from assessments.statuses import Status

PLACE = r"^/[A-Z0-9/-]{1,248}/$"  # the path of a unit


class OverviewFilter(forms.Form):
    cycle = forms.TypedChoiceField(label=gettext_lazy("รอบการประเมิน"), required=False, coerce=int, empty_value=None)
    ministry = forms.ChoiceField(label=gettext_lazy("กระทรวง"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("ประเภทหน่วยงาน"), required=False, choices=[("", gettext_lazy("ทุกประเภท")), *UnitKind.choices]
    )
    status = forms.ChoiceField(required=False, choices=[("", ""), *Status.choices])
    after = forms.RegexField(PLACE, required=False)
    before = forms.RegexField(PLACE, required=False)

    def __init__(self, *args, cycles: Sequence[Cycle], ministries: Sequence[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.cycles, self.ministries, self.heads = cycles, ministries, {}
        self.fields["cycle"].choices = [(cycle.pk, str(cycle)) for cycle in cycles]
        self.fields["ministry"].choices = [("", ""), *((unit.code, unit.name_th) for unit in ministries)]
        self.is_valid()

    @cached_property
    def chosen_cycle(self) -> Cycle | None:
        """The one asked for, else the latest; None where there is no assessment in any."""
        wanted = self.cleaned_data.get("cycle")
        return next((cycle for cycle in self.cycles if cycle.pk == wanted), next(iter(self.cycles), None))

    @property
    def chosen_ministry(self) -> str:
        return self.cleaned_data.get("ministry", "")

    @property
    def path(self) -> str:
        """Of the ministry asked for."""
        return next((unit.path for unit in self.ministries if unit.code == self.chosen_ministry), "")

    @property
    def chosen_kind(self) -> str:
        return self.cleaned_data.get("kind", "")

    @property
    def chosen_status(self) -> str:
        return self.cleaned_data.get("status", "")

    @property
    def place(self) -> dict[str, str]:
        """Where the page of units begins or ends."""
        return {name: self.cleaned_data.get(name, "") for name in ("after", "before")}


def filter_of(reach, user, data) -> OverviewFilter:
    """What the overview is asked to show of these assessments; `heads` names every ministry by its path."""
    scopes = tuple(m.unit.path if m.unit else "/" for m in user.roles_held if m.role == Role.COORDINATOR)
    everyone = ministries()
    within = [unit for unit in everyone if unit.path.startswith(scopes)]
    filters = OverviewFilter(data, cycles=cycles_of(reach), ministries=within)
    filters.heads = {unit.path: unit.name_th for unit in everyone}
    return filters
