"""A school with one thing of every kind in every scope and state, for the matrix of who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.contrib.sessions.models import Session

from awards.appeals import raising
from awards.ceremonies import verbs as ceremonies
from awards.ceremonies.verbs import CeremonyFacts
from awards.exams import verbs as exams
from awards.faults import verbs as faults
from awards.models import (
    AppealDecision,
    AppealRoute,
    ClassRound,
    Deed,
    Entitlement,
    Exam,
    Ground,
    MatterKind,
    Nomination,
    Objection,
    ObjectionRoute,
    Opinion,
    PunishmentKind,
    Round,
    SheetState,
    StarEntry,
    StarItem,
    Step,
    TermLevel,
    Window,
    WindowCode,
    WindowMatter,
)
from awards.models.states import LineSource, LineState
from awards.movements.credit import credit_transfer
from awards.rules.ceremonies import CeremonyKind
from awards.rules.champions import TOTAL
from awards.rules.kinds import ItemKind
from awards.schemes import drafts
from awards.settlement import verbs as settlement
from awards.terms import opening, opening as terms_opening
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident
from starrating.operations import jobs, uploads
from starrating.operations.models import Job, JobState
from starrating.texts.keeping import keep
from students.models import (
    CalendarDay,
    ColumnMeaning,
    CommitteeMember,
    Consent,
    ConsentScope,
    Enrolment,
    FileImport,
    GroupLeader,
    Guardian,
    School,
    SchoolClass,
    SignIn,
    Staffing,
    StaffingRole,
    Student,
    StudentGroup,
    Subject,
    Term,
    User,
)
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.awards.appeal_factories import make_headmaster
from tests.awards.exam_factories import results
from tests.awards.settlement_factories import give, make_final_sheet
from tests.factories import (
    make_administrator,
    make_class,
    make_consent,
    make_office,
    make_photo,
    make_school,
    make_students,
    make_term,
    make_user,
    moment,
)

TODAY = dt.date(2026, 1, 12)
SINCE = dt.date(2024, 9, 1)
SETTLED = "settled"
# One month a state, the same for every class; the term before is settled.
STATES = {
    "2025-09": SheetState.FINAL,
    "2025-10": SheetState.IN_NOTICE,
    "2025-11": SheetState.SUBMITTED,
    "2025-12": SheetState.RETURNED,
    "2026-01": SheetState.OPEN,
}
OWN, SAME_GRADE, OTHER_GRADE = "own class", "other class of the grade", "other grade"
# Of the own class, but not of the leader's group.
OTHER_GROUP = "other group"


@dataclass(frozen=True)
class Thing:
    """What fills an address: whose school's, which class's (none: the whole school's), in which state, and whose."""

    args: Mapping[str, int | str]
    place: str = ""
    state: str = ""
    # Whose file it is; and which pupil has raised it.
    owner: str = ""
    raiser: str = ""
    elsewhere: bool = False
    # No school's own, such as a page without a number in its address.
    anywhere: bool = False

    def __str__(self) -> str:
        said = ["another school" if self.elsewhere else "", self.place, self.state, self.owner and f"of {self.owner}"]
        return ", ".join(word for word in said if word) or "the school"


@dataclass
class Town:
    """One school: its people by the name of what they are, and the things by their kind."""

    school: School
    people: dict[str, User] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    pupils: dict[str, list[Student]] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)

    def add(self, kind: str, pk: int, *, place: str = "", state: str = "", owner: str = "", raiser: str = "") -> None:
        self.things.setdefault(kind, []).append(Thing({"pk": pk}, place, state, owner, raiser))

    def pair(self, kind: str, place: str, /, **args: int | str) -> None:
        """What an address names by more than one number."""
        self.things.setdefault(kind, []).append(Thing(args, place))


