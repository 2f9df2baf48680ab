"""The class that works on screen, and what else a month brings: an exam, violations, an objection."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from awards.demo import sentences
from awards.demo.dates import at_hour, midterm_day
from awards.demo.staff import Account, Staff, with_password
from awards.exams import verbs as exams
from awards.exams.verbs import Results
from awards.models import ClassRound, Ground, Nomination, ObjectionRoute, Round, SheetState, StarEntry, StarItem
from awards.objections import verbs as objections
from awards.rules.champions import TOTAL, Win
from awards.rules.kinds import ItemKind, StepRole
from awards.sheets.stage import Stage
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.committee.verbs import before_the_committee
from awards.steps.group import verbs as discussion
from awards.steps.pupil import declarations
from awards.steps.pupil.own_lines import Wish
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from starrating.operations import audit
from students.accounts.pupils import new_accounts
from students.groups import committee
from students.models import Enrolment, GroupLeader, SchoolClass, Student, Term, User

CADRES = 2
# Members of the committee who have voted already; the others leave something to do.
VOTED = 3


@dataclass(frozen=True)
class Voices:
    """Who of the class has an account: leaders of all groups, class cadres, and one more pupil of each group.

    ``others`` begin with who has most stars: there is most to see.
    """

    leaders: list[Account]
    others: list[Account]
    cadres: list[Account]

    @property
    def accounts(self) -> list[Account]:
        return [*self.leaders, *self.others, *self.cadres]


def take_steps(sheet: ClassRound, homeroom: User, *, now: dt.datetime, rng: Random) -> Voices:
    """Bring an untouched sheet to the committee's step by the people whose task each step is.

    The days are the last of the round; nothing is done after ``now``.
    """
    voices = _open_accounts(sheet, homeroom, at_hour(sheet.round.starts_on, 9, now))
    last = sheet.round.ends_on
    # Each step on the day that the scheme has in mind for it.
    _declare(sheet, voices.accounts, rng, at_hour(last - dt.timedelta(days=5), 12, now))
    _close(sheet, StepRole.PUPIL, homeroom, at_hour(last - dt.timedelta(days=5), 18, now))
    _talk(sheet, voices.leaders, rng, at_hour(last - dt.timedelta(days=4), 12, now))
    _close(sheet, StepRole.GROUP_LEADER, homeroom, at_hour(last - dt.timedelta(days=4), 18, now))
    for member in voices.leaders[1:][-VOTED:]:
        _vote(sheet, member, rng, at_hour(last - dt.timedelta(days=3), 16, now))
    return voices


def _open_accounts(sheet: ClassRound, homeroom: User, at: dt.datetime) -> Voices:
    school_class, day = sheet.school_class, sheet.round.starts_on
    seats = Enrolment.objects.of_class(school_class, day)
    leaders = list(
        GroupLeader.objects.of_class(school_class, day).order_by("group__number").values_list("student", flat=True)
    )
    ranked = sorted((row.student for row in seats), key=lambda student: student.pk not in leaders)
    # Seats were dealt to the groups in turn: as many more are one of each group.
    chosen = ranked[: 2 * len(leaders) + CADRES]
    for cadre in chosen[-CADRES:]:
        committee.name_member(school_class, cadre, on=day, by=homeroom, at=at)
    accounts = [with_password(user) for user in new_accounts(school_class, chosen)]
    User.objects.bulk_create(account.user for account in accounts)
    new = {"accounts": len(accounts)}
    audit.record("school.pupil_accounts_made", school_class, by=None, at=at, school_id=school_class.school_id, new=new)
    stars = {row["student"]: row["total"] for row in StarEntry.objects.totals()}
    others = sorted(accounts[len(leaders) : -CADRES], key=lambda one: -stars.get(one.user.student_id, 0))
    return Voices(accounts[: len(leaders)], others, accounts[-CADRES:])


def _declare(sheet: ClassRound, accounts: Sequence[Account], rng: Random, at: dt.datetime) -> None:
    items = StarItem.objects.of_round(sheet.round)
    most = sheet.round.term.pinned.scheme.self_report_max or len(items)
    for account in accounts:
        wanted = sorted(rng.sample(items, rng.randint(2, min(most, 4))), key=lambda item: item.order)
        wishes = [Wish(item.pk, wanted=True, statement=_sentence(item)) for item in wanted]
        declarations.declare_all(sheet, _pupil(account), wishes, by=account.user, at=at)


def _talk(sheet: ClassRound, leaders: Sequence[Account], rng: Random, at: dt.datetime) -> None:
    """Let every group agree to nearly everything."""
    for leader in leaders:
        for line, present in _lines_of_group(sheet, leader):
            against = present - 1 if rng.random() < 0.1 else rng.randint(0, (present - 1) // 2)
            hands = present - against
            discussion.discuss(
                line, agrees=hands > against, hands_for=hands, hands_against=against, by=leader.user, at=at
            )


def _lines_of_group(sheet: ClassRound, leader: Account) -> Iterator[tuple[Nomination, int]]:
    """Give the lines to talk about, each with how many raise their hands."""
    rows = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on)
    group = next(row.group_id for row in rows if row.student_id == leader.user.student_id)
    members = [row.student_id for row in rows if row.group_id == group]
    for line in Nomination.objects.filter(class_round=sheet, student__in=members).order_by("pk"):
        yield line, len(members)


def _vote(sheet: ClassRound, member: Account, rng: Random, at: dt.datetime) -> None:
    lines = before_the_committee(sheet).exclude(student=member.user.student_id).order_by("pk")
    votes.vote(sheet, {line.pk: rng.random() < 0.8 for line in lines}, by=member.user, at=at)


def _close(sheet: ClassRound, role: StepRole, homeroom: User, at: dt.datetime) -> None:
    closing.close(sheet, Stage.load(sheet).demand(role), by=homeroom, at=at)


def _sentence(item: StarItem) -> str:
    fitting = (text for start, text in sentences.SENTENCES.items() if item.name.startswith(start))
    return next(fitting, sentences.OTHER_SENTENCE)


def _pupil(account: Account) -> Student:
    return Student.objects.get(user=account.user)


def sit_exam(term: Term, classes: Sequence[SchoolClass], staff: Staff, *, now: dt.datetime, rng: Random) -> None:
    """Hold the term's mid-term, which the school calls a quality check; no mark is invented, only who came first."""
    held_on = midterm_day(term)
    spec = exams.exam_spec(term.school, kind=sentences.EXAM_KIND, name=sentences.EXAM_NAME, held_on=held_on)
    year = term.school_year
    results = Results(frozenset(_wins(classes, year, rng)), frozenset(row.grade_in(year) for row in classes))
    at = at_hour(held_on + dt.timedelta(days=3), 15, now)
    exams.confirm(spec, results, by=staff.clerks[0].user, at=at)


