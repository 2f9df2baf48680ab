"""Who may look around: whoever sits at the computer on which the demonstration runs."""

import ipaddress

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from awards.visit.places import Place, open_places
from starrating.server.environ import FORWARDED
from students.models import User
from students.school.addresses import is_loopback

# What a proxy says of itself; those that begin with X-Forwarded- are noted by the server, which drops them.
_OF_A_PROXY = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def is_at_this_computer(request: HttpRequest) -> bool:
    """Tell whether a request comes from this computer and asks for it, with nothing in between that speaks for others.

    The peer of the connection counts, never what a header says of it. An installation that is meant for others
    (ALLOWED_HOSTS, BEHIND_PROXY) has nobody here: behind a proxy all the world comes from the computer itself.
    """
    if settings.BEHIND_PROXY or settings.SERVES_OTHERS or settings.INSECURE_LAN:
        return False
    if request.META.get(FORWARDED) or any(name in request.META for name in _OF_A_PROXY):
        return False
    return _is_here(str(request.META.get("REMOTE_ADDR", ""))) and is_loopback(_host(request))


def places_for(request: HttpRequest) -> dict[Place, User]:
    """Give the accounts in whose place this request may look; none outside the demonstration."""
    return open_places() if is_at_this_computer(request) else {}


def _host(request: HttpRequest) -> str:
    """Give the host that is asked for; empty for one under which the program does not answer."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    return host.rsplit(":", 1)[0].strip("[]").rstrip(".")


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
