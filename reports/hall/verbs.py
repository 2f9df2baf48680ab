"""The screen in the hall: turned on, given a new address, turned off; found by its address, for one device alone."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.terms.locks import locked_term
from reports.models import HallScreen
from starrating.operations import audit
from starrating.refused import Refused
from students.models import GradeSettlement, Term, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


@transaction.atomic
def turn_on(term: Term, *, by: User, at: dt.datetime) -> str:
    """Give the board of a term with settled grades an address, and give its secret part, which is kept nowhere.

    Turned on again, the address before is gone and the next device that opens the new one is the screen.
    """
    term = locked_term(term.pk)
    demand_school(standing_of(by, timezone.localdate(at)), "reports:hall_on", term.school_id)
    if not GradeSettlement.objects.years_of(term):
        raise Refused(_("The honour board is there once a grade is settled. Settle a grade first."), code="open")
    secret = secrets.token_urlsafe(24)
    given = {"secret": digest(secret), "device": "", "opened_by": by, "opened_at": at}
    row, _made = HallScreen.objects.update_or_create(term=term, defaults=given)
    audit.record("hall.on", row, by=by, at=at, school_id=term.school_id)
    return secret


@transaction.atomic
def turn_off(term: Term, *, by: User, at: dt.datetime) -> None:
    """Take the address away; the screen shows nothing from its next turn on."""
    term = locked_term(term.pk)
    demand_school(standing_of(by, timezone.localdate(at)), "reports:hall_off", term.school_id)
    row = HallScreen.objects.filter(term=term).first()
    if row is None:
        return
    audit.record("hall.off", row, by=by, at=at, school_id=term.school_id)
    row.delete()


def screen_at(secret: str, today: dt.date) -> HallScreen | None:
    """Find the screen of an address while it holds: until the last day of the term after the board's own."""
    screens = HallScreen.objects.select_related("term__school", "term__pinned__scheme")
    screen = screens.filter(secret=digest(secret)).first()
    return None if screen is None or is_over(screen.term, today) else screen


def is_over(term: Term, today: dt.date) -> bool:
    after = Term.objects.filter(school=term.school_id, starts_on__gt=term.starts_on).order_by("starts_on").first()
    return after is not None and today > after.ends_on


def device_of(screen: HallScreen, shown: str) -> str | None:
    """Give the mark of the device that the screen is bound to, if it is this one; the first that comes is bound.

    ``shown`` is the mark that the device brings, or empty. None for every other device.
    """
    if shown and secrets.compare_digest(digest(shown), screen.device):
        return shown
    mark = secrets.token_urlsafe(24)
    free = HallScreen.objects.filter(pk=screen.pk, secret=screen.secret, device="")
    return mark if free.update(device=digest(mark)) else None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
