"""Window codes as text: drawn, read as somebody types them, kept as digests; and what is asked beside them."""

import secrets
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from django.utils.crypto import salted_hmac

# Crockford's: no letter that is taken for a figure.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
BITS = 128
_LENGTH = -(-BITS // 5)
_GROUP = 5
_ASKED = 4


def draw() -> str:
    """Draw a code of 128 bits, in groups as it is printed."""
    number = secrets.randbits(BITS)
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    ends = [*range(_GROUP, _LENGTH - _GROUP + 1, _GROUP), _LENGTH]
    return "-".join(letters[start:end] for start, end in pairwise([0, *ends]))


def digest(code: str) -> str:
    """Give what is kept of a code, however it was typed; by the installation's key, without which it is none."""
    typed = unicodedata.normalize("NFKC", code).upper().translate(_READ_AS)
    return _kept("code", "".join(one for one in typed if one in _ALPHABET))


def digest_of_cookie(secret: str) -> str:
    return _kept("cookie", secret)


def answers(number: str, phones: Iterable[str]) -> list[str]:
    """Give what is right beside a code: the last four of the school number or of a guardian's phone; no paper has it.

    Empty for a pupil of whom nothing long enough is on record, who gets no code.
    """
    kept = [_plain(number), *("".join(one for one in phone if one.isdigit()) for phone in phones)]
    return [text[-_ASKED:] for text in kept if len(text) >= _ASKED]


def is_right(typed: str, right: Iterable[str]) -> bool:
    """Compare with every right answer, in a time that says nothing of them; the whole number is as good as its end."""
    said = _plain(typed)[-_ASKED:].encode()
    return sum(secrets.compare_digest(said, one.encode()) for one in right) > 0


def _kept(what: str, text: str) -> str:
    return salted_hmac(f"reports.window.{what}", text, algorithm="sha256").hexdigest()


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).upper() if one.isalnum())
