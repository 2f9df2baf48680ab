"""I10: no act on record by somebody whose role does not allow it on that day; a table of its own, by the permits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tests.faults.checks.check import Check, Found
from tests.faults.checks.database import Database, Row, day_of

ADMINISTRATOR, OFFICE, HOMEROOM, PUPIL, PROGRAM = "administrator", "office", "homeroom", "pupil", "program"
_BY_ADMINISTRATOR = {ADMINISTRATOR}
_BY_OFFICE = {OFFICE, ADMINISTRATOR}
_BY_CLASS = {HOMEROOM, ADMINISTRATOR}
_BY_PUPIL = {PUPIL}
ALLOWED: Mapping[str, set[str]] = {
    **dict.fromkeys(
        ("term.settled", "term.reopened", "grade.settled", "grade.reopened", "year.started"), _BY_ADMINISTRATOR
    ),
    # Commands that set a school up from nothing publish its scheme before anybody has an account.
    "scheme.published": {PROGRAM, ADMINISTRATOR},
    **dict.fromkeys(("role.granted", "role.ended", "account.deactivated", "school.changed"), _BY_ADMINISTRATOR),
    **dict.fromkeys(("sheet.filed", "sheet.returned", "star.added", "star.reversed"), _BY_OFFICE),
    **dict.fromkeys(("exam.announced", "exam.confirmed", "exam.moved", "exam.called_off"), _BY_OFFICE),
    **dict.fromkeys(("violation.confirmed", "violation.dropped", "violation.revoked"), _BY_OFFICE),
    **dict.fromkeys(("punishment.recorded", "punishment.lifted", "credit.entered", "credit.withdrawn"), _BY_OFFICE),
    **dict.fromkeys(("sheet.entered", "sheet.submitted", "sheet.recalled", "sheet.step_held"), _BY_CLASS),
    **dict.fromkeys(("sheet.steps_held", "sheet.step_withdrawn", "sheet.step_closed"), _BY_CLASS),
    **dict.fromkeys(("sheet.declared", "sheet.retracted", "sheet.goals_set"), _BY_PUPIL),
    "sheet.finalized": {PROGRAM, ADMINISTRATOR},
}
_SHEET = "awards.classround"


@dataclass(frozen=True)
class Span:
    """Something that is so from a day until another; both as 2025-10-09."""

    what: object
    starts_on: str
    ends_on: str

    def holds(self, day: str) -> bool:
        return self.starts_on <= day <= self.ends_on


Spans = Mapping[object, list[Span]]


def _spans(found: list[Row]) -> Spans:
    """Group rows (whose, what, first day, last day) by whose they are."""
    spans: dict[object, list[Span]] = defaultdict(list)
    for whose, what, starts_on, ends_on in found:
        spans[whose].append(Span(what, str(starts_on), str(ends_on or "9999-12-31")))
    return spans


@dataclass(frozen=True)
class People:
    """Who was what, when."""

    roles: Spans
    homeroom: Spans
    enrolled: Spans

    @staticmethod
    def read(database: Database) -> People:
        return People(
            roles=_spans(database.rows("SELECT user_id, role, starts_on, ends_on FROM students_schoolrole")),
            homeroom=_spans(
                database.rows(
                    "SELECT user_id, school_class_id, starts_on, ends_on FROM students_staffing WHERE role = 'homeroom'"
                )
            ),
            enrolled=_spans(
                database.rows(
                    """SELECT u.id, e.school_class_id, e.starts_on, e.ends_on FROM students_enrolment e
                    JOIN students_user u ON u.student_id = e.student_id"""
                )
            ),
        )

    def roles_of(self, actor: object, school_class: object, day: str) -> set[str]:
        """Give what somebody was on that day, toward a class where the act is about one."""
        if actor is None:
            return {PROGRAM}
        mine = {str(span.what) for span in self.roles.get(actor, []) if span.holds(day)}
        for role, spans in ((HOMEROOM, self.homeroom), (PUPIL, self.enrolled)):
            if any(span.what == school_class and span.holds(day) for span in spans.get(actor, [])):
                mine.add(role)
        return mine


def by_who_may(database: Database) -> Found:
    people = People.read(database)
    classes = {str(pk): school_class for pk, school_class in database.rows(_CLASSES)}
    acts = ", ".join(f"'{action}'" for action in ALLOWED)
    found = database.rows(
        f"SELECT id, action, actor_id, target_type, target_id, at FROM operations_auditevent WHERE action IN ({acts})"
    )
    breaches = []
    for pk, action, actor, target_type, target, at in found:
        school_class = classes.get(target) if target_type == _SHEET else None
        held = people.roles_of(actor, school_class, day_of(at))
        if not held & ALLOWED[action]:
            breaches.append(f"event {pk} {action} by account {actor}, who was {' '.join(sorted(held)) or 'nothing'}")
    return Found(len(found), tuple(breaches))


def of_the_own_school(database: Database) -> Found:
    looked_at = "FROM operations_auditevent a JOIN students_user u ON u.id = a.actor_id"
    foreign = f"{looked_at} WHERE u.school_id IS NOT NULL AND a.school_id IS NOT NULL AND a.school_id <> u.school_id"
    breaches = [
        f"event {pk} of school {theirs} by one of {own}"
        for pk, theirs, own in database.rows(f"SELECT a.id, a.school_id, u.school_id {foreign}")
    ]
    return Found(database.number(f"SELECT COUNT(*) {looked_at}"), tuple(breaches))


_CLASSES = "SELECT id, school_class_id FROM awards_classround"
RIGHTS = (
    Check("no act on record by somebody who might not do it on that day", by_who_may),
    Check("nobody acted in another school", of_the_own_school),
)
