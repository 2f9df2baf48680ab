"""The office's queue: rewards handed out, withdrawn, issued again (六2 to 六4)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Entitlement
from awards.rules.entitlements import TO_DO, RewardKind, RewardMove, RewardState, due_at, state_after
from awards.settlement.facts import first_levels
from awards.terms.locks import locked_term
from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_reason
from students.models import Term, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of


@transaction.atomic
def hand_out(term: Term, pks: Sequence[int], *, by: User, at: dt.datetime) -> int:
    """Mark entitlements of one term as handed out, all or none; gives their number.

    Raises :class:`Refused` for who is not of the office, while the grade of one of them is reopened, and when one of
    them is not due (any more).
    """
    term = _locked_term(term, "awards:hand_out", by, at)
    rows = list(lock(Entitlement.objects.filter(term=term, pk__in=set(pks))))
    if len(rows) != len(set(pks)):
        raise Refused(
            _("Some of these are not part of this term. Load the list again and tick them anew."), code="foreign"
        )
    _demand_settled(rows)
    if any(row.state not in TO_DO for row in rows):
        raise Refused(_("Some of these are no longer due. Load the list again and tick them anew."), code="state")
    for row in rows:
        row.state, row.issued, row.by, row.at = RewardState.DONE, row.issued + 1, by, at
    Entitlement.objects.bulk_update(rows, ["state", "issued", "by", "at"], batch_size=500)
    # One event a reward, so that each is found by its pupil.
    new = {"state": RewardState.DONE}
    audit.record_all(
        audit.event_for("entitlement.handed_out", row, by=by, at=at, school_id=term.school_id, new=new) for row in rows
    )
    return len(rows)


@transaction.atomic
def undo_hand_out(
    term: Term, pks: Sequence[int], *, by: User, at: dt.datetime, handed_at: dt.datetime | None = None
) -> int:
    """Undo the mark of handing out that was set by mistake, all or none; gives their number.

    Each is due again as it was before. Raises :class:`Refused` as :func:`hand_out`, for one that is not marked, and
    where ``handed_at`` says which mark is meant, for one that was set at another moment.
    """
    term = _locked_term(term, "awards:hand_out", by, at)
    rows = list(lock(Entitlement.objects.filter(term=term, pk__in=set(pks))))
    if len(rows) != len(set(pks)) or any(row.state != RewardState.DONE for row in rows):
        raise Refused(_("Some of these are not marked as handed out. Load the list again."), code="state")
    if handed_at is not None and any(row.at != handed_at for row in rows):
        raise Refused(_("Somebody has changed some of these since. Load the list again."), code="state")
    _demand_settled(rows)
    for row in rows:
        row.issued -= 1
        row.state, row.by, row.at = state_after(RewardMove.REISSUE, row.issued), by, at
    Entitlement.objects.bulk_update(rows, ["state", "issued", "by", "at"], batch_size=500)
    old = {"state": RewardState.DONE}
    audit.record_all(
        audit.event_for(
            "entitlement.hand_out_undone",
            row,
            by=by,
            at=at,
            school_id=term.school_id,
            old=old,
            new={"state": row.state},
        )
        for row in rows
    )
    return len(rows)


@transaction.atomic
def withdraw(entitlement: Entitlement, *, reason: str, by: User, at: dt.datetime) -> Entitlement:
    """Take a reward back, or not give it; settling again leaves it so while the level is the same."""
    term = _locked_term(entitlement.term, "awards:withdraw_entitlement", by, at)
    row = _locked(entitlement)
    _demand_settled([row])
    if row.state == RewardState.WITHDRAWN:
        raise Refused(_("This has been withdrawn already. Load the page again."), code="twice")
    return _moved(row, term, RewardMove.WITHDRAW, reason, by=by, at=at)


@transaction.atomic
def reissue(entitlement: Entitlement, *, reason: str, by: User, at: dt.datetime) -> Entitlement:
    """Put a reward back into the queue: one handed out is issued again, marked as such (补发); one withdrawn is due.

    Raises :class:`Refused` for one that is in the queue, and for one withdrawn to which the level does not entitle.
    """
    term = _locked_term(entitlement.term, "awards:reissue_entitlement", by, at)
    row = _locked(entitlement)
    _demand_settled([row])
    if row.state in TO_DO:
        raise Refused(_("This is in the queue already. Load the page again."), code="twice")
    if RewardKind(row.kind) not in due_at(row.level.level, first_levels(term.pinned.scheme)):
        raise Refused(
            _(
                "The settled level brings no such reward. If the level is wrong, ask the administrator "
                "to reopen the grade."
            ),
            code="level",
        )
    return _moved(row, term, RewardMove.REISSUE, reason, by=by, at=at)


def _locked_term(term: Term, action: str, by: User, at: dt.datetime) -> Term:
    term = locked_term(term.pk)
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, action, term.school_id)
    return term


def _demand_settled(rows: Sequence[Entitlement]) -> None:
    pks = [row.pk for row in rows]
    if Entitlement.objects.filter(pk__in=pks).settled().count() != len(pks):
        raise Refused(_("The grade is reopened: settle it again first."), code="reopened")


def _locked(entitlement: Entitlement) -> Entitlement:
    return lock(Entitlement.objects.all()).select_related("level").get(pk=entitlement.pk)


def _moved(row: Entitlement, term: Term, move: RewardMove, reason: str, *, by: User, at: dt.datetime) -> Entitlement:
    reason = demand_reason(reason)
    old = row.state
    row.state = state_after(move, row.issued)
    row.reason, row.by, row.at = reason, by, at
    row.save(update_fields=["state", "reason", "by", "at"])
    audit.record(
        f"entitlement.{move}",
        row,
        by=by,
        at=at,
        school_id=term.school_id,
        old={"state": old},
        new={"state": row.state},
        reason=row.reason,
    )
    return row
