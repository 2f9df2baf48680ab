"""What is recorded of rewards at a ceremony: invitations printed, guardians' replies, handed out, and that undone."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.ceremonies.joining import ceremonies_of_invitations, members
from awards.ceremonies.verbs import demand_begun, demand_planned, hand_out_by_term, hold, locked
from awards.models import Ceremony, Entitlement, Presentation
from awards.rewards import verbs as rewards
from awards.rules.ceremonies import MOST_GUESTS, ON_STAGE, Reply
from awards.rules.entitlements import TO_DO, RewardKind
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import User
from students.permits.reach import demand_school, permit_for, reach_of
from students.permits.refusals import not_yours_at
from students.permits.roles import standing_of


@dataclass(frozen=True)
class Answer:
    """What a guardian answered: how many come, none unless they do."""

    reply: Reply
    guests: int = 0

    @property
    def can_be(self) -> bool:
        return 1 <= self.guests <= MOST_GUESTS if self.reply == Reply.COMING else self.guests == 0


@transaction.atomic
def hand_out(ceremony: Ceremony, pks: Collection[int], *, by: User, at: dt.datetime) -> int:
    """Tick what was handed out at a ceremony, all or none; gives their number.

    Raises :class:`Refused` before its day, once it is closed, and for what is not on its call list (any more).
    """
    row = _office(ceremony, "awards:ceremony_hand_out", by, at)
    demand_planned(row)
    demand_begun(row, at)
    wanted = [one for one in members(row) if one.pk in set(pks) and one.kind in ON_STAGE]
    if len(wanted) != len(set(pks)) or any(one.state not in TO_DO for one in wanted):
        raise Refused(
            _("Some of these are not on the call list any more. Load it again and tick them anew."), code="foreign"
        )
    hand_out_by_term(wanted, by=by, at=at)
    issued = dict(Entitlement.objects.filter(pk__in=[one.pk for one in wanted]).values_list("pk", "issued"))
    rows = _rows(row, wanted, by=by, at=at)
    for one in rows:
        one.handed_as, one.by, one.at = issued[one.entitlement_id], by, at
    Presentation.objects.bulk_update(rows, ["handed_as", "by", "at"], batch_size=500)
    audit.record("ceremony.handed_out", row, by=by, at=at, school_id=row.school_id, new={"rewards": len(rows)})
    return len(rows)


@transaction.atomic
def take_back(
    ceremony: Ceremony, pks: Collection[int], *, by: User, at: dt.datetime, handed_at: dt.datetime | None = None
) -> int:
    """Undo ticks that were set by mistake; gives their number. Raises :class:`Refused` once the ceremony is closed.

    ``handed_at`` as in :func:`awards.rewards.verbs.undo_hand_out`.
    """
    row = _office(ceremony, "awards:ceremony_take_back", by, at)
    demand_planned(row)
    rows = list(Presentation.objects.filter(ceremony=row, entitlement__in=pks, handed_as__isnull=False))
    if len(rows) != len(set(pks)):
        raise Refused(_("Some of these are not ticked as handed out here. Load the list again."), code="foreign")
    found = hold(pks)
    for term in sorted({one.term for one in found}, key=lambda one: one.pk):
        of_term = [one.pk for one in found if one.term_id == term.pk]
        rewards.undo_hand_out(term, of_term, by=by, at=at, handed_at=handed_at)
    for one in rows:
        one.handed_as, one.by, one.at = None, by, at
    Presentation.objects.bulk_update(rows, ["handed_as", "by", "at"], batch_size=500)
    audit.record("ceremony.taken_back", row, by=by, at=at, school_id=row.school_id, new={"rewards": len(rows)})
    return len(rows)


@transaction.atomic
def record_replies(ceremony: Ceremony, answers: Mapping[int, Answer], *, by: User, at: dt.datetime) -> int:
    """Record what guardians answered, by the key of the invitation; gives how many replies are new or another.

    A homeroom teacher does so for the own class. Raises :class:`Refused` once the ceremony is over, and for a number of
    guests that cannot be.
    """
    row = locked(ceremony)
    demand_planned(row)
    rows = [one for one in members(row) if one.pk in answers and one.kind == RewardKind.INVITATION]
    if len(rows) != len(answers):
        raise Refused(_("Some of these are not invited to this ceremony. Load the page again."), code="foreign")
    _demand_reach(row, rows, "awards:ceremony_replies", by, at)
    for answer in answers.values():
        if (
            not (1 if answer.reply == Reply.COMING else 0)
            <= answer.guests
            <= (MOST_GUESTS if answer.reply == Reply.COMING else 0)
        ):
            raise Refused(_("Say how many are coming: 1 to %(most)d.") % {"most": MOST_GUESTS}, code="guests")
    known = {one.entitlement_id: one for one in _rows(row, rows, by=by, at=at)}
    changed, events = [], []
    for one in rows:
        kept, answer = known[one.pk], answers[one.pk]
        if (kept.reply, kept.guests) == (answer.reply, answer.guests):
            continue
        old = {"guardian_reply": kept.reply, "guests": kept.guests}
        kept.reply, kept.guests, kept.by, kept.at = answer.reply, answer.guests, by, at
        new = {"guardian_reply": answer.reply, "guests": answer.guests}
        events.append(
            audit.event_for("entitlement.replied", one, by=by, at=at, school_id=row.school_id, old=old, new=new)
        )
        changed.append(kept)
    Presentation.objects.bulk_update(changed, ["reply", "guests", "by", "at"], batch_size=500)
    audit.record_all(events)
    return len(changed)


@transaction.atomic
def note_printed(pks: Collection[int], *, by: User, at: dt.datetime) -> None:
    """Note of invitations that they were printed as their ceremonies stand now; those without one are left out."""
    leads = ceremonies_of_invitations(pks)
    invited = list(Entitlement.objects.filter(pk__in=leads).select_related("level__school_class"))
    for row in lock(Ceremony.objects.filter(pk__in=set(leads.values()))):
        mine = [one for one in invited if leads[one.pk] == row.pk]
        _demand_reach(row, mine, "awards:ceremony_replies", by, at)
        rows = _rows(row, mine, by=by, at=at)
        for one in rows:
            one.first_printed, one.printed = one.first_printed or row.revision, row.revision
        Presentation.objects.bulk_update(rows, ["first_printed", "printed"], batch_size=500)
        audit.record("ceremony.invited", row, by=by, at=at, school_id=row.school_id, new={"rewards": len(rows)})


def _office(ceremony: Ceremony, action: str, by: User, at: dt.datetime) -> Ceremony:
    row = locked(ceremony)
    demand_school(standing_of(by, timezone.localdate(at)), action, row.school_id)
    return row


def _demand_reach(ceremony: Ceremony, rows: Sequence[Entitlement], action: str, by: User, at: dt.datetime) -> None:
    reach = reach_of(standing_of(by, timezone.localdate(at)), action)
    if reach.school_id != ceremony.school_id or not all(reach.holds(one.level.school_class) for one in rows):
        raise not_yours_at(permit_for(action))


def _rows(ceremony: Ceremony, wanted: Sequence[Entitlement], *, by: User, at: dt.datetime) -> list[Presentation]:
    """Give what is on record of these rewards at a locked ceremony, begun where nothing is."""
    known = set(
        Presentation.objects.filter(ceremony=ceremony, entitlement__in=wanted).values_list("entitlement", flat=True)
    )
    Presentation.objects.bulk_create(
        (Presentation(ceremony=ceremony, entitlement=one, by=by, at=at) for one in wanted if one.pk not in known),
        batch_size=500,
    )
    return list(Presentation.objects.filter(ceremony=ceremony, entitlement__in=wanted))
