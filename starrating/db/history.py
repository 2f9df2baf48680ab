"""Whether a database was made by the migrations that are here."""

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model


def is_of_these_migrations(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the program's tables are what the migrations make that the database says it had; it may be empty.

    Tables, columns and the names of constraints and indexes are looked at, and nothing is written: so it needs no mark
    in the database, which a copy may lose and a reformatted migration would belie.
    """
    loader = MigrationLoader(connection)
    own = {name.rpartition(".")[2] for name in settings.OWN_APPS}
    recorded = [key for key in loader.applied_migrations if key[0] in own]
    if not loader.disk_migrations.keys() >= set(recorded):
        return False
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory:
        return False
    models = loader.project_state(recorded).apps.get_models(include_auto_created=True)
    tables = set(connection.introspection.table_names())
    return all(
        model._meta.db_table in tables and _stands(connection, model)
        for model in models
        if model._meta.app_label in own
    )


def _stands(connection: BaseDatabaseWrapper, model: type[Model]) -> bool:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 -- a table of ours, quoted
        columns = {column[0] for column in cursor.description}
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
    named = [*model._meta.constraints, *model._meta.indexes]
    wanted = {field.column for field in model._meta.local_concrete_fields}
    return columns == wanted and constraints.keys() >= {one.name for one in named}
