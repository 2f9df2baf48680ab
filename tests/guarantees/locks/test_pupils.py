"""Pupils, their groups, photos and consents, and the files they come in by, by two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from awards.deeds import verbs as deeds
from awards.models import Deed
from starrating.operations.models import AuditEvent
from students.consents import photos, verbs as consents
from students.groups import verbs as groups
from students.imports.columns import verbs as columns
from students.imports.history.verbs import take_back
from students.imports.importer import GROUPS, ROSTER, STAFF_MATRIX
from students.models import ColumnMeaning, Enrolment, FileImport, Photo, Staffing, Student, StudentGroup
from students.pupils import movements
from students.pupils.movements import Newcomer
from students.staffing import verbs as staffing
from students.years import verbs as years
from students.years.verbs import YearOptions
from tests.awards.deed_factories import make_noting, said
from tests.awards.pupil_factories import CHOOSING, WHEN
from tests.factories import (
    make_class,
    make_consent,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_user,
    noise,
)
from tests.guarantees.locks.interleaving import code, interleaved
from tests.hostile.making.content import ROSTER as ROSTER_GRID
from tests.imports import imported
from tests.students.factories import preview_roster, preview_staff, school_with_administrator
from tests.students.imports.test_import_groups import make_pupils, read
from tests.students.staff_factories import NOW as STAFF_NOW, TODAY, staffed
from tests.verbs.people import DAY, NOW, one_pupil

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(STAFF_NOW, tick=False):
        yield


def test_of_two_photos_at_once_one_stays_and_no_file_is_left_behind() -> None:
    pupil, _other, _clerk = one_pupil()
    make_consent(pupil)
    teacher = make_homeroom(pupil.enrolments.get().school_class)
    keep = partial(photos.keep, pupil, by=teacher, at=NOW)
    folder = Path(settings.MEDIA_ROOT) / "photos"
    before = set(folder.glob("*"))
    answers = interleaved(partial(keep, noise(1)), partial(keep, noise(2)))
    assert answers == (True, True)
    left = set(folder.glob("*")) - before
    assert [path.name for path in left] == [Path(str(Photo.objects.get().file.name)).name]


def test_a_consent_is_withdrawn_once() -> None:
    pupil, _other, _clerk = one_pupil()
    consent, teacher = make_consent(pupil), make_homeroom(pupil.enrolments.get().school_class)
    withdraw = partial(consents.withdraw, consent, by=teacher, at=NOW)
    interleaved(withdraw, withdraw)
    assert AuditEvent.objects.filter(action="consent.withdrawn").count() == 1


def test_a_pupil_is_moved_from_where_the_other_has_put_it() -> None:
    pupil, other, clerk = one_pupil()
    third = make_class(pupil.school, 3)
    move = partial(movements.change_class, pupil, on=DAY, by=clerk, at=NOW)
    answers = interleaved(partial(move, other), partial(move, third))
    assert [code(answer) for answer in answers] == ["Movement", "Movement"]
    assert Enrolment.objects.get(student=pupil, ends_on=None).school_class == third
    assert Enrolment.objects.filter(student=pupil).count() == 2


def test_a_fact_is_not_noted_of_a_class_that_the_pupil_is_leaving() -> None:
    noting = make_noting()
    pupil, home = noting.pupils[0], noting.sheet.school_class
    move = partial(
        movements.change_class, pupil, make_class(pupil.school, 8), on=CHOOSING, by=make_office(pupil.school), at=WHEN
    )
    note = partial(deeds.note, home, [pupil], said(noting, on=CHOOSING), by=noting.teacher, at=WHEN)
    answers = interleaved(move, note)
    assert [code(answer) for answer in answers] == ["Movement", "not_enrolled"]
    assert not Deed.objects.exists()


def test_the_same_fact_pressed_twice_at_once_stands_once() -> None:
    noting = make_noting()
    note = partial(deeds.note, noting.sheet.school_class, noting.pupils[:2], said(noting), by=noting.teacher, at=WHEN)
    assert [code(answer) for answer in interleaved(note, note)] == ["Noted", "Noted"]
    assert Deed.objects.count() == 2


def test_a_newcomer_is_entered_once() -> None:
    _pupil, home, clerk = one_pupil()
    enter = partial(movements.transfer_in, Newcomer("20259901", "陶乐怡"), home, on=DAY, by=clerk, at=NOW)
    assert [code(answer) for answer in interleaved(enter, enter)] == ["Movement", "enrolled"]


def test_a_group_made_at_once_has_the_next_number() -> None:
    at = staffed()
    make = partial(groups.make_group, at.school_class, by=at.homeroom, at=STAFF_NOW)
    interleaved(make, make)
    assert sorted(StudentGroup.objects.values_list("number", flat=True)) == [1, 2]


def test_a_class_gets_one_successor() -> None:
    at = staffed()
    assign = partial(staffing.assign_homeroom, at.school_class, by=at.administrator, at=STAFF_NOW)
    tomorrow = TODAY + dt.timedelta(days=1)
    jobs = [partial(assign, make_user(at.school, name), starts_on=tomorrow) for name in ("王芳", "赵敏")]
    interleaved(*jobs)
    assert Staffing.objects.active_on(tomorrow).count() == 1


def test_a_task_is_ended_once() -> None:
    at = staffed()
    end = partial(staffing.end_task, at.task, ends_on=TODAY, by=at.administrator, at=STAFF_NOW)
    assert [code(answer) for answer in interleaved(end, end)] == ["NoneType", "ended"]


def test_a_year_is_started_once() -> None:
    at = staffed()
    leaver = make_student(make_class(at.school, 1, entry_year=2022), "孟若溪")
    leaver.enrolments.update(starts_on=dt.date(2024, 9, 1))
    options = YearOptions(last_day=dt.date(2025, 8, 31))
    start = partial(years.start_year, at.school, 2025, options, by=at.administrator, at=STAFF_NOW)
    interleaved(start, start)
    assert AuditEvent.objects.filter(action="year.started").count() == 1


def test_a_roster_is_brought_in_once() -> None:
    school, by = school_with_administrator()
    bring = partial(imported, ROSTER, preview_roster(school), by=by)
    assert [code(answer) for answer in interleaved(bring, bring)] == ["Preview", "stale"]
    assert Student.objects.count() == 3


def test_tasks_are_brought_in_once() -> None:
    school, by = school_with_administrator()
    for number in (1, 2):
        make_class(school, number)
    bring = partial(imported, STAFF_MATRIX, preview_staff(school), by=by)
    assert [code(answer) for answer in interleaved(bring, bring)] == ["Preview", "stale"]


def test_groups_are_brought_in_once() -> None:
    school, administrator, _school_class = make_pupils()
    bring = partial(imported, GROUPS, read(school), by=administrator)
    assert [code(answer) for answer in interleaved(bring, bring)] == ["Preview", "stale"]


def test_an_import_is_undone_once() -> None:
    school, by = school_with_administrator()
    imported(ROSTER, preview_roster(school), by=by)
    undo = partial(take_back, FileImport.objects.get(), reason="选错了", by=by, at=NOW)
    assert [code(answer) for answer in interleaved(undo, undo)] == ["Undo", "twice"]
    assert AuditEvent.objects.filter(action="import.taken_back").count() == 1


def test_an_import_is_undone_before_another_or_after_it() -> None:
    school, by = school_with_administrator()
    imported(ROSTER, preview_roster(school), by=by)
    undo = partial(take_back, FileImport.objects.get(), reason="选错了", by=by, at=NOW)
    another = preview_roster(school, [ROSTER_GRID[0], (*ROSTER_GRID[1][:4], "9", "第1组")])
    answers = interleaved(undo, partial(imported, ROSTER, another, by=by), before="students_fileimport")
    assert [code(answer) for answer in answers] == ["Undo", "stale"]
    assert Student.objects.count() == 0


def test_a_consent_for_a_pupil_who_goes_is_not_lost_in_silence() -> None:
    school, by = school_with_administrator()
    imported(ROSTER, preview_roster(school), by=by)
    undo = partial(take_back, FileImport.objects.get(), reason="选错了", by=by, at=NOW)
    pupil = Student.objects.get(number="20250101")
    answers = interleaved(undo, partial(make_consent, pupil))
    assert [code(answer) for answer in answers] == ["Undo", "IntegrityError"]


def test_what_a_column_means_is_remembered_once() -> None:
    school = make_school()
    remember = partial(columns.remember, school, "roster", {"代号": "number"}, by=make_office(school), at=NOW)
    assert interleaved(remember, remember) == (1, 0)
    assert AuditEvent.objects.filter(action="column.remembered").count() == 1


def test_what_a_column_means_is_forgotten_once() -> None:
    school = make_school()
    office = make_office(school)
    columns.remember(school, "roster", {"代号": "number"}, by=office, at=NOW)
    forget = partial(columns.forget, ColumnMeaning.objects.get(), by=office, at=NOW)
    assert [code(answer) for answer in interleaved(forget, forget)] == ["NoneType", "gone"]
