"""Two accounts of PostgreSQL: one owns the tables and migrates, the other serves and can bend no history.

What the serving account may do is made from the guards of the tables, so that it never lags behind them. The triggers
hold whoever asks; but only the owner could take them off, and that account is not the one that meets the network.
"""

from collections.abc import Collection, Mapping

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from starrating.db.guards import Guard, run
from starrating.registry import summed

EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")
# What only migrating writes.
_MIGRATIONS = MigrationRecorder.Migration._meta.db_table


def history() -> dict[str, set[str]]:
    """Give the tables with the events to which the serving account has no right, as their guards say it."""
    found: dict[str, set[str]] = {}
    guards: list[Guard] = summed("guards", "GUARDS")
    for guard in guards:
        if guard.withheld():
            found.setdefault(guard.table, {"TRUNCATE"}).update(guard.withheld())
    return found


def privileges(kept: Mapping[str, Collection[str]] | None = None) -> dict[str, list[str]]:
    """Say for each table what the serving account may do; ``kept`` as in :func:`history`."""
    kept = history() if kept is None else kept
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = sorted({model._meta.db_table for model in models})
    may = {table: [one for one in EVERYTHING if one not in kept.get(table, ())] for table in tables}
    return {**may, _MIGRATIONS: ["SELECT"]}


def grants(connection: BaseDatabaseWrapper, serving: str) -> list[str]:
    """Give the statements that let ``serving`` do its work and nothing else, whatever it was allowed before."""
    quote = connection.ops.quote_name
    role = quote(serving)
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {role}",
        f"REVOKE ALL ON SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        *(f"GRANT {', '.join(may)} ON {quote(table)} TO {role}" for table, may in privileges().items()),
    ]


def grant(connection: BaseDatabaseWrapper, serving: str) -> None:
    """Let ``serving`` do its work and nothing else. By the owner of the tables, within a transaction."""
    run(connection, grants(connection, serving))


def why_not(connection: BaseDatabaseWrapper, serving: str) -> str:
    """Say why an account cannot be the one that serves: ``missing``, ``owner``, or empty where it can."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [serving])
        if cursor.fetchone() is None:
            return "missing"
        # Whoever may become the owner owns the tables; a superuser may become anybody.
        cursor.execute("SELECT pg_has_role(%s, current_user, 'MEMBER')", [serving])
        return "owner" if cursor.fetchone()[0] else ""


def bendable(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the tables of the record that the account of this connection could change, empty or unguard by itself."""
    refused = [(table, event) for table, events in sorted(history().items()) for event in sorted(events)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM unnest(%s, %s) AS refused (name, event) JOIN pg_class c"
            " ON c.oid = refused.name::regclass WHERE has_table_privilege(c.oid, refused.event)"
            " OR pg_has_role(current_user, c.relowner, 'MEMBER') ORDER BY c.relname",
            [[table for table, _event in refused], [event for _table, event in refused]],
        )
        return [str(table) for (table,) in cursor.fetchall()]
