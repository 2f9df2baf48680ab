"""Rows that SQLite holds in another form than the program writes: read as the same value, compared as another one.

``20260901`` is read as the day that ``2026-09-01`` is, and comes after every day of its year. PostgreSQL has one form
for each value.
"""

from collections.abc import Iterator

from django.db import connections

from starrating.db.sealed import Sealed
from starrating.operations.seals.rows import AT_ONCE, columns_of, model_of

_DAY = "-".join(("[0-9]" * 4, "[0-9]" * 2, "[0-9]" * 2))
_MOMENT = f"{_DAY} " + ":".join(("[0-9]" * 2,) * 3)
_FRACTION = f"{_MOMENT}." + "[0-9]" * 6
# What holds of a column by the beginning of its type.
_FORMS = {
    "datetime": "typeof({0}) = 'text' AND ({0} GLOB '" + _MOMENT + "' OR {0} GLOB '" + _FRACTION + "'"
    " AND {0} NOT GLOB '*.000000')",
    "date": "typeof({0}) = 'text' AND {0} GLOB '" + _DAY + "'",
    **dict.fromkeys(("varchar", "char", "text"), "typeof({0}) = 'text'"),
    **dict.fromkeys(("bigint", "integer", "smallint", "bool"), "typeof({0}) = 'integer'"),
}


def oddly_stored(sealed: Sealed, using: str) -> Iterator[int]:
    """Give the keys of such rows of a table."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    table, columns = model_of(sealed.table)._meta, columns_of(sealed)
    forms = []
    for field in table.local_concrete_fields:
        form = _form_of(str(field.db_type(connection))) if field.attname in columns else ""
        if form:
            column = connection.ops.quote_name(str(field.column))
            forms.append(f"({column} IS NULL OR {form.format(column)})")
    key, name = (connection.ops.quote_name(str(text)) for text in (table.pk.column, table.db_table))
    with connection.cursor() as cursor:
        odd = f"SELECT {key} FROM {name} WHERE NOT ({' AND '.join(forms)}) ORDER BY {key}"  # noqa: S608 -- ours, quoted
        cursor.execute(odd)
        while some := cursor.fetchmany(AT_ONCE):
            yield from (int(row[0]) for row in some)


def _form_of(kind: str) -> str:
    return next((form for start, form in _FORMS.items() if kind.startswith(start)), "")
