"""Papers are issued: recorded for good, and found again by their code. Their numbers are the rewards' (P7)."""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Entitlement
from awards.rules.entitlements import ON_PAPER, TO_DO, RewardKind, RewardState
from awards.terms.locks import locked_term
from reports.models import IssuedDocument
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import Term, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

# Without letters and figures that are taken for one another (0 O, 1 I L, 8 B).
_ALPHABET = "2345679ACDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
_BATCH = 500


@transaction.atomic
def issue(term: Term, kind: RewardKind, pks: Iterable[int], *, by: User, at: dt.datetime) -> list[IssuedDocument]:
    """Issue and record the papers of these rewards; give all of them by class and seat, ready to print.

    A paper issued before and not changed since keeps its number and code: printing it again issues nothing. Raises
    :class:`Refused` for who is not of the office, while the term is not settled, for a withdrawn reward, and for
    rewards of another term or kind.
    """
    term = _settled(term, by, at)
    wanted = sorted(set(pks))
    rows = list(
        Entitlement.objects.filter(term=term, kind=kind, pk__in=wanted).select_related("level").in_paper_order()
    )
    if kind not in ON_PAPER or len(rows) != len(wanted):
        raise Refused(
            _("Some of these are not part of this term. Load the list again and tick them anew."), code="foreign"
        )
    if any(row.state == RewardState.WITHDRAWN for row in rows):
        raise Refused(
            _("A reward that was withdrawn has no paper. Put it back into the queue first."), code="withdrawn"
        )
    made = _insert(term, kind, rows, by=by, at=at)
    _record(term, made, by=by, at=at)
    return _issued(rows)


def _record(term: Term, made: Sequence[IssuedDocument], *, by: User, at: dt.datetime) -> None:
    """Record one event a paper, so that each is found by its pupil."""
    AuditEvent.objects.bulk_create(
        (
            audit.event_for(
                "paper.issued",
                row,
                by=by,
                at=at,
                school_id=term.school_id,
                new={"kind": row.kind, "paper_number": row.number},
            )
            for row in made
        ),
        batch_size=_BATCH,
    )


def _settled(term: Term, by: User, at: dt.datetime) -> Term:
    # The term's row is the one lock of its papers: nobody else issues the same at this moment.
    term = locked_term(term.pk)
    standing = standing_of(by, timezone.localdate(at))
    demand_school(standing, "reports:print_letters", term.school_id)
    if not term.is_settled:
        raise Refused(_("Papers are issued once the term is settled."), code="open")
    return term


def _insert(
    term: Term, kind: RewardKind, rows: Sequence[Entitlement], *, by: User, at: dt.datetime
) -> list[IssuedDocument]:
    known = set(
        IssuedDocument.objects.filter(term=term, kind=kind).values_list("entitlement_id", "level_id", "reissue")
    )
    missing = [row for row in rows if (row.pk, row.level_id, _reissue(row)) not in known]
    documents = [
        IssuedDocument(
            term=term,
            kind=kind,
            entitlement=row,
            student_id=row.student_id,
            level=row.level,
            reissue=_reissue(row),
            code=new_code(),
            by=by,
            at=at,
        )
        for row in missing
    ]
    return IssuedDocument.objects.bulk_create(documents, batch_size=_BATCH)


def _reissue(row: Entitlement) -> int:
    """Count how often the reward's paper was handed over before this one."""
    return row.issued if row.state in TO_DO else row.issued - 1


def _issued(rows: Sequence[Entitlement]) -> list[IssuedDocument]:
    wanted = [row.pk for row in rows]
    found = [
        document
        for start in range(0, len(wanted), _BATCH)
        for document in IssuedDocument.objects.in_force()
        .filter(entitlement__in=wanted[start : start + _BATCH])
        .select_related("term", "entitlement", "student", "level__school_class__school")
    ]
    places = {pk: place for place, pk in enumerate(wanted)}
    return sorted(found, key=lambda document: places[document.entitlement_id])


def new_code() -> str:
    """Draw a code that nobody can guess: 48 bits, in letters that are read out without mistakes."""
    return "".join(secrets.choice(_ALPHABET) for _place in range(CODE_LENGTH))
