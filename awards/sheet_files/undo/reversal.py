"""Takes back what a file of month sheets has entered: names by decisions, where nothing was done on top of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import (
    ENTRY_STATES,
    PLACED_STATES,
    ClassRound,
    Decision,
    HeldStep,
    LineState,
    Nomination,
    Round,
    StarItem,
)
from awards.sheets.contents import Contents
from awards.sheets.entering import Change, foreseen, save_lines
from awards.sheets.paper_steps import release_step
from awards.sheets.workflow import Verb, may
from starrating.db.locks import lock
from starrating.joiners import beside
from students.imports.history.reversal import Fate, Item, TakingBack, Undo
from students.imports.record.runs import rows_of
from students.imports.record.trail import Trail, table_of
from students.models import FileImport, Student
from students.permits.roles import Standing, standing_of

_NAMES, _STEPS = table_of(Nomination), table_of(HeldStep)
_STATE = gettext_lazy("The sheet is no longer being filled in.")
_NOT_YOURS = gettext_lazy("The sheet of this class is filled in by its homeroom teacher, not by you.")
_LATER = gettext_lazy("Decided again since the import.")
_STEP_SINCE = gettext_lazy("Another step of the sheet has been held since the import.")


def note_names(trail: Trail, sheet: ClassRound, changes: Sequence[Change]) -> None:
    """Note which names were put on a sheet (sheet, pupil, star), and which were taken off."""
    found = trail.tables.setdefault(_NAMES, {})
    for change in changes:
        found.setdefault("made" if change.wanted else "removed", []).append(
            [sheet.pk, change.student_pk, change.item_pk]
        )


def note_steps(trail: Trail, sheet: ClassRound, steps: Sequence[int]) -> None:
    """Note which steps (sheet, step) were ticked."""
    found = trail.tables.setdefault(_STEPS, {})
    found.setdefault("made", []).extend([sheet.pk, step] for step in steps)


@dataclass
class SheetBack:
    """What of one sheet is taken back: the ticks, then the names as they were before; ``kept`` says why one stays.

    ``since``: a step has been held after the import.
    """

    sheet: ClassRound
    changes: list[Change] = field(default_factory=list)
    steps: list[HeldStep] = field(default_factory=list)
    kept: dict[Change | HeldStep, str] = field(default_factory=dict)
    since: bool = False

    def keep_all(self, why: str) -> None:
        self.kept = {**dict.fromkeys(self.changes, why), **dict.fromkeys(self.steps, why), **self.kept}

    @property
    def going(self) -> list[Change]:
        return [one for one in self.changes if one not in self.kept]

    @property
    def released(self) -> list[HeldStep]:
        return [one for one in self.steps if one not in self.kept]


def hold_round(run: FileImport) -> None:
    """Lock the round of an import's sheets, then all of its sheets (T15)."""
    rounds = Round.objects.filter(sheets__in=_sheets_of(run)).distinct().values_list("pk", flat=True)
    held = list(lock(Round.objects.filter(pk__in=list(rounds))))
    list(lock(ClassRound.objects.filter(round__in=held)).values_list("pk"))


def _sheets_of(run: FileImport) -> set[int]:
    tables = rows_of(run)
    return {one[0] for name in (_NAMES, _STEPS) for rows in tables.get(name, {}).values() for one in rows}


def look_at_sheets(run: FileImport, back: TakingBack) -> Undo:
    """Say of each name and step what would become of it; the number of queries does not grow with the sheets."""
    standing = standing_of(back.by, timezone.localdate(back.at))
    sheets = {row.pk: SheetBack(row) for row in ClassRound.objects.whole().filter(pk__in=_sheets_of(run))}
    tables = rows_of(run)
    _read_steps(run, tables.get(_STEPS, {}), sheets)
    _read_names(run, tables.get(_NAMES, {}), sheets)
    for one in sheets.values():
        no = _why_not(one, standing)
        if no:
            one.keep_all(no)
    _foresee(list(sheets.values()))
    return Undo(run, tuple(_items(list(sheets.values()))), list(sheets.values()))


