"""Typed factories: each makes one thing with sensible defaults, all people invented."""

from __future__ import annotations

import datetime as dt
import io
import random
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from awards.models import ClassRound, Round, Scheme, StarItem, Step
from awards.schemes import drafts
from awards.sheets import entering, moves, paper_steps
from awards.sheets.entering import Change
from awards.sheets.paper_steps import Tick
from awards.sheets.stage import class_steps
from awards.terms import opening, opening as terms_opening
from students.models import (
    Consent,
    ConsentScope,
    Enrolment,
    Photo,
    School,
    SchoolClass,
    SchoolRole,
    SchoolRoleKind,
    Staffing,
    StaffingRole,
    Student,
    Term,
    User,
)
from students.names.pinyin import full_pinyin, initials, search_text

TERM_START = dt.date(2025, 9, 1)
TERM_END = dt.date(2026, 1, 23)
# A working Thursday after the first round's end.
FILING_DAY = dt.date(2025, 10, 9)
PASSWORD = "correct horse battery"

_numbers = count(1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
GIVEN = ["安然", "博文", "晨曦", "丹青", "恩泽", "芳菲", "国栋", "海燕", "佳音", "可心"]


def moment(day: dt.date, hour: int = 9) -> dt.datetime:
    """That hour of that day, in the school's time zone."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())


def make_school(code: str = "", name: str = "第十中学") -> School:
    return School.objects.create(code=code or f"school-{next(_numbers)}", name=name)


def make_user(school: School | None, name: str = "陈静", username: str = "") -> User:
    user = User(school=school, name=name, username=username or f"user{next(_numbers)}")
    user.initials = search_text(initials(name), 80)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_office(school: School, name: str = "周立新") -> User:
    user = make_user(school, name)
    SchoolRole.objects.create(user=user, role=SchoolRoleKind.OFFICE, starts_on=dt.date(2020, 9, 1))
    return user


def make_administrator(school: School, name: str = "吴敏") -> User:
    user = make_user(school, name)
    SchoolRole.objects.create(user=user, role=SchoolRoleKind.ADMINISTRATOR, starts_on=dt.date(2020, 9, 1))
    return user


def make_class(school: School, number: int = 1, entry_year: int = 2025) -> SchoolClass:
    return SchoolClass.objects.create(school=school, entry_year=entry_year, number=number)


def make_homeroom(
    school_class: SchoolClass, name: str = "李岚", starts_on: dt.date = TERM_START, ends_on: dt.date | None = None
) -> User:
    user = make_user(school_class.school, name)
    Staffing.objects.create(
        user=user, school_class=school_class, role=StaffingRole.HOMEROOM, starts_on=starts_on, ends_on=ends_on
    )
    return user


def make_student(
    school_class: SchoolClass, name: str, *, seat: int | None = None, number: str = "", starts_on: dt.date = TERM_START
) -> Student:
    """A pupil enrolled in the class from ``starts_on``."""
    student = _student(school_class, name, number)
    student.save(force_insert=True)
    Enrolment.objects.create(student=student, school_class=school_class, seat=seat, starts_on=starts_on)
    return student


def _student(school_class: SchoolClass, name: str, number: str = "") -> Student:
    return Student(
        school=school_class.school,
        number=number or f"{school_class.entry_year}{school_class.number:02d}{next(_numbers):04d}",
        name=name,
        pinyin=search_text(full_pinyin(name), 250),
        initials=search_text(initials(name), 80),
    )


def make_students(school_class: SchoolClass, how_many: int) -> list[Student]:
    """So many pupils with names that are all different, seats from 1."""
    names = (f"{SURNAMES[n % 40]}{GIVEN[(n + n // 40) % 10]}" for n in range(how_many))
    students = Student.objects.bulk_create(_student(school_class, name) for name in names)
    Enrolment.objects.bulk_create(
        Enrolment(student=student, school_class=school_class, seat=seat, starts_on=TERM_START)
        for seat, student in enumerate(students, start=1)
    )
    return students


def make_scheme(school: School, code: str = "monthly-stars") -> Scheme:
    """The preset, published."""
    now = moment(TERM_START)
    return drafts.publish(drafts.adopt_preset(school, code, by=None, at=now), by=None, at=now)


def make_term(school: School, starts_on: dt.date = TERM_START, ends_on: dt.date = TERM_END) -> Term:
    """The first term of 2025-2026 under a published scheme, with its rounds but no sheets."""
    make_scheme(school)
    now = moment(TERM_START)
    return opening.open_term(school, school_year=2025, ordinal=1, starts_on=starts_on, ends_on=ends_on, by=None, at=now)


def make_sheet(school_class: SchoolClass | None = None, *, pupils: int = 8) -> ClassRound:
    """The open sheet of September 2025 of a class with ``pupils`` pupils; school, term and class are made as needed."""
    school_class = school_class or make_class(make_school())
    if not school_class.enrolments.exists():
        make_students(school_class, pupils)
    term = Term.objects.filter(school=school_class.school).first() or make_term(school_class.school)
    round_ = Round.objects.get(term=term, label="2025-09")
    terms_opening.open_round(round_, by=None, at=moment(TERM_START))
    return ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school").get(
        round=round_, school_class=school_class
    )


def items_of(sheet: ClassRound) -> list[StarItem]:
    """The ordinary stars of the sheet's scheme, in the order of the paper."""
    return StarItem.objects.of_round(sheet.round)


def pupils_of(sheet: ClassRound) -> list[Student]:
    """The pupils of the sheet's class, in seat order."""
    rows = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on)
    return [row.student for row in rows]


