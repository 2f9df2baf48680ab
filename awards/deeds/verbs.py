"""Facts noted, corrected and removed; never with a number, and never about a pupil whose guardian has not agreed (A72).

A fact stands with the pupil. That pupils sit in the class on the day is read under the lock that movements take.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Deed, StarItem
from awards.models.deed import DeedQuerySet
from awards.terms.locks import demand_pupils_open
from starrating.db.locks import lock
from starrating.joiners import in_a_row
from starrating.operations import audit
from starrating.refused import Refused, demand_length
from starrating.text import clean_text
from students.models import Consent, ConsentScope, Enrolment, School, SchoolClass, Student, Term, User
from students.permits.reach import class_today, demand_reach, reach_of
from students.permits.refusals import not_yours_at
from students.permits.roles import standing_of
from students.permits.rows import permits

TEXT_LENGTH = 200
# Longer, and it is no slip of the pen that is mended.
MENDED_WITHIN = dt.timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What is said of a pupil: the star that it speaks for, the day, and one sentence."""

    item: StarItem
    on: dt.date
    text: str


@dataclass(frozen=True)
class Noted:
    """What has been written, and about whom the very same was noted before."""

    made: list[Deed] = field(default_factory=list)
    known: list[Student] = field(default_factory=list)


@transaction.atomic
def note(school_class: SchoolClass, pupils: Collection[Student], said: Said, *, by: User, at: dt.datetime) -> Noted:
    """Note one fact about pupils of a class that ``by`` teaches; the same noted twice stands once.

    Raises :class:`Refused` for who does not teach the class, a pupil who does not sit in it that day or whose guardian
    has not agreed, a day outside the running term or to come, and a sentence that is empty, too long or hostile.
    """
    demand_reach(standing_of(by, timezone.localdate(at)), "awards:note_deed", school_class)
    return _noted(pupils, said, Q(school_class=school_class), by=by, at=at)


@transaction.atomic
def note_own(said: Said, *, by: User, at: dt.datetime) -> Noted:
    """Note a fact about oneself; raises :class:`Refused` as :func:`note`, and for who is no pupil."""
    own = standing_of(by, timezone.localdate(at)).student_id
    pupil = Student.objects.filter(pk=own).first() if own is not None else None
    if pupil is None:
        raise not_yours_at(permits()["awards:note_own_deed"])
    return _noted([pupil], said, Q(), by=by, at=at)


@transaction.atomic
def correct(deed: Deed, said: Said, *, by: User, at: dt.datetime) -> Deed:
    """Correct what one has noted oneself, within a day; raises :class:`Refused` as :func:`note`."""
    standing = standing_of(by, timezone.localdate(at))
    row = _locked(deed)
    if not may_correct(row, by, at):
        raise Refused(
            _("A fact is corrected by whoever noted it, within a day. Enter a new one instead."), code="day_over"
        )
    seats = Q() if standing.student_id is not None else reach_of(standing, "awards:correct_deed").within("school_class")
    text = _demand(row.term, [row.student], said, seats, at)
    if (row.item_id, row.happened_on, row.text) == (said.item.pk, said.on, text):
        return row
    if _same(row.term, said, text).filter(student=row.student).exists():
        raise Refused(_("This fact is noted already. Nothing needs to be done."), code="known")
    old, new = _told(row.item, row.happened_on), _told(said.item, said.on)
    row.item, row.happened_on, row.text = said.item, said.on, text
    row.save(update_fields=["item", "happened_on", "text"])
    audit.record("deed.corrected", row, by=by, at=at, school_id=row.term.school_id, old=old, new=new)
    return row


@transaction.atomic
def remove(deed: Deed, *, by: User, at: dt.datetime) -> None:
    """Remove a fact: what one has noted oneself within a day, the homeroom teacher any about a pupil of the class."""
    row = _locked(deed)
    if not (may_correct(row, by, at) or _is_homeroom(row.student, by, at)):
        raise Refused(
            _("A fact is removed by whoever noted it, within a day, later by the homeroom teacher."), code="role"
        )
    old = _told(row.item, row.happened_on)
    audit.record("deed.removed", row, by=by, at=at, school_id=row.term.school_id, old=old)
    row.delete()


def may_correct(deed: Deed, user: User, at: dt.datetime) -> bool:
    """Tell whether the button belongs beside a fact; :func:`correct` refuses exactly where this is false."""
    return deed.noted_by_id == user.pk and at - deed.noted_at <= MENDED_WITHIN


