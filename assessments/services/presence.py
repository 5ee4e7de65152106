"""Who has a question open at this moment. Advisory: kept in the cache, never in the way of a save."""

import time

from django.core.cache import cache

PRESENT = 120  # seconds since the last sign of life
REFRESHED = 20  # a sign is written at most this often

Signs = dict[int, tuple[str, str, float]]  # by user: name, code of the question, when


def here(*, assessment_id: int, code: str, user) -> list[str]:
    """The names of the others on this question; from now on they see `user` too. One entry an assessment."""
    now = time.time()
    key = f"presence:{assessment_id}"
    signs: Signs = cache.get(key) or {}
    own = signs.get(user.pk)
    if own is None or own[1] != code or now - own[2] > REFRESHED:
        signs = {who: sign for who, sign in signs.items() if now - sign[2] < PRESENT}
        signs[user.pk] = (str(user), code, now)
        cache.set(key, signs, PRESENT)
    return sorted(
        name for who, (name, at, seen) in signs.items() if who != user.pk and at == code and now - seen < PRESENT
    )