def _wins(classes: Sequence[SchoolClass], year: int, rng: Random) -> Iterator[Win]:
    seated: dict[int, list[int]] = {}
    for class_pk, pupil_pk in Enrolment.objects.filter(school_class__in=classes).values_list(
        "school_class_id", "student_id"
    ):
        seated.setdefault(class_pk, []).append(pupil_pk)
    grades: dict[int, list[int]] = {}
    for row in classes:
        first = rng.choice(seated[row.pk])
        grades.setdefault(row.grade_in(year), []).append(first)
    for firsts in grades.values():
        best = rng.choice(firsts)
        # Whoever is first in the grade has that star and not the class's as well (A1).
        yield Win(ItemKind.GRADE_TOTAL, TOTAL, best)
        for first in firsts:
            if first != best:
                yield Win(ItemKind.CLASS_TOTAL, TOTAL, first)
        for subject in sentences.CORE_SUBJECTS:
            yield Win(ItemKind.GRADE_SUBJECT, subject, rng.choice(firsts))


def misbehave(term: Term, shown: Round, staff: Staff, *, now: dt.datetime, rng: Random) -> None:
    """Enter one incident that waits for the office and one that is confirmed, so that a total has fallen."""
    grounds = {ground.name: ground for ground in Ground.objects.filter(scheme=term.pinned.scheme)}
    clerk = staff.clerks[0].user
    for number, (ground, facts, statement) in enumerate(sentences.INCIDENTS):
        day = shown.starts_on + dt.timedelta(days=2 + number)
        seats = Enrolment.objects.active_on(day).select_related("student__school", "school_class")
        pupil: Student = rng.choice(list(seats)).student
        at = at_hour(day, 16, now)
        incident = Incident(
            pupil, grounds[ground], day, facts, statement=statement, guardian_told_on=day, guardian_told_how="电话"
        )
        act = violations.propose if number == 0 else violations.record
        act(incident, by=clerk, at=at)


def object_to(sheets: Sequence[ClassRound], staff: Staff, *, now: dt.datetime) -> None:
    """Hand in a guardian's slip about one name of a notice that stands: the name is frozen, the rest runs on."""
    found = ClassRound.objects.filter(pk__in=[sheet.pk for sheet in sheets], state=SheetState.IN_NOTICE)
    sheet = found.whole().order_by("pk").last()
    if sheet is None:
        return
    line = Nomination.objects.placed().filter(class_round=sheet).last()
    objections.receive(
        sheet,
        line,
        route=ObjectionRoute.SLIP,
        facts=sentences.OBJECTION,
        raised_by=sentences.OBJECTION_BY,
        contact="班级群",
        by=staff.homeroom[sheet.school_class_id].user,
        at=now,
    )
