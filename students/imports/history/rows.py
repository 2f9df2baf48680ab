"""What would become of rows that an import has written: which go or are as before, which stay, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Max, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.joiners import in_a_row
from starrating.registry import summed
from starrating.text import Sentence, sentence
from students.imports.history.references import Reference, lots, references
from students.imports.history.reversal import Fate, Item, TakingBack, Undo
from students.imports.history.tables import TABLES, Table
from students.imports.record.runs import rows_of
from students.imports.record.trail import Values, columns_of, mark_of, plain, table_of
from students.models import (
    CommitteeMember,
    Enrolment,
    FileImport,
    GradeSettlement,
    GroupLeader,
    Movement,
    Staffing,
    Term,
    User,
)

Key = tuple[str, int]
Why = Sentence | str | Promise

CHANGED = _("Changed since the import.")
USED = _("In use: %(what)s.")
TOGETHER = _("Stays with what belongs to it.")
SETTLED = _("Its term is settled.")
TAKEN = _("Somebody else holds this place or task now.")
SIGNED_IN = _("Has signed in.")
GONE = _("What stood here before is no longer there.")


@dataclass
class Row:
    """One row that an import made, changed (perhaps one column of it) or removed, and ``why`` it stays, if it does."""

    table: Table
    pk: int
    how: str
    units: tuple[str, ...]
    live: Model
    values: Values = field(default_factory=dict)
    why: Why | None = None

    @property
    def key(self) -> Key:
        return table_of(self.table.model), self.pk

    @property
    def made(self) -> bool:
        return self.how == "made"

    @property
    def goes(self) -> bool:
        """Whether the row is deleted."""
        return self.made and self.why is None and not self.table.kept

    def returns(self, column: str, target: int) -> bool:
        """Tell whether a column no longer points at ``target`` once this row is as before."""
        return self.how == "changed" and self.why is None and self.values.get(column, [target])[0] != target

    @property
    def opens(self) -> bool:
        """Whether the row has no end any more once it is as before."""
        if self.how == "changed":
            return "ends_on" in self.values and self.values["ends_on"][0] is None
        return self.how == "removed" and self.values.get("ends_on", "") is None

    @property
    def fate(self) -> Fate:
        if self.why is not None:
            return Fate.STAYS
        if not self.made:
            return Fate.RETURNS
        return Fate.CLOSED if is_given_out(self.live) else Fate.GOES


def is_given_out(row: Model) -> bool:
    """Tell whether an account has had a one-time password that nobody has used: on paper, it may be found."""
    return isinstance(row, User) and row.has_usable_password()


def look_at_rows(run: FileImport, back: TakingBack) -> Undo:
    """Compare what an import wrote with what is there now; the number of queries is that of the foreign keys."""
    rows = list(_rows(rows_of(run)))
    for row in rows:
        row.why = _own_reason(row)
    _demand_open_days(run, rows)
    _demand_old_targets(rows)
    moved, tasks = _moved(rows), [row.live for row in rows if row.made and isinstance(row.live, Staffing)]
    for find in summed("standing", "STANDING"):
        _told(rows, find(run, moved, tasks))
    pointing = _pointing(rows)
    for key, offices in _offices(rows, moved).items():
        pointing.setdefault(key, []).extend(offices)
    _settle(rows, pointing, _held(rows))
    return Undo(run, tuple(_items(rows)), rows)


def _rows(tables: Mapping[str, Any]) -> Iterator[Row]:
    for name, table in TABLES.items():
        found = tables.get(name, {})
        made, changed, removed = (found.get(how, ()) for how in ("made", "changed", "removed"))
        live = _live(table, {one[0] for one in (*made, *changed, *removed)})
        for pk, mark, unit in made:
            if pk in live:
                yield Row(table, pk, "made", tuple(unit.split()), live[pk], {"mark": mark})
        for pk, unit, values in changed:
            # Without a unit, each column is for itself.
            for part in [values] if unit else [{column: pair} for column, pair in values.items()]:
                if pk in live:
                    yield Row(table, pk, "changed", tuple(unit.split()), live[pk], part)
        for pk, unit, values in removed:
            if pk not in live:
                yield Row(table, pk, "removed", tuple(unit.split()), restored(table.model, pk, values), values)


def _live(table: Table, pks: set[int]) -> dict[int, Model]:
    rows = table.model._default_manager.all()
    if table.related:
        rows = rows.select_related(*table.related)
    return {row.pk: row for lot in lots(sorted(pks)) for row in rows.filter(pk__in=lot)}


def restored(model: type[Model], pk: int, values: Values) -> Model:
    """Give a row as it was, with its key."""
    columns = {one.attname: one for one in columns_of(model)}
    return model(pk=pk, **{name: columns[name].to_python(value) for name, value in values.items()})


def is_move(row: Row) -> bool:
    """Tell whether the row is a place of a pupil who was here before."""
    return isinstance(row.live, Enrolment) and any(unit.startswith("move-") for unit in row.units)


def _own_reason(row: Row) -> Why | None:
    if row.made:
        if isinstance(row.live, User) and row.live.last_login is not None:
            return SIGNED_IN
        return CHANGED if mark_of(row.live) != row.values["mark"] else None
    if row.how == "changed":
        same = all(plain(getattr(row.live, column)) == new for column, (_old, new) in row.values.items())
        return None if same else CHANGED
    return None


def _demand_open_days(run: FileImport, rows: Iterable[Row]) -> None:
    """Leave pupils in the class where a settled term, of the school or of their grade, has had them."""
    term = Term.objects.settled().filter(school=run.school).aggregate(last=Max("ends_on"))["last"]
    grades = GradeSettlement.objects.live().filter(term__school=run.school).order_by().values_list("entry_year")
    last = dict(grades.annotate(last=Max("ends_on")))
    for row in rows:
        moves = row.made or "school_class_id" in row.values or "ends_on" in row.values
        if row.why is None and moves and isinstance(row.live, Enrolment) and is_move(row):
            ends = [day for day in (term, last.get(row.live.school_class.entry_year)) if day is not None]
            if any(row.live.starts_on <= day for day in ends):
                row.why = SETTLED


def _demand_old_targets(rows: Iterable[Row]) -> None:
    """Leave what cannot be as before, since what it pointed at is no longer there."""
    wanted: dict[type[Model], dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        old = {name: value[0] for name, value in row.values.items()} if row.how == "changed" else row.values
        for one in columns_of(row.table.model) if not row.made else ():
            if isinstance(one, ForeignKey) and old.get(one.attname) is not None:
                wanted[one.related_model][old[one.attname]].append(row)
    for model, pointing in wanted.items():
        there = {pk for lot in lots(sorted(pointing)) for pk in _there(model, lot)}
        for pk in pointing.keys() - there:
            for row in pointing[pk]:
                row.why = GONE


def _there(model: type[Model], pks: Iterable[int]) -> Iterable[int]:
    return model._base_manager.filter(pk__in=pks).values_list("pk", flat=True)


def _told(rows: Iterable[Row], reasons: Mapping[Key, Why]) -> None:
    for row in rows:
        if row.key in reasons:
            row.why = row.why or reasons[row.key]


def _moved(rows: Sequence[Row]) -> list[Enrolment]:
    """Give the new places of pupils who were in another class, or in none, before the import."""
    units = {unit for row in rows if isinstance(row.live, Movement) for unit in row.units}
    return [
        row.live
        for row in rows
        if isinstance(row.live, Enrolment) and units & set(row.units) and (row.made or "school_class_id" in row.values)
    ]


def _pointing(rows: Iterable[Row]) -> dict[Key, list[Reference]]:
    """Give what points at the rows that were made."""
    found: dict[Key, list[Reference]] = {}
    made: dict[type[Model], list[int]] = defaultdict(list)
    for row in rows:
        if row.made:
            made[row.table.model].append(row.pk)
    for model, pks in made.items():
        for pk, pointing in references(model, pks).items():
            found[table_of(model), pk] = pointing
    return found


def _offices(rows: Iterable[Row], moved: Iterable[Enrolment]) -> dict[Key, list[Reference]]:
    """Give what pupils hold where a place of theirs puts them: a group that they lead, a seat on the committee."""
    places = [row.live for row in rows if isinstance(row.live, Enrolment) and (row.made or "group_id" in row.values)]
    pupils = sorted({one.student_id for one in (*places, *moved)})
    leading = [one for lot in lots(pupils) for one in GroupLeader.objects.filter(student__in=lot)]
    seats = [one for lot in lots(pupils) for one in CommitteeMember.objects.filter(student__in=lot)]
    found: dict[Key, list[Reference]] = defaultdict(list)
    groups = {(one.student_id, one.group_id): one.pk for one in places if one.group_id}
    classes = {(one.student_id, one.school_class_id): one.pk for one in moved}
    for leader in leading:
        if place := groups.get((leader.student_id, leader.group_id)):
            found[table_of(Enrolment), place].append(Reference(GroupLeader, leader.pk, "group_id"))
    for member in seats:
        if place := classes.get((member.student_id, member.school_class_id)):
            found[table_of(Enrolment), place].append(Reference(CommitteeMember, member.pk, "school_class_id"))
    return found


def _held(rows: Iterable[Row]) -> dict[Key, list[Key]]:
    """Give, by row that would have no end again, which rows without one hold its place or task now."""
    opening: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.table.slot is not None and row.opens:
            opening[table_of(row.table.model)].append(row)
    found: dict[Key, list[Key]] = {}
    for name, wanting in opening.items():
        table = TABLES[name]
        assert table.slot is not None, "asked for above"  # noqa: S101
        column = table.model._meta.get_field(table.slot_column).attname  # type: ignore[union-attr]
        targets = sorted({getattr(row.live, column) for row in wanting})
        holding: dict[object, list[Key]] = defaultdict(list)
        for lot in lots(targets):
            for one in table.model._default_manager.filter(ends_on__isnull=True, **{f"{column}__in": lot}):
                holding[table.slot(one)].append((name, one.pk))
        for row in wanting:
            found[row.key] = [key for key in holding[table.slot(row.live)] if key != row.key]
    return found


def _settle(rows: list[Row], pointing: Mapping[Key, list[Reference]], held: Mapping[Key, list[Key]]) -> None:
    """Let stay what something stands on that stays itself, and all that belongs together with it."""
    by_key: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    together = list(_together(rows))
    stayed = -1
    while stayed != (stayed := sum(row.why is not None for row in rows)):
        for group in together:
            if any(row.why is not None for row in group):
                for row in group:
                    row.why = row.why or TOGETHER
        for row in rows:
            if row.why is None:
                row.why = _standing(row, pointing.get(row.key, ()), held.get(row.key, ()), by_key)


def _standing(
    row: Row, pointing: Iterable[Reference], held: Iterable[Key], by_key: Mapping[Key, list[Row]]
) -> Why | None:
    staying = [
        one
        for one in pointing
        if not any(other.goes or other.returns(one.column, row.pk) for other in by_key.get(one.key, ()))
    ]
    if staying:
        tables = dict.fromkeys(str(one.model._meta.verbose_name_plural) for one in staying)
        return sentence(USED, what=in_a_row(tables))
    if any(not any(other.goes for other in by_key.get(key, ())) for key in held):
        return TAKEN
    return None


def _together(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Give the rows that stay or go together: those of one unit, and of units that a row holds together."""
    leads: dict[str, str] = {}

    def first(unit: str) -> str:
        while leads.setdefault(unit, unit) != unit:
            unit = leads[unit]
        return unit

    for row in rows:
        for unit in row.units:
            leads[first(unit)] = first(row.units[0])
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.units:
            groups[first(row.units[0])].append(row)
    yield from groups.values()


def _items(rows: Iterable[Row]) -> Iterator[Item]:
    """Tell of each thing once: of what belongs together and stays, the row that says why."""
    for row in rows:
        if row.why is TOGETHER or isinstance(row.live, Movement):
            continue
        name = row.table.name(row.live)
        key = f"{row.pk} {' '.join(row.values)}" if row.how == "changed" else str(row.pk)
        yield Item(row.table.label, key, name, row.fate, str(row.why or ""))
