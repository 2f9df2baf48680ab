"""Rules of data processing are adopted version by version; incidents are noted, and removed where noted by mistake."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused, demand_length, demand_reason
from students.models import DataIncident, DataRules, School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

ADOPT = "students:adopt_rules"
NOTE = "students:note_incident"
REMOVE = "students:remove_incident"
LONGEST = 20_000


@dataclass(frozen=True)
class Happening:
    """What is noted of an incident; ``told`` is empty while nobody has been told."""

    happened_on: dt.date
    known_on: dt.date
    text: str
    pupils: int = 0
    told: str = ""
    told_on: dt.date | None = None


@transaction.atomic
def adopt(school: School, text: str, *, by: User, at: dt.datetime) -> DataRules:
    """Let the school's rules say ``text`` from today on; what they said before stays readable.

    Raises :class:`Refused` for anybody but an administrator, for a text without words or with more than 20,000
    characters, where it is what is in force already, and where a colleague saves at the same moment.
    """
    day = timezone.localdate(at)
    demand_school(standing_of(by, day), ADOPT, school.pk)
    text = text.replace("\r\n", "\n").strip()
    if not demand_length(text, LONGEST, code="length"):
        raise Refused(_("The rules are empty. Please write them."), code="length")
    last = DataRules.objects.filter(school=school).first()
    if last is not None and last.text == text:
        raise Refused(_("The rules say this already. There is nothing to save."), code="same")
    version = last.version + 1 if last else 1
    try:
        with transaction.atomic():
            row = DataRules.objects.create(school=school, version=version, text=text, adopted_on=day, by=by, at=at)
    except IntegrityError as error:
        raise Refused(
            _("Somebody else has saved the rules at the same moment. Load the page again."), code="overtaken"
        ) from error
    audit.record("rules.adopted", row, by=by, at=at, school_id=school.pk, new={"version": version})
    return row


@transaction.atomic
def note_incident(school: School, what: Happening, *, by: User, at: dt.datetime) -> DataIncident:
    """Note that something went wrong with personal data.

    Raises :class:`Refused` for anybody but an administrator, for a day to come, and for days that do not fit.
    """
    day = timezone.localdate(at)
    demand_school(standing_of(by, day), NOTE, school.pk)
    if max(what.happened_on, what.known_on, what.told_on or what.known_on) > day:
        raise Refused(_("This day is still to come. Check the date."), code="day")
    row = DataIncident(school=school, by=by, at=at, **asdict(what))
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="invalid") from error
    row.save(force_insert=True)
    new = {"on": what.happened_on.isoformat(), "pupils": what.pupils}
    audit.record("incident.noted", row, by=by, at=at, school_id=school.pk, new=new)
    return row


@transaction.atomic
def remove_incident(row: DataIncident, *, reason: str, by: User, at: dt.datetime) -> None:
    """Remove what was noted by mistake; the audit keeps that it was there, and why it went."""
    demand_school(standing_of(by, timezone.localdate(at)), REMOVE, row.school_id)
    reason = demand_reason(reason)
    old = {"on": row.happened_on.isoformat(), "pupils": row.pupils}
    audit.record("incident.removed", row, by=by, at=at, school_id=row.school_id, old=old, reason=reason)
    row.delete()
