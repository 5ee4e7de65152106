"""Units that send the same text at once: one pair, whoever looks first."""

from functools import partial

import pytest

from assessments.models import Comparison, SameText, TextSample
from assessments.services.same_texts import compare_latest, uncompared
from tests.assessments.services.test_same_texts import send
from tests.cast import make_assessment, make_unit
from tests.races.runner import ROUNDS, at_once
from tests.thai.test_shingles import TEXT

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_units_at_once_are_one_pair(cast, cycle):
    for number in range(ROUNDS):
        both = [make_assessment(make_unit(f"R{number}{side}", f"กรม {side}"), cycle) for side in "AB"]
        for assessment in both:
            send(assessment, cast, q1_1=f"{number} {TEXT}")
        results = at_once(*(partial(compare_latest, each.pk) for each in both * 2))
        assert [problem for problem in results if problem] == []
        pks = [each.pk for each in both]
        samples = TextSample.objects.filter(submission__assessment__in=pks)
        assert samples.count() == 2
        assert SameText.objects.filter(first__in=samples, second__in=samples).count() == 1
        assert Comparison.objects.filter(submission__assessment__in=pks).count() == 2
        assert uncompared() == []
