"""The school itself: classes, pupils in their seats and groups."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from awards.demo.sentences import OFFICE_PHONE, PAPER_ADDRESS, SCHOOL_CODE, SCHOOL_NAME, class_names
from awards.models import ClassRound
from starrating.operations import audit
from students.models import Enrolment, GroupLeader, School, SchoolClass, Sex, Student, StudentGroup
from students.names.pinyin import full_pinyin, initials, search_text

GROUP_SIZE = 7


def make_school(*, at: dt.datetime) -> School:
    school = School.objects.create(
        code=SCHOOL_CODE, name=SCHOOL_NAME, office_phone=OFFICE_PHONE, paper_address=PAPER_ADDRESS
    )
    audit.record("school.created", school, by=None, at=at, school_id=school.pk, new={"name": school.name})
    return school


def make_classes(
    school: School, school_year: int, per_grade: int, *, beside: Sequence[SchoolClass] = ()
) -> list[SchoolClass]:
    """Make ``per_grade`` classes in each grade, lowest grade first; those of ``beside`` are there already."""
    known = {(row.entry_year, row.number) for row in beside}
    return SchoolClass.objects.bulk_create(
        SchoolClass(school=school, entry_year=school_year - step, number=number)
        for step in range(len(school.grades))
        for number in range(1, per_grade + 1)
        if (school_year - step, number) not in known
    )


def make_pupils(classes: Sequence[SchoolClass], size: int, *, since: dt.date, at: dt.datetime, rng: Random) -> None:
    """Make ``size`` pupils a class, enrolled from ``since``, in groups of six or seven with a leader each."""
    school = classes[0].school
    names = [class_names(rng, size, unusual=number == 0) for number in range(len(classes))]
    students = Student.objects.bulk_create(
        _student(school_class, seat, name, rng)
        for school_class, class_list in zip(classes, names, strict=True)
        for seat, name in enumerate(class_list, start=1)
    )
    per_class = -(-size // GROUP_SIZE)
    groups = StudentGroup.objects.bulk_create(
        StudentGroup(school_class=school_class, number=number)
        for school_class in classes
        for number in range(1, per_class + 1)
    )
    rows = [
        Enrolment(
            student=student,
            school_class=classes[index // size],
            seat=index % size + 1,
            # Seats are dealt to the groups in turn, so that no group is more than one larger than another.
            group=groups[index // size * per_class + index % size % per_class],
            starts_on=since,
        )
        for index, student in enumerate(students)
    ]
    Enrolment.objects.bulk_create(rows, batch_size=1000)
    leaders = {row.group_id: row for row in reversed(rows)}
    GroupLeader.objects.bulk_create(
        GroupLeader(group=row.group, student=row.student, starts_on=since) for row in leaders.values()
    )
    new = {"pupils": len(students), "classes": len(classes)}
    audit.record("school.pupils_made", school, by=None, at=at, school_id=school.pk, new=new)


def stayed(sheet: ClassRound) -> list[Student]:
    """Give who sat in the sheet's class from the round's first day to its last, in seat order.

    Whoever moved in or out meanwhile was not there on some of the days that something is noted of.
    """
    seats = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on).select_related("student__school")
    return [seat.student for seat in seats.filter(starts_on__lte=sheet.round.starts_on)]


def _student(school_class: SchoolClass, seat: int, name: str, rng: Random) -> Student:
    return Student(
        school=school_class.school,
        number=f"{school_class.entry_year}{school_class.number:02d}{seat:02d}",
        name=name,
        pinyin=search_text(full_pinyin(name), 250),
        initials=search_text(initials(name), 80),
        sex=rng.choice([Sex.MALE, Sex.FEMALE]),
    )
