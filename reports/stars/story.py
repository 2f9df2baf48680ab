"""A pupil's story beside the stars: what was moved, objected, taken, settled, printed and agreed to, latest first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Level, Objection, TermLevel, Violation
from awards.violations.access import reads_deductions
from reports.models import IssuedDocument
from students.models import Consent, Movement, Student
from students.permits.reach import may_go
from students.permits.roles import Standing
from students.school.terms import shown_day


@dataclass(frozen=True)
class StoryLine:
    """One event. ``kind`` says what it belongs to; ``url`` is where the reader may look closer, or empty."""

    on: dt.date
    kind: str
    text: str
    url: str = ""


def story(pupil: Student, standing: Standing, today: dt.date) -> list[StoryLine]:
    """Tell everything on record that the reader may see; at most seven statements. ``pupil`` has ``school`` loaded.

    What concerns children's conduct and family is for office and homeroom teacher; a subject teacher reads the stars.
    """
    if not reads_deductions(standing, pupil, today):
        return []
    year, _day = shown_day(pupil.school, today)
    lines = [
        *_movements(pupil, standing, year),
        *_objections(pupil),
        *_violations(pupil),
        *_levels(pupil),
        *_papers(pupil),
        *_consents(pupil),
    ]
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _movements(pupil: Student, standing: Standing, year: int) -> Iterator[StoryLine]:
    url = reverse("awards:pupil_moves", args=[pupil.pk]) if may_go(standing, "awards:pupil_moves") else ""
    rows = Movement.objects.filter(student=pupil).current()
    for row in rows.select_related("from_class__school", "to_class__school"):
        old = row.from_class.name_in(year) if row.from_class else ""
        new = row.to_class.name_in(year) if row.to_class else ""
        text = "%(what)s"
        if old and new:
            text = _("%(what)s: from %(old)s to %(new)s")
        elif old or new:
            text = _("%(what)s: %(class)s")
        words = {"what": row.get_kind_display(), "old": old, "new": new, "class": old or new}
        yield StoryLine(row.on, _("Enrolment change"), text % words, url)


def _objections(pupil: Student) -> Iterator[StoryLine]:
    rows = Objection.objects.filter(nomination__student=pupil).select_related("nomination__item", "class_round__round")
    for row in rows:
        words = {
            "star": row.nomination.item.name if row.nomination else "",
            "month": row.class_round.round.name,
            "state": row.get_state_display(),
        }
        text = _("%(star)s of %(month)s: %(state)s") % words
        day = timezone.localdate(row.received_at)
        yield StoryLine(day, _("Objection"), text, reverse("awards:objection", args=[row.pk]))


def _violations(pupil: Student) -> Iterator[StoryLine]:
    for row in Violation.objects.filter(student=pupil).select_related("ground"):
        text = _("%(ground)s: %(state)s") % {"ground": row.ground.name, "state": row.get_state_display()}
        yield StoryLine(row.happened_on, _("Violation"), text, reverse("awards:violation", args=[row.pk]))


def _levels(pupil: Student) -> Iterator[StoryLine]:
    rows = list(TermLevel.objects.filter(student=pupil, replaced_by__isnull=True).select_related("term__pinned"))
    names = {
        (level.scheme_id, level.number): level.name
        for level in Level.objects.filter(scheme__in=[row.term.pinned.scheme_id for row in rows])
    }
    for row in rows:
        words = {"term": row.term.name, "level": names.get((row.term.pinned.scheme_id, row.level), "")}
        text = _("%(term)s: %(level)s") if row.level else _("%(term)s: no level")
        yield StoryLine(timezone.localdate(row.entered_at), _("Settlement"), text % words)


def _papers(pupil: Student) -> Iterator[StoryLine]:
    for row in IssuedDocument.objects.filter(student=pupil).select_related("term", "entitlement"):
        text = _("%(paper)s, number %(number)s") % {"paper": row.get_kind_display(), "number": row.number}
        yield StoryLine(timezone.localdate(row.at), _("Paper"), text)


def _consents(pupil: Student) -> Iterator[StoryLine]:
    for row in Consent.objects.filter(student=pupil):
        words = {"what": row.get_scope_display(), "who": row.given_by}
        yield StoryLine(row.given_on, _("Consent"), _("%(what)s: given by %(who)s") % words)
        if row.withdrawn_on:
            yield StoryLine(row.withdrawn_on, _("Consent"), _("%(what)s: withdrawn") % words)
