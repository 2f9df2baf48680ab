"""The months of the demonstration, lived through by the verbs: past ones to the end, the last into every state."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from django.utils import timezone

from awards.demo.dates import ShownDays, at_hour
from awards.demo.sentences import MOVE_REASON, PARTICIPANTS, RETURN_REASONS, REVERSAL_REASON
from awards.demo.staff import Staff
from awards.models import ClassRound, Nomination, Round, StarEntry, StarItem, Step
from awards.sheets import corrections, moves
from awards.sheets.entering import Change, save_lines
from awards.sheets.paper_steps import Tick, hold_steps
from awards.sheets.stage import class_steps
from awards.terms import opening
from students.models import Enrolment, SchoolClass, Student, Term
from students.permits.roles import standing_of
from students.pupils.movements import change_class
from students.school.calendar import default_is_working

# After a round's last day, the office files everything that has come in.
DAYS_TO_FILE = 3


class Fate(Enum):
    """How far a class has come with the shown month's sheet."""

    BEGUN = "begun"
    NOT_STARTED = "not started"
    ON_SCREEN = "on screen"
    NEARLY = "nearly"
    SUBMITTED = "submitted"
    PUPIL_MOVED = "pupil moved"
    LATE = "late"
    RETURNED = "returned"
    IN_NOTICE = "in notice"
    FINAL = "final"


# Beyond one class each: what most classes have reached. A few stragglers, as in every school.
_FURTHER = {Fate.FINAL: 6, Fate.IN_NOTICE: 10, Fate.SUBMITTED: 8, Fate.NOT_STARTED: 1, Fate.BEGUN: 1, Fate.RETURNED: 1}
_HANDED_IN = [Fate.SUBMITTED, Fate.PUPIL_MOVED, Fate.LATE, Fate.RETURNED, Fate.IN_NOTICE, Fate.FINAL]


def fates(classes: Sequence[SchoolClass], rng: Random) -> dict[int, Fate]:
    """Give a fate by class, each at least once where there are as many classes; the first class has begun its sheet."""
    dealt = list(Fate)
    further = rng.choices(list(_FURTHER), list(_FURTHER.values()), k=max(0, len(classes) - len(dealt)))
    rest = dealt[1:] + further
    rng.shuffle(rest)
    return {row.pk: fate for row, fate in zip(classes, [dealt[0], *rest], strict=False)}


@dataclass(frozen=True)
class _Pupil:
    pk: int
    # How often classmates think of this pupil first: some children shine every month.
    weight: float


