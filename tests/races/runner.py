"""Runs functions at the same moment, each in a thread with a database connection of its own."""

import os
import threading
from collections.abc import Callable

from django.db import connections

ROUNDS = int(os.environ.get("PMQA_RACE_ROUNDS", "3"))


def at_once(*functions: Callable) -> list:
    """What each function returned or raised, in order; all start together behind a barrier."""
    results: list = [None] * len(functions)
    barrier = threading.Barrier(len(functions))

    def run(index: int, function: Callable) -> None:
        try:
            barrier.wait(10)
            results[index] = function()
        except Exception as problem:
            results[index] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
