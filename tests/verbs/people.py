"""Pupils, groups, consents, tasks, years and the files they come in by."""

from __future__ import annotations

import datetime as dt
from functools import partial

from awards.movements import credit, stranded
from starrating.operations.readings import record_list
from starrating.texts.keeping import keep
from starrating.texts.models import ErasureGround
from students.accounts.passwords import issue_passwords
from students.consents import photos, verbs as consents
from students.consents.verbs import Given
from students.groups import committee, verbs as groups
from students.imports.columns import verbs as columns
from students.imports.history.verbs import take_back
from students.imports.importer import GROUPS, ROSTER, STAFF_MATRIX
from students.imports.pipeline import importer
from students.models import (
    ColumnMeaning,
    ConsentScope,
    FileImport,
    Guardian,
    Movement,
    Photo,
    SchoolClass,
    Student,
    StudentGroup,
    Subject,
    User,
)
from students.pupils import corrections, erasing, guardians, movements, retention
from students.pupils.guardians import PhoneReason
from students.pupils.movements import Newcomer
from students.readings import verbs as readings
from students.staffing import verbs as staffing
from students.years import verbs as years
from students.years.verbs import YearOptions
from tests.factories import (
    make_administrator,
    make_class,
    make_consent,
    make_final,
    make_homeroom,
    make_office,
    make_photo,
    make_school,
    make_student,
    make_students,
    make_term,
    make_user,
    moment,
    noise,
    pupils_of,
)
from tests.imports import imported
from tests.students.factories import preview_roster, preview_staff, school_with_administrator
from tests.students.imports.test_import_groups import make_pupils, read
from tests.students.staff_factories import NOW as STAFF_NOW, TODAY, staffed
from tests.verbs.calling import Act, calls

DAY = dt.date(2025, 10, 20)
NOW = moment(dt.date(2025, 10, 21))


def one_pupil() -> tuple[Student, SchoolClass, User]:
    """A pupil, another class, and a clerk who moves pupils."""
    school = make_school()
    make_term(school)
    return make_student(make_class(school, 1), "孟若溪"), make_class(school, 2), make_office(school)


@calls(movements.transfer_in, "pupil.moved")
def a_pupil_comes() -> Act:
    _pupil, home, clerk = one_pupil()
    return partial(movements.transfer_in, Newcomer("20259901", "陶乐怡"), home, on=DAY, by=clerk, at=NOW)


@calls(movements.transfer_out, "pupil.moved")
def a_pupil_leaves() -> Act:
    pupil, _other, clerk = one_pupil()
    return partial(movements.transfer_out, pupil, on=DAY, by=clerk, at=NOW)


@calls(movements.suspend, "pupil.moved")
def a_pupil_pauses() -> Act:
    pupil, _other, clerk = one_pupil()
    return partial(movements.suspend, pupil, on=DAY, reason="病", by=clerk, at=NOW)


@calls(movements.resume, "pupil.moved")
def a_pupil_returns() -> Act:
    pupil, other, clerk = one_pupil()
    movements.suspend(pupil, on=DAY - dt.timedelta(days=9), reason="病", by=clerk, at=NOW)
    return partial(movements.resume, pupil, other, on=DAY, by=clerk, at=NOW)


@calls(movements.change_class, "pupil.moved")
def a_pupil_changes_class() -> Act:
    pupil, other, clerk = one_pupil()
    return partial(movements.change_class, pupil, other, on=DAY, by=clerk, at=NOW)


@calls(movements.set_guest, "pupil.moved")
def a_pupil_is_a_guest() -> Act:
    pupil, _other, clerk = one_pupil()
    return partial(movements.set_guest, pupil, is_guest=True, on=DAY, by=clerk, at=NOW)


@calls(corrections.correct_day, "pupil.day_corrected")
def a_day_corrected() -> Act:
    pupil, _other, clerk = one_pupil()
    movement = movements.transfer_out(pupil, on=DAY, by=clerk, at=NOW)
    day = DAY - dt.timedelta(days=1)
    return partial(corrections.correct_day, movement, on=day, reason="写错", by=clerk, at=NOW)


