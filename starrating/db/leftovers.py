"""What a database keeps of a row beside the row."""

from contextlib import suppress

from django.db import OperationalError, connections


def empty_log(using: str) -> None:
    """Empty SQLite's write-ahead log, in which erased words stand until others are written over them.

    Waits for who reads from it as long as for the writer, and then leaves it to the next time: what was asked is done.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
