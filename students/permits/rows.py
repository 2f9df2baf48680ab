"""The table of permits: rows of an address and how far each role reaches there, summed over all subjects."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.own_words import in_own_words_lazy
from starrating.registry import summed
from students.permits.roles import Role


class Scope(models.TextChoices):
    """How far a role reaches at an address."""

    OWN = "own", _("only oneself")
    GROUP = "group", _("own group")
    CLASS = "class", _("own classes")
    SCHOOL = "school", _("own school")


Who = Mapping[Role, Scope]

ADMINISTRATION: Who = {Role.ADMINISTRATOR: Scope.SCHOOL}
OFFICE_WORK: Who = {Role.OFFICE: Scope.SCHOOL, **ADMINISTRATION}
# A71: reads figures, papers, the register and appeals, and decides at the second step.
HEADMASTER: Who = {Role.HEADMASTER: Scope.SCHOOL}
# A42, A43: who comes, goes and changes class is the office's matter, wherever it is entered.
MOVING_PUPILS: Who = OFFICE_WORK
CLASS_WORK: Who = {Role.HOMEROOM: Scope.CLASS, **ADMINISTRATION}
CLASS_AND_OFFICE: Who = {Role.HOMEROOM: Scope.CLASS, **OFFICE_WORK}
TEACHING: Who = {Role.HOMEROOM: Scope.CLASS, Role.SUBJECT: Scope.CLASS}
STAFF_READING: Who = {**TEACHING, **OFFICE_WORK}
# What a headmaster reads as well, who has no part in a class's month.
WIDE_READING: Who = {**STAFF_READING, **HEADMASTER}
RECORD_READING: Who = {**OFFICE_WORK, **HEADMASTER}
# What nobody does in the homeroom teacher's place.
HOMEROOM_ITSELF: Who = {Role.HOMEROOM: Scope.CLASS}
SUBJECT_WORK: Who = {Role.SUBJECT: Scope.CLASS}
# A35: the notice is for those whose stars stand on it; how far beyond the class is the scheme's to say.
NOTICE_READING: Who = {**WIDE_READING, Role.PUPIL: Scope.CLASS}
PUPIL_WORK: Who = {Role.PUPIL: Scope.OWN}
OBJECTING: Who = {Role.PUPIL: Scope.CLASS, **CLASS_AND_OFFICE}
GROUP_WORK: Who = {Role.LEADER: Scope.GROUP}
COMMITTEE_WORK: Who = {Role.COMMITTEE: Scope.CLASS}
OFFICE_ITSELF: Who = dict.fromkeys((Role.OFFICE, Role.ADMINISTRATOR, Role.HEADMASTER), Scope.OWN)
# Whoever is signed in, with or without a role.
ANYBODY: Who = {role: Scope.OWN for role in Role if role != Role.WORKER}


@dataclass(frozen=True)
class Permit:
    """One row: at the address named ``action``, each role of ``who`` reaches as far as its scope.

    ``label`` says what is done there as a headteacher would; ``verb`` is the sheet's verb that must be possible too.
    Both a sheet's verb and ``in_open_term`` mean that a settled term refuses it. ``on_record``: nothing is shown here
    before it is on record who sees it.
    """

    action: str
    who: Who
    label: str | Promise = ""
    verb: str = ""
    in_open_term: bool = False
    on_record: bool = False

    @property
    def for_anybody(self) -> bool:
        return self.who is ANYBODY


class AreaName(models.TextChoices):
    """What belongs together, as one table of the document; in the document's order."""

    EVERYBODY = "everybody", _("Everybody")
    CLASSES = "classes", _("Classes, pupils and accounts")
    SHEET = "sheet", _("The class's sheet")
    PUPIL = "pupil", _("A pupil's month")
    STEPS = "steps", _("The class's steps on screen")
    VOICES = "voices", _("Opinions and objections")
    OFFICE = "office", in_own_words_lazy(_("The %(office)s's month"))
    INCIDENTS = "incidents", _("Exams, violations, enrolment changes")
    TERM = "term", _("Terms, scheme, settlement")
    PAPERS = "papers", _("Stars, papers and files")


@dataclass(frozen=True)
class Area:
    """The rows that a subject adds to one of the tables."""

    name: AreaName
    permits: tuple[Permit, ...]


@cache
def areas() -> tuple[Area, ...]:
    """Give each table of the document with the rows of all subjects."""
    parts: list[Area] = summed("permits", "AREAS")
    return tuple(
        Area(name, tuple(permit for part in parts if part.name == name for permit in part.permits)) for name in AreaName
    )


@cache
def permits() -> dict[str, Permit]:
    """Give every row by its address."""
    return {permit.action: permit for area in areas() for permit in area.permits}