def make_town() -> Town:
    """Everything by the verbs where they are quick; sheets are put into their states directly."""
    town = Town(make_school())
    _classes(town)
    _staff(town)
    _settled_term(town)
    term = make_term(town.school)
    _pupils(town)
    _sheets(town, term)
    _voices(town)
    _office_things(town, term)
    _files(town)
    _sessions(town)
    _made_files(town)
    _photos(town)
    noted = CalendarDay.objects.create(school=town.school, day=TODAY, is_working=True)
    town.add("noted day", noted.pk)
    whom, now = town.people["administrator"], moment(TODAY)
    lost = town.school.data_incidents.create(text="遗失", happened_on=TODAY, known_on=TODAY, by=whom, at=now)
    town.add("incident", lost.pk)
    column = ColumnMeaning.objects.create(
        school=town.school, kind="roster", header="宿舍", shown="宿舍", said_by=whom, said_on=TODAY
    )
    town.add("remembered column", column.pk)
    run = FileImport.objects.create(
        school=town.school, kind="roster", by=town.people["office"], at=moment(TODAY), names="名册.xlsx"
    )
    # Of no class in particular: for who keeps the record of all.
    town.add("import", run.pk, place=OTHER_GRADE)
    draft = drafts.adopt_preset(town.school, "six-stars", by=None, at=moment(TODAY))
    town.pair("published scheme", "", version_pk=term.pinned.scheme_id)
    town.pair("draft of a scheme", "", scheme_pk=draft.pk)
    town.pair("part of a draft", "", scheme_pk=draft.pk, part="levels")
    return town


def in_scopes(ours: list[Thing], theirs: list[Thing]) -> list[Thing]:
    """Ours in every state, and one each of another class, another grade, somebody else and another school."""
    near = [thing for thing in ours if thing.place in ("", OWN)]
    far = {thing.place: thing for thing in ours if thing not in near}
    return [*near, *far.values(), *(replace(thing, elsewhere=not thing.anywhere) for thing in theirs[:1])]


def _classes(town: Town) -> None:
    for place, year, number in ((OWN, 2024, 1), (SAME_GRADE, 2024, 2), (OTHER_GRADE, 2023, 3)):
        row = make_class(town.school, number, entry_year=year)
        town.classes[place] = row
        town.pupils[place] = make_students(row, 5 if place == OWN else 2)
        town.add("class", row.pk, place=place)
        for pupil in town.pupils[place]:
            guardian = Guardian.objects.create(student=pupil, name=f"{pupil.name}母", phone="13900000000")
        town.add("guardian", guardian.pk, place=place)
        town.add("student", town.pupils[place][0].pk, place=place)
    Enrolment.objects.filter(school_class__school=town.school).update(starts_on=SINCE)


def _staff(town: Town) -> None:
    school, own = town.school, town.classes[OWN]
    subject = Subject.objects.create(school=school, name="语文")
    town.people = {
        "office": make_office(school),
        "administrator": make_administrator(school),
        "headmaster": make_headmaster(school),
        "homeroom": make_user(school, "李岚"),
        "substitute": make_user(school, "代课"),
        "subject": make_user(school, "何语文"),
        "homeroom of the other class": make_user(school, "孟繁"),
    }
    tasks = (
        ("homeroom", own, StaffingRole.HOMEROOM, None, None),
        ("substitute", own, StaffingRole.HOMEROOM, None, TODAY + dt.timedelta(days=2)),
        ("subject", own, StaffingRole.SUBJECT, subject, None),
        ("homeroom of the other class", town.classes[SAME_GRADE], StaffingRole.HOMEROOM, None, None),
    )
    for who, row, role, taught, ends_on in tasks:
        user = town.people[who]
        task = Staffing.objects.create(
            user=user, school_class=row, role=role, subject=taught, starts_on=SINCE, ends_on=ends_on
        )
        town.add("task", task.pk, place=OWN if row == own else SAME_GRADE)
    closed = make_administrator(school, "停用")
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    town.people["deactivated"] = closed
    town.add("account", town.people["subject"].pk)
    town.add("role", town.people["office"].school_roles.get().pk)


