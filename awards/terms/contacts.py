"""What the office's pages show beside every class: its name that year and whom to call."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from awards.models import Round
from students.models import Staffing, StaffingRole


@dataclass(frozen=True)
class Contact:
    """A homeroom teacher, for staff of the same school only."""

    name: str = ""
    phone: str = ""


NOBODY = Contact()


def homeroom_contacts(class_pks: Collection[int], day: dt.date) -> dict[int, Contact]:
    """Give by class key who is its homeroom teacher on ``day``, NOBODY for a class without one. One query."""
    rows = (
        Staffing.objects.active_on(day)
        .filter(school_class__in=class_pks, role=StaffingRole.HOMEROOM)
        .values_list("school_class_id", "user__name", "user__phone")
    )
    found = {class_pk: Contact(name, phone) for class_pk, name, phone in rows}
    return dict.fromkeys(class_pks, NOBODY) | found


def within_term(round_: Round, day: dt.date) -> dt.date:
    """Move ``day`` into the round's term: who was responsible then is who is asked about it later."""
    return min(max(day, round_.term.starts_on), round_.term.ends_on)
