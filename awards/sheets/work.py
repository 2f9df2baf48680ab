"""The one way to change a class's sheet: under its lock, by who may, with decision, version and audit at its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from awards.guards import CAP_HELD
from awards.models import ClassRound, Decision, SheetState, Verdict
from awards.sheets.contents import Contents
from awards.sheets.stage import Stage
from awards.sheets.workflow import Verb, demand
from awards.terms.locks import demand_sheets_open, gone, locked_term
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from starrating.texts.keeping import keep_all, worded
from students.models import User
from students.permits.roles import Role, Standing, standing_of

M = TypeVar("M", bound=models.Model)

# As the databases name what refuses a name too many; SQLite names columns instead of a constraint.
_LIMITS = (
    CAP_HELD,
    "nomination_one_a_place",
    "nomination_once_a_sheet_and_item",
    "UNIQUE constraint failed: awards_nomination.",
)


class Untold(RuntimeError):
    """A verb changed rows of a sheet and ended without a word about it: a mistake of the program."""


def locked(sheet_pk: int) -> ClassRound:
    """Give the sheet's row, locked until the transaction ends: nothing on it is counted before this (T15).

    The parent row alone is locked; locks on its lines would not stop a line that is not there yet. Raises
    :class:`Refused` when the grade's term is settled, and where the sheet went with its round or term.
    """
    sheet = lock(ClassRound.objects.all()).whole().filter(pk=sheet_pk).first()
    if sheet is None:
        raise gone()
    demand_sheets_open([sheet])
    return sheet


@contextmanager
def held_by_the_database() -> Iterator[None]:
    """Raise :class:`Refused` (code ``overtaken``) where the second line of a limit holds: place or cap (A7, 五4)."""
    try:
        yield
    except IntegrityError as error:
        if not any(mark in str(error) for mark in _LIMITS):
            raise
        sentence = _(
            "Somebody else has changed this sheet at the same moment. Load the page again and look at the names."
        )
        raise Refused(sentence, code="overtaken") from error


@contextmanager
def sheet_work(
    sheet_pk: int,
    verb: Verb | None,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    standing: Standing | None = None,
    contents: Contents | None = None,
    term_pk: int | None = None,
) -> Iterator[SheetWork]:
    """Lock a sheet for ``verb``, and write at the end what the verb has told of it; nothing where it is left by a no.

    ``by`` None is the program. ``contents`` is what a caller who holds the lock already has read under it, ``standing``
    that of ``by`` where it is known. ``term_pk`` is locked first, where a star may be posted. ``verb`` is None where
    the table of the month says nothing of who may. Raises :class:`Refused` in a settled term, where the table does not
    let ``by`` do it now, and where the database holds a limit that somebody else has reached meanwhile.
    """
    with held_by_the_database(), transaction.atomic():
        if term_pk is not None:
            # The term before the sheet: a final sheet takes no part in settling, its own lock would not stop that.
            locked_term(term_pk)
        sheet = contents.sheet if contents is not None else locked(sheet_pk)
        if contents is not None:
            demand_sheets_open([sheet])
        work = SheetWork([sheet], standing or standing_of(by, timezone.localdate(at)), by, at, reason.strip(), contents)
        work.begin(verb)
        yield work
        work.end()


@contextmanager
def sheets_work(
    sheets: Sequence[ClassRound], verb: Verb, *, by: User, at: dt.datetime, reason: str = ""
) -> Iterator[SheetWork]:
    """Work on many sheets as `sheet_work` does on one; locked by the caller after their round, which is loaded."""
    with held_by_the_database(), transaction.atomic():
        demand_sheets_open(sheets)
        work = SheetWork(sheets, standing_of(by, timezone.localdate(at)), by, at, reason)
        work.begin(verb)
        yield work
        work.end()


@dataclass
class SheetWork:
    """Locked sheets in the hands of one verb: ``sheet`` alone, but for filing.

    Rows of a sheet are written through here and nowhere else, and what was written must be told by :meth:`record`
    before the end, or kept secret as a ballot is. ``by``, ``at`` and ``reason`` stand in every decision and event that
    says nothing else.
    """

    sheets: Sequence[ClassRound]
    standing: Standing
    by: User | None
    at: dt.datetime
    reason: str = ""
    read: Contents | None = None
    targets: dict[int, SheetState] = field(default_factory=dict)
    _fields: set[str] = field(default_factory=set)
    _decisions: list[Decision] = field(default_factory=list)
    _events: list[AuditEvent] = field(default_factory=list)
    _grown: dict[int, ClassRound] = field(default_factory=dict)
    _written: bool = False
    _secret: bool = False

    @property
    def sheet(self) -> ClassRound:
        return self.sheets[0]

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.at)

    @property
    def target(self) -> SheetState:
        """The state to which the verb takes the sheet; its own where the verb leaves it there."""
        return self.targets[self.sheet.pk]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of ``by`` toward the class."""
        return self._roles(self.sheet)

    @cached_property
    def contents(self) -> Contents:
        """What stands on the sheet, read under the lock."""
        return self.read or Contents.load(self.sheet)

    @cached_property
    def stage(self) -> Stage:
        return self.read.stage if self.read is not None else Stage.load(self.sheet)

    def begin(self, verb: Verb | None) -> None:
        """Raise :class:`Refused` unless the table lets ``by`` do this with each of the sheets now."""
        for sheet in self.sheets:
            state = SheetState(sheet.state)
            row = demand(state, verb, self._roles(sheet), reason=self.reason) if verb is not None else None
            self.targets[sheet.pk] = row.target if row is not None else state

    def _roles(self, sheet: ClassRound) -> frozenset[Role]:
        return self.standing.school_roles if self.by is None else self.standing.toward(sheet.school_class)

    def set(self, sheet: ClassRound, **values: Any) -> None:
        """Set columns of the sheet's own row, written at the end."""
        for name, value in values.items():
            setattr(sheet, name, value)
        self._fields.update(values)
        self._written = True

    def save(self, row: models.Model, *fields: str) -> None:
        """Write one row, or only these of its fields."""
        row.save(update_fields=fields or None)
        self._written = True

    def insert(self, rows: Sequence[M], **conflicts: Any) -> None:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, **conflicts)
            self._written = True

    def change(self, rows: Sequence[M], *fields: str) -> None:
        """Write these fields of rows that are there already."""
        if rows:
            type(rows[0])._default_manager.bulk_update(rows, fields)
            self._written = True

    def update(self, found: models.QuerySet[M], **values: Any) -> None:
        self._written |= bool(found.update(**values))

    def delete(self, found: models.QuerySet[M]) -> int:
        """Delete rows; give their number."""
        number, _by_model = found.delete()
        self._written |= bool(number)
        return number

    def decision(self, verdict: Verdict, *, reason: str | None = None, **about: Any) -> Decision:
        """Make one decision, about the sheet as a whole unless ``nomination`` is said; ``about`` are its columns.

        Its reason is that of the work, unless another is said.
        """
        said = {"class_round": self.sheet, "by": self.by, "at": self.at} | about
        decision = Decision(verdict=verdict, **said)
        pupil = decision.nomination.student_id if decision.nomination else None
        decision.reason_kept = worded(self.reason if reason is None else reason, about=pupil)
        return decision

    def record(
        self,
        action: str,
        decisions: Iterable[Decision],
        *,
        sheet: ClassRound | None = None,
        target: models.Model | None = None,
        old: Mapping[str, object] | None = None,
        new: Mapping[str, object] | None = None,
        student_key: int | None = None,
        grows: bool = True,
    ) -> None:
        """Tell what was done: its decisions, the audit event (about ``target``, the sheet unless said), a new version.

        No decisions, and a version that does not grow, are said in so many words.
        """
        sheet = sheet or self.sheet
        self._decisions += decisions
        self._events.append(
            audit.event_for(
                action,
                target or sheet,
                by=self.by,
                at=self.at,
                school_id=sheet.school_class.school_id,
                old=old,
                new=new,
                reason=self.reason,
                student_key=student_key,
            )
        )
        if grows:
            self._grown[sheet.pk] = sheet

    def keep_secret(self) -> None:
        """Let the sheet's version grow without decision or event: a ballot, which nobody shall find by who and when."""
        self._grown[self.sheet.pk] = self.sheet
        self._secret = True

    def end(self) -> None:
        """Write decisions, versions and states, and events; nothing where the verb has found nothing to do."""
        if (self._written and not (self._events or self._secret)) or (self._fields and not self._grown):
            raise Untold
        keep_all(decision.reason_kept for decision in self._decisions)
        Decision.objects.bulk_create(self._decisions)
        versions = {pk: sheet.version for pk, sheet in self._grown.items()}
        for pk, sheet in self._grown.items():
            # Counted by the database, whatever copy of the row the caller holds.
            sheet.state, sheet.version = self.targets[pk], F("version") + 1
        ClassRound.objects.bulk_update(self._grown.values(), ["state", "version", *self._fields])
        for pk, sheet in self._grown.items():
            sheet.version = versions[pk] + 1
        audit.record_all(self._events)
