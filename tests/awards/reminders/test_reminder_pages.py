"""The settings of reminders, one's own address and calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries, Settings

from awards.models import CalendarAddress, Reminder, ReminderAddress, ReminderSettings
from awards.reminders import verbs
from awards.reminders.verbs import Wanted
from starrating.operations.models import AuditEvent
from students.models import School, Student, User
from tests.awards.pupil_factories import client_of
from tests.awards.reminders.group import DUE_ON, Owing, make_owing
from tests.factories import make_administrator, make_class, make_office, make_school, make_sheet, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = moment(DUE_ON)
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-4567-89ab-cdef"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def post(user: User, name: str, **data: object) -> tuple[int, str]:
    response = client_of(user).post(reverse(f"awards:{name}"), data, follow=True)
    return response.status_code, response.content.decode()


def settings_page(user: User) -> str:
    return client_of(user).get(reverse("awards:reminders")).content.decode()


def hours() -> dict[str, int]:
    return {"from_hour": 8, "until_hour": 18}


def test_an_administrator_turns_a_robot_on_and_off() -> None:
    school = make_school()
    user = make_administrator(school)
    assert "Reminders are off" in settings_page(user)
    status, page = post(user, "set_reminders", service="wecom", address=ROBOT, **hours())
    assert (status, "Reminders are on" in page) == (HTTPStatus.OK, True)
    row = ReminderSettings.objects.get(school=school)
    assert (row.service, row.address, row.from_hour, row.until_hour) == ("wecom", ROBOT, 8, 18)
    post(user, "set_reminders", service="", **hours())
    row.refresh_from_db()
    assert (row.is_on, row.address) == (False, "")


def test_the_robots_address_and_secret_are_shown_nowhere() -> None:
    user = make_administrator(make_school())
    _status, page = post(user, "set_reminders", service="wecom", address=ROBOT, secret="SEC-42", **hours())
    told = page + settings_page(user) + "".join(str(event.old) + str(event.new) for event in AuditEvent.objects.all())
    assert "…cdef" in told
    assert "0123-4567" not in told
    assert "SEC-42" not in told


def test_an_empty_address_keeps_the_one_there_is() -> None:
    school = make_school()
    user = make_administrator(school)
    verbs.set_up(school, Wanted("wecom", ROBOT, "SEC"), by=user, at=NOW)
    post(user, "set_reminders", service="wecom", address="", **hours())
    row = ReminderSettings.objects.get()
    assert (row.address, row.secret, row.from_hour) == (ROBOT, "SEC", 8)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("wecom", "https://evil.example/cgi-bin/webhook/send?key=1"), "address"),
        (Wanted("dingtalk", ROBOT), "address"),
        (Wanted("wecom"), "no_address"),
        (Wanted(by_mail=True), "no_mail"),
        (Wanted(from_hour=9, until_hour=9), "hours"),
        (Wanted(from_hour=9, until_hour=25), "hours"),
    ],
)
def test_what_cannot_be_set_up_is_refused(settings: Settings, wanted: Wanted, code: str) -> None:
    settings.EMAIL_HOST = ""
    school = make_school()
    with refused(code):
        verbs.set_up(school, wanted, by=make_administrator(school), at=NOW)
    assert not ReminderSettings.objects.exists()


def test_another_service_needs_its_own_address() -> None:
    school = make_school()
    user = make_administrator(school)
    verbs.set_up(school, Wanted("wecom", ROBOT), by=user, at=NOW)
    with refused("no_address"):
        verbs.set_up(school, Wanted("dingtalk"), by=user, at=NOW)


def test_a_refusal_stands_above_the_form_with_what_was_typed() -> None:
    user = make_administrator(make_school())
    status, page = post(user, "set_reminders", service="feishu", address="https://evil.example/", **hours())
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "https://open.feishu.cn/open-apis/bot/v2/hook/" in page


def test_a_clerk_sets_up_nothing() -> None:
    school = make_school()
    with refused("role"):
        verbs.set_up(school, Wanted("wecom", ROBOT), by=make_office(school), at=NOW)


def test_a_trial_waits_in_the_outbox_and_needs_a_robot() -> None:
    school = make_school()
    user = make_administrator(school)
    with refused("off"):
        verbs.try_robot(school, by=user, at=NOW)
    verbs.set_up(school, Wanted("wecom", ROBOT), by=user, at=NOW)
    _status, page = post(user, "try_reminders")
    assert "this is a trial" in page
    assert Reminder.objects.get().school == school


def test_what_was_sent_is_on_the_page_of_the_own_school_alone(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    school = make_school()
    user = make_administrator(school)
    for number in range(40):
        make_message(school, f"提醒{number}")
    make_message(make_school(), "别的学校")
    client = client_of(user)
    with django_assert_max_num_queries(13):
        page = client.get(reverse("awards:reminders")).content.decode()
    assert "提醒39" in page
    assert "提醒0<" not in page
    assert "别的学校" not in page
    assert "提醒0" in client.get(reverse("awards:reminders"), {"page": 2}).content.decode()


def make_message(school: School, text: str) -> Reminder:
    return Reminder.objects.create(school=school, way="robot", day=DUE_ON, text=text, next_try_at=NOW)


def test_a_colleague_enters_changes_and_removes_the_own_address() -> None:
    teacher = make_owing().teachers[0]
    post(teacher, "own_reminders", email="lan@school.example")
    assert ReminderAddress.objects.get().email == "lan@school.example"
    post(teacher, "own_reminders", email="lan2@school.example")
    assert ReminderAddress.objects.get().email == "lan2@school.example"
    post(teacher, "own_reminders", email="")
    assert not ReminderAddress.objects.exists()
    assert "school.example" not in "".join(str(event.old) + str(event.new) for event in AuditEvent.objects.all())


def made_calendar(user: User) -> str:
    _status, page = post(user, "make_calendar")
    found = re.search(r"http://[^<\s]+\.ics", page)
    assert found is not None
    return found[0].replace("http://testserver", "")


def events(address: str) -> list[tuple[str, dt.date]]:
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (HTTPStatus.OK, "text/calendar; charset=utf-8")
    assert "no-store" in response["Cache-Control"]
    parts = Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(part["SUMMARY"]), part.decoded("DTSTART")) for part in parts]


def test_a_calendar_names_own_classes_and_days_and_nobody() -> None:
    owing = make_owing()
    own, other = owing.sheets
    address = made_calendar(owing.teachers[0])
    found = events(address)
    assert [day for _text, day in found] == [DUE_ON]
    [(text, _day)] = found
    assert own.class_name in text
    assert other.class_name not in text
    assert not any(pupil.name in text for pupil in Student.objects.all())


def test_the_offices_calendar_has_one_event_a_round() -> None:
    owing = make_owing()
    found = events(made_calendar(make_office(owing.school)))
    assert (len(found), DUE_ON in [day for _text, day in found]) == (len({text for text, _day in found}), True)


def gone(address: str) -> bool:
    return Client().get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_new_address_puts_an_end_to_the_one_before() -> None:
    teacher = make_owing().teachers[0]
    before = made_calendar(teacher)
    after = made_calendar(teacher)
    assert gone(before)
    assert events(after)
    assert CalendarAddress.objects.get().digest not in after
    post(teacher, "remove_calendar")
    assert gone(after)


def test_a_calendar_ends_with_the_account() -> None:
    teacher = make_owing().teachers[0]
    address = made_calendar(teacher)
    teacher.is_active = False
    teacher.save()
    assert gone(address)


def test_a_calendar_costs_the_same_for_many_classes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    owing = make_owing()
    address = made_calendar(owing.teachers[0])
    with_more_classes(owing)
    with django_assert_num_queries(3):
        assert len(events(address)) == 1 + 6


def with_more_classes(owing: Owing) -> None:
    for number in range(3, 9):
        one = make_class(owing.school, number)
        make_sheet(one, pupils=1)
        owing.teachers[0].staffings.create(school_class=one, role="homeroom", starts_on=dt.date(2025, 9, 1))
