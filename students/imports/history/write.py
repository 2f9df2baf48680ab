"""Takes back the rows of an import: made ones are deleted, the others are as they were."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import IntegrityError
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from starrating.db.locks import ORDER, lock, lock_to_delete
from starrating.refused import Refused
from starrating.registry import summed
from starrating.texts.keeping import keep_all, worded
from students.accounts.passwords import close
from students.imports.history.reversal import Fate, TakingBack, Undo
from students.imports.history.rows import Row
from students.imports.history.tables import TABLES
from students.imports.record.runs import rows_of
from students.imports.record.trail import columns_of
from students.models import (
    CommitteeMember,
    Enrolment,
    FileImport,
    GroupLeader,
    Guardian,
    Movement,
    MovementKind,
    School,
    SchoolClass,
    Staffing,
    Student,
    StudentGroup,
    Subject,
    User,
)

BATCH = 500
# What points at others goes before them; rows come back in between.
LEAVES: tuple[type[Model], ...] = (Guardian, GroupLeader, CommitteeMember, Staffing, Enrolment)
ROOTS: tuple[type[Model], ...] = (StudentGroup, Student, User, Subject, SchoolClass)
_BACK = {
    MovementKind.CHANGE_CLASS: MovementKind.CHANGE_CLASS,
    MovementKind.TRANSFER_IN: MovementKind.TRANSFER_OUT,
    MovementKind.RETURN: MovementKind.SUSPENSION,
}


def hold_rows(run: FileImport) -> None:
    """Lock the school, what other subjects lock before they point at pupils, then the rows themselves, keys as well."""
    lock(School.objects.all()).get(pk=run.school_id)
    tables = rows_of(run)
    ordered = sorted((name for name in tables if name in TABLES and _rank(name) is not None), key=_order)
    early = [name for name in ordered if _order(name) < ORDER.index("Term")]
    _lock(tables, early)
    for hold in summed("standing", "HOLDS"):
        hold(run.school)
    _lock(tables, [name for name in ordered if name not in early])


def _rank(table: str) -> int | None:
    name = table.rpartition(".")[2]
    return ORDER.index(name) if name in ORDER else None


def _order(table: str) -> int:
    rank = _rank(table)
    return len(ORDER) if rank is None else rank


def _lock(tables: dict[str, dict[str, list[list[object]]]], names: Iterable[str]) -> None:
    for name in names:
        pks = {one[0] for how in ("made", "changed") for one in tables[name].get(how, ())}
        list(lock_to_delete(TABLES[name].model._default_manager.filter(pk__in=pks)).values_list("pk"))


def take_back_rows(undo: Undo, back: TakingBack) -> None:
    """Do what ``undo`` says. Raises :class:`Refused` where somebody has begun to use a row meanwhile."""
    rows: list[Row] = [row for row in undo.work if row.why is None]
    going: dict[type[Model], list[Row]] = defaultdict(list)
    for row in rows:
        if row.goes and row.fate == Fate.GOES:
            going[row.table.model].append(row)
    closed = [row.live for row in rows if row.fate == Fate.CLOSED and isinstance(row.live, User)]
    try:
        for model in LEAVES:
            _delete(model, going[model])
        _change_back([row for row in rows if row.how == "changed"])
        _restore([row for row in rows if row.how == "removed"])
        _move_back([row for row in rows if row.made and isinstance(row.live, Movement)], back)
        if closed:
            close(closed, by=back.by, at=back.at)
        for model in ROOTS:
            _delete(model, going[model])
    except (IntegrityError, ProtectedError) as error:
        raise Refused(
            _("Something in this import is in use by now. Load the page again to see what stays."), code="stale"
        ) from error


def _delete(model: type[Model], rows: Iterable[Row]) -> None:
    pks = [row.pk for row in rows]
    if pks:
        model._default_manager.filter(pk__in=pks).delete()


def _change_back(rows: Iterable[Row]) -> None:
    """Set columns to what stood there, all of a table's rows that change the same columns at once."""
    found: dict[tuple[type[Model], frozenset[str]], dict[int, Model]] = defaultdict(dict)
    for row in rows:
        columns = {one.attname: one for one in columns_of(row.table.model)}
        for name, (old, _new) in row.values.items():
            setattr(row.live, name, columns[name].to_python(old))
        names = {columns[name].name for name in row.values}
        if isinstance(row.live, Student) and "name" in row.values:
            row.live.call(row.live.name)
            names |= {"pinyin", "initials"}
        found[row.table.model, frozenset(names)][row.pk] = row.live
    for (model, fields), live in found.items():
        model._default_manager.bulk_update(live.values(), sorted(fields), batch_size=BATCH)


def _restore(rows: Iterable[Row]) -> None:
    found: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        found[row.table.model].append(row.live)
    for model, live in found.items():
        model._default_manager.bulk_create(live, batch_size=BATCH)


def _move_back(rows: Iterable[Row], back: TakingBack) -> None:
    """Say by another movement that a pupil did not move: movements are never deleted."""
    movements = [
        Movement(
            student_id=moved.student_id,
            kind=_BACK[MovementKind(moved.kind)],
            on=moved.on,
            from_class_id=moved.to_class_id,
            to_class_id=moved.from_class_id,
            reason_kept=worded(back.reason, about=moved.student_id),
            by=back.by,
            at=back.at,
        )
        for row in rows
        if isinstance(moved := row.live, Movement)
    ]
    keep_all(movement.reason_kept for movement in movements)
    Movement.objects.bulk_create(movements, batch_size=BATCH)