class Months:
    """The term's sheets, filled in and moved on by the people whose task it is. Nothing is done after ``now``."""

    def __init__(self, term: Term, staff: Staff, *, now: dt.datetime, rng: Random) -> None:
        self.term = term
        self.scheme = term.pinned.scheme
        self.staff = staff
        self.clerk = staff.clerks[0].user
        self.now = now
        self.rng = rng
        self.items = list(StarItem.objects.filter(scheme=self.scheme).ordinary())
        self.steps = class_steps(Step.objects.filter(scheme=self.scheme))
        self.pupils = self._pupils()

    def live_through(self, round_: Round) -> None:
        """Live through a month that everything is done about: open, filled in, filed, on notice, final."""
        sheets = self._open(round_)
        for sheet in sheets:
            self._fill(sheet)
            self._submit(sheet, self._afternoon(round_.ends_on))
        on = round_.ends_on + dt.timedelta(days=DAYS_TO_FILE)
        filed = self._file(round_, sheets, on)
        until = max(sheet.notice_until or on for sheet in filed)
        moves.finalize_due(at=self._moment(until + dt.timedelta(days=1), 0))

    def reverse_one(self, round_: Round) -> None:
        """Take one star back after it had taken effect: the ledger keeps both rows."""
        entry = self.rng.choice(list(StarEntry.objects.filter(round=round_).select_related("nomination")))
        corrections.reverse(entry, reason=REVERSAL_REASON, by=self.clerk, at=self._after(round_.ends_on, 20))

    def show(self, round_: Round, days: ShownDays, fates: dict[int, Fate]) -> list[ClassRound]:
        """Show the month, each class's sheet brought as far as its fate says."""
        sheets = self._open(round_)
        by_fate: dict[Fate, list[ClassRound]] = {fate: [] for fate in Fate}
        for sheet in sheets:
            by_fate[fates[sheet.school_class_id]].append(sheet)
        for sheet in by_fate[Fate.BEGUN]:
            self._fill(sheet, items=self.items[: len(self.items) // 2], steps=self.steps[:1])
        for sheet in by_fate[Fate.NEARLY]:
            self._fill(sheet, steps=self.steps[:-1], nobody_at=self.steps[1:2])
        for sheet in (sheet for fate in _HANDED_IN for sheet in by_fate[fate]):
            self._fill(sheet)
            late = fates[sheet.school_class_id] == Fate.LATE
            at = self._after(days.due_on, 1) if late else self._afternoon(days.ends_on)
            self._submit(sheet, at)
        self._decide(round_, days, by_fate)
        for sheet in by_fate[Fate.PUPIL_MOVED]:
            self._move_one(sheet)
        return sheets

    def _decide(self, round_: Round, days: ShownDays, by_fate: dict[Fate, list[ClassRound]]) -> None:
        self._file(round_, by_fate[Fate.FINAL], days.filed_early)
        moves.finalize_due(at=self.now)
        for number, sheet in enumerate(by_fate[Fate.RETURNED]):
            reason = RETURN_REASONS[number % len(RETURN_REASONS)]
            moves.send_back(sheet, reason=reason, by=self.clerk, at=self._moment(days.filed_late, 9))
        self._file(round_, by_fate[Fate.IN_NOTICE], days.filed_late)

    def _open(self, round_: Round) -> list[ClassRound]:
        opening.open_round(round_, by=None, at=self._moment(round_.starts_on, 0))
        rows = ClassRound.objects.filter(round=round_).in_paper_order()
        return list(rows.whole())

    def _fill(
        self,
        sheet: ClassRound,
        *,
        items: Sequence[StarItem] | None = None,
        steps: Sequence[Step] | None = None,
        nobody_at: Iterable[Step] = (),
    ) -> None:
        """Enter winners under ``items`` and tick ``steps``, all of them unless said; some ticks name nobody."""
        user = self.staff.homeroom[sheet.school_class_id].user
        at = self._moment(sheet.round.ends_on, 11)
        changes = self._winners(sheet, self.items if items is None else items)
        standing = standing_of(user, timezone.localdate(at))
        save_lines(sheet, changes, by=user, at=at, standing=standing)
        ticks = [
            Tick(
                step.pk,
                _held_on(sheet.round, step),
                "" if step in nobody_at else PARTICIPANTS.get(step.role, PARTICIPANTS["homeroom"]),
            )
            for step in (self.steps if steps is None else steps)
        ]
        hold_steps(sheet, ticks, by=user, at=at, standing=standing)

    def _winners(self, sheet: ClassRound, items: Sequence[StarItem]) -> list[Change]:
        pupils = self.pupils[sheet.school_class_id]
        quota = self.scheme.quota_in(len(pupils))
        held: Counter[int] = Counter()
        changes: list[Change] = []
        for item in items:
            # A quota need not be filled (A9), but most of them are.
            wanted = min(quota, self.rng.choices([5, 4, 3, 2], [10, 6, 3, 1])[0])
            # Weighted and without repetition: the greatest random ** (1 / weight) win.
            ranked = sorted(pupils, key=lambda pupil: self.rng.random() ** (1 / pupil.weight), reverse=True)
            free = [pupil for pupil in ranked if held[pupil.pk] < (self.scheme.self_report_max or len(items))]
            for pupil in free[:wanted]:
                held[pupil.pk] += 1
                changes.append(Change(pupil.pk, item.pk, wanted=True))
        return changes

    def _submit(self, sheet: ClassRound, at: dt.datetime) -> None:
        user = self.staff.homeroom[sheet.school_class_id].user
        moves.submit(sheet, by=user, at=at, standing=standing_of(user, timezone.localdate(at)))

    def _file(self, round_: Round, sheets: Sequence[ClassRound], on: dt.date) -> list[ClassRound]:
        return moves.register_many(
            round_, [sheet.pk for sheet in sheets], on=on, by=self.clerk, at=self._moment(on, 10)
        )

    def _move_one(self, sheet: ClassRound) -> None:
        """Move one pupil out of the class after the sheet came in: the office sees a finding."""
        line = Nomination.objects.placed().filter(class_round=sheet).first()
        home = sheet.school_class
        target = SchoolClass.objects.filter(school=home.school, entry_year=home.entry_year).exclude(pk=home.pk).first()
        if line is None or target is None:
            return
        pupil = Student.objects.select_related("school").get(pk=line.student_id)
        at, by = self._after(sheet.round.ends_on, 1), self.staff.administrator.user
        change_class(pupil, target, on=sheet.round.ends_on, reason=MOVE_REASON, by=by, at=at)

    def _pupils(self) -> dict[int, list[_Pupil]]:
        found: dict[int, list[_Pupil]] = {}
        rows = Enrolment.objects.filter(school_class__school=self.term.school).order_by("student__number")
        for class_pk, student_pk in rows.values_list("school_class_id", "student_id"):
            found.setdefault(class_pk, []).append(_Pupil(student_pk, self.rng.paretovariate(1.1)))
        return found

    def _moment(self, day: dt.date, hour: int) -> dt.datetime:
        return at_hour(day, hour, self.now)

    def _afternoon(self, day: dt.date) -> dt.datetime:
        """Give some minute of that afternoon: a school does not hand in all at once."""
        return min(self.now, self._moment(day, 13) + dt.timedelta(minutes=self.rng.randrange(240)))

    def _after(self, day: dt.date, days: int) -> dt.datetime:
        return self._moment(day + dt.timedelta(days=days), 8)


def _held_on(round_: Round, step: Step) -> dt.date:
    """Give the day the scheme has in mind for the step, or the Friday before."""
    day = round_.ends_on + dt.timedelta(days=min(step.due_days, 0))
    while not default_is_working(day):
        day -= dt.timedelta(days=1)
    return max(day, round_.starts_on)
