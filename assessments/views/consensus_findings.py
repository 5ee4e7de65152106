"""Findings in the consensus room: those of the assessors side by side, and the ones that are merged of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.document import FrozenDocument
from assessments.forms.consensus import MergeForm, initial_merge
from assessments.models import Finding
from assessments.statuses import FindingKind, Stage
from assessments.wording import prescribes
from criteria.outline import ItemOutline


@dataclass(frozen=True)
class Merged:
    """A finding of the consensus, the findings that it stands for, and whether it prescribes (a hint)."""

    finding: Finding
    sources: tuple[Finding, ...]
    prescribes: bool


@dataclass(frozen=True)
class Source:
    """A finding of an assessor; `is_ticked` for the merge that is being written."""

    finding: Finding
    is_ticked: bool


def findings_context(
    frozen: FrozenDocument,
    item: ItemOutline,
    *,
    ticked: Collection[str] = (),
    form: MergeForm | None = None,
    is_stale: bool = False,
) -> dict:
    """What the page of an item shows of findings. `ticked` are keys as text; `form` is a merge that was not saved."""
    found = sources_of(frozen, item)
    chosen = [each for each in found if str(each.pk) in ticked and each.merged_into_id is None]
    return {
        "kinds": [
            (kind, [Source(each, each in chosen) for each in found if each.kind == kind]) for kind in FindingKind
        ],
        "source_count": len(found),
        "free_count": sum(each.merged_into_id is None for each in found),
        "merged": merged_of(frozen, item, found),
        "chosen": chosen,
        "merge_form": form or merge_form(frozen, item, initial=initial_merge(chosen)),
        "is_merging": bool(chosen or form),
        "is_stale": is_stale,
    }


def sources_of(frozen: FrozenDocument, item: ItemOutline) -> list[Finding]:
    """The findings of the assessors on this item, by author in the order of writing. One query."""
    found = Finding.objects.in_room(frozen.submission).filter(item_id=item.pk)
    return list(found.select_related("author").order_by("-is_double", "author", "pk"))


def merged_of(frozen: FrozenDocument, item: ItemOutline, sources: Sequence[Finding]) -> list[Merged]:
    """The findings of the consensus on this item, strengths first. One query."""
    agreed = Finding.objects.filter(submission=frozen.submission, stage=Stage.CONSENSUS, item_id=item.pk)
    return [
        Merged(
            each,
            tuple(source for source in sources if source.merged_into_id == each.pk),
            prescribes(each.kind, each.nugget),
        )
        for each in agreed.select_related("author")
    ]


def merge_form(frozen: FrozenDocument, item: ItemOutline, *data, **given) -> MergeForm:
    """The form for this item: its factors where the scheme has any."""
    return MergeForm(*data, item=item, has_factors=frozen.card.scheme.has_rubric, **given)
