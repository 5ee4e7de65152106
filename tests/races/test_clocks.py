"""Who waits for a lock reads a clock that stands after the wait, whoever is waited for and whether he wrote the row."""

import threading
import time

import pytest
from django.db import transaction

from assessments.services.locks import (
    lock_assessment,
    lock_assessments,
    lock_calibration,
    share_assessment,
    share_calibration,
)
from tests.calibrating import open_set, submitted
from tests.races.runner import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def source(cast, cycle):
    return submitted(cast, cycle)


def behind(first, then):
    """When `first` let go, as the database tells it; when `then` got what it had waited for."""
    held = threading.Event()

    def hold():
        with transaction.atomic(durable=True):
            first()
            held.set()
            time.sleep(0.1)
            return first()

    def wait():
        held.wait(10)
        with transaction.atomic(durable=True):
            return then()

    return at_once(hold, wait)


def shared(pk):
    return share_assessment(pk).now


def whole(pk):
    return lock_assessment(pk)[1]


def batch(pk):
    return lock_assessments([pk])[0].read_at


@pytest.mark.parametrize(("first", "then"), [(shared, whole), (whole, shared), (whole, whole), (shared, batch)])
def test_the_clock_of_an_assessment_stands_after_the_wait(assessment, first, then):
    let_go, got = behind(lambda: first(assessment.pk), lambda: then(assessment.pk))
    assert let_go <= got


@pytest.mark.parametrize(
    ("first", "then"), [(share_calibration, lock_calibration), (lock_calibration, share_calibration)]
)
def test_the_clock_of_a_calibration_set_stands_after_the_wait(source, cast, first, then):
    pk = open_set(source, cast.coordinator).pk
    let_go, got = behind(lambda: first(pk).now, lambda: then(pk).now)
    assert let_go <= got