@calls(corrections.merge, "pupil.merged", "pupil.moved")
def two_records_joined() -> Act:
    pupil, other, clerk = one_pupil()
    return partial(corrections.merge, make_student(other, "孟若溪"), pupil, on=DAY, reason="重复", by=clerk, at=NOW)


@calls(credit.join_records, "pupil.merged", "pupil.moved", "credit.carried")
def two_records_with_stars_joined() -> Act:
    sheet = make_final()
    second, kept = pupils_of(sheet)[0], make_student(sheet.school_class, "另一条记录")
    clerk = make_office(sheet.school_class.school)
    return partial(credit.join_records, second, kept, on=DAY, reason="重复建档", by=clerk, at=NOW)


def arrived() -> tuple[Movement, User]:
    _pupil, home, clerk = one_pupil()
    return movements.transfer_in(Newcomer("20259901", "陶乐怡"), home, on=DAY, by=clerk, at=NOW), clerk


@calls(credit.arrive, "pupil.moved", "credit.entered")
def a_pupil_comes_with_stars() -> Act:
    _pupil, home, clerk = one_pupil()
    newcomer = Newcomer("20259901", "陶乐怡")
    return partial(credit.arrive, newcomer, home, on=DAY, proof="证明", stars=5, by=clerk, at=NOW)


@calls(credit.credit_transfer, "credit.entered")
def stars_credited() -> Act:
    movement, clerk = arrived()
    return partial(credit.credit_transfer, movement, 5, proof="证明", by=clerk, at=NOW)


@calls(credit.withdraw_credit, "credit.withdrawn")
def a_credit_withdrawn() -> Act:
    movement, clerk = arrived()
    entry = credit.credit_transfer(movement, 5, proof="证明", by=clerk, at=NOW)
    return partial(credit.withdraw_credit, entry, reason="数字有误", by=clerk, at=NOW)


@calls(stranded.watched, "pupil.moved", "pupil.sheets_accepted")
def a_pupil_on_a_closed_sheet_moved() -> Act:
    sheet = make_final()
    pupil, clerk = pupils_of(sheet)[0], make_office(sheet.school_class.school)
    other = make_class(sheet.school_class.school, 2)
    day = dt.date(2025, 9, 20)
    act = partial(movements.change_class, pupil, other, on=day, by=clerk, at=NOW)
    return partial(stranded.watched, pupil, act, accepted=True, by=clerk, at=NOW)


@calls(guardians.read_phone, "guardian.phone_read")
def a_phone_number_read() -> Act:
    pupil, _other, clerk = one_pupil()
    guardian = Guardian.objects.create(student=pupil, name="王芳", phone="13900000000")
    return partial(guardians.read_phone, guardian, PhoneReason.TALK, by=clerk, at=NOW)


@calls(readings.ask_who_saw, "readings.pupil_asked")
def ask_who_saw() -> Act:
    pupil = make_students(make_class(make_school()), 1)[0]
    return partial(readings.ask_who_saw, pupil, DAY, by=make_administrator(pupil.school), at=NOW)


@calls(readings.ask_what_was_seen, "readings.account_asked")
def ask_what_was_seen() -> Act:
    school = make_school()
    return partial(readings.ask_what_was_seen, make_office(school), DAY, by=make_administrator(school), at=NOW)


@calls(readings.forget_oldest, "readings.removed")
def forget_oldest_readings() -> Act:
    clerk = make_office(make_school())
    record_list("awards:violations", "", [], {"by": clerk, "school_id": clerk.school_id, "at": NOW})
    return partial(readings.forget_oldest, at=NOW + dt.timedelta(days=2000))


@calls(retention.forget, "retention.applied")
def leavers_forgotten() -> Act:
    pupil, _other, clerk = one_pupil()
    Guardian.objects.create(student=pupil, name="王芳", phone="13900000000")
    make_photo(pupil, by=clerk)
    pupil.enrolments.update(starts_on=dt.date(2023, 9, 1), ends_on=dt.date(2024, 1, 31))
    return partial(retention.forget, pupil.school, at=NOW)


