"""The outbox: what is to be said today is written once, then sent by whichever worker takes it.

No transaction is open while a message is on its way. A worker that takes one counts its attempt; what it writes
afterwards holds that number in its condition, so that one who was only thought dead changes nothing any more.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    ClassRound,
    RemindedClass,
    Reminder,
    ReminderAddress,
    ReminderSettings,
    ReminderState,
    ReminderTrouble,
    ReminderWay,
)
from awards.reminders import robots, texts
from awards.rules.reminders import reminds_today
from starrating.own_words import in_words_of
from students.models import Staffing, TermState
from students.school.calendar import working_day_test

logger = logging.getLogger(__name__)

# After each failed try; then the message is given up and the settings page says so.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
SILENCE = dt.timedelta(minutes=5)
# The other work of the worker waits meanwhile.
MOST_AT_ONCE = 10
KEPT = dt.timedelta(days=180)


def collect_due(*, at: dt.datetime) -> int:
    """Write today's messages of every school that has turned reminders on; gives how many. Safe to repeat."""
    now = timezone.localtime(at)
    schools = ReminderSettings.objects.select_related("school")
    open_now = schools.filter(from_hour__lte=now.hour, until_hour__gt=now.hour)
    return sum(collect(row, at=at) for row in open_now if row.is_on)


def collect(row: ReminderSettings, *, at: dt.datetime) -> int:
    """Write today's messages of one school, each class in one of them at most; gives how many."""
    today = timezone.localdate(at)
    sheets = _owed(row, today)
    if not sheets:
        return 0
    mail = _teachers(sheets, today) if row.by_mail else {}
    by_reader: dict[int | None, list[ClassRound]] = defaultdict(list)
    for sheet in sheets:
        reader = mail.get(sheet.school_class_id)
        if reader is not None or row.service:
            by_reader[reader].append(sheet)
    with in_words_of(lambda: row):
        return sum(_written(row, reader, group, today, at) for reader, group in by_reader.items())


def _owed(row: ReminderSettings, today: dt.date) -> list[ClassRound]:
    """Give the sheets that are to be spoken of today and have not been, by round and class."""
    is_working = working_day_test(row.school, around=today)
    sheets = (
        ClassRound.objects.in_entry()
        .filter(school_class__school=row.school, round__term__state=TermState.OPEN, round__starts_on__lte=today)
        .exclude(school_class__in=RemindedClass.objects.filter(day=today).values("school_class"))
        .select_related("round__term", "school_class__school")
        .order_by("round__starts_on", "-school_class__entry_year", "school_class__number")
    )
    return [sheet for sheet in sheets if reminds_today(today, sheet.round.due_on, is_working)]


def _teachers(sheets: Sequence[ClassRound], today: dt.date) -> Mapping[int, int]:
    """Give, by class, the homeroom teacher who wants to be reminded by e-mail."""
    tasks = Staffing.objects.homerooms_on(today, {sheet.school_class_id for sheet in sheets})
    wanted = tasks.filter(user__is_active=True, user__reminder_address__isnull=False)
    return dict(wanted.values_list("school_class_id", "user_id"))


def _written(
    row: ReminderSettings, reader: int | None, sheets: Sequence[ClassRound], today: dt.date, at: dt.datetime
) -> int:
    """Put one message into the outbox; 0 where another worker was quicker."""
    text = texts.reminder(row.school.name, row.school.office_name, sheets, today)
    way = ReminderWay.ROBOT if reader is None else ReminderWay.MAIL
    classes = {sheet.school_class_id for sheet in sheets}
    try:
        with transaction.atomic():
            message = Reminder.objects.create(
                school=row.school, way=way, to_id=reader, day=today, text=text, next_try_at=at
            )
            RemindedClass.objects.bulk_create(
                RemindedClass(reminder=message, school_class_id=pk, day=today) for pk in sorted(classes)
            )
    except IntegrityError:
        return 0
    return 1


def send_due(*, at: dt.datetime) -> int:
    """Send what is due, a few messages at once; gives how many went out."""
    _give_up(at)
    return sum(_sent(pk, at) for pk in Reminder.objects.due_at(at).values_list("pk", flat=True)[:MOST_AT_ONCE])


def _give_up(at: dt.datetime) -> None:
    """Say of messages whose worker ended that nobody knows, and of yesterday's that the day was over."""
    Reminder.objects.silent_since(at - SILENCE).update(state=ReminderState.LOST)
    Reminder.objects.filter(state=ReminderState.WAITING, day__lt=timezone.localdate(at)).update(
        state=ReminderState.FAILED, trouble=ReminderTrouble.LATE
    )


def _sent(pk: int, at: dt.datetime) -> bool:
    message = Reminder.objects.select_related("school__reminder_settings", "to__reminder_address").get(pk=pk)
    attempt = message.attempts + 1
    if not _set(message, ReminderState.WAITING, state=ReminderState.SENDING, attempts=attempt, next_try_at=at):
        return False
    message.attempts = attempt
    try:
        _deliver(message, at)
    except robots.NotSentError as error:
        logger.warning("Reminder %d was not sent: %s", pk, error.trouble.value)
        state = ReminderState.WAITING if attempt <= len(WAITS) else ReminderState.FAILED
        next_try_at = at + WAITS[min(attempt, len(WAITS)) - 1]
        _set(message, ReminderState.SENDING, state=state, trouble=error.trouble, next_try_at=next_try_at)
        return False
    _set(message, ReminderState.SENDING, state=ReminderState.SENT, trouble="", sent_at=at)
    return True


def _set(message: Reminder, was: ReminderState, **columns: object) -> bool:
    """Write of a message where it is still in this state and at this attempt; gives whether it was."""
    same = {"pk": message.pk, "state": was, "attempts": message.attempts}
    return bool(Reminder.objects.filter(**same).update(**columns))


def _deliver(message: Reminder, at: dt.datetime) -> None:
    """Hand a message to its way as the settings are now. Raises :class:`robots.NotSentError`."""
    row = ReminderSettings.objects.filter(school=message.school_id).first()
    if message.way == ReminderWay.ROBOT:
        if row is None or not row.service:
            raise robots.NotSentError(ReminderTrouble.ADDRESS)
        robots.send(row.service, row.address, row.secret, message.text, now=int(at.timestamp()))
        return
    to = ReminderAddress.objects.filter(user=message.to_id, user__is_active=True).first()
    if row is None or not row.by_mail or to is None:
        raise robots.NotSentError(ReminderTrouble.ADDRESS)
    # One line, whatever a school calls itself: a second one would be a header of its own.
    title = " ".join((_("%(school)s: reminder of the star sheets") % {"school": message.school.name}).split())
    try:
        EmailMessage(title, message.text, to=[to.email]).send()
    except (OSError, SMTPException) as error:
        raise robots.NotSentError(ReminderTrouble.MAIL) from error


def forget_due(*, at: dt.datetime) -> None:
    """Take away what was said long ago, and the addresses of accounts that have ended."""
    Reminder.objects.filter(day__lt=timezone.localdate(at - KEPT)).delete()
    ReminderAddress.objects.filter(user__is_active=False).delete()
