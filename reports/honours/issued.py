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
from starrating.refused import Refused
from students.models import GradeSettlement, Term, User
from students.permits.reach import demand_school, reach_of
from students.permits.roles import standing_of

# Without letters and figures that are taken for one another (0 O, 1 I L, 8 B).
_ALPHABET = "2345679ACDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
_BATCH = 500


@transaction.atomic
def issue(term: Term, kind: RewardKind, pks: Iterable[int], *, by: User, at: dt.datetime) -> list[IssuedDocument]:
    """Issue and record the papers of these rewards; give all of them by class and seat, ready to print.

    A paper issued before and not changed since keeps its number and code: printing it again issues nothing. Raises
    :class:`Refused` for who is not of the office (a homeroom teacher prints the own class's invitations), while the
    grade of one is not settled, for a withdrawn reward, and for rewards of another term or kind.
    """
    # The term's row is the one lock of its papers: nobody else issues the same at this moment.
    term = locked_term(term.pk)
    wanted = sorted(set(pks))
    rows = list(
        Entitlement.objects.filter(term=term, kind=kind, pk__in=wanted)
        .select_related("level__school_class")
        .in_paper_order()
    )
    _demand(term, kind, rows, by=by, at=at)
    if not GradeSettlement.objects.years_of(term):
        raise Refused(_("Papers are issued once the grade is settled."), code="open")
    if kind not in ON_PAPER or len(rows) != len(wanted):
        raise Refused(
            _("Some of these are not part of this term. Load the list again and tick them anew."), code="foreign"
        )
    if Entitlement.objects.filter(term=term, kind=kind, pk__in=wanted).settled().count() != len(wanted):
        raise Refused(_("Papers are issued once the grade is settled."), code="open")
    if any(row.state == RewardState.WITHDRAWN for row in rows):
        raise Refused(
            _("A reward that was withdrawn has no paper. Put it back into the queue first."), code="withdrawn"
        )
    made = _insert(term, kind, rows, by=by, at=at)
    _record(term, made, by=by, at=at)
    return _issued(rows)


def _record(term: Term, made: Sequence[IssuedDocument], *, by: User, at: dt.datetime) -> None:
    """Record one event a paper, so that each is found by its pupil."""
    audit.record_all(
        audit.event_for(
            "paper.issued",
            row,
            by=by,
            at=at,
            school_id=term.school_id,
            new={"kind": row.kind, "paper_number": row.number},
        )
        for row in made
    )


def _demand(term: Term, kind: RewardKind, rows: Sequence[Entitlement], *, by: User, at: dt.datetime) -> None:
    """Raise :class:`Refused` unless ``by`` prints the school's papers, or these are invitations of the own class."""
    standing = standing_of(by, timezone.localdate(at))
    own = reach_of(standing, "reports:ceremony_invitations")
    if kind == RewardKind.INVITATION and rows and all(own.holds(row.level.school_class) for row in rows):
        return
    demand_school(standing, "reports:print_letters", term.school_id)


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
