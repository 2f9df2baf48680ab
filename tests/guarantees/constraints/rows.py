"""A school with a row in every table that has a constraint."""

from __future__ import annotations

import datetime as dt

from awards.exams import verbs as exams
from awards.faults import verbs as faults
from awards.models import (
    Appeal,
    AppealDecision,
    Ceremony,
    ClassRound,
    Deed,
    Entitlement,
    Goal,
    Ground,
    Honoured,
    LineState,
    Nomination,
    Objection,
    Opinion,
    PendingName,
    Presentation,
    Punishment,
    PunishmentKind,
    RemindedClass,
    Reminder,
    ReminderSettings,
    SheetState,
    StarEntry,
    TermLevel,
    Violation,
    Vote,
    Window,
    WindowCode,
    WindowMatter,
    WindowVisit,
)
from awards.movements.credit import credit_transfer
from awards.rules.champions import TOTAL
from awards.rules.kinds import ItemKind
from awards.sheets import corrections
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident
from reports.models import IssuedDocument, PaperWording
from starrating.operations import jobs, readings, uploads
from starrating.operations.models import IdempotencyKey, Upload
from starrating.texts.keeping import keep
from starrating.texts.models import KeptText, TextErasure
from students.models import (
    CalendarDay,
    ColumnMeaning,
    CommitteeMember,
    Consent,
    DataIncident,
    DataRules,
    FileImport,
    GradeSettlement,
    GroupLeader,
    Guardian,
    ImportTrail,
    KnownDevice,
    Photo,
    SchoolClass,
    SetupWord,
    SignInTries,
    Student,
    StudentGroup,
)
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.awards.exam_factories import HELD, results
from tests.factories import FILING_DAY, items_of, make_class
from tests.guarantees.constraints.refusing import EARLY, LATE
from tests.guarantees.factories import LATER, World, bring_to, make_world, students_of


def make_rows() -> None:
    """A month that has taken effect and was corrected, and whatever else happens in a term."""
    world = make_world()
    bring_to(world, SheetState.FINAL)
    corrections.reverse(StarEntry.objects.all()[0], reason="录错", by=world.people["office"], at=LATER)
    _class(world)
    _voices(world)
    _office(world)
    _settled(world)
    _files(world)
    _reminders(world)
    kept = KeptText.objects.all()[0]
    TextErasure.objects.create(kept=kept, at=LATER, ground="mistake")
    KeptText.objects.filter(pk=kept.pk).update(text="", salt="", erased_at=LATER)


def _class(world: World) -> None:
    row, student = world.sheet.school_class, students_of(world.sheet)[0]
    group = StudentGroup.objects.create(school_class=row, number=1)
    GroupLeader.objects.create(group=group, student=student, starts_on=EARLY)
    CommitteeMember.objects.create(school_class=row, student=student, starts_on=EARLY)
    Guardian.objects.create(student=student, name="赵建国", phone="13800000000")
    Consent.objects.create(student=student, scope="photo", given_by="赵建国", text_version="1", given_on=EARLY)
    Photo.objects.create(
        student=student, file="photos/1.jpg", sha256="0", added_by=world.people["office"], added_at=LATER
    )
    SchoolClass.objects.filter(pk=row.pk).update(alias="立志班")
    KnownDevice.objects.create(user=world.people["office"], device="d", last_used_at=LATER)
    SetupWord.objects.create(pk=1, encoded="a", drawn_at=LATER)
    SignInTries.objects.create(account="a", place="address:10.1.1.1", last_at=LATER, forgotten_at=LATER)
    DataRules.objects.create(
        school=row.school, version=1, text="规则", adopted_on=EARLY, by=world.people["office"], at=LATER
    )
    DataIncident.objects.create(
        school=row.school, happened_on=EARLY, known_on=EARLY, text="名单遗失", by=world.people["office"], at=LATER
    )
    CalendarDay.objects.get_or_create(school=row.school, day=EARLY, defaults={"is_working": False})


def _voices(world: World) -> None:
    sheet, line, teacher = world.now(), Nomination.objects.order_by("pk")[0], world.people["subject"]
    for about in (None, line):
        Opinion.objects.create(class_round=sheet, nomination=about, user=teacher, agrees=True, at=LATER)
    for number, (route, by) in enumerate((("slip", world.people["homeroom"]), ("pupil", world.people["pupil"])), 1):
        Objection.objects.create(
            class_round=sheet,
            nomination=line,
            number=number,
            route=route,
            raised_by="赵建国",
            facts="当月有迟到",
            received_at=LATER,
            recorded_by=by,
            due_on=LATE,
        )
    _window(world, line.student)
    item = items_of(sheet)[0]
    Goal.objects.create(class_round=sheet, student=line.student, item=item, set_at=LATER)
    Deed.objects.create(
        student=line.student,
        term=sheet.round.term,
        item=item,
        happened_on=EARLY,
        text="帮助同学",
        noted_by=teacher,
        noted_at=LATER,
    )
    _ballot(sheet, line)
    PendingName.objects.create(class_round=sheet, item=item, text="某人", by=teacher, at=LATER)


def _ballot(sheet: ClassRound, line: Nomination) -> None:
    """A ballot while a class votes: a final sheet has none."""
    # The cases' other class, without a sheet, is the last one made.
    make_class(sheet.school_class.school, number=8)
    beside = ClassRound.objects.create(round=sheet.round, school_class=SchoolClass.objects.get(number=9))
    named = Nomination.objects.create(
        class_round=beside, item=line.item, student=line.student, source=line.source, state=LineState.PROPOSED
    )
    Vote.objects.create(nomination=named, voter=line.student, agrees=True)


