"""Guards of tables: what the database itself refuses by triggers, whoever asks.

A promise in Python would not hold against `QuerySet.update`, the database's own shell or the next programmer. The
guards of an app's tables stand in its `guards.py`, the one list that its migration puts in force.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# How the names of triggers end, by what they hold.
APPEND_ONLY = "_append_only"
FROZEN = "_frozen"
LIMITED = "_limited"
KEPT = "_kept"
# The class of the error makes Django raise the same IntegrityError as on SQLite.
_RAISE = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"


@dataclass(frozen=True)
class Guard(ABC):
    """A table some of whose changes are refused, each with an IntegrityError that says why."""

    table: str
    suffix: ClassVar[str]

    @property
    @abstractmethod
    def refusal(self) -> str:
        """Say why a change is refused, without a quotation mark."""

    @abstractmethod
    def refused(self, vendor: str) -> Mapping[str, str]:
        """Give the SQL condition over ``NEW`` and ``OLD`` under which each event is refused; empty for always.

        SQLite's triggers ask it themselves, PostgreSQL's in their :meth:`body`.
        """

    @abstractmethod
    def body(self) -> str:
        """Give what PostgreSQL's function does between BEGIN and END."""

    def withheld(self) -> frozenset[str]:
        """Give the events that the serving account needs no right to: those that are refused whatever a row says."""
        return frozenset(event for event, condition in self.refused("postgresql").items() if not condition)

    def put(self, connection: BaseDatabaseWrapper) -> None:
        """Put the guard in force, in place of what is there under its name."""
        self.take_off(connection)
        run(connection, self._created(connection))

    def take_off(self, connection: BaseDatabaseWrapper) -> None:
        """Let every change through; outside of migrations for tests alone."""
        run(connection, self._dropped(connection))

    def _created(self, connection: BaseDatabaseWrapper) -> list[str]:
        quote, on_sqlite = connection.ops.quote_name, connection.vendor == "sqlite"
        function = quote(self.table + self.suffix)
        answer = f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END" if on_sqlite else f"EXECUTE FUNCTION {function}()"
        statements = []
        if not on_sqlite:
            statements.append(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$refuse$ BEGIN {self.body()} END $refuse$"
            )
        for event, condition in self.refused(connection.vendor).items():
            scope = "STATEMENT" if event == "TRUNCATE" else "ROW"
            when = f"WHEN {condition} " if on_sqlite and condition else ""
            statements.append(
                f"CREATE TRIGGER {quote(self._trigger(event))} BEFORE {event} ON {quote(self.table)} "
                f"FOR EACH {scope} {when}{answer}"
            )
        return statements

    def _dropped(self, connection: BaseDatabaseWrapper) -> list[str]:
        quote, on_sqlite = connection.ops.quote_name, connection.vendor == "sqlite"
        triggers = [quote(self._trigger(event)) for event in self.refused(connection.vendor)]
        if on_sqlite:
            return [f"DROP TRIGGER IF EXISTS {trigger}" for trigger in triggers]
        dropped = [f"DROP TRIGGER IF EXISTS {trigger} ON {quote(self.table)}" for trigger in triggers]
        return [*dropped, f"DROP FUNCTION IF EXISTS {quote(self.table + self.suffix)}()"]

    def _trigger(self, event: str) -> str:
        return f"{self.table}_{event.lower()}{self.suffix}"


@dataclass(frozen=True)
class AppendOnly(Guard):
    """A table that only grows: UPDATE and DELETE are refused, on PostgreSQL TRUNCATE as well."""

    suffix = APPEND_ONLY

    @property
    def refusal(self) -> str:
        return f"{self.table} is append-only: rows are never changed or deleted, a correction is a new row"

    def refused(self, vendor: str) -> Mapping[str, str]:
        events = ("UPDATE", "DELETE") if vendor == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")
        return dict.fromkeys(events, "")

    def body(self) -> str:
        return _RAISE.format(self.refusal)


@dataclass(frozen=True)
class Kept(Guard):
    """A table that only grows, but for rows whose moment in the column ``at`` is more than ``days`` ago.

    They may be deleted, never changed. The clock is the database's own.
    """

    days: int
    suffix = KEPT

    @property
    def refusal(self) -> str:
        return f"{self.table} is append-only: rows are never changed, and deleted after {self.days} days"

    def refused(self, vendor: str) -> Mapping[str, str]:
        if vendor == "sqlite":
            # As Django writes a moment: in UTC, to be compared as text.
            floor = f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-{self.days} days')"
            return {"UPDATE": "", "DELETE": f'OLD."at" >= {floor}'}
        return {"UPDATE": "", "DELETE": f"""OLD."at" >= now() - interval '{self.days} days'""", "TRUNCATE": ""}

    def body(self) -> str:
        young = self.refused("postgresql")["DELETE"]
        return (
            f"IF TG_OP = 'DELETE' THEN IF NOT ({young}) THEN RETURN OLD; END IF; END IF; {_RAISE.format(self.refusal)}"
        )


@dataclass(frozen=True)
class _Conditional(Guard):
    """A table in which an event is refused where its condition of ``conditions`` holds."""

    conditions: Mapping[str, str]
    message: str

    @property
    def refusal(self) -> str:
        return self.message

    def refused(self, vendor: str) -> Mapping[str, str]:
        return self.conditions

    def body(self) -> str:
        tests = " ".join(
            f"IF TG_OP = '{event}' THEN IF {condition} THEN {_RAISE.format(self.refusal)} END IF; END IF;"
            for event, condition in self.conditions.items()
        )
        return f"{tests} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


class Frozen(_Conditional):
    """A table whose rows may be written freely until something is decided."""

    suffix = FROZEN


@dataclass(frozen=True)
class Limited(_Conditional):
    """A table that takes only so many rows of a kind.

    ``lock`` is PostgreSQL's statement that lets one at a time count; SQLite has one writer.
    """

    lock: str
    suffix = LIMITED

    def body(self) -> str:
        return f"{self.lock} {super().body()}"


class PutGuards(Operation):
    """Migration operation: put ``guards`` in force. It looks at no model, so that none is drawn up for it.

    SQLite loses triggers when a later migration rebuilds the table (most changes of a column do): such a migration,
    and one that comes with a guard more, must end with this operation again.
    """

    def __init__(self, guards: Sequence[Guard]) -> None:
        self.guards = guards

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for guard in self.guards:
            guard.put(schema_editor.connection)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for guard in self.guards:
            guard.take_off(schema_editor.connection)

    def describe(self) -> str:
        return f"Guard {', '.join(guard.table for guard in self.guards)}"


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Run one statement after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