def fill(sheet: ClassRound, by: User, *, names: int = 3) -> None:
    """The first ``names`` pupils under the first star, and every paper step ticked: ready to submit."""
    item = items_of(sheet)[0]
    changes = [Change(student.pk, item.pk, wanted=True) for student in pupils_of(sheet)[:names]]
    now = moment(sheet.round.ends_on)
    entering.save_lines(sheet, changes, by=by, at=now)
    steps = class_steps(Step.objects.filter(scheme=sheet.round.term.pinned.scheme))
    ticks = [Tick(step.pk, sheet.round.ends_on, "全班") for step in steps]
    paper_steps.hold_steps(sheet, ticks, by=by, at=now)


def make_submitted(school_class: SchoolClass | None = None) -> ClassRound:
    """A sheet of a class with homeroom teacher, filled and submitted on the round's last day."""
    sheet = make_sheet(school_class)
    teacher = make_homeroom(sheet.school_class)
    fill(sheet, teacher)
    return moves.submit(sheet, by=teacher, at=moment(sheet.round.ends_on))


def make_filed(school_class: SchoolClass | None = None) -> ClassRound:
    """A sheet in notice since 9 October 2025: three working days, 9 to 11 October (a working Saturday)."""
    sheet = make_submitted(school_class)
    clerk = make_office(sheet.school_class.school)
    return moves.register(sheet, on=FILING_DAY, by=clerk, at=moment(FILING_DAY))


def make_final(school_class: SchoolClass | None = None) -> ClassRound:
    """A sheet whose notice is over and whose stars are in the ledger."""
    sheet = make_filed(school_class)
    moves.finalize_due(at=moment(dt.date(2025, 10, 12)))
    sheet.refresh_from_db()
    return sheet


def make_consent(student: Student, scope: ConsentScope = ConsentScope.PHOTO) -> Consent:
    """A guardian's, in force since long ago."""
    return Consent.objects.create(
        student=student, scope=scope, given_by=f"{student.name}母", text_version="1", given_on=dt.date(2024, 9, 2)
    )


def picture(size: tuple[int, int] = (300, 400), colour: str = "teal", kind: str = "JPEG") -> bytes:
    """A plain picture as a camera or a scanner would send it."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


def noise(seed: int, size: tuple[int, int] = (480, 640)) -> bytes:
    """A picture of which no two dots are alike."""
    stream = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3)).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def make_photo(student: Student, *, by: User) -> Photo:
    photo = Photo(student=student, sha256="0" * 64, added_by=by, added_at=moment(TERM_START))
    photo.file.save("photo.jpg", ContentFile(picture((30, 40))))
    return photo
