"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SchoolArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane: OWASP's floor, and about thirty sign-ins a second on a school's PC.

    Django's default (100 MiB, eight lanes) manages three, and a whole school signs in within the same ten minutes.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