def _settled_term(town: Town) -> None:
    school, now = town.school, moment(dt.date(2025, 2, 20))
    drafts.publish(drafts.adopt_preset(school, "monthly-stars", by=None, at=now), by=None, at=now)
    term = opening.open_term(
        school,
        school_year=2024,
        ordinal=2,
        starts_on=dt.date(2025, 2, 17),
        ends_on=dt.date(2025, 7, 4),
        by=None,
        at=now,
    )
    for round_ in Round.objects.filter(term=term):
        ClassRound.objects.bulk_create(make_final_sheet(round_, row) for row in town.classes.values())
    for place in town.classes:
        give(term, town.pupils[place][0], 32 if place == OWN else 26)
    at = moment(term.ends_on)
    settlement.settle(term, by=town.people["administrator"], at=at)
    round_ = Round.objects.filter(term=term).order_by("starts_on")[0]
    _term_things(town, term, round_, SETTLED)
    town.things["kind of paper in a term"] = [Thing({"term_pk": term.pk, "kind": "letter"}, state=SETTLED)]
    # Each list has its own test in tests/reports/lists/test_lists.py; this is one that all staff have.
    town.things["key of a list"] = [Thing({"list_key": "appeals"}, anywhere=True)]
    town.things["kind of paper"] = [Thing({"kind": "letter"}, anywhere=True)]
    town.add("entitlement", Entitlement.objects.filter(term=term)[0].pk)
    grades = [(term.pk, town.classes[OWN].grade_in(term.school_year))]
    told = CeremonyFacts(CeremonyKind.OPENING, TODAY, dt.time(9, 0), "报告厅")
    town.add("ceremony", ceremonies.plan(school, told, grades, by=town.people["office"], at=at).pk)
    for place, row in town.classes.items():
        town.add("sheet", ClassRound.objects.get(round=round_, school_class=row).pk, place=place, state=SETTLED)
        town.add("entry", StarEntry.objects.filter(term=term, school_class=row)[0].pk, place=place, state=SETTLED)


def _term_things(town: Town, term: Term, round_: Round, state: str) -> None:
    if state in (SETTLED, SheetState.OPEN):
        town.add("term", term.pk, state=SETTLED if state == SETTLED else "")
        pairs = town.things.setdefault("class in a term", [])
        for place, row in town.classes.items():
            args = {"term_pk": term.pk, "class_pk": row.pk}
            pairs.append(Thing(args, place, SETTLED if state == SETTLED else ""))
            town.pair("pupil of a class in a term", place, **args, pupil_pk=town.pupils[place][0].pk)
    town.add("round", round_.pk, state=state)
    town.pair("kind of paper of a round", "", round_pk=round_.pk, kind="slips")
    grades = town.things.setdefault("grade in a round", [])
    for place in (OWN, OTHER_GRADE):
        grade = town.classes[place].grade_in(term.school_year)
        grades.append(Thing({"round_pk": round_.pk, "grade": grade}, place, state))


def _pupils(town: Town) -> None:
    own, seated = town.classes[OWN], town.pupils[OWN]
    for number, place in enumerate((OWN, SAME_GRADE), start=1):
        group = StudentGroup.objects.create(school_class=town.classes[place], number=number)
        town.add("group", group.pk, place=place)
    group = StudentGroup.objects.get(school_class=own)
    Enrolment.objects.filter(student__in=seated[:3]).update(group=group)
    GroupLeader.objects.create(group=group, student=seated[1], starts_on=SINCE)
    CommitteeMember.objects.create(school_class=own, student=seated[2], starts_on=SINCE)
    for who, pupil in zip(("pupil", "leader", "committee"), seated, strict=False):
        user = make_user(town.school, pupil.name)
        user.student = pupil
        user.save(update_fields=["student"])
        town.people[who] = user


def _sheets(town: Town, term: Term) -> None:
    for round_ in Round.objects.filter(term=term).order_by("starts_on"):
        state = STATES[round_.label]
        terms_opening.open_round(round_, by=None, at=moment(round_.starts_on))
        _term_things(town, term, round_, state)
        filed: dict[str, object] = {}
        if state in (SheetState.IN_NOTICE, SheetState.FINAL):
            first = TODAY if state == SheetState.IN_NOTICE else round_.ends_on
            filed = {"notice_from": first, "notice_until": first + dt.timedelta(days=2), "filed_at": moment(first)}
        for place, row in town.classes.items():
            sheet = ClassRound.objects.get(round=round_, school_class=row)
            number = {"filing_number": f"{round_.label}-{sheet.pk}"} if filed else {}
            final = {"final_at": moment(round_.ends_on)} if state == SheetState.FINAL else {}
            ClassRound.objects.filter(pk=sheet.pk).update(state=state, version=1, **filed, **number, **final)
            town.add("sheet", sheet.pk, place=place, state=state)
    for place in town.classes:
        entry = give_one(term, town.pupils[place][0])
        town.add("entry", entry.pk, place=place, state=SheetState.FINAL)


