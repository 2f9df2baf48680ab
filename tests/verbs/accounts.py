"""Accounts, sessions, roles and what a school says of itself."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.contrib.sessions.models import Session
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from awards.management.schools import set_up_school
from starrating.operations import idempotency, job_running, jobs, uploads
from starrating.operations.models import Upload, UploadState
from students.accounts import passwords, pupils, staff
from students.models import SchoolRoleKind, SchoolStage, SignIn, User
from students.permits import school_roles
from students.pupils import movements
from students.school import settings, subjects
from students.sessions import attempts, second_step, setup_word, sign_ins
from tests.factories import PASSWORD, make_administrator, make_office, make_school, make_student, make_user, moment
from tests.students.pupil_factories import make_pupil_user
from tests.students.staff_factories import NOW, TODAY, Staffed, make_subject, staffed
from tests.verbs.calling import Act, calls

KEY = "3132333435363738393031323334353637383930"


@calls(staff.add_account, "account.added")
def an_account_added() -> Act:
    at = staffed()
    return partial(staff.add_account, at.school, "何老师", by=at.administrator, at=NOW)


@calls(staff.change_details, "account.changed")
def details_changed() -> Act:
    at = staffed()
    return partial(staff.change_details, at.homeroom, name="李蓝", phone="13900000000", by=at.administrator, at=NOW)


@calls(staff.deactivate, "account.deactivated")
def an_account_closed() -> Act:
    at = staffed()
    return partial(staff.deactivate, at.office, by=at.administrator, at=NOW)


@calls(staff.reactivate, "account.reactivated")
def an_account_opened_again() -> Act:
    at = staffed()
    staff.deactivate(at.office, by=at.administrator, at=NOW)
    return partial(staff.reactivate, at.office, by=at.administrator, at=NOW)


@calls(passwords._put_in_force, "password.issued")
def one_time_passwords_issued() -> Act:
    at = staffed()
    return partial(passwords.issue_passwords, [at.homeroom, at.office], by=at.administrator, at=NOW)


@calls(passwords.change_password, "password.changed")
def the_own_password_changed() -> Act:
    return partial(passwords.change_password, staffed().homeroom, "quiet river stone 47", at=NOW)


@calls(pupils.make_accounts, "account.created", "password.issued")
def pupils_given_accounts() -> Act:
    at = staffed()
    make_student(at.school_class, "孟若溪")
    slips = passwords.draw_slips(pupils.new_accounts(at.school_class, pupils.without_account(at.school_class, TODAY)))
    return partial(pupils.make_accounts, at.school_class, slips, day=TODAY, by=at.administrator, at=NOW)


@calls(pupils.close_if_gone, "account.deactivated")
def an_account_closed_at_the_door() -> Act:
    at = staffed()
    pupil = make_student(at.school_class, "孟若溪")
    user = make_pupil_user(pupil)
    movements.transfer_out(pupil, on=TODAY, by=at.office, at=NOW - dt.timedelta(days=3))
    return partial(pupils.close_if_gone, user, at=NOW)


@calls(school_roles.grant_role, "role.granted")
def a_role_granted() -> Act:
    at = staffed()
    return partial(
        school_roles.grant_role, at.homeroom, SchoolRoleKind.OFFICE, starts_on=TODAY, by=at.administrator, at=NOW
    )


@calls(school_roles.end_role, "role.ended")
def a_role_ended() -> Act:
    at = staffed()
    (row,) = at.office.school_roles.all()
    return partial(school_roles.end_role, row, ends_on=TODAY, by=at.administrator, at=NOW)


def with_phone() -> tuple[Staffed, str]:
    """The office's account with its second step on; and a code that is good now."""
    at = staffed()
    TOTPDevice.objects.create(user=at.office, name="phone", key=KEY, confirmed=True)
    return at, f"{totp(bytes.fromhex(KEY)):06d}"


@calls(second_step.turn_on, "second_step.on", spent=("students_signintries",))
def the_second_step_turned_on() -> Act:
    code = f"{totp(bytes.fromhex(KEY)):06d}"
    return partial(second_step.turn_on, staffed().office, KEY, code, at=NOW)


@calls(second_step.turn_off, "second_step.off", spent=("otp_totp_totpdevice",))
def the_second_step_turned_off() -> Act:
    at, code = with_phone()
    return partial(second_step.turn_off, at.office, PASSWORD, code, at=NOW)


@calls(second_step.new_recovery_codes, "second_step.recovery_made", spent=("otp_totp_totpdevice",))
def recovery_codes_made() -> Act:
    at, code = with_phone()
    return partial(second_step.new_recovery_codes, at.office, PASSWORD, code, at=NOW)


@calls(second_step.check, "second_step.recovery_used")
def a_recovery_code_used() -> Act:
    at, code = with_phone()
    codes = second_step.new_recovery_codes(at.office, PASSWORD, code, at=NOW)
    return partial(second_step.check, at.office, codes[0], at=NOW)


@calls(second_step.take_away, "second_step.taken_away")
def the_second_step_taken_from_a_colleague() -> Act:
    at, _code = with_phone()
    return partial(second_step.take_away, at.office, by=at.administrator, at=NOW)


def signed_in(user: User) -> SignIn:
    session = Session.objects.create(pk=f"session-{user.pk}", session_data="", expire_date=NOW + dt.timedelta(days=1))
    return SignIn.objects.create(session=session, user=user, since=NOW, last_seen_at=NOW)


@calls(sign_ins.end, "session.ended")
def a_session_ended() -> Act:
    user = staffed().office
    return partial(sign_ins.end, signed_in(user), by=user, at=NOW)


