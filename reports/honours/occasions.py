"""To which ceremony each invitation leads: its facts as they are printed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from awards.ceremonies.joining import ceremonies_of_invitations
from awards.models import Ceremony, Presentation
from awards.rules.entitlements import RewardKind
from reports.honours.papers import NO_OCCASION, Occasion
from reports.models import IssuedDocument
from reports.typesetting.placeholders import said_moment
from students.models import School


@dataclass(frozen=True)
class InvitedTo:
    """``corrected``: an invitation that says something else was printed before."""

    occasion: Occasion
    corrected: bool = False


def invited_to(school: School, documents: Sequence[IssuedDocument]) -> dict[int, InvitedTo]:
    """Give by reward to what its paper invites; where no ceremony is planned yet, whom to ask is all that is known."""
    pks = [one.entitlement_id for one in documents]
    if not documents or documents[0].kind != RewardKind.INVITATION:
        return dict.fromkeys(pks, InvitedTo(NO_OCCASION))
    unknown = InvitedTo(Occasion(contact=school.office_name, phone=school.office_phone))
    leads = ceremonies_of_invitations(pks)
    ceremonies = Ceremony.objects.in_bulk(set(leads.values()))
    printed: dict[int, set[tuple[int, int]]] = defaultdict(set)
    rows = Presentation.objects.filter(entitlement__in=pks, first_printed__isnull=False)
    for entitlement, ceremony, first in rows.values_list("entitlement", "ceremony", "first_printed"):
        printed[entitlement].add((ceremony, first or 0))
    return {pk: _invited(ceremonies[leads[pk]], printed[pk]) if pk in leads else unknown for pk in pks}


def occasion_of(ceremony: Ceremony) -> Occasion:
    """Give what an invitation says of a ceremony, in the language that is active."""
    when = said_moment(ceremony.day, ceremony.begins_at)
    return Occasion(ceremony.title, when, ceremony.place, ceremony.contact, ceremony.phone)


def _invited(ceremony: Ceremony, printed: set[tuple[int, int]]) -> InvitedTo:
    return InvitedTo(occasion_of(ceremony), bool(printed - {(ceremony.pk, ceremony.revision)}))
