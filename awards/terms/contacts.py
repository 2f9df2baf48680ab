"""What the office's pages show beside every class: its name that year and whom to call."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from awards.models import Round
from students.models import Staffing


@dataclass(frozen=True)
class Contact:
    """A homeroom teacher, for staff of the same school only."""

    name: str = ""
    phone: str = ""
    # The account is deactivated: the class has a homeroom teacher on record and nobody at the sheet.
    closed: bool = False

    @property
    def is_missing(self) -> bool:
        return self.closed or not self.name


NOBODY = Contact()


def homeroom_contacts(class_pks: Collection[int], day: dt.date) -> dict[int, Contact]:
    """Give by class key who is its homeroom teacher on ``day``, NOBODY for a class without one. One query.

    Who can sign in goes before a teacher whose account is deactivated: a substitute stands in for that one.
    """
    rows = Staffing.objects.homerooms_on(day, class_pks).order_by("user__is_active", "starts_on", "pk")
    found = {
        class_pk: Contact(name, phone, closed=not active)
        for class_pk, name, phone, active in rows.values_list(
            "school_class_id", "user__name", "user__phone", "user__is_active"
        )
    }
    return dict.fromkeys(class_pks, NOBODY) | found


def within_term(round_: Round, day: dt.date) -> dt.date:
    """Move ``day`` into the round's term: who was responsible then is who is asked about it later."""
    return min(max(day, round_.term.starts_on), round_.term.ends_on)