@calls(sign_ins.end_others, "session.others_ended")
def the_other_sessions_ended() -> Act:
    user = staffed().office
    signed_in(user)
    return partial(sign_ins.end_others, user, this="another", at=NOW)


@calls(sign_ins.end_all, "session.all_ended")
def a_colleagues_sessions_ended() -> Act:
    at = staffed()
    signed_in(at.office)
    return partial(sign_ins.end_all, at.office, by=at.administrator, at=NOW)


@calls(attempts._counted)
def a_try_counted() -> Act:
    return partial(attempts._counted, "somebody", "10.0.0.1", NOW, attempts.ACCOUNT)


@calls(attempts.take_back)
def a_try_that_was_none_taken_back() -> Act:
    attempts.begin("somebody", "10.0.0.1", at=NOW)
    return partial(attempts.take_back, "somebody", "10.0.0.1")


@calls(attempts._let_go)
def tries_that_are_forgotten_deleted() -> Act:
    for name in ("somebody", "else"):
        attempts.begin(name, "10.0.0.1", at=NOW)
    return partial(attempts._let_go, NOW + dt.timedelta(days=1))


@calls(settings.change, "school.changed")
def the_school_changed() -> Act:
    at = staffed()
    new = {"office_name": "德育处"}
    return partial(settings.change, at.school, new, action="students:change_office", by=at.administrator, at=NOW)


def administered() -> User:
    return make_administrator(make_school())


@calls(settings.correct_stage, "school.changed")
def stage_and_grades_corrected() -> Act:
    by = administered()
    assert by.school is not None
    grades = {"first_grade": 1, "last_grade": 6}
    return partial(settings.correct_stage, by.school, stage=SchoolStage.PRIMARY, **grades, by=by, at=NOW)


@calls(settings.correct_code, "school.changed")
def the_code_corrected() -> Act:
    by = administered()
    assert by.school is not None
    return partial(settings.correct_code, by.school, "eleventh", by=by, at=NOW)


def make_owner() -> User:
    """Whoever looks after the installation."""
    owner = make_user(None)
    owner.is_staff = owner.is_superuser = True
    owner.save()
    return owner


@calls(settings.put_right, "school.changed")
def the_school_put_right() -> Act:
    return partial(settings.put_right, staffed().school, {"name": "第十一中学"}, by=make_owner(), at=NOW)


@calls(settings.note_day, "school.day_noted")
def a_day_noted() -> Act:
    at = staffed()
    return partial(settings.note_day, at.school, TODAY, is_working=False, note="校庆", by=at.administrator, at=NOW)


@calls(settings.forget_day, "school.day_forgotten")
def a_day_forgotten() -> Act:
    at = staffed()
    row = settings.note_day(at.school, TODAY, is_working=False, note="", by=at.administrator, at=NOW)
    return partial(settings.forget_day, row, by=at.administrator, at=NOW)


@calls(settings.add_known_days, "school.days_added")
def holidays_added() -> Act:
    at = staffed()
    return partial(settings.add_known_days, at.school, 2025, by=at.administrator, at=NOW)


@calls(subjects.add_subject, "school.subject_added")
def a_subject_added() -> Act:
    return partial(subjects.add_subject, staffed().school, "书法", by=make_owner(), at=NOW)


@calls(subjects.change_subject, "school.subject_changed")
def a_subject_changed() -> Act:
    subject = make_subject(staffed().school)
    return partial(subjects.change_subject, subject, name="算术", order=3, by=make_owner(), at=NOW)


@calls(set_up_school, "school.set_up", "account.created", "scheme.adopted", "scheme.published")
def a_school_set_up() -> Act:
    return partial(
        set_up_school,
        code="new",
        name="新建中学",
        preset="monthly-stars",
        administrator="first",
        administrator_name="吴敏",
        at=NOW,
    )


@calls(setup_word._put)
def a_word_for_setting_up_drawn() -> Act:
    setup_word.draw(at=NOW)
    return partial(setup_word._put, "another", NOW)


@calls(setup_word.try_word)
def a_wrong_word_counted() -> Act:
    setup_word.draw(at=NOW)
    return partial(setup_word.try_word, "wrong")


@calls(jobs.start, "job.started")
def a_file_asked_for() -> Act:
    at = staffed()
    return partial(
        jobs.start, "workbook", {"term": 1}, title="喜报", by=at.office, school_id=at.school.pk, at=moment(TODAY)
    )


@calls(jobs.cancel)
def a_file_called_off() -> Act:
    at = staffed()
    job = jobs.start("workbook", {"term": 1}, title="喜报", by=at.office, school_id=at.school.pk, at=NOW)
    return partial(jobs.cancel, job, at=NOW)


@calls(job_running.claim)
def a_file_claimed() -> Act:
    at = staffed()
    jobs.start("workbook", {"term": 1}, title="喜报", by=at.office, school_id=at.school.pk, at=NOW)
    return partial(job_running.claim, NOW)


@calls(uploads.decide)
def an_upload_dropped() -> Act:
    at = staffed()
    upload = uploads.keep([("a.xlsx", b"x")], kind="roster", school_id=at.school.pk, by=at.office, at=NOW)
    return partial(uploads.decide, Upload.objects.get(pk=upload.pk), UploadState.DROPPED, at=NOW)


@calls(idempotency.once, "account.added")
def a_form_sent() -> Act:
    at = staffed()

    def act() -> dict[str, object]:
        return {"user": staff.add_account(at.school, "何老师", by=at.administrator, at=NOW).pk}

    return partial(idempotency.once, make_office(at.school, "另一位"), "a-form", act)
