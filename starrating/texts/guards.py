"""What the database refuses in the table of kept texts: every change but the erasure that is on record."""

from django.db.backends.base.base import BaseDatabaseWrapper

from starrating.db.guards import AppendOnly, Frozen, run
from starrating.db.sealed import Sealed

# PostgreSQL's function that erases; it takes the digests.
ERASE = "texts_erase"
_ERASED = """OLD.erased_at IS NULL AND NEW.digest = OLD.digest AND NEW.text = '' AND NEW.salt = ''
    AND (NEW.student_key = OLD.student_key OR NEW.student_key IS NULL AND OLD.student_key IS NULL)
    AND EXISTS (SELECT 1 FROM texts_texterasure erasure
                WHERE erasure.kept_id = NEW.digest AND erasure.at = NEW.erased_at)"""
_MESSAGE = "a kept text never changes and never goes: it is erased by its verb, which puts that on record first"
# Run by the owner of the table, whoever calls it: the account that serves pages needs no right to change these rows.
# What it may do is no more than the trigger lets through.
_FUNCTION = """CREATE OR REPLACE FUNCTION {function}(digests text[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $erase$
    DECLARE erased integer;
    BEGIN
        UPDATE texts_kepttext SET text = '', salt = '', erased_at = erasure.at FROM texts_texterasure erasure
        WHERE erasure.kept_id = digest AND digest = ANY(digests) AND erased_at IS NULL;
        GET DIAGNOSTICS erased = ROW_COUNT;
        RETURN erased;
    END $erase$"""


class Erasable(Frozen):
    """A table whose rows stand as they came in, until one is erased as it is on record."""

    def withheld(self) -> frozenset[str]:
        return frozenset(("UPDATE", "DELETE"))

    def put(self, connection: BaseDatabaseWrapper) -> None:
        super().put(connection)
        if connection.vendor == "postgresql":
            run(connection, [_FUNCTION.format(function=ERASE, schema=_schema(connection))])

    def take_off(self, connection: BaseDatabaseWrapper) -> None:
        super().take_off(connection)
        if connection.vendor == "postgresql":
            run(connection, [f"DROP FUNCTION IF EXISTS {ERASE}(text[])"])


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return connection.ops.quote_name(str(cursor.fetchone()[0]))


GUARDS = (
    AppendOnly("texts_texterasure"),
    Erasable(
        "texts_kepttext",
        {"INSERT": "NEW.erased_at IS NOT NULL", "UPDATE": f"NOT ({_ERASED})", "DELETE": "OLD.digest IS NOT NULL"},
        _MESSAGE,
    ),
)
# A kept text may go; that it went is sealed, and so is its digest in the rows that point at it.
SEALED = (Sealed("texts_texterasure", "at"),)