def running_term(school: School, day: dt.date) -> Term | None:
    """Give the term of which facts are noted on ``day``: the latest that has begun, with its scheme."""
    terms = Term.objects.filter(school=school, pinned__isnull=False).current_on(day)
    return terms.select_related("school", "pinned__scheme").first()


def _noted(pupils: Collection[Student], said: Said, seats: Q, *, by: User, at: dt.datetime) -> Noted:
    """Write a row a pupil, with its event; ``seats`` are the places that count."""
    rows = _locked_pupils([pupil.pk for pupil in pupils])
    if not rows:
        raise Refused(_("Say about whom it is: a name, initials or a seat."), code="nobody")
    term = running_term(rows[0].school, timezone.localdate(at))
    text = _demand(term, rows, said, seats, at)
    assert term is not None, "what is demanded begins with the term"  # noqa: S101
    before = set(_same(term, said, text).filter(student__in=rows).values_list("student", flat=True))
    noted = Noted()
    for pupil in rows:
        if pupil.pk in before:
            noted.known.append(pupil)
            continue
        deed = Deed.objects.create(
            student=pupil, term=term, item=said.item, happened_on=said.on, text=text, noted_by=by, noted_at=at
        )
        # Without the sentence: the record stays, and a fact leaves.
        audit.record("deed.noted", deed, by=by, at=at, school_id=term.school_id, new=_told(said.item, said.on))
        noted.made.append(deed)
    return noted


def _demand(term: Term | None, pupils: Sequence[Student], said: Said, seats: Q, at: dt.datetime) -> str:
    """Give the sentence as it is stored; raises :class:`Refused` for whatever stands against it."""
    day = timezone.localdate(at)
    if term is None or not term.starts_on <= said.on <= min(term.ends_on, day):
        raise Refused(_("Choose a day of the running term, today at the latest."), code="day")
    if said.item.scheme_id != term.pinned.scheme_id:
        raise Refused(_("This star is not one of the term's scheme. Load the page again."), code="no_item")
    places = Enrolment.objects.active_on(said.on).filter(seats, student__in=pupils)
    classes = dict(places.values_list("student", "school_class"))
    demand_pupils_open(term, [pupil.pk for pupil in pupils], set(classes.values()))
    if away := [pupil.name for pupil in pupils if pupil.pk not in classes]:
        sentence = _("On that day not in the class: %(names)s. Choose another day, or take the name out.")
        raise Refused(sentence % {"names": in_a_row(away)}, code="not_enrolled")
    _demand_consent(pupils, day)
    return _sentence(said.text)


def _demand_consent(pupils: Sequence[Student], day: dt.date) -> None:
    agreed = Consent.objects.in_force(ConsentScope.PROCESSING, day).filter(student__in=pupils)
    given = set(agreed.values_list("student", flat=True))
    if missing := [pupil.name for pupil in pupils if pupil.pk not in given]:
        sentence = _(
            "No consent to the processing of personal data is on record for: %(names)s. The homeroom teacher records it"
            " under “Consents and photos”; until then no facts are noted."
        )
        raise Refused(sentence % {"names": in_a_row(missing)}, code="consent")


def _sentence(text: str) -> str:
    cleaned = clean_text(text)
    if cleaned.refused:
        raise Refused("".join(str(note.message) for note in cleaned.notes[:1]), code="hostile")
    if not cleaned.text:
        raise Refused(_("Say in one sentence what happened."), code="text")
    return demand_length(cleaned.text, TEXT_LENGTH)


def _same(term: Term, said: Said, text: str) -> DeedQuerySet:
    return Deed.objects.filter(term=term, item=said.item, happened_on=said.on, text=text)


def _told(item: StarItem, day: dt.date) -> dict[str, object]:
    return {"star": item.code, "on": day.isoformat()}


def _locked(deed: Deed) -> Deed:
    """Fetch a fact again under its pupil's lock; raises :class:`Refused` where it is gone."""
    _locked_pupils([deed.student_id])
    rows = Deed.objects.select_related("student__school", "item", "term__school", "term__pinned__scheme")
    row = rows.filter(pk=deed.pk).first()
    if row is None:
        raise Refused(_("This fact has been removed already. Load the page again."), code="gone")
    return row


def _locked_pupils(keys: Collection[int]) -> list[Student]:
    """Lock pupils as their movements do, so that a class does not change between reading and writing."""
    return list(lock(Student.objects.filter(pk__in=keys)).select_related("school"))


def _is_homeroom(pupil: Student, by: User, at: dt.datetime) -> bool:
    day = timezone.localdate(at)
    school_class = class_today(pupil, day)
    reach = reach_of(standing_of(by, day), "awards:term_deeds")
    return school_class is not None and reach.holds(school_class)