def _window(world: World, pupil: Student) -> None:
    """A question that waits and an objection, asked through a code that was handed out."""
    Window.objects.create(school=pupil.school)
    code = WindowCode.objects.create(
        student=pupil, digest="1", until=LATE, issued_by=world.people["homeroom"], issued_at=LATER
    )
    WindowVisit.objects.create(code=code, digest="1", until=LATER)
    raised = Objection.objects.filter(route="slip")[0]
    WindowMatter.objects.create(code=code, student=pupil, kind="question", key="1", at=LATER, text="为什么没有星？")
    WindowMatter.objects.create(code=code, student=pupil, kind="objection", key="2", at=LATER, objection=raised)


def _office(world: World) -> None:
    """An exam with results and one without, a deduction, a punishment, a transfer with its credit and a correction."""
    clerk, sheet = world.people["office"], world.sheet
    school, pupil = sheet.school_class.school, students_of(sheet)[0]
    spec = exams.exam_spec(school, kind="月考", name="10月月考", held_on=HELD)
    wins = results((ItemKind.GRADE_TOTAL, TOTAL, pupil), (ItemKind.CLASS_SUBJECT, "语文", pupil))
    exams.confirm(spec, wins, by=clerk, at=LATER)
    exams.announce(exams.exam_spec(school, kind="月考", name="12月月考", held_on=HELD), by=clerk, at=LATER)
    ground = Ground.objects.filter(scheme=sheet.round.term.pinned.scheme)[0]
    violations.record(Incident(pupil, ground, FILING_DAY, "课间打闹"), by=clerk, at=LATER)
    punishments.record(PunishmentDecision(pupil, PunishmentKind.WARNING, FILING_DAY, "屡次打闹"), by=clerk, at=LATER)
    faults.note(pupil, "迟到", on=FILING_DAY, by=clerk, at=LATER)
    came = movements.transfer_in(Newcomer("转学1", "陶乐怡"), sheet.school_class, on=FILING_DAY, by=clerk, at=LATER)
    credit_transfer(came, 3, proof="原校证明", by=clerk, at=LATER)


def _settled(world: World) -> None:
    clerk, sheet = world.people["office"], world.sheet
    term, pupil = sheet.round.term, students_of(sheet)[0]
    level = TermLevel.objects.create(
        term=term, student=pupil, school_class=sheet.school_class, total=12, level=1, by=clerk, entered_at=LATER
    )
    _appeals(world, level)
    letter, _board = (
        Entitlement.objects.create(term=term, student=pupil, level=level, kind=kind, number=number, by=clerk, at=LATER)
        for kind, number in (("letter", "2025-1-001"), ("honour_board", None))
    )
    IssuedDocument.objects.create(
        term=term, kind="letter", entitlement=letter, student=pupil, level=level, code="A" * 10, by=clerk, at=LATER
    )
    ceremony = Ceremony.objects.create(
        school=term.school, kind="opening", day=LATE, begins_at=dt.time(9, 0), place="报告厅", by=clerk, at=LATER
    )
    Ceremony.objects.create(
        school=term.school, kind="award", day=LATE, begins_at=dt.time(14, 0), place="报告厅", by=clerk, at=LATER
    )
    Honoured.objects.create(ceremony=ceremony, term=term, grade=7)
    Presentation.objects.create(ceremony=ceremony, entitlement=letter, handed_as=1, by=clerk, at=LATER)
    # Of a year without classes: the sheets above go on.
    GradeSettlement.objects.create(term=term, entry_year=2001, ends_on=LATE, by=clerk, at=LATER)
    PaperWording.objects.create(school=term.school, kind="letter", edited_by=clerk, edited_at=LATER)


def _appeals(world: World, level: TermLevel) -> None:
    """One about each kind of decision, the first of them answered."""
    told = {"school": level.term.school, "student": level.student, "facts": "不服", "recorded_at": LATER}
    told |= {"told_on": EARLY, "received_on": EARLY, "due_on": LATE, "recorded_by": world.people["office"]}
    deduction = Appeal.objects.create(
        **told, number=1, about="deduction", violation=Violation.objects.get(), route="paper", raised_by="赵建国"
    )
    Appeal.objects.create(**told, number=2, about="punishment", punishment=Punishment.objects.get(), route="pupil")
    Appeal.objects.create(**told, number=3, about="level", level=level, route="pupil")
    AppealDecision.objects.create(
        appeal=deduction,
        step=1,
        outcome="reversed",
        effect="in_term",
        stars=1,
        answer_kept=keep("情况不实"),
        by=world.people["office"],
        at=LATER,
    )


def _files(world: World) -> None:
    clerk, school = world.people["office"], world.sheet.school_class.school
    uploads.keep([("a.csv", b"1")], kind="roster", school_id=school.pk, by=clerk, at=LATER)
    jobs.start("letters", {}, title="喜报", by=clerk, school_id=school.pk, at=LATER)
    IdempotencyKey.objects.create(user=clerk, key="once")
    readings.record_list("awards:violations", "", [1], {"by": clerk, "school_id": school.pk, "at": LATER})
    run = FileImport.objects.create(school=school, kind="roster", by=clerk, at=LATER)
    ImportTrail.objects.create(run=run, table="students.Student", rows={})
    Upload.objects.update(run=run)
    ColumnMeaning.objects.create(
        school=school, kind="roster", header="证号", shown="证号", field="学号", said_by=clerk, said_on=EARLY
    )


def _reminders(world: World) -> None:
    row = world.sheet.school_class
    ReminderSettings.objects.create(school=row.school, service="wecom", address="https://robot.example")
    message = Reminder.objects.create(school=row.school, way="robot", day=FILING_DAY, text="缺", next_try_at=LATER)
    RemindedClass.objects.create(reminder=message, school_class=row, day=FILING_DAY)
