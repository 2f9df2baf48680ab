"""Lives an invented term through the program's own verbs, and reads the outcome as its pages do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from awards.appeals import deciding, raising
from awards.appeals.effects import Answer
from awards.exams import verbs as exams
from awards.models import (
    Appeal,
    AppealEffect,
    AppealOutcome,
    AppealRoute,
    Champion as ChampionRow,
    ClassRound,
    Ground,
    Level,
    Round,
    Scheme,
    StarEntry,
    StarItem,
    Step,
    Violation,
)
from awards.rules.champions import Absence, Sitting, Win, rank
from awards.schemes.drafts import adopt_preset, publish
from awards.sheets import corrections, entering, moves, paper_steps
from awards.sheets.entering import Change
from awards.sheets.paper_steps import Tick
from awards.sheets.stage import class_steps
from awards.terms import opening
from awards.terms.opening import open_term
from awards.violations import verbs as violations
from reports.terms.facts import facts_of
from starrating.refused import Refused
from students.models import Enrolment, School, SchoolClass, Student, Term
from tests.factories import make_administrator, make_class, make_office, moment
from tests.oracle.plan import (
    BECOMES_STARS,
    SCHOOL_YEAR,
    TERM_FROM,
    ClassPlan,
    ExamPlan,
    Fate,
    Marks,
    Month,
    Rules,
    Ruling,
    SchoolPlan,
    SheetPlan,
    ViolationPlan,
    Wish,
    place_on,
)
from tests.oracle.reckoning import DEDUCTION, Cell, Reckoned, Winner
from tests.surroundings import surround

ANSWERS = {
    Ruling.UPHELD: AppealOutcome.UPHELD,
    Ruling.REVERSED: AppealOutcome.REVERSED,
    Ruling.CHANGED: AppealOutcome.CHANGED,
}
# A weekday long after every term made here.
AFTERWARDS = dt.date(2026, 1, 5)


def play(plan: SchoolPlan, *, alone: bool = False) -> Player:
    """The school with its whole term behind it; unless ``alone`` with another term and school around it."""
    player = Player(plan)
    for month in plan.months:
        player.live(month)
    for exam in plan.exams:
        player.sit(exam)
    for violation in plan.violations:
        player.punish(violation)
    player.put_on_notice()
    if not alone:
        player.surround()
    return player


class Player:
    """The program's rows for the plan's people, and the one who does everything."""

    def __init__(self, plan: SchoolPlan) -> None:
        self.plan = plan
        self.school = School.objects.create(code=f"random-{plan.seed}", name="第十中学")
        self.by = make_administrator(self.school)
        self.judge = make_office(self.school)
        self.scheme = _scheme(self.school, plan.rules)
        now = moment(TERM_FROM)
        self.term = open_term(
            self.school,
            school_year=SCHOOL_YEAR,
            ordinal=1 if plan.graduating is None else 2,
            starts_on=TERM_FROM,
            ends_on=plan.last_day,
            by=None,
            at=now,
        )
        self.classes = {place: self._class(place) for place in plan.classes}
        self.students = self._students()
        self.items = {item.code: item for item in StarItem.objects.filter(scheme=self.scheme)}
        self.steps = class_steps(Step.objects.filter(scheme=self.scheme))
        if plan.graduating is not None:
            grades = [grade for grade in self.school.grades if grade != plan.graduating]
            Round.objects.filter(term=self.term, label=plan.months[-1].label).update(grades=grades)
        self.rounds = {row.label: row for row in Round.objects.filter(term=self.term)}
        self.ground = Ground.objects.get(scheme=self.scheme, code="fighting")

    def surround(self) -> None:
        """Let a term before and a twin school lie around this one."""
        first, pupils = self.plan.classes[0], [self.students[pupil.number] for pupil in self.plan.pupils[:2]]
        surround(self.term, self.classes[first], pupils)

    def _class(self, place: ClassPlan) -> SchoolClass:
        return make_class(self.school, place.number, entry_year=SCHOOL_YEAR - (place.grade - 7))

    def _students(self) -> dict[str, Student]:
        rows = [Student(school=self.school, number=pupil.number, name=pupil.name) for pupil in self.plan.pupils]
        found = {row.number: row for row in Student.objects.bulk_create(rows)}
        Enrolment.objects.bulk_create(
            Enrolment(
                student=found[pupil.number],
                school_class=self.classes[stay.place],
                seat=stay.seat,
                starts_on=stay.since,
                ends_on=stay.until,
            )
            for pupil in self.plan.pupils
            for stay in pupil.stays
        )
        return found

    def live(self, month: Month) -> None:
        """One month: written, handed in, returned and mended, filed, taken down and mended, final, reversed."""
        round_, at = self.rounds[month.label], moment(month.last)
        opening.open_round(round_, by=None, at=moment(month.first))
        rows = {row.school_class_id: row for row in ClassRound.objects.filter(round=round_)}
        plans = [sheet for sheet in self.plan.sheets if sheet.month == month]
        pairs = [(sheet, rows[self.classes[sheet.place].pk]) for sheet in plans]
        going = [(sheet, row) for sheet, row in pairs if self._written(sheet, row, at)]
        for sheet, row in going:
            if sheet.fate in (Fate.SENT_BACK, Fate.MENDED):
                moves.send_back(row, reason="请核对", by=self.by, at=at)
        going = [(sheet, row) for sheet, row in going if sheet.fate in BECOMES_STARS]
        going = [(sheet, row) for sheet, row in going if sheet.fate is not Fate.MENDED or self._mended(sheet, row, at)]
        self._filed(round_, [row for _sheet, row in going], at)
        caught = [(sheet, row) for sheet, row in going if sheet.fate is Fate.TAKEN_DOWN]
        for _sheet, row in caught:
            moves.send_back(row, reason="有异议", by=self.by, at=at)
        self._filed(round_, [row for sheet, row in caught if self._mended(sheet, row, at)], at)
        # Longer than any holiday in the calendar.
        moves.finalize_due(at=at + dt.timedelta(days=25), by=self.by)
        for sheet, _row in going:
            self._reverse(sheet, round_)

    def _written(self, sheet: SheetPlan, row: ClassRound, at: dt.datetime) -> bool:
        """Whether the sheet was handed in."""
        entering.save_lines(row, self._changes(sheet.wishes, wanted=True), by=self.by, at=at)
        if sheet.fate is Fate.LEFT_OPEN:
            return False
        ticks = [Tick(step.pk, sheet.month.last, "全班") for step in self.steps]
        paper_steps.hold_steps(row, ticks, by=self.by, at=at)
        return self._submitted(row, at)

    def _mended(self, sheet: SheetPlan, row: ClassRound, at: dt.datetime) -> bool:
        changes = [*self._changes(sheet.taken_off, wanted=False), *self._changes(sheet.put_on, wanted=True)]
        # What is taken off and put on again in one go would be one change.
        entering.save_lines(row, changes[: len(sheet.taken_off)], by=self.by, at=at)
        entering.save_lines(row, changes[len(sheet.taken_off) :], by=self.by, at=at)
        return self._submitted(row, at)

    def _submitted(self, row: ClassRound, at: dt.datetime) -> bool:
        try:
            moves.submit(row, by=self.by, at=at)
        except moves.Blocked as blocked:
            if {problem.code for problem in blocked.problems} - {"empty", "no_pupils"}:
                raise
            return False
        return True

    def _changes(self, wishes: Iterable[Wish], *, wanted: bool) -> list[Change]:
        return [Change(self.students[number].pk, self.items[item].pk, wanted) for number, item in wishes]

    def _filed(self, round_: Round, rows: Sequence[ClassRound], at: dt.datetime) -> None:
        if rows:
            moves.register_many(round_, [row.pk for row in rows], on=at.date(), by=self.by, at=at, brings_in=True)

    def _reverse(self, sheet: SheetPlan, round_: Round) -> None:
        for number, item in sheet.reversed:
            entries = StarEntry.objects.filter(round=round_, student=self.students[number], item=self.items[item])
            for entry in entries.filter(school_class=self.classes[sheet.place]).select_related("nomination"):
                corrections.reverse(entry, reason="录错", by=self.by, at=moment(AFTERWARDS))

    def put_on_notice(self) -> None:
        """Sheets that wait on the wall when the term is looked at."""
        for sheet in self.plan.sheets:
            if sheet.fate is Fate.ON_NOTICE:
                round_ = self.rounds[sheet.month.label]
                row = ClassRound.objects.get(round=round_, school_class=self.classes[sheet.place])
                if row.submitted_at:
                    self._filed(round_, [row], moment(AFTERWARDS))

    def sit(self, plan: ExamPlan) -> None:
        """An exam as the office enters it: perhaps wrong at first, perhaps moved to another month."""
        spec = exams.exam_spec(self.school, kind=plan.kind, name=plan.name, held_on=plan.held_on)
        for marks in (plan.first_try, plan.marks):
            if marks is not None:
                results = self._results(spec, plan, marks)
                done = exams.confirm(spec, results, by=self.by, at=moment(AFTERWARDS))
        if plan.moved_to is not None:
            exams.move(done.exam, self.rounds[plan.moved_to.label], by=self.by, at=moment(AFTERWARDS))

    def _results(self, spec: exams.ExamSpec, plan: ExamPlan, marks: Marks) -> exams.Results:
        wins: set[Win] = set()
        for grade in plan.grades:
            sittings = []
            for pupil in self.plan.pupils:
                place = place_on(pupil, plan.held_on)
                if place is not None and place.grade == grade and pupil.number in marks:
                    own = {
                        subject: Absence.ABSENT if mark is None else Decimal(mark) / 2
                        for subject, mark in marks[pupil.number].items()
                    }
                    sittings.append(Sitting(self.students[pupil.number].pk, self.classes[place].pk, own))
            wins |= rank(sittings, spec.rules).wins
        return exams.Results(frozenset(wins), plan.grades)

    def punish(self, plan: ViolationPlan) -> None:
        """A violation with what the office made of it; above the scheme's limit a term it is refused."""
        incident = violations.Incident(
            student=self.students[plan.number],
            ground=self.ground,
            happened_on=plan.day,
            facts="课间打架",
            stars=plan.stars,
        )
        at = moment(AFTERWARDS)
        if plan.ruling in (Ruling.PROPOSED, Ruling.DROPPED):
            proposed = violations.propose(incident, by=self.by, at=at)
            if plan.ruling is Ruling.DROPPED:
                violations.drop(proposed, reason="证据不足", by=self.by, at=at)
            return
        try:
            confirmed = violations.record(incident, by=self.by, at=at)
        except Refused as refused:
            if refused.code != "limit":
                raise
            return
        if plan.ruling is Ruling.REVOKED:
            violations.revoke(confirmed, reason="录错", by=self.by, at=at)
        if plan.ruling in ANSWERS or plan.ruling is Ruling.WITHDRAWN:
            self.appeal(confirmed, plan.ruling)

    def appeal(self, found: Violation, ruling: Ruling, effect: AppealEffect = AppealEffect.NOTHING) -> Appeal:
        """A guardian appeals, and somebody who did not decide answers; a single star cannot be halved."""
        at = moment(AFTERWARDS)
        appeal = raising.raise_appeal(
            found, route=AppealRoute.PAPER, facts="不服", raised_by="家长", by=self.judge, at=at
        )
        if ruling is Ruling.WITHDRAWN:
            return raising.withdraw(appeal, by=self.judge, at=at)
        outcome, half = ANSWERS[ruling], found.stars // 2 if ruling is Ruling.CHANGED else 0
        if ruling is Ruling.CHANGED and not half:
            outcome = AppealOutcome.UPHELD
        deciding.decide(appeal, Answer(outcome, "经复查。", effect, half), by=self.judge, at=at)
        return appeal

    def outcome(self) -> Reckoned:
        """What the ledger, the workbook's levels and the list of champions say."""
        facts = facts_of(self._term(), self.plan.last_day)
        cells: dict[Cell, int] = {}
        rows = StarEntry.objects.of_term(self.term).order_by()
        for number, month, item, stars in rows.values_list("student__number", "round__label", "item__code", "stars"):
            cell = (number, month, item or DEDUCTION)
            cells[cell] = cells.get(cell, 0) + stars
        return Reckoned(
            cells={cell: stars for cell, stars in cells.items() if stars},
            totals={pupil.number: pupil.total for pupil in facts.pupils},
            levels={pupil.number: pupil.level for pupil in facts.pupils},
            winners=frozenset(self._winners()),
        )

    def _term(self) -> Term:
        return Term.objects.select_related("school", "pinned__scheme").get(pk=self.term.pk)

    def _winners(self) -> Iterable[Winner]:
        rows = ChampionRow.objects.standing().filter(exam__term=self.term)
        for exam, kind, subject, number in rows.values_list("exam__name", "kind", "subject__name", "student__number"):
            yield exam, kind, subject or "", number


