"""The word that the program prints where nothing is set up yet: who types it sets up the first school, nobody else."""

import datetime as dt
from enum import Enum

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from starrating.db.locks import lock, lock_to_delete
from students.models import School, SetupWord, User
from students.sessions.one_time import one_time_password

# A word of 60 bits cannot be guessed; ten tries are for fingers that slip.
MOST_WRONG = 10
_KEY = 1


class Answer(Enum):
    """What a word that was typed is."""

    RIGHT = "right"
    WRONG = "wrong"
    CLOSED = "closed"  # tried too often: only another start opens it again
    GONE = "gone"  # somebody has set the installation up


def is_new() -> bool:
    """Tell whether there is neither a school nor an account."""
    return not School.objects.exists() and not User.objects.exists()


def is_open() -> bool:
    """Tell whether the first school can be set up on screen: nothing is there, and a word has been printed."""
    return SetupWord.objects.exists() and is_new()


def tries_left() -> int:
    """Give how many wrong words may still be typed until the next start."""
    wrong = SetupWord.objects.filter(pk=_KEY).values_list("wrong", flat=True).first()
    return 0 if wrong is None else MOST_WRONG - wrong


def draw(*, at: dt.datetime) -> str:
    """Draw a word in place of the one before and give it: only its checksum is kept. Empty where something is there."""
    word = one_time_password()
    # Slow by intent, so not under the lock.
    return word if _put(make_password(word), at) else ""


@transaction.atomic
def _put(encoded: str, at: dt.datetime) -> bool:
    list(lock(SetupWord.objects.all()))
    if not is_new():
        SetupWord.objects.all().delete()
        return False
    new = SetupWord(pk=_KEY, encoded=encoded, drawn_at=at)
    columns = ["encoded", "wrong", "drawn_at"]
    SetupWord.objects.bulk_create([new], update_conflicts=True, unique_fields=["id"], update_fields=columns)
    return True


@transaction.atomic
def try_word(word: str) -> Answer:
    """Compare a word that was typed, one at a time, and count it where it is wrong."""
    row = lock(SetupWord.objects.all()).first()
    if row is None or not is_new():
        return Answer.GONE
    if row.wrong >= MOST_WRONG:
        return Answer.CLOSED
    if check_password(plain(word), row.encoded):
        return Answer.RIGHT
    row.wrong += 1
    row.save(update_fields=["wrong"])
    return Answer.WRONG


def hold() -> bool:
    """Let nobody else set up anything until the transaction ends; tells whether a word is waiting to be used."""
    return bool(lock_to_delete(SetupWord.objects.all()))


def use_up() -> None:
    """Take the word away: with the first school nobody needs it any more."""
    SetupWord.objects.all().delete()


def plain(word: str) -> str:
    """Give a word as it was drawn, whatever blanks and capital letters it was typed with."""
    return word.strip().lower().replace(" ", "-")
