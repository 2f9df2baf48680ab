"""Ceremonies planned, changed, cancelled and closed by the office (六3, A32)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.ceremonies.joining import members
from awards.models import Ceremony, Entitlement, Honoured, Presentation
from awards.rewards import verbs as rewards
from awards.rules.ceremonies import CeremonyKind, CeremonyState, usual_grades
from awards.rules.entitlements import TO_DO, RewardKind, RewardState
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from students.models import School, Term, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

# A term's key and a grade in it.
Grades = Collection[tuple[int, int]]


@dataclass(frozen=True)
class CeremonyFacts:
    """What is said of a ceremony wherever it is named."""

    kind: CeremonyKind
    day: dt.date
    begins_at: dt.time
    place: str
    name: str = ""
    contact: str = ""
    phone: str = ""


# What invitations say.
_FACTS = ("kind", "name", "day", "begins_at", "place", "contact", "phone")


@transaction.atomic
def plan(school: School, facts: CeremonyFacts, honours: Grades = (), *, by: User, at: dt.datetime) -> Ceremony:
    """Plan a ceremony; what it honours joins it of itself. Without ``honours`` these are the usual grades.

    Raises :class:`Refused` for who is not of the office, for a day that is over, for a second ceremony at the same
    time, and where there is no term to honour.
    """
    _demand_free(school, facts, "awards:ceremony_plan", by, at)
    if facts.day < timezone.localdate(at):
        raise Refused(_("This day is over. Give today or a later day."), code="past")
    ceremony = Ceremony.objects.create(school=school, by=by, at=at, **vars(facts))
    _honour(ceremony, honours or usual_honours(school, facts))
    audit.record("ceremony.planned", ceremony, by=by, at=at, school_id=school.pk, new=_told(ceremony))
    return ceremony


@transaction.atomic
def change(ceremony: Ceremony, facts: CeremonyFacts, honours: Grades, *, by: User, at: dt.datetime) -> Ceremony:
    """Change a planned ceremony. Invitations printed before are marked as corrected when they are printed again."""
    _demand_free(ceremony.school, facts, "awards:ceremony_change", by, at, but=ceremony)
    row = locked(ceremony)
    demand_planned(row)
    if facts.day != row.day and facts.day < timezone.localdate(at):
        raise Refused(_("This day is over. Give today or a later day."), code="past")
    old = _told(row)
    said_anew = any(getattr(row, name) != getattr(facts, name) for name in _FACTS)
    for name in _FACTS:
        setattr(row, name, getattr(facts, name))
    row.revision += said_anew
    row.by, row.at = by, at
    row.save()
    _honour(row, honours or usual_honours(row.school, facts))
    audit.record("ceremony.changed", row, by=by, at=at, school_id=row.school_id, old=old, new=_told(row))
    return row


@transaction.atomic
def cancel(ceremony: Ceremony, *, reason: str, by: User, at: dt.datetime) -> Ceremony:
    """Cancel a planned ceremony: what had joined it joins the next one that fits.

    An invitation that has been handed over is to be issued again. Raises :class:`Refused` once something has been
    handed out at the ceremony.
    """
    row = locked(ceremony)
    demand_school(standing_of(by, timezone.localdate(at)), "awards:ceremony_cancel", row.school_id)
    demand_planned(row)
    reason = demand_reason(reason)
    here = Presentation.objects.filter(ceremony=row)
    if here.filter(handed_as__isnull=False).exists():
        raise Refused(_("Rewards have been handed out at this ceremony. Close it instead."), code="handed")
    out = list(
        here.filter(printed__isnull=False, entitlement__state=RewardState.DONE).values_list("entitlement", flat=True)
    )
    for invitation in hold(out):
        rewards.reissue(invitation, reason=reason, by=by, at=at)
    row.state, row.reason, row.by, row.at = CeremonyState.CANCELLED, reason, by, at
    row.save(update_fields=["state", "reason", "by", "at"])
    old, new = {"state": CeremonyState.PLANNED}, {"state": row.state}
    audit.record("ceremony.cancelled", row, by=by, at=at, school_id=row.school_id, old=old, new=new, reason=reason)
    return row


@transaction.atomic
def close(ceremony: Ceremony, *, by: User, at: dt.datetime) -> int:
    """Close a ceremony that has been held; gives how many certificates and titles missed it.

    Its lists stay as they are now. What was not handed out joins the next ceremony that fits; invitations printed for
    this one are done with. Raises :class:`Refused` before its day.
    """
    row = locked(ceremony)
    demand_school(standing_of(by, timezone.localdate(at)), "awards:ceremony_close", row.school_id)
    demand_planned(row)
    demand_begun(row, at)
    rows = list(members(row))
    known = {one.entitlement_id: one for one in Presentation.objects.filter(ceremony=row)}
    Presentation.objects.bulk_create(
        (Presentation(ceremony=row, entitlement=one, by=by, at=at) for one in rows if one.pk not in known),
        batch_size=500,
    )
    left = [one for one in rows if one.state in TO_DO]
    invited = [one for one in left if one.kind == RewardKind.INVITATION and one.pk in known and known[one.pk].printed]
    hand_out_by_term(invited, by=by, at=at)
    missed = sum(one.kind != RewardKind.INVITATION for one in left)
    row.state, row.by, row.at = CeremonyState.CLOSED, by, at
    row.save(update_fields=["state", "by", "at"])
    old, new = {"state": CeremonyState.PLANNED}, {"state": row.state, "rewards": len(rows) - len(left)}
    audit.record("ceremony.closed", row, by=by, at=at, school_id=row.school_id, old=old, new=new)
    return missed


def usual_honours(school: School, facts: CeremonyFacts) -> list[tuple[int, int]]:
    """Give what such a ceremony honours: an opening the term before it, any other the term under way (A32)."""
    terms = Term.objects.filter(school=school)
    if facts.kind == CeremonyKind.OPENING:
        term = terms.filter(ends_on__lt=facts.day).order_by("-starts_on").first()
    else:
        term = terms.current_on(facts.day).first()
    if term is None:
        raise Refused(_("There is no term whose rewards could be handed out. Open the first term."), code="term")
    return [(term.pk, grade) for grade in usual_grades(facts.kind, term.ordinal, school.grades)]


def locked(ceremony: Ceremony) -> Ceremony:
    """Fetch the ceremony with its school, locked: whatever is recorded of it is recorded by one at a time."""
    return lock(Ceremony.objects.select_related("school")).get(pk=ceremony.pk)


def demand_planned(ceremony: Ceremony) -> None:
    if not ceremony.is_planned:
        raise Refused(_("This ceremony is over or cancelled. Load the page again."), code="state")


def demand_begun(ceremony: Ceremony, at: dt.datetime) -> None:
    if timezone.localdate(at) < ceremony.day:
        raise Refused(
            _("The day of this ceremony is still to come. Tick and close it on its day or later."), code="early"
        )


def hold(pks: Collection[int]) -> list[Entitlement]:
    """Fetch these rewards, their terms locked first and then they: the verbs of rewards find all of them locked."""
    terms = Entitlement.objects.filter(pk__in=pks).order_by().values("term")
    list(lock(Term.objects.filter(pk__in=terms)))
    return list(lock(Entitlement.objects.filter(pk__in=pks)).select_related("term", "level__school_class"))


def hand_out_by_term(rows: Sequence[Entitlement], *, by: User, at: dt.datetime) -> None:
    """Mark rewards of several terms as handed out, all or none."""
    found = hold([row.pk for row in rows])
    for term in sorted({row.term for row in found}, key=lambda one: one.pk):
        rewards.hand_out(term, [row.pk for row in found if row.term_id == term.pk], by=by, at=at)


def _demand_free(
    school: School, facts: CeremonyFacts, action: str, by: User, at: dt.datetime, *, but: Ceremony | None = None
) -> None:
    # The school's row is locked, so that two who plan the same ceremony are told so.
    lock(School.objects.all()).get(pk=school.pk)
    demand_school(standing_of(by, timezone.localdate(at)), action, school.pk)
    same = Ceremony.objects.filter(school=school, day=facts.day, begins_at=facts.begins_at)
    if any(row != but for row in same.exclude(state=CeremonyState.CANCELLED)):
        raise Refused(_("The school has a ceremony at this time already. Choose another time."), code="twice")


def _honour(ceremony: Ceremony, honours: Grades) -> None:
    terms = set(Term.objects.filter(school=ceremony.school_id).values_list("pk", flat=True))
    wanted = set(honours)
    if any(term not in terms or grade not in ceremony.school.grades for term, grade in wanted):
        raise Refused(_("This term or grade is not of this school. Load the page again."), code="foreign")
    Honoured.objects.filter(ceremony=ceremony).delete()
    Honoured.objects.bulk_create(
        Honoured(ceremony=ceremony, term_id=term, grade=grade) for term, grade in sorted(wanted)
    )


def _told(ceremony: Ceremony) -> dict[str, object]:
    """Give what the record says of a ceremony."""
    return {
        "kind": ceremony.kind,
        "name": ceremony.name,
        "day": ceremony.day.isoformat(),
        "begins_at": f"{ceremony.begins_at:%H:%M}",
        "place": ceremony.place,
        "contact": ceremony.contact,
        "phone": ceremony.phone,
        "honoured": [str(one) for one in ceremony.honoured.select_related("term__school")],
    }