@calls(erasing.erase_texts, "texts.erased")
def what_was_said_erased() -> Act:
    pupil, _other, _clerk = one_pupil()
    keep("作文获奖", about=pupil.pk)
    by = make_administrator(pupil.school)
    return partial(erasing.erase_texts, pupil, ground=ErasureGround.REQUEST, by=by, at=NOW)


@calls(erasing.erase_text, "text.erased")
def one_text_erased() -> Act:
    pupil, _other, _clerk = one_pupil()
    kept = keep("作文获奖", about=pupil.pk)
    assert kept is not None
    by = make_administrator(pupil.school)
    return partial(erasing.erase_text, kept.pk, ground=ErasureGround.MISTAKE, by=by, at=NOW)


@calls(columns.remember, "column.remembered")
def a_column_remembered() -> Act:
    school = make_school()
    return partial(columns.remember, school, "roster", {"代号": "number"}, by=make_office(school), at=NOW)


@calls(columns.forget, "column.forgotten")
def a_column_forgotten() -> Act:
    school = make_school()
    office = make_office(school)
    columns.remember(school, "roster", {"代号": "number"}, by=office, at=NOW)
    return partial(columns.forget, ColumnMeaning.objects.get(school=school), by=office, at=NOW)


@calls(consents.record, "consent.given")
def a_consent_recorded() -> Act:
    pupil, _other, _clerk = one_pupil()
    teacher = make_homeroom(pupil.enrolments.get().school_class)
    given = [Given(pupil, scope, "王芳") for scope in ConsentScope]
    return partial(consents.record, given, DAY, by=teacher, at=NOW)


@calls(consents.withdraw, "consent.withdrawn", "photo.removed")
def a_consent_withdrawn() -> Act:
    pupil, _other, clerk = one_pupil()
    make_photo(pupil, by=clerk)
    teacher = make_homeroom(pupil.enrolments.get().school_class)
    return partial(consents.withdraw, make_consent(pupil), by=teacher, at=NOW)


@calls(photos.keep, "photo.kept")
def a_photo_kept() -> Act:
    pupil, _other, _clerk = one_pupil()
    make_consent(pupil)
    return partial(photos.keep, pupil, noise(1), by=make_homeroom(pupil.enrolments.get().school_class), at=NOW)


@calls(photos.remove, "photo.removed")
def a_photo_removed() -> Act:
    pupil, _other, clerk = one_pupil()
    photo = make_photo(pupil, by=clerk)
    found = Photo.objects.select_related("student__school").get(pk=photo.pk)
    return partial(photos.remove, found, by=make_homeroom(pupil.enrolments.get().school_class), at=NOW)


def a_group() -> tuple[StudentGroup, list[Student], User]:
    """A group of two, led by the first; a third pupil sits in none."""
    at = staffed()
    found = make_students(at.school_class, 3)
    group = groups.make_group(at.school_class, by=at.homeroom, at=STAFF_NOW)
    groups.put_in_group(group, found[:2], on=TODAY, by=at.homeroom, at=STAFF_NOW)
    groups.name_leader(group, found[0], on=TODAY, by=at.homeroom, at=STAFF_NOW)
    return group, found, at.homeroom


@calls(groups.make_group, "group.made")
def a_group_made() -> Act:
    at = staffed()
    return partial(groups.make_group, at.school_class, "飞鹰", by=at.homeroom, at=STAFF_NOW)


@calls(groups.rename_group, "group.renamed")
def a_group_renamed() -> Act:
    group, _pupils, teacher = a_group()
    return partial(groups.rename_group, group, "飞鹰", by=teacher, at=STAFF_NOW)


@calls(groups.put_in_group, "group.members_changed")
def a_pupil_put_in_a_group() -> Act:
    group, found, teacher = a_group()
    return partial(groups.put_in_group, group, found[2:], on=TODAY, by=teacher, at=STAFF_NOW)


