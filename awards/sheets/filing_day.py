"""Under which day a sheet may be filed, and which sheets bring in a past that was signed on paper (A35)."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Round
from starrating.days import short_day
from starrating.operations.models import AuditEvent, AuditSource
from starrating.refused import Refused

# What the commands that bring a month in have done to each of its sheets.
_BROUGHT_IN = frozenset({"sheet.entered", "sheet.submitted"})


def names_of(round_: Round, sheets: Sequence[ClassRound]) -> str:
    """Name the classes of sheets, as they are called in the round's school year."""
    return "、".join(sheet.school_class.name_in(round_.term.school_year) for sheet in sheets)


def brought_in(sheets: Sequence[ClassRound]) -> frozenset[int]:
    """Give the keys of sheets that were entered and handed in by commands, and touched by nobody on a page; one query.

    The audit says so: it has an event for whatever anybody does to a sheet, and none of them can be taken away.
    """
    keys = {str(sheet.pk): sheet.pk for sheet in sheets}
    events = AuditEvent.objects.filter(
        target_type=ClassRound._meta.label_lower, target_id__in=keys, actor__isnull=False
    )
    by_command: dict[str, set[str]] = {key: set() for key in keys}
    on_screen = set()
    for key, action, source in events.order_by().values_list("target_id", "action", "source"):
        if source == AuditSource.COMMAND:
            by_command[key].add(action)
        else:
            on_screen.add(key)
    return frozenset(keys[key] for key, acts in by_command.items() if acts >= _BROUGHT_IN and key not in on_screen)


def demand_filing_day(round_: Round, sheets: Sequence[ClassRound], on: dt.date, today: dt.date, reason: str) -> None:
    """Raise :class:`Refused` for a day that cannot be that of the filing, or a past one without a reason."""
    if on > today:
        raise Refused(_("The day of filing is still to come: choose today."), code="future")
    if on < round_.starts_on:
        raise Refused(_("The day of filing is before the round began. Choose a later day."), code="round")
    early = [sheet for sheet in sheets if sheet.submitted_at and on < timezone.localdate(sheet.submitted_at)]
    if early:
        sentence = _("Not submitted yet on %(day)s: %(classes)s. Choose a later day of filing.")
        raise Refused(sentence % {"day": short_day(on), "classes": names_of(round_, early)}, code="early")
    if sheets and on < today and not reason:
        raise Refused(_("The day of filing is past: say why, or choose today."), code="past")
