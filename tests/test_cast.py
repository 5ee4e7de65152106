import pytest

from assessments.statuses import Status
from tests.cast import bring_to


@pytest.mark.parametrize("status", Status.values)
def test_an_assessment_can_be_brought_to_every_status(assessment, cast, status):
    assert bring_to(assessment, status, cast).status == status
