"""The last step of the door: a session for who has proved to be somebody."""

import datetime as dt

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from starrating.operations import audit
from students.models import User
from students.sessions import throttle, trusted_devices


def come_in(
    request: HttpRequest, user: User, target: str, *, at: dt.datetime, no_code_until: dt.datetime | None = None
) -> HttpResponse:
    """Sign ``user`` in, who has proved to be that person, and lead to ``target``."""
    login(request, user)
    throttle.forget(request, user)
    response = redirect(target)
    # A slip may have been read by others: its password makes no device known.
    if not user.must_change_password:
        trusted_devices.remember(request, response, user, at=at, no_code_until=no_code_until)
    audit.record("account.signed_in", user, by=user, at=at, school_id=user.school_id)
    return response