def _voices(town: Town) -> None:
    """A line, an opinion and an objection of each class; in the own class a line of another group as well."""
    sheets = {thing.place: thing for thing in town.things["sheet"] if thing.state == SheetState.IN_NOTICE}
    for place, thing in sheets.items():
        sheet = ClassRound.objects.select_related("round__term__pinned").get(pk=thing.args["pk"])
        items = StarItem.objects.filter(scheme=sheet.round.term.pinned.scheme).ordinary()
        step = Step.objects.filter(scheme=sheet.round.term.pinned.scheme)[0]
        lines = [_line(sheet, pupil, items[0]) for pupil in town.pupils[place][:5:4]]
        for group, line in zip((place, OTHER_GROUP), lines, strict=False):
            town.add("line", line.pk, place=group)
        town.pair("kind of paper of a sheet", place, sheet_pk=sheet.pk, kind="slips")
        town.pair("line on its sheet", place, pk=sheet.pk, line_pk=lines[0].pk)
        town.pair("step of a sheet", place, pk=sheet.pk, step_pk=step.pk)
        opinion = Opinion.objects.create(class_round=sheet, user=town.people["subject"], agrees=True, at=moment(TODAY))
        town.add("opinion", opinion.pk, place=place)
        for number, who in enumerate(("pupil", "office"), start=1):
            found = Objection.objects.create(
                class_round=sheet,
                number=number,
                route=ObjectionRoute.PUPIL if who == "pupil" else ObjectionRoute.SLIP,
                raised_by="某人",
                facts="名单有误",
                received_at=moment(TODAY),
                recorded_by=town.people[who],
                due_on=TODAY + dt.timedelta(days=3),
            )
            town.add("objection", found.pk, place=place, raiser=who if place == OWN else "")
        deed = Deed.objects.create(
            student=town.pupils[place][0],
            term=sheet.round.term,
            item=items[0],
            happened_on=TODAY,
            text="帮助同学",
            noted_by=town.people["subject"],
            noted_at=moment(TODAY),
        )
        town.add("deed", deed.pk, place=place, raiser="pupil" if place == OWN else "")
        _question(town, town.pupils[place][0], place)
    Window.objects.create(school=town.school, is_on=True)


def _question(town: Town, pupil: Student, place: str) -> None:
    """One that waits, asked through a code that is good, and one that has its answer."""
    for scope in (ConsentScope.PROCESSING, ConsentScope.WINDOW):
        if not Consent.objects.filter(student=pupil, scope=scope).exists():
            make_consent(pupil, scope)
    by = {"issued_by": town.people["homeroom"], "issued_at": moment(TODAY)}
    until = TODAY + dt.timedelta(days=14)
    code = WindowCode.objects.create(student=pupil, digest=f"digest {pupil.pk}", until=until, **by)
    row = WindowMatter.objects.create(
        code=code, student=pupil, kind=MatterKind.QUESTION, key="1", at=moment(TODAY), text="为什么没有星？"
    )
    WindowMatter.objects.create(
        code=code,
        student=pupil,
        kind=MatterKind.QUESTION,
        key="2",
        at=moment(TODAY),
        text="什么时候发喜报？",
        answer="学期结束以后。",
        answered_by=town.people["office"],
        answered_at=moment(TODAY),
    )
    town.add("question of a guardian", row.pk)


def _line(sheet: ClassRound, pupil: Student, item: StarItem) -> Nomination:
    return Nomination.objects.create(
        class_round=sheet, student=pupil, item=item, source=LineSource.SELF, state=LineState.PROPOSED, statement="做到"
    )


def give_one(term: Term, pupil: Student) -> StarEntry:
    """A star of the month that is final."""
    return give(term, pupil, 1)[0]


