from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from starrating.operations.management.commands.run import address


class Command(BaseCommand):
    help = "Serve figures for Prometheus at METRICS_BIND, which `run` does by itself where that is set."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.METRICS_BIND:
            raise CommandError("METRICS_BIND is not set; name an inner address and port, such as 127.0.0.1:9464.")
        # Only here, since most installations do not have the library.
        import_string("starrating.operations.metrics.serving.serve")(*address(settings.METRICS_BIND))
