from criteria.models.criteria_set import CriteriaSet
from criteria.models.mapping import Mapping, MappingPair
from criteria.models.question import Question
from criteria.models.rubric import Rubric
from criteria.models.structure import Area, Category, Item
from criteria.models.tags import Characteristic, SuccessFactor

__all__ = [
    "Area",
    "Category",
    "Characteristic",
    "CriteriaSet",
    "Item",
    "Mapping",
    "MappingPair",
    "Question",
    "Rubric",
    "SuccessFactor",
]
