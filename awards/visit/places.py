"""In whose place a visitor may look: accounts that the demonstration made, one for each, as its record says."""

import datetime as dt
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.own_words import OFFICE
from students.models import School, User
from students.sessions import second_step

MADE = "demonstration.places_made"


class Place(models.TextChoices):
    TEACHER = "teacher", _("homeroom teacher")
    CLERK = "clerk", OFFICE
    ADMINISTRATOR = "administrator", _("administrator")
    PUPIL = "pupil", _("pupil")
    COMMITTEE = "committee", _("committee member")


def key_of(place: Place) -> str:
    """Give the key under which the record holds the account of a place."""
    return f"as_{place.value}"


def note_places(school: School, accounts: Mapping[Place, User], *, at: dt.datetime) -> None:
    """Put on record whose accounts show what; the record only grows, so that no other account is ever among them."""
    keys = {key_of(place): user.pk for place, user in accounts.items()}
    audit.record(MADE, school, by=None, at=at, school_id=school.pk, new=keys)


def open_places() -> dict[Place, User]:
    """Give the accounts to look as: none unless the demonstration's school is the only one there is."""
    schools = list(School.objects.values_list("pk", flat=True)[:2])
    if len(schools) != 1:
        return {}
    made = AuditEvent.objects.about(School._meta.label_lower, schools[0]).filter(action=MADE, actor=None).first()
    if made is None:
        return {}
    found = User.objects.filter(school=schools[0], is_active=True).in_bulk(list(made.new_codes.values()))
    places = {place: found.get(made.new_codes.get(key_of(place))) for place in Place}
    return {place: user for place, user in places.items() if user is not None}


def may_be_taken(user: User) -> bool:
    """Tell whether nothing but a password was ever set before this account: a code or a new password is its owner's."""
    return not (user.is_superuser or user.must_change_password or second_step.is_on(user))
