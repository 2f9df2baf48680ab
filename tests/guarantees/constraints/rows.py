"""A school with a row in every table that has a constraint."""

from __future__ import annotations

from awards.exams import verbs as exams
from awards.models import (
    Entitlement,
    Goal,
    Ground,
    Nomination,
    Objection,
    Opinion,
    PendingName,
    PunishmentKind,
    SheetState,
    StarEntry,
    TermLevel,
    Vote,
)
from awards.movements.credit import credit_transfer
from awards.rules.champions import TOTAL
from awards.rules.kinds import ItemKind
from awards.sheets import corrections
from awards.violations import punishments, verbs as violations
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident
from reports.models import IssuedDocument, PaperWording
from starrating.operations import jobs, uploads
from starrating.operations.models import IdempotencyKey
from students.models import (
    CalendarDay,
    ColumnMeaning,
    CommitteeMember,
    Consent,
    GroupLeader,
    Guardian,
    KnownDevice,
    Photo,
    SchoolClass,
    SignInTries,
    StudentGroup,
)
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.awards.exam_factories import HELD, results
from tests.factories import FILING_DAY, items_of
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
    SignInTries.objects.create(account="a", place="address:10.1.1.1", last_at=LATER, forgotten_at=LATER)
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
    item = items_of(sheet)[0]
    Goal.objects.create(class_round=sheet, student=line.student, item=item, set_at=LATER)
    Vote.objects.create(nomination=line, voter=line.student, agrees=True, at=LATER)
    PendingName.objects.create(class_round=sheet, item=item, text="某人", by=teacher, at=LATER)


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
    came = movements.transfer_in(Newcomer("转学1", "陶乐怡"), sheet.school_class, on=FILING_DAY, by=clerk, at=LATER)
    credit_transfer(came, 3, proof="原校证明", by=clerk, at=LATER)


def _settled(world: World) -> None:
    clerk, sheet = world.people["office"], world.sheet
    term, pupil = sheet.round.term, students_of(sheet)[0]
    level = TermLevel.objects.create(
        term=term, student=pupil, school_class=sheet.school_class, total=12, level=1, by=clerk, entered_at=LATER
    )
    letter, _board = (
        Entitlement.objects.create(term=term, student=pupil, level=level, kind=kind, number=number, by=clerk, at=LATER)
        for kind, number in (("letter", "2025-1-001"), ("honour_board", None))
    )
    IssuedDocument.objects.create(
        term=term, kind="letter", entitlement=letter, student=pupil, level=level, code="A" * 10, by=clerk, at=LATER
    )
    PaperWording.objects.create(school=term.school, kind="letter", edited_by=clerk, edited_at=LATER)


def _files(world: World) -> None:
    clerk, school = world.people["office"], world.sheet.school_class.school
    uploads.keep(b"1", "a.csv", kind="roster", school_id=school.pk, by=clerk, at=LATER)
    jobs.start("letters", {}, title="喜报", by=clerk, school_id=school.pk, at=LATER)
    IdempotencyKey.objects.create(user=clerk, key="once")
    ColumnMeaning.objects.create(
        school=school, kind="roster", header="证号", shown="证号", field="学号", said_by=clerk, said_on=EARLY
    )
