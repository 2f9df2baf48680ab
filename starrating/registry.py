"""Tables to which every subject adds its own rows, in a module of its package that is named for the kind of row.

So a new row touches its subject's folder only, and whoever reads the whole table knows no app that stands above.
"""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from django.conf import settings


def summed(module: str, table: str) -> list[Any]:
    """Give the rows of ``table`` of every module named ``module`` (``permits``, ``actions``) in the program's apps.

    The apps come in the order of the settings, their packages by name; a module without such a table adds nothing.
    """
    return [row for name in _named(module) for row in getattr(import_module(name), table, ())]


@cache
def _named(module: str) -> tuple[str, ...]:
    """Where such modules are: looked for once, since no program gets another while it runs."""
    return tuple(
        found.name
        for app in settings.OWN_APPS
        for found in walk_packages(import_module(app).__path__, f"{app}.")
        if found.name.endswith(f".{module}") and not found.ispkg
    )
