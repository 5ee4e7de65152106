"""How much each assessor has to do in a year, within the scope of a coordinator: counts alone."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from assessments.desk import assessors, with_hand_in
from assessments.models import Assignment


@dataclass(frozen=True)
class Load:
    """One assessor; `open` is what she has neither handed in nor given back because of a conflict."""

    assessor: User
    assigned: int = 0
    declared: int = 0
    handed_in: int = 0
    conflict: int = 0

    @property
    def open(self) -> int:
        return self.assigned - self.handed_in - self.conflict


def loads_of(scope: QuerySet, cycles: tuple[int, ...]) -> list[Load]:
    """Every assessor, the most open work first. Two queries."""
    given = with_hand_in(Assignment.objects.filter(assessment__in=scope.filter(cycle__in=cycles).order_by()))
    counted = (
        given.order_by()
        .values("assessor")
        .annotate(
            assigned=Count("pk"),
            declared=Count("pk", filter=Q(declared_at__isnull=False)),
            handed_in=Count("pk", filter=Q(has_handed_in=True)),
            conflict=Count("pk", filter=~Q(conflict="") & Q(has_handed_in=False)),
        )
    )
    numbers = {
        row.pop("assessor"): row for row in counted.values("assessor", "assigned", "declared", "handed_in", "conflict")
    }
    loads = [Load(person, **numbers.get(person.pk, {})) for person in assessors()]
    return sorted(loads, key=lambda load: (-load.open, -load.assigned, str(load.assessor)))
