"""Browsers an account has signed in from before, known by a cookie that outlives the session (OWASP: device cookies).

The cookie holds a random number and nothing else, so that there is nothing to sign: the table says whose it is.
"""

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from starrating.web.address import network
from students.models import KnownDevice, User

KEPT_FOR = dt.timedelta(days=180)
_SHAPE = re.compile(r"[\w-]{43}", re.ASCII)


def device_of(request: HttpRequest) -> str:
    """Give the checksum of the browser's number; empty for one that never was here."""
    number = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return _checksum(number) if _SHAPE.fullmatch(number) else ""


@dataclass(frozen=True)
class Place:
    """Where tries for an account name are counted, under ``key``: at a known device by the device, else by the address.

    ``was_here``: the account has come in from this address before, on whatever device.
    """

    key: str
    is_known_device: bool
    was_here: bool


def place_of(request: HttpRequest, account: str) -> Place:
    """Say where this request comes from; nobody's wrong tries elsewhere keep a teacher from the own computer."""
    device, address = device_of(request), network(request)
    known = KnownDevice.objects.filter(user__username=account)
    if known.filter(device=device).exists():
        return Place(f"device:{device}", is_known_device=True, was_here=True)
    was_here = known.filter(address=_checksum(address)).exists()
    return Place(f"address:{address}", is_known_device=False, was_here=was_here)


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
    values: dict[str, object] = {"last_used_at": at, "address": _checksum(network(request))}
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


def _checksum(text: str) -> str:
    return salted_hmac("students.devices", text, algorithm="sha256").hexdigest()
