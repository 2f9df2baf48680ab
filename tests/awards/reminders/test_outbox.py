"""The outbox: each class once a day, each message once, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest import mock

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries, Settings

from awards.models import RemindedClass, Reminder, ReminderAddress, ReminderState, ReminderTrouble, SheetState
from awards.reminders import outbox
from students.models import CalendarDay, Student
from tests.awards.reminders.group import DUE_ON, Group, Owing, a_group, make_owing
from tests.factories import make_class, make_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(settings: Settings) -> Iterator[Group]:
    with a_group() as group:
        settings.REMINDER_ORIGINS = [group.address.partition("/hook")[0]]
        yield group


def run(owing: Owing, days: int = 0, hour: int = 9) -> None:
    at = owing.at(days, hour)
    outbox.collect_due(at=at)
    outbox.send_due(at=at)


def test_one_message_names_the_classes_and_no_pupil(group: Group) -> None:
    owing = make_owing(group.address)
    run(owing)
    [text] = group.texts
    assert "Grade 7 Class 1, Grade 7 Class 2" in text or "七年级(1)班" in text
    assert not any(pupil.name in text for pupil in Student.objects.all())
    assert Reminder.objects.get().state == ReminderState.SENT


def test_a_class_is_named_once_a_day(group: Group) -> None:
    owing = make_owing(group.address)
    for hour in (8, 9, 18):
        run(owing, hour=hour)
    assert len(group.texts) == 1
    run(owing, days=1)
    assert len(group.texts) == 2


def test_who_has_handed_in_is_not_named(group: Group) -> None:
    owing = make_owing(group.address)
    done, owes = owing.sheets
    done.state = SheetState.SUBMITTED
    done.save(update_fields=["state"])
    run(owing)
    [text] = group.texts
    assert owes.class_name in text
    assert done.class_name not in text


@pytest.mark.parametrize("hour", [6, 19, 23])
def test_nothing_goes_out_in_quiet_hours(group: Group, hour: int) -> None:
    run(make_owing(group.address), hour=hour)
    assert group.got == []


def test_nothing_goes_out_on_a_day_off(group: Group) -> None:
    owing = make_owing(group.address)
    CalendarDay.objects.create(school=owing.school, day=DUE_ON, is_working=False)
    run(owing)
    assert group.got == []


def test_nothing_leaves_the_house_unless_it_is_turned_on(group: Group) -> None:
    run(make_owing())
    assert (group.got, Reminder.objects.count(), len(mail.outbox)) == ([], 0, 0)


def test_who_wants_mail_gets_it_and_is_not_named_in_the_group(group: Group) -> None:
    owing = make_owing(group.address, by_mail=True)
    ReminderAddress.objects.create(user=owing.teachers[0], email="lan@school.example")
    run(owing)
    [message] = mail.outbox
    assert message.to == ["lan@school.example"]
    assert owing.sheets[0].class_name in message.body
    [text] = group.texts
    assert owing.sheets[0].class_name not in text
    assert owing.sheets[1].class_name in text


def test_a_service_that_says_no_is_tried_again_and_then_given_up(group: Group) -> None:
    owing = make_owing(group.address)
    group.answer = (200, '{"errcode": 93000}')
    run(owing)
    message = Reminder.objects.get()
    assert (message.state, message.trouble) == (ReminderState.WAITING, ReminderTrouble.REFUSED)
    # Not before its time.
    outbox.send_due(at=owing.at())
    assert len(group.got) == 1
    for _try in range(10):
        message.refresh_from_db()
        outbox.send_due(at=message.next_try_at)
    assert len(group.got) == len(outbox.WAITS) + 1
    message.refresh_from_db()
    assert message.state == ReminderState.FAILED


def test_what_failed_goes_out_when_the_service_is_back(group: Group) -> None:
    owing = make_owing(group.address)
    group.answer = (500, "")
    run(owing)
    group.answer = (200, '{"errcode": 0}')
    outbox.send_due(at=owing.at() + dt.timedelta(minutes=2))
    message = Reminder.objects.get()
    assert (message.state, message.trouble, len(group.got)) == (ReminderState.SENT, "", 2)


def test_yesterdays_message_is_not_sent_today(group: Group) -> None:
    owing = make_owing(group.address)
    outbox.collect_due(at=owing.at())
    outbox.send_due(at=owing.at(days=2))
    assert group.got == []
    assert Reminder.objects.get().trouble == ReminderTrouble.LATE


def test_a_worker_that_ended_on_the_way_does_not_say_everything_twice(group: Group) -> None:
    owing = make_owing(group.address)
    outbox.collect_due(at=owing.at())
    with (
        mock.patch("awards.reminders.outbox._deliver", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        outbox.send_due(at=owing.at())
    outbox.send_due(at=owing.at() + dt.timedelta(minutes=1))
    assert Reminder.objects.get().state == ReminderState.SENDING
    outbox.send_due(at=owing.at() + dt.timedelta(minutes=10))
    assert Reminder.objects.get().state == ReminderState.LOST
    assert group.got == []


def test_two_workers_send_a_message_once(group: Group) -> None:
    """The second takes it in the moment between the first one's look and its claim."""
    owing = make_owing(group.address)
    outbox.collect_due(at=owing.at())
    pk = Reminder.objects.get().pk
    real = outbox._deliver

    def other_first(message: Reminder, at: dt.datetime) -> None:
        assert not outbox._sent(pk, at)
        real(message, at)

    with mock.patch("awards.reminders.outbox._deliver", other_first):
        outbox.send_due(at=owing.at())
    assert len(group.got) == 1


def test_two_workers_write_a_class_once(group: Group) -> None:
    """Both have seen that nobody was named today; the database lets one of them write it."""
    owing = make_owing(group.address)
    sheets = outbox._owed(owing.row, DUE_ON)
    outbox.collect_due(at=owing.at())
    with mock.patch("awards.reminders.outbox._owed", return_value=sheets):
        assert outbox.collect(owing.row, at=owing.at()) == 0
    assert (Reminder.objects.count(), RemindedClass.objects.count()) == (1, 2)


def test_a_settled_term_asks_for_nothing(group: Group) -> None:
    owing = make_owing(group.address)
    term = owing.sheets[0].round.term
    type(term).objects.filter(pk=term.pk).update(state="settled")
    run(owing)
    assert group.got == []


def test_a_robot_turned_off_meanwhile_is_not_spoken_to(group: Group) -> None:
    owing = make_owing(group.address)
    outbox.collect_due(at=owing.at())
    owing.row.service = owing.row.address = ""
    owing.row.save()
    outbox.send_due(at=owing.at())
    assert group.got == []


def test_what_was_said_long_ago_goes_and_so_do_addresses_of_closed_accounts(group: Group) -> None:
    owing = make_owing(group.address)
    ReminderAddress.objects.create(user=owing.teachers[0], email="lan@school.example")
    run(owing)
    outbox.forget_due(at=owing.at(days=179))
    assert (Reminder.objects.count(), ReminderAddress.objects.count()) == (1, 1)
    owing.teachers[0].is_active = False
    owing.teachers[0].save()
    outbox.forget_due(at=owing.at(days=182))
    assert (Reminder.objects.count(), ReminderAddress.objects.count()) == (0, 0)


def test_statements_do_not_grow_with_the_classes(
    group: Group, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    owing = make_owing(group.address)
    for number in range(3, 9):
        make_sheet(make_class(owing.school, number), pupils=1)
    with django_assert_num_queries(7):
        outbox.collect_due(at=owing.at())
