"""One-time passwords: random, of nothing that a roster knows, and such as can be typed from a slip of paper."""

import secrets

# Without i, l, o, 0 and 1, which look alike on paper; 13 of 31 characters are 64 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS = (4, 4, 5)

# Children type syllables: twice consonant, vowel, consonant, vowel, consonant, then digits; 44 bits.
CONSONANTS = "bdfghjkmnprstwyz"
VOWELS = "aeiu"
DIGITS = "23456789"
SYLLABLES = (CONSONANTS, VOWELS, CONSONANTS, VOWELS, CONSONANTS)
PUPIL_GROUPS = (SYLLABLES, SYLLABLES, (DIGITS,) * 4)


def one_time_password() -> str:
    """Draw a password in groups that are read out easily, at least 60 bits: ``k3mp-9xw2-hv7qt``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(size)) for size in _GROUPS)


def pupil_password() -> str:
    """Draw a password such as a child of ten can type, at least 40 bits: ``bakut-timen-3849``."""
    return "-".join("".join(secrets.choice(letters) for letters in group) for group in PUPIL_GROUPS)
