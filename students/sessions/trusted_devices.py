"""Browsers an account has signed in from before, known by a cookie that outlives the session (OWASP: device cookies).

The cookie holds a random number and nothing else, so that there is nothing to sign: the table says whose it is.
"""

import datetime as dt
import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from starrating.web.address import client_address
from students.models import KnownDevice, User

KEPT_FOR = dt.timedelta(days=180)
_SHAPE = re.compile(r"[\w-]{43}", re.ASCII)


def device_of(request: HttpRequest) -> str:
    """Give the checksum of the browser's number; empty for one that never was here."""
    number = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return _checksum(number) if _SHAPE.fullmatch(number) else ""


def place_of(request: HttpRequest, account: str) -> str:
    """Say where tries for this account name are counted: at a device it is known on by the device, else by the address.

    So nobody's wrong tries elsewhere keep a teacher from coming in at the own computer.
    """
    device = device_of(request)
    if KnownDevice.objects.filter(user__username=account, device=device).exists():
        return f"device:{device}"
    return f"address:{client_address(request)[:60]}"


def asks_no_code(request: HttpRequest, user: User, at: dt.datetime) -> bool:
    """Tell whether the owner has said, with a code, that this device needs none for some time."""
    known = KnownDevice.objects.filter(user=user, device=device_of(request), no_code_until__gt=at)
    return known.exists()


def remember(
    request: HttpRequest, response: HttpResponseBase, user: User, *, at: dt.datetime, no_code_until: dt.datetime | None
) -> None:
    """Remember that ``user`` has come in at this browser, until it is not used for half a year."""
    number = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    # A number that nobody has been given is not taken over: somebody may have put it there to know it too.
    if not KnownDevice.objects.filter(device=device_of(request)).exists():
        number = secrets.token_urlsafe(32)
    values: dict[str, object] = {"last_used_at": at}
    if no_code_until is not None:
        values["no_code_until"] = no_code_until
    KnownDevice.objects.update_or_create(user=user, device=_checksum(number), defaults=values)
    KnownDevice.objects.filter(user=user, last_used_at__lt=at - KEPT_FOR).delete()
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        number,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _checksum(number: str) -> str:
    return salted_hmac("students.devices", number, algorithm="sha256").hexdigest()