REWARDS = (
    "letter_from",
    "certificate_from",
    "honour_board_from",
    "award_eligibility_from",
    "parent_title_from",
    "invitation_from",
)


def _scheme(school: School, rules: Rules) -> Scheme:
    """The preset with the plan's numbers, published."""
    at = moment(TERM_FROM)
    scheme = adopt_preset(school, "monthly-stars", by=None, at=at)
    Scheme.objects.filter(pk=scheme.pk).update(
        self_report_max=rules.cap,
        quota_kind="percent" if rules.percent else "fixed",
        quota_number=rules.places,
        quota_percent=rules.percent or 10,
        quota_rounding=rules.rounding,
        quota_minimum=rules.least_places,
        champion_overlap="cumulative" if rules.cumulative else "highest_only",
        champion_ties="all" if rules.ties_win else "none",
        champion_pass_down=rules.pass_down,
        deduction_mode="up_to" if rules.up_to else "fixed",
        deductions_per_term=rules.deductions_a_term,
        # A level that the plan lacks brings nothing.
        **{name: 0 for name in REWARDS if getattr(scheme, name) > len(rules.bounds)},
    )
    items = list(StarItem.objects.filter(scheme=scheme))
    for item in items:
        item.value = {**rules.values, **rules.champions}[item.code]
        item.counts_toward_cap = item.code in rules.values and item.code not in rules.outside_cap
    StarItem.objects.bulk_update(items, ["value", "counts_toward_cap"])
    Level.objects.filter(scheme=scheme).delete()
    Level.objects.bulk_create(
        Level(scheme=scheme, number=number, name=f"第{number}级", lower_bound=bound)
        for number, bound in enumerate(rules.bounds, start=1)
    )
    Ground.objects.filter(scheme=scheme).update(stars=rules.ground_stars)
    return publish(scheme, by=None, at=at)
