"""Makes what is derived from the checkout: compiled catalogues, a font, and the folder of static files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from starrating.operations.catalogues import compile_catalogues
from starrating.rare_characters import make_font


class Command(BaseCommand):
    help = "Compile translations, cut the font of rare characters, collect static files; again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for directory in settings.LOCALE_PATHS:
            compile_catalogues(Path(directory))
        make_font(settings.RARE_FONT)
        call_command("collectstatic", interactive=False, verbosity=0)
