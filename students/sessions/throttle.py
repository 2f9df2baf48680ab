"""The lock of django-axes, slowed down instead of shut: see :mod:`students.sessions.attempts` for the waits.

Its own handlers count after the password was looked at, so that many tries at one moment slip through; forget the
count together with the wait, so that waits cannot grow; and tidy other accounts' rows by the asker's wait.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.base import AxesHandler
from django.http import HttpRequest
from django.utils import timezone

from students.models import User
from students.sessions import attempts
from students.sessions.trusted_devices import place_of


class SlowingHandler(AxesHandler):  # type: ignore[misc]  # axes has no types
    """Asked before each look at a password, and told of each failure and success."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        account = str((credentials or {}).get("username", ""))
        made = attempts.begin(account, place_of(request, account), at=timezone.now())
        request.sign_in_try = made  # type: ignore[attr-defined]
        request.axes_locked_out = not made.allowed  # type: ignore[attr-defined]
        return not made.allowed

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        """The failure that begins a wait is answered by the page that says so."""
        made = getattr(request, "sign_in_try", None)
        if made is not None and made.wait > attempts.NO_TIME:
            request.axes_locked_out = True

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        attempts.forget(user.username, place_of(request, user.username))