def _office_things(town: Town, term: Term) -> None:
    clerk, now = town.people["office"], moment(TODAY)
    spec = exams.exam_spec(town.school, kind="月考", name="10月月考", held_on=dt.date(2025, 10, 17))
    first = results((ItemKind.GRADE_TOTAL, TOTAL, town.pupils[OWN][0]), grades=(8,))
    exams.confirm(spec, first, by=clerk, at=now)
    pending = exams.exam_spec(town.school, kind="月考", name="12月月考", held_on=dt.date(2025, 12, 17))
    exams.announce(pending, by=clerk, at=now)
    for exam in Exam.objects.filter(term=term):
        town.add("exam", exam.pk, state=exam.state)
        for champion in exam.champions.all():
            town.add("champion", champion.pk)
    ground = Ground.objects.filter(scheme=term.pinned.scheme)[0]
    for place, pupils in town.pupils.items():
        incident = Incident(pupils[1], ground, dt.date(2025, 12, 3), "课间打闹")
        found = violations.propose(incident, by=clerk, at=now)
        town.add("violation", found.pk, place=place)
    movement = movements.transfer_in(
        Newcomer(f"转{town.school.pk}", "陶乐怡"), town.classes[OTHER_GRADE], on=dt.date(2025, 12, 1), by=clerk, at=now
    )
    town.add("movement", movement.pk)
    decision = PunishmentDecision(town.pupils[OWN][1], PunishmentKind.WARNING, dt.date(2025, 12, 3), "屡次打闹")
    town.add("punishment", punishments.record(decision, by=clerk, at=now).pk)
    _appeal(town, now)
    for who, place in (("subject", OWN), ("office", OWN), ("office", SAME_GRADE)):
        noted = faults.note(town.pupils[place][0], f"迟到{who}", on=TODAY, by=town.people[who], at=now)
        town.add("fault", noted.pk, place=place, raiser=who)
    town.add("credit", credit_transfer(movement, 3, proof="原校证明", by=clerk, at=now).pk)


def _appeal(town: Town, now: dt.datetime) -> None:
    """The settled level of a pupil of each class, the first of which has been appealed against and answered."""
    levels = TermLevel.objects.filter(school_class__in=town.classes.values()).order_by("pk")
    for place, pupils in town.pupils.items():
        level = levels.get(student=pupils[0])
        who = "pupil" if place == OWN else ""
        town.things.setdefault("decision", []).append(Thing({"about": "level", "pk": level.pk}, place, raiser=who))
    own = levels.get(student=town.pupils[OWN][0])
    appeal = raising.raise_appeal(
        own, route=AppealRoute.PUPIL, facts="少算了", late_reason="住院", by=town.people["pupil"], at=now
    )
    town.add("appeal", appeal.pk, raiser="pupil")
    told = {"outcome": "upheld", "effect": "nothing", "by": town.people["office"], "at": now}
    AppealDecision.objects.create(appeal=appeal, step=1, answer_kept=keep("核对无误"), **told)


def _files(town: Town) -> None:
    round_ = town.things["round"][-1].args["pk"]
    for kind, who, options in _file_owners(round_):
        upload = uploads.keep(
            [("a.csv", "学号,姓名\n".encode())],
            kind=kind,
            school_id=town.school.pk,
            by=town.people[who],
            at=moment(TODAY),
            options=options,
        )
        town.add(f"file of {kind}", upload.pk, owner=who)


def _photos(town: Town) -> None:
    """A consent and a photo of a pupil of each class."""
    for place, pupils in town.pupils.items():
        town.add("consent", make_consent(pupils[0]).pk, place=place)
        photo = make_photo(pupils[0], by=town.people["office"])
        town.add("photo", photo.pk, place=place)
        town.pair("key of a photo", place, key=photo.key)
        town.pair("class by itself", place, class_pk=town.classes[place].pk)


def _made_files(town: Town) -> None:
    """A file made in the background for everybody, ready to be fetched; the audit knows nothing of it."""
    jobs.folder().mkdir(parents=True, exist_ok=True)
    asked = moment(TODAY, 8)
    for who, user in town.people.items():
        row = Job.objects.create(
            user=user,
            school=town.school,
            kind="letters",
            title="喜报",
            state=JobState.DONE,
            created_at=asked,
            path=f"{user.pk}",
            filename="喜报.pdf",
            expires_at=asked + jobs.KEPT,
        )
        (jobs.folder() / row.path).write_bytes(b"%PDF-")
        town.add("made file", row.pk, owner=who)


def _sessions(town: Town) -> None:
    """One more open session of everybody."""
    for who, user in town.people.items():
        session = Session.objects.create(session_key=f"another-{user.pk}", expire_date=moment(TODAY, 18))
        row = SignIn.objects.create(session=session, user=user, since=moment(TODAY, 8), last_seen_at=moment(TODAY, 8))
        town.add("session", row.pk, owner=who)


def _file_owners(round_: object) -> Iterator[tuple[str, str, dict[str, object]]]:
    for kind in ("roster", "staff", "violations"):
        for who in ("office", "administrator"):
            yield kind, who, {}
    yield from ((kind, "administrator", {}) for kind in ("groups", "together"))
    for who in ("homeroom", "substitute", "administrator", "homeroom of the other class"):
        yield "sheets", who, {"round": round_}
