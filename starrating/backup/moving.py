"""From one database to another: a school that began on SQLite goes on with PostgreSQL, or back."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from django.utils.translation import gettext as _

from starrating.backup.restoring import demand_empty, filling
from starrating.backup.snapshot import opened, snapshot
from starrating.backup.tables import carried, digest_of, give_out_after, lines_of, next_keys, put
from starrating.db import connection as engines
from starrating.refused import Refused

_TARGET = "moved"


def move(address: str) -> dict[str, int]:
    """Copy every table into the empty database at ``address``; gives how many rows of each, all compared by sums.

    Raises :class:`Refused` for an address that is none, a database in use, and rows that do not arrive as they left.
    """
    try:
        settings = engines.configuration(dict(environ.Env.db_url_config(address)), Path())
    except (ImproperlyConfigured, ValueError) as error:
        raise Refused(_("The address must start with sqlite:/// or postgres://."), code="address") from error
    with opened(_TARGET, settings):
        _demand_reachable()
        call_command("migrate", interactive=False, verbosity=0, database=_TARGET)
        demand_empty(_TARGET)
        with snapshot() as source, transaction.atomic(_TARGET):
            with filling(_TARGET):
                for model in carried():
                    put(model, lines_of(model, source), _TARGET)
                give_out_after(next_keys(source), _TARGET)
            return {model._meta.label: _compared(model._meta.label, source) for model in carried()}


def _demand_reachable() -> None:
    """Raise :class:`Refused` for a database that does not answer: it is not the one that the program runs on."""
    try:
        connections[_TARGET].ensure_connection()
    except OperationalError as error:
        raise Refused(
            _("That database cannot be reached: %(why)s. Check the address, and whether it is running.")
            % {"why": str(error).strip().partition("\n")[0]},
            code="unreachable",
        ) from error


def _compared(label: str, source: str) -> int:
    model = next(one for one in carried() if one._meta.label == label)
    count, total = digest_of(lines_of(model, source))
    if (count, total) != digest_of(lines_of(model, _TARGET)):
        raise Refused(
            _("%(table)s did not arrive as it left. Nothing was kept there; tell whoever looks after the program.")
            % {"table": model._meta.verbose_name_plural},
            code="differs",
        )
    return count