@calls(groups.take_out, "group.members_changed")
def a_pupil_taken_out_of_a_group() -> Act:
    group, found, teacher = a_group()
    return partial(groups.take_out, group, found[:1], on=TODAY, by=teacher, at=STAFF_NOW)


@calls(groups.name_leader, "group.leader_named")
def a_leader_named() -> Act:
    group, found, teacher = a_group()
    return partial(groups.name_leader, group, found[1], on=TODAY, by=teacher, at=STAFF_NOW)


@calls(groups.end_leader, "group.leader_ended")
def a_leader_ended() -> Act:
    group, _pupils, teacher = a_group()
    return partial(groups.end_leader, group, on=TODAY, by=teacher, at=STAFF_NOW)


@calls(committee.name_member, "committee.joined")
def a_cadre_named() -> Act:
    group, found, teacher = a_group()
    return partial(committee.name_member, group.school_class, found[2], on=TODAY, by=teacher, at=STAFF_NOW)


@calls(committee.end_member, "committee.ended")
def a_cadre_ended() -> Act:
    group, found, teacher = a_group()
    row = committee.name_member(group.school_class, found[2], on=TODAY, by=teacher, at=STAFF_NOW)
    return partial(committee.end_member, row, on=TODAY, by=teacher, at=STAFF_NOW)


@calls(staffing.assign_homeroom, "task.assigned")
def a_homeroom_teacher_assigned() -> Act:
    at = staffed()
    user, day = make_user(at.school, "王芳"), TODAY + dt.timedelta(days=1)
    return partial(staffing.assign_homeroom, at.school_class, user, starts_on=day, by=at.administrator, at=STAFF_NOW)


@calls(staffing.assign_subject, "task.assigned")
def a_subject_teacher_assigned() -> Act:
    at = staffed()
    subject = Subject.objects.create(school=at.school, name="数学")
    user = make_user(at.school, "王芳")
    return partial(
        staffing.assign_subject, at.school_class, user, subject, starts_on=TODAY, by=at.administrator, at=STAFF_NOW
    )


@calls(staffing.end_task, "task.ended")
def a_task_ended() -> Act:
    at = staffed()
    return partial(staffing.end_task, at.task, ends_on=TODAY, by=at.administrator, at=STAFF_NOW)


@calls(years.start_year, "year.started", "account.deactivated")
def a_year_started() -> Act:
    at = staffed()
    leaver = make_student(make_class(at.school, 1, entry_year=2022), "孟若溪")
    user = make_user(at.school, leaver.name)
    user.student = leaver
    user.save()
    leaver.enrolments.update(starts_on=dt.date(2024, 9, 1))
    make_homeroom(leaver.enrolments.get().school_class, "郑爽", starts_on=dt.date(2024, 9, 1))
    options = YearOptions(clear_groups=True, clear_staffing=True, last_day=dt.date(2025, 8, 31))
    return partial(years.start_year, at.school, 2025, options, by=at.administrator, at=STAFF_NOW)


@calls(importer.apply, "roster.imported")
def a_roster_brought_in() -> Act:
    school, by = school_with_administrator()
    return partial(imported, ROSTER, preview_roster(school), by=by)


@calls(importer.apply, "staff.imported")
def tasks_brought_in() -> Act:
    school, by = school_with_administrator()
    for number in (1, 2):
        make_class(school, number)
    return partial(imported, STAFF_MATRIX, preview_staff(school), by=by)


@calls(
    importer.apply, "groups.imported", "group.made", "group.members_changed", "group.leader_named", "committee.joined"
)
def groups_brought_in() -> Act:
    school, administrator, _school_class = make_pupils()
    return partial(imported, GROUPS, read(school), by=administrator)


@calls(take_back, "import.taken_back", "account.deactivated")
def an_import_of_tasks_undone() -> Act:
    school, by = school_with_administrator()
    imported(STAFF_MATRIX, preview_staff(school), by=by)
    issue_passwords(list(User.objects.filter(school=school, username__startswith="lilan")), by=by, at=NOW)
    return partial(take_back, FileImport.objects.get(school=school), reason="选错了文件", by=by, at=NOW)
