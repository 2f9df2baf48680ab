"""Reminders and the calendar's address."""

from __future__ import annotations

from functools import partial

from awards.models import CalendarAddress, ReminderSettings
from awards.reminders import verbs as reminders
from awards.reminders.verbs import Wanted
from students.models import School
from tests.factories import TERM_START, make_administrator, make_school, make_user, moment
from tests.verbs.calling import Act, calls

NOW = moment(TERM_START)
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"


def with_robot() -> School:
    school = make_school()
    ReminderSettings.objects.create(school=school, service="wecom", address=ROBOT)
    return school


@calls(reminders.set_up, "reminder.settings")
def reminders_set_up() -> Act:
    school = make_school()
    wanted = Wanted(service="wecom", address=ROBOT)
    return partial(reminders.set_up, school, wanted, by=make_administrator(school), at=NOW)


@calls(reminders.try_robot, "reminder.tried")
def a_robot_tried() -> Act:
    school = with_robot()
    return partial(reminders.try_robot, school, by=make_administrator(school), at=NOW)


@calls(reminders.change_address, "reminder.address")
def an_address_entered() -> Act:
    return partial(reminders.change_address, "lan@school.example", by=make_user(make_school()), at=NOW)


@calls(reminders.make_calendar, "calendar.made")
def a_calendar_made() -> Act:
    return partial(reminders.make_calendar, by=make_user(make_school()), at=NOW)


@calls(reminders.remove_calendar, "calendar.removed")
def a_calendar_removed() -> Act:
    user = make_user(make_school())
    CalendarAddress.objects.create(user=user, digest=reminders.digest(user.username), made_at=NOW)
    return partial(reminders.remove_calendar, by=user, at=NOW)
