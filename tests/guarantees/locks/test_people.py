"""Accounts, roles, sessions and what a school says of itself, by two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from awards.management.schools import set_up_school
from awards.models import ReminderSettings, Round
from awards.reminders import verbs as reminders
from awards.reminders.verbs import Wanted
from awards.terms import opening
from reports.models import PaperKind
from reports.typesetting.wordings import preset
from reports.wording import verbs as wordings
from starrating.operations import job_running, jobs, uploads
from starrating.operations.models import AuditEvent, Job, JobState, Upload, UploadState
from starrating.refused import Refused
from students.accounts import passwords, pupils, staff
from students.models import School, SchoolRole, SchoolRoleKind, SchoolStage, SetupWord, SignInTries, Subject, User
from students.permits import school_roles
from students.pupils import movements
from students.school import settings, subjects
from students.sessions import attempts, second_step, setup_word
from tests.factories import PASSWORD, TERM_END, TERM_START, make_administrator, make_scheme, make_school, make_student
from tests.guarantees.locks.interleaving import Act, code, interleaved
from tests.students.pupil_factories import make_pupil_user
from tests.students.staff_factories import NOW, TODAY, make_subject, staffed
from tests.verbs.accounts import KEY, make_owner, with_phone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def olds(action: str) -> list[dict[str, object]]:
    """What stood there before, by the events of a kind in their order."""
    return [event.old for event in AuditEvent.objects.filter(action=action).order_by("pk")]


def test_a_code_of_the_phone_sent_twice_at_once_is_good_once() -> None:
    at, now = with_phone()
    check = partial(second_step.check, at.office, now, at=NOW)
    assert [code(answer) for answer in interleaved(check, check)] == ["NoneType", "code"]


def test_a_recovery_code_sent_twice_at_once_is_good_once() -> None:
    at, now = with_phone()
    codes = second_step.new_recovery_codes(at.office, PASSWORD, now, at=NOW)
    # The phone's row is not what makes the second wait.
    TOTPDevice.objects.filter(user=at.office).update(throttling_failure_count=0)
    check = partial(second_step.check, at.office, codes[0], at=NOW)
    assert [code(answer) for answer in interleaved(check, check)] == ["NoneType", "code"]
    assert StaticToken.objects.count() == len(codes) - 1


def test_the_second_step_is_turned_on_once() -> None:
    office = staffed().office
    turn_on = partial(second_step.turn_on, office, KEY, f"{totp(bytes.fromhex(KEY)):06d}", at=NOW)
    answers = interleaved(turn_on, turn_on, before="otp_totp_totpdevice")
    assert [code(answer) for answer in answers] == ["list", "twice"]
    assert TOTPDevice.objects.count() == 1


def failures() -> float:
    return (SignInTries.objects.get().forgotten_at - NOW) / attempts.ACCOUNT.forgets_one_in


def test_two_tries_at_once_are_two_tries() -> None:
    begin = partial(attempts.begin, "somebody", "10.0.0.1", at=NOW)
    begin()
    interleaved(begin, begin)
    assert failures() == 3


def test_two_tries_taken_back_at_once_are_two_fewer() -> None:
    for _try in range(3):
        attempts.begin("somebody", "10.0.0.1", at=NOW)
    take_back = partial(attempts.take_back, "somebody", "10.0.0.1")
    interleaved(take_back, take_back)
    assert failures() == 1


def test_a_job_is_taken_by_one_worker() -> None:
    at = staffed()
    jobs.start("workbook", {"term": 1}, title="喜报", by=at.office, school_id=at.school.pk, at=NOW)
    claim = partial(job_running.claim, NOW)
    first, second = interleaved(claim, claim)
    assert isinstance(first, Job)
    assert second is None
    assert Job.objects.get().attempts == 1


def test_a_job_that_is_being_called_off_is_not_taken() -> None:
    at = staffed()
    job = jobs.start("workbook", {"term": 1}, title="喜报", by=at.office, school_id=at.school.pk, at=NOW)
    _cancelled, taken = interleaved(partial(jobs.cancel, job, at=NOW), partial(job_running.claim, NOW))
    assert taken is None
    assert Job.objects.get().state == JobState.CANCELLED


def test_an_upload_is_decided_once() -> None:
    at = staffed()
    upload = uploads.keep([("a.xlsx", b"x")], kind="roster", school_id=at.school.pk, by=at.office, at=NOW)
    answers = interleaved(
        partial(uploads.decide, upload, UploadState.APPLIED, at=NOW),
        partial(uploads.decide, upload, UploadState.DROPPED, at=NOW),
    )
    assert [code(answer) for answer in answers] == ["NoneType", "decided"]
    assert Upload.objects.get().state == UploadState.APPLIED


def test_the_record_of_a_subject_says_what_stood_before_each_change() -> None:
    subject, owner = make_subject(staffed().school), make_owner()
    change = partial(subjects.change_subject, subject, order=1, by=owner, at=NOW)
    interleaved(partial(change, name="算术"), partial(change, name="数学(新)"))
    assert [old["name"] for old in olds("school.subject_changed")] == ["数学", "算术"]
    assert Subject.objects.get().name == "数学(新)"


def test_the_record_of_a_school_says_what_stood_before_each_change() -> None:
    at = staffed()
    change = partial(settings.change, at.school, action="students:change_office", by=at.administrator, at=NOW)
    before = School.objects.get().office_name
    interleaved(partial(change, {"office_name": "德育处"}), partial(change, {"office_name": "学生处"}))
    assert [old["office_name"] for old in olds("school.changed")] == [before, "德育处"]


def test_the_record_of_an_account_says_what_stood_before_each_change() -> None:
    at = staffed()
    change = partial(staff.change_details, at.homeroom, name=at.homeroom.name, by=at.homeroom, at=NOW)
    interleaved(partial(change, phone="13900000001"), partial(change, phone="13900000002"))
    assert [old["phone"] for old in olds("account.changed")] == ["", "13900000001"]


def test_a_role_is_granted_once() -> None:
    at = staffed()
    grant = partial(
        school_roles.grant_role, at.homeroom, SchoolRoleKind.OFFICE, starts_on=TODAY, by=at.administrator, at=NOW
    )
    assert [code(answer) for answer in interleaved(grant, grant)] == ["SchoolRole", "twice"]


def test_a_role_is_ended_once() -> None:
    at = staffed()
    row = SchoolRole.objects.select_related("user__school").get(user=at.office)
    end = partial(school_roles.end_role, row, ends_on=TODAY, by=at.administrator, at=NOW)
    assert [code(answer) for answer in interleaved(end, end)] == ["NoneType", "ended"]
    assert AuditEvent.objects.filter(action="role.ended").count() == 1


def test_of_two_administrators_one_stays() -> None:
    at = staffed()
    second = make_administrator(at.school, "赵敏")
    answers = interleaved(
        partial(staff.deactivate, at.administrator, by=second, at=NOW),
        partial(staff.deactivate, second, by=at.administrator, at=NOW),
    )
    assert answers[0] is None
    assert isinstance(answers[1], Refused)


def test_a_slip_in_force_is_the_last_one_and_the_record_counts_an_opening_once() -> None:
    at = staffed()
    closed = make_pupil_user(make_student(at.school_class, "孟若溪"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    first, second = passwords.draw_slips([closed]), passwords.draw_slips([closed])
    issue = partial(passwords.issue_passwords, [closed], by=at.homeroom, at=NOW)
    interleaved(partial(issue, slips=first), partial(issue, slips=second))
    closed.refresh_from_db()
    assert closed.password == second[0].encoded
    assert AuditEvent.objects.filter(action="account.reactivated").count() == 1


def test_a_slip_is_not_issued_for_an_account_that_is_being_closed() -> None:
    at = staffed()
    answers = interleaved(
        partial(staff.deactivate, at.office, by=at.administrator, at=NOW),
        partial(passwords.issue_passwords, [at.office], by=at.administrator, at=NOW),
    )
    assert [code(answer) for answer in answers] == ["NoneType", "not_allowed"]


def test_a_pupils_account_is_made_once() -> None:
    at = staffed()
    make_student(at.school_class, "孟若溪")
    slips = [
        passwords.draw_slips(pupils.new_accounts(at.school_class, pupils.without_account(at.school_class, TODAY)))
        for _drawn in range(2)
    ]
    make = partial(pupils.make_accounts, at.school_class, day=TODAY, by=at.administrator, at=NOW)
    first, second = interleaved(partial(make, slips[0]), partial(make, slips[1]))
    assert [len(made) for made in (first, second) if isinstance(made, list)] == [1, 0]


def test_an_account_is_closed_once_at_the_door() -> None:
    at = staffed()
    pupil = make_student(at.school_class, "孟若溪")
    user = make_pupil_user(pupil)
    movements.transfer_out(pupil, on=TODAY, by=at.office, at=NOW - dt.timedelta(days=3))
    close = partial(pupils.close_if_gone, user, at=NOW)
    interleaved(close, close)
    assert AuditEvent.objects.filter(action="account.deactivated").count() == 1


def test_the_own_words_are_made_once_and_put_back_once() -> None:
    school = staffed().school
    by, kind = make_administrator(school), PaperKind.LETTER
    edit = partial(wordings.edit, school, kind, by=by, at=NOW)
    interleaved(partial(edit, preset(kind) | {"title": "捷报"}), partial(edit, preset(kind) | {"title": "喜讯"}))
    assert [old["title"] for old in olds("wording.edited")] == [preset(kind)["title"], "捷报"]
    restore = partial(wordings.restore, school, kind, by=by, at=NOW)
    interleaved(restore, restore)
    assert len(olds("wording.restored")) == 1


def test_reminders_set_up_at_once_are_one_row() -> None:
    at = staffed()
    set_up = partial(reminders.set_up, at.school, Wanted(from_hour=8), by=at.administrator, at=NOW)
    answers = interleaved(set_up, set_up, before="awards_remindersettings")
    assert [code(answer) for answer in answers] == ["ReminderSettings", "ReminderSettings"]
    assert ReminderSettings.objects.count() == 1


def first_school(code_of_it: str) -> Act:
    return partial(
        set_up_school,
        code=code_of_it,
        name="第十中学",
        preset="monthly-stars",
        password=PASSWORD,
        as_first=True,
        at=NOW,
    )


def test_the_first_school_is_set_up_once() -> None:
    setup_word.draw(at=NOW)
    answers = interleaved(first_school("one"), first_school("two"), before="students_school")
    assert [code(answer) for answer in answers] == ["NewSchool", "already_set_up"]
    assert School.objects.count() == User.objects.count() == 1


def test_a_word_is_not_put_beside_a_school_that_is_being_set_up() -> None:
    setup_word.draw(at=NOW)
    interleaved(partial(setup_word._put, "another", NOW), first_school("one"), before="students_setupword")
    assert School.objects.exists()
    assert not SetupWord.objects.exists()


def test_two_wrong_words_at_once_are_two() -> None:
    setup_word.draw(at=NOW)
    interleaved(partial(setup_word.try_word, "wrong"), partial(setup_word.try_word, "wrong as well"))
    assert setup_word.tries_left() == setup_word.MOST_WRONG - 2


def test_a_code_is_not_corrected_while_an_account_comes() -> None:
    by = make_administrator(make_school())
    assert by.school is not None
    add = partial(staff.add_account, by.school, "何老师", by=by, at=NOW)
    correct = partial(settings.correct_code, by.school, "eleventh", by=by, at=NOW)
    assert [code(answer) for answer in interleaved(add, correct, before="students_user")] == ["User", "in_use"]


def test_a_term_is_opened_for_the_grades_that_were_corrected() -> None:
    by = make_administrator(make_school())
    assert by.school is not None
    make_scheme(by.school)
    grades = {"first_grade": 6, "last_grade": 9}
    correct = partial(settings.correct_stage, by.school, stage=SchoolStage.JUNIOR, **grades, by=by, at=NOW)
    term = partial(opening.open_term, by.school, school_year=2025, ordinal=1, by=by, at=NOW)
    open_it = partial(term, starts_on=TERM_START, ends_on=TERM_END)
    interleaved(correct, open_it, before="students_school")
    assert {tuple(one) for one in Round.objects.values_list("grades", flat=True)} == {(6, 7, 8, 9)}
