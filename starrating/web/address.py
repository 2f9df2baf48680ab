"""Where a request comes from."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Give the address of the person's machine, for waits and the audit; empty where the server gives none."""
    return address_in(request.META)


def address_in(variables: Mapping[str, object]) -> str:
    """Give the address of the person's machine by the variables of a request.

    Behind a proxy it is the last entry of X-Forwarded-For, the one that our proxy wrote: entries before it come from
    the visitor and can be anything.
    """
    if settings.BEHIND_PROXY:
        forwarded = str(variables.get("HTTP_X_FORWARDED_FOR", ""))
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
    return str(variables.get("REMOTE_ADDR", ""))


def valid_address(request: HttpRequest) -> str | None:
    """Give the same address for a column of the database: None for words such as ``unknown`` and for a port."""
    try:
        return str(ip_address(client_address(request).strip("[]")))
    except ValueError:
        return None


def network(request: HttpRequest) -> str:
    """Give what tries are counted by: the address, of IPv6 the half that a provider gives to one house."""
    address = valid_address(request)
    if address is None:
        return client_address(request)[:60]
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