def take_back_sheets(undo: Undo, back: TakingBack) -> None:
    """Release the steps and put the names as they were, by the verbs of the sheet's page: each is a decision."""
    by, at, reason = back.by, back.at, back.reason
    for one in undo.work:
        for held in reversed(one.released):
            release_step(one.sheet, held.step, by=by, at=at, reason=reason)
        if one.going:
            saved = save_lines(one.sheet, one.going, by=by, at=at, reason=reason)
            for no in saved.refused.values():
                raise no


def _read_steps(run: FileImport, rows: Mapping[str, list[list[int]]], sheets: Mapping[int, SheetBack]) -> None:
    ticked = {tuple(one) for one in rows.get("made", ())}
    held = HeldStep.objects.filter(class_round__in=sheets).select_related("step").order_by("step__order")
    for row in held:
        if row.at > run.at:
            sheets[row.class_round_id].since = True
        elif (row.class_round_id, row.step_id) in ticked:
            sheets[row.class_round_id].steps.append(row)


def _read_names(run: FileImport, rows: Mapping[str, list[list[int]]], sheets: Mapping[int, SheetBack]) -> None:
    """Read the names that stand as the file left them, and keep those that somebody has decided about since."""
    lines = {
        (row.class_round_id, row.student_id, row.item_id): row
        for row in Nomination.objects.filter(class_round__in=sheets)
    }
    words = Decision.objects.filter(class_round__in=sheets, nomination__isnull=False).order_by("at", "pk")
    last = dict(words.values_list("nomination_id", "at"))
    for how, wanted in (("made", True), ("removed", False)):
        for sheet, pupil, star in rows.get(how, ()):
            line, change = lines.get((sheet, pupil, star)), Change(pupil, star, wanted=not wanted)
            if sheet not in sheets or line is None:
                continue
            sheets[sheet].changes.append(change)
            as_left = line.state == LineState.CHOSEN if wanted else line.state not in PLACED_STATES
            if not as_left or last.get(line.pk) != run.at:
                sheets[sheet].kept[change] = str(_LATER)


def _why_not(one: SheetBack, standing: Standing) -> str:
    """Say why nothing of a sheet is taken back; empty where it can be."""
    if one.sheet.state not in ENTRY_STATES:
        return str(_STATE)
    if not may(one.sheet.state, Verb.ENTER, standing.toward(one.sheet.school_class)):
        return str(_NOT_YOURS)
    return str(_STEP_SINCE) if one.since else ""


def _foresee(sheets: Sequence[SheetBack]) -> None:
    """Keep the names that could not come back, such as those of a pupil who has left the class."""
    open_ones = [one for one in sheets if one.going or one.released]
    found = Contents.of_sheets([one.sheet for one in open_ones]) if open_ones else []
    for one, contents in zip(open_ones, found, strict=True):
        for held in one.released:
            contents.stage.held.pop(held.step_id, None)
        one.kept |= {change: no.message for change, no in foreseen(contents, one.going).items()}


def _items(sheets: Sequence[SheetBack]) -> Iterator[Item]:
    changes = [change for one in sheets for change in one.changes]
    pupils = Student.objects.in_bulk({change.student_pk for change in changes})
    stars = StarItem.objects.in_bulk({change.item_pk for change in changes})
    for one in sheets:
        for change in one.changes:
            name = f"{stars[change.item_pk].name} · {pupils[change.student_pk].name}"
            fate = Fate.RETURNS if change.wanted else Fate.GOES
            yield _item(one, change, _("names on sheets"), f"{change.student_pk} {change.item_pk}", name, fate)
        for held in one.steps:
            yield _item(one, held, str(HeldStep._meta.verbose_name_plural), str(held.pk), str(held.step), Fate.GOES)


def _item(one: SheetBack, what: Change | HeldStep, table: str, key: str, name: str, fate: Fate) -> Item:
    why = one.kept.get(what, "")
    return Item(table, f"{one.sheet.pk} {key}", beside(one.sheet.name, name), Fate.STAYS if why else fate, why)
