"""Where the program is reached by whoever holds a paper or a slip: set once, for the installation or by the school."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from starrating.refused import Refused
from students.models import School


def paper_address(school: School, request: HttpRequest) -> str:
    """Give the address for papers, without a slash at its end: the installation's, the school's, or that of the page.

    Raises :class:`Refused` where it leads nowhere but to the computer itself: a paper with it helps nobody.
    """
    address = settings.PUBLIC_ADDRESS or school.paper_address or f"{request.scheme}://{request.get_host()}"
    demand_reachable(address)
    return address


def demand_reachable(address: str) -> None:
    """Raise :class:`Refused` for an address that is none, or one that only the computer itself reaches (localhost)."""
    host = _host(address)
    if not host:
        raise Refused(
            _("%(address)s is no address. Write it as in a browser, such as https://stars.school.example.")
            % {"address": address},
            code="address",
        )
    if is_loopback(host):
        raise Refused(
            _(
                "%(address)s is reached from this computer alone: on a paper it would lead nowhere. Have the "
                "administrator write the school's own address into the settings, such as https://stars.school.example."
            )
            % {"address": address},
            code="loopback",
        )


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""


def is_loopback(host: str) -> bool:
    """Tell whether a name or number of a host means the computer itself."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".localdomain"))
    return found.is_loopback or found.is_unspecified
