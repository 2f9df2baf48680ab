"""``manage.py permissions_doc``: print the tables of who may do what into docs/permissions.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from awards.management.permissions import permissions_text


class Command(BaseCommand):
    help = "Writes who may do what, from the tables that the program obeys, into docs/permissions.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", default="en", help="such as zh-hans; English is the one kept in docs/")
        parser.add_argument("--out", type=Path, default=Path(settings.BASE_DIR) / "docs" / "permissions.md")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            text = permissions_text()
        options["out"].write_text(text, encoding="utf-8")
        self.stdout.write(str(options["out"]))
