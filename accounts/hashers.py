"""Password hashing at the cost of quality.md P10."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: 20 ms and no more memory than a deadline night can give."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
