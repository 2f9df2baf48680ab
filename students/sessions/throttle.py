"""Count each try of a password before it is looked at, and refuse it while the account rests at that place."""

import datetime as dt
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from students.models import User
from students.sessions import attempts
from students.sessions.trusted_devices import place_of


class ThrottledBackend(ModelBackend):
    """Django's own accounts and passwords, the only ones that are asked: no password is looked at but through here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return whose password it is; None for nobody's, and for everybody's while the account rests at this place.

        Raise TypeError without a request: no place could be told, and the tries would not be counted.
        """
        if request is None:
            raise TypeError("a password is looked at for a request only")
        account = username or ""
        made = attempts.begin(account, place_of(request, account), at=timezone.now())
        request.wait_after_failure = made.wait  # type: ignore[attr-defined]
        return super().authenticate(request, account, password, **kwargs) if made.allowed else None


def wait_after_failure(request: HttpRequest) -> dt.timedelta:
    """Return how long the account rests at this place now that the try has failed; no time where nothing was tried."""
    wait: dt.timedelta = getattr(request, "wait_after_failure", attempts.NO_TIME)
    return wait


def forget(request: HttpRequest, user: User) -> None:
    """Begin anew for ``user`` at this place: the account has come in."""
    attempts.forget(user.username, place_of(request, user.username))
