"""Count each try of a password before it is looked at, and refuse it while account or address have to wait."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from students.models import User
from students.sessions import attempts
from students.sessions.trusted_devices import Place, place_of

# In place of an account: all accounts that are new to an address.
EVERYBODY_NEW = ""


@dataclass(frozen=True)
class _Counted:
    """A try as it was counted; ``for_all`` where it is one of those of accounts new to the address."""

    allowed: bool
    wait: dt.timedelta
    for_all: bool


class ThrottledBackend(ModelBackend):
    """Django's own accounts and passwords, the only ones that are asked: no password is looked at but through here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return whose password it is; None for nobody's, and during a wait for everybody's but a one-time password.

        That one is from a new slip, which is the owner's way past whoever keeps trying: it is random and too long to
        be guessed. A password is looked at during the wait too, so that the time of the answer tells nothing. Raise
        TypeError without a request: no place could be told, and the tries would not be counted.
        """
        if request is None:
            raise TypeError("a password is looked at for a request only")
        account = username or ""
        made = _counted(account, place_of(request, account), timezone.now())
        request.counted_try = made  # type: ignore[attr-defined]
        user: User | None = super().authenticate(request, account, password, **kwargs)
        return user if user is None or made.allowed or user.must_change_password else None


def _counted(account: str, place: Place, at: dt.datetime) -> _Counted:
    """Count a try for its account, and at a device that it is not known on for all accounts new to the address.

    Who has come in from the address before does not wait for the failures of others there, nor do known devices. A
    wrong try of theirs is told the same wait as everybody's: the answer does not say who has been here.
    """
    own = attempts.begin(account, place.key, at=at)
    if place.is_known_device:
        return _Counted(own.allowed, own.wait, for_all=False)
    if place.was_here or not own.allowed:
        around = attempts.wait_left(EVERYBODY_NEW, place.key, at=at, rule=attempts.ADDRESS)
        return _Counted(own.allowed, max(own.wait, around), for_all=False)
    all_new = attempts.begin(EVERYBODY_NEW, place.key, at=at, rule=attempts.ADDRESS)
    return _Counted(all_new.allowed, max(own.wait, all_new.wait), for_all=all_new.allowed)


def wait_after_failure(request: HttpRequest) -> dt.timedelta:
    """Return how long it is to the next try now that this one has failed; no time where nothing was tried."""
    made: _Counted | None = getattr(request, "counted_try", None)
    return made.wait if made else attempts.NO_TIME


def forget(request: HttpRequest, user: User) -> None:
    """Begin anew for ``user`` at this place: the account has come in."""
    place = place_of(request, user.username)
    attempts.forget(user.username, place.key)
    made: _Counted | None = getattr(request, "counted_try", None)
    if made and made.for_all:
        attempts.take_back(EVERYBODY_NEW, place.key, rule=attempts.ADDRESS)
