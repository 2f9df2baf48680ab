"""A term opened by mistake: other days for it with its months, and away with it while nothing stands on it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.models import ClassRound, Deed, Exam, FaultRecord, Round, TermScheme, Violation
from awards.terms import opening
from awards.terms.locks import demand_grades_open, demand_open
from starrating import joiners
from starrating.db.locks import lock, lock_to_delete
from starrating.operations import audit
from starrating.refused import Refused
from students.models import GradeSettlement, School, Term, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of
from students.school.calendar import seed_calendar

# What has a day of its own and belongs to the term of that day. Days after a term are still its own (A16).
_DATED = ((Exam, "held_on"), (Violation, "happened_on"), (FaultRecord, "happened_on"), (Deed, "happened_on"))


@dataclass(frozen=True)
class _Held:
    """A term with all that hangs on it by the program's own doing, locked; the rounds in the order of their days."""

    term: Term
    rounds: Sequence[Round]
    sheets: Sequence[ClassRound]

    def sheets_of(self, round_: Round) -> list[ClassRound]:
        return [sheet for sheet in self.sheets if sheet.round_id == round_.pk]


@transaction.atomic
def change_term(term: Term, *, starts_on: dt.date, ends_on: dt.date, by: User, at: dt.datetime) -> Term:
    """Set another first and last day for an open term. Nothing changed: nothing is written.

    The first and the last round begin and end with it, within their months; months that come in get a round, and
    rounds that fall out go if nobody has touched their sheets. Raises :class:`Refused` where a round whose days would
    change has been handed in, where something that happened would lie before the term, where a grade is settled, and
    for days out of order or in another term.
    """
    held = _held(term, "awards:change_term", by, at)
    term, old = held.term, (held.term.starts_on, held.term.ends_on)
    if (starts_on, ends_on) == old:
        return term
    demand_grades_open(term, GradeSettlement.objects.years_of(term))
    opening.check_days(term.school, starts_on, ends_on, but=term)
    _demand_nothing_before(term, starts_on)
    term.starts_on, term.ends_on = starts_on, ends_on
    term.save(update_fields=["starts_on", "ends_on"])
    _move_rounds(held, old, by=by, at=at)
    seed_calendar(term.school, sorted({starts_on.year, ends_on.year}))
    before, after = _as_json(*old), _as_json(starts_on, ends_on)
    audit.record("term.changed", term, by=by, at=at, school_id=term.school_id, old=before, new=after)
    return term


@transaction.atomic
def remove_term(term: Term, *, by: User, at: dt.datetime) -> None:
    """Take a term away with its rounds and untouched sheets.

    Raises :class:`Refused`, naming it, where anything else stands on the term: a name, a tick, an exam, a fact.
    """
    held = _held(term, "awards:remove_term", by, at)
    term = held.term
    demand_untouched(held.sheets)
    standing_on = list(dict.fromkeys(_standing_on(held)))
    if standing_on:
        sentence = _("The term is in use already, so it stays: %(what)s. Change its days instead.")
        raise Refused(sentence % {"what": joiners.in_a_row(standing_on)}, code="in_use")
    old = {"term": term.code, **_as_json(term.starts_on, term.ends_on)}
    audit.record("term.removed", term, by=by, at=at, school_id=term.school_id, old=old)
    ClassRound.objects.filter(pk__in=[sheet.pk for sheet in held.sheets]).delete()
    Round.objects.filter(pk__in=[round_.pk for round_ in held.rounds]).delete()
    TermScheme.objects.filter(term=term).delete()
    term.delete()


def demand_untouched(sheets: Sequence[ClassRound]) -> None:
    """Raise :class:`Refused` where anybody has worked on one of these sheets."""
    begun = sum(sheet.version > 0 for sheet in sheets)
    if begun:
        sentence = ngettext(
            "%(count)d class has begun to fill in its sheet, so the term stays. Change its days instead.",
            "%(count)d classes have begun to fill in their sheets, so the term stays. Change its days instead.",
            begun,
        )
        raise Refused(sentence % {"count": begun}, code="state")


def _held(term: Term, action: str, by: User, at: dt.datetime) -> _Held:
    # The school, so that no other term is opened into these days; the rest, so that nobody opens or fills in a sheet.
    school = lock(School.objects.all()).get(pk=term.school_id)
    demand_school(standing_of(by, timezone.localdate(at)), action, school.pk)
    found = lock_to_delete(Term.objects.select_related("school")).filter(pk=term.pk).first()
    if found is None:
        raise Refused(_("This term has been removed already. Load the page again."), code="twice")
    demand_open(found)
    rounds = list(lock_to_delete(Round.objects.filter(term=found)))
    sheets = list(lock_to_delete(ClassRound.objects.filter(round__in=[round_.pk for round_ in rounds])))
    return _Held(found, sorted(rounds, key=lambda one: one.starts_on), sheets)


def _standing_on(held: _Held) -> Iterator[str]:
    """Name what points at the term, a round or a sheet and was not made with the term."""
    own = {Round, TermScheme, ClassRound}
    rows: tuple[tuple[type[Model], Sequence[int]], ...] = (
        (Term, [held.term.pk]),
        (Round, [one.pk for one in held.rounds]),
        (ClassRound, [one.pk for one in held.sheets]),
    )
    for model, keys in rows:
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other not in own and other._base_manager.filter(**{f"{relation.field.name}__in": keys}).exists():
                yield str(other._meta.verbose_name_plural)


def _demand_nothing_before(term: Term, starts_on: dt.date) -> None:
    early = sum(model.objects.filter(**{"term": term, f"{day}__lt": starts_on}).count() for model, day in _DATED)
    if early:
        sentence = ngettext(
            "%(count)d exam, violation or note of the term is from before that day. Choose an earlier first day.",
            "%(count)d exams, violations or notes of the term are from before that day. Choose an earlier first day.",
            early,
        )
        raise Refused(sentence % {"count": early}, code="outside")


def _move_rounds(held: _Held, old: tuple[dt.date, dt.date], *, by: User, at: dt.datetime) -> None:
    term = held.term
    kept = [one for one in held.rounds if one.ends_on >= term.starts_on and one.starts_on <= term.ends_on]
    for round_ in held.rounds:
        if round_ not in kept:
            opening.take_out(round_, held.sheets_of(round_), by=by, at=at)
    for round_ in kept:
        first, last = days_within(round_, old, (term.starts_on, term.ends_on))
        if (first, last) != (round_.starts_on, round_.ends_on):
            opening.move(round_, held.sheets_of(round_), first, last, by=by, at=at)
    begin = min((one.starts_on for one in kept), default=dt.date.max)
    end = max((one.ends_on for one in kept), default=dt.date.min)
    months = opening.months_between(term.starts_on, term.ends_on)
    opening.make_rounds(term, [(first, last) for first, last in months if last < begin or first > end])


def days_within(round_: Round, old: tuple[dt.date, dt.date], new: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    """Give the days of a round after its term went from ``old`` days to ``new`` ones.

    A round that began or ended with the term does so still, but not beyond the month that it began or ended in.
    """
    first, last = max(round_.starts_on, new[0]), min(round_.ends_on, new[1])
    if round_.starts_on == old[0]:
        first = max(round_.starts_on.replace(day=1), new[0])
    if round_.ends_on == old[1]:
        last = min(opening.month_end(round_.ends_on), new[1])
    return first, last


def _as_json(starts_on: dt.date, ends_on: dt.date) -> dict[str, str]:
    return {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
