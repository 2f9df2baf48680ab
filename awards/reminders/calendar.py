"""A colleague's calendar: the days by which sheets are due and notices end, of one's own classes."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from awards.models import CalendarAddress, ClassRound, Round, SheetState
from awards.reminders.verbs import digest
from students.models import SchoolRole, Staffing, User

# Before today; what lies further back is over.
SHOWN = dt.timedelta(days=60)


def owner_of(secret: str) -> User | None:
    """Find whose calendar an address is, while the account is open."""
    row = CalendarAddress.objects.filter(digest=digest(secret), user__is_active=True).select_related("user__school")
    found = row.first()
    return found.user if found else None


def calendar_of(user: User, *, today: dt.date) -> bytes:
    """Write the calendar as iCalendar (RFC 5545), each day as an event of a whole day."""
    calendar = Calendar()
    calendar.add("prodid", "-//starrating//reminders//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Star rating"))
    for event in (*_of_the_office(user, today), *_of_classes(user, today)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _of_the_office(user: User, today: dt.date) -> Iterator[Event]:
    """One event a round for those who collect the sheets."""
    if not SchoolRole.objects.active_on(today).filter(user=user).exists():
        return
    for round_ in Round.objects.filter(term__school=user.school_id, due_on__gte=today - SHOWN):
        text = _("Star sheets of %(round)s are due") % {"round": round_.full_name}
        yield _event(f"round-{round_.pk}", text, round_.due_on)


def _of_classes(user: User, today: dt.date) -> Iterator[Event]:
    """One event a sheet of one's own classes, and one for the last day of its notice."""
    classes = Staffing.objects.active_on(today).filter(user=user).values("school_class")
    sheets = ClassRound.objects.filter(school_class__in=classes, round__due_on__gte=today - SHOWN)
    for sheet in sheets.select_related("round__term", "school_class__school").order_by("round__due_on", "pk"):
        words = {"class": sheet.class_name, "round": sheet.round.full_name}
        due = _("%(class)s: star sheet of %(round)s is due") % words
        yield _event(f"sheet-{sheet.pk}", due, sheet.round.due_on)
        if sheet.state == SheetState.IN_NOTICE and sheet.notice_until:
            last = _("%(class)s: last day of the notice of %(round)s") % words
            yield _event(f"notice-{sheet.pk}", last, sheet.notice_until)


def _event(key: str, text: str, day: dt.date) -> Event:
    event = Event()
    event.add("uid", f"{key}@starrating")
    event.add("dtstamp", dt.datetime.combine(day, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", text)
    event.add("transp", "TRANSPARENT")
    return event
