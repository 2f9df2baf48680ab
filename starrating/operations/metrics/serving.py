"""The server of the figures: on an address within the house only."""

import ipaddress

from django.conf import settings
from django.core.management.base import CommandError
from prometheus_client import CollectorRegistry, start_wsgi_server
from prometheus_client.multiprocess import MultiProcessCollector

from starrating.operations.metrics.figures import Figures


def registry() -> CollectorRegistry:
    """Give what has been counted by all processes, and the figures of this moment."""
    found = CollectorRegistry()
    MultiProcessCollector(found, str(settings.METRICS_ROOT))  # type: ignore[no-untyped-call]
    found.register(Figures())
    return found


def serve(host: str, port: int) -> None:
    """Serve until this process ends; raises CommandError for an address that others could reach."""
    demand_inner(host)
    _server, thread = start_wsgi_server(port, host, registry())
    thread.join()


def demand_inner(host: str) -> None:
    """Raise CommandError unless ``host`` is an address of this machine or of a private network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise CommandError(f"METRICS_BIND: {host} is no address; write one such as 127.0.0.1:9464.") from error
    if address.is_unspecified or not address.is_private:
        raise CommandError(f"METRICS_BIND: {host} can be reached from outside; use 127.0.0.1 or a private address.")
