"""The star committee's ballots (五3, A40). A ballot is secret: pages and records show counts, never who said what."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards.models import ClassRound, LineState, Nomination, Vote
from awards.rules.kinds import StepRole
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from starrating.refused import Refused
from students.models import User


def vote(sheet: ClassRound, ballots: Mapping[int, bool], *, by: User, at: dt.datetime) -> int:
    """Cast a member's ballots, by the line's key; changeable until the step is closed. Gives how many are new or other.

    All or none are saved. Raises :class:`Refused` while the committee step is not open, to who does not sit on the
    committee, for the member's own line (A40), for a line that is not before the committee (declined by the group,
    taken back, decided or of another sheet), and for one whose hands the class meeting has counted. Nothing in the
    audit says who voted or when, for it would outlive the ballots; no decision is written before the step is closed.
    """
    with sheet_work(sheet.pk, Verb.VOTE, by=by, at=at) as work:
        voter, owners = _voter(work), _owners(sheet)
        if not ballots.keys() <= owners.keys():
            sentence = _("One of these names is no longer before the committee. Look at the list again.")
            raise Refused(sentence, code="line")
        if any(owners[line] == voter for line in ballots):
            raise Refused(_("You do not vote on yourself. Load the page again, and vote on the others."), code="own")
        if ballots.keys() & _counted(sheet):
            sentence = _("The hands for this star were counted at the class meeting. Go on with another star.")
            raise Refused(sentence, code="counted")
        cast = _cast(sheet, voter)
        return _save(work, voter, {line: agrees for line, agrees in ballots.items() if cast.get(line) is not agrees})


def agree_with_rest(sheet: ClassRound, seen: Collection[int], *, by: User, at: dt.datetime) -> int:
    """Agree with all names among ``seen``, by the line's key, on which the member has no ballot yet; give how many.

    The own line and what has left the committee since are passed over, and no ballot is changed. Raises
    :class:`Refused` as :func:`vote` does for what concerns them all.
    """
    with sheet_work(sheet.pk, Verb.VOTE, by=by, at=at) as work:
        voter, owners = _voter(work), _owners(sheet)
        cast = _cast(sheet, voter)
        rest = {line for line in seen if line in owners and line not in cast and owners[line] != voter}
        rest -= _counted(sheet)
        return _save(work, voter, dict.fromkeys(sorted(rest), True))


def before_the_committee(sheet: ClassRound) -> QuerySet[Nomination]:
    """Give the lines that the committee votes on: proposed, and not declined by the group."""
    lines = Nomination.objects.filter(class_round=sheet, state=LineState.PROPOSED)
    return lines.exclude(group_agreed=False)


def _voter(work: SheetWork) -> int:
    work.stage.demand(StepRole.COMMITTEE)
    # The workflow lets committee members vote, and they are pupils.
    voter = work.standing.student_id
    if voter is None:
        sentence = _("This is not for you to do in this class. If that is a mistake, tell your homeroom teacher.")
        raise Refused(sentence, code="role")
    return voter


def _owners(sheet: ClassRound) -> dict[int, int]:
    """Give the pupil of each line before the committee."""
    return dict(before_the_committee(sheet).values_list("pk", "student_id"))


def _counted(sheet: ClassRound) -> set[int]:
    """Give the lines whose hands a class meeting has counted."""
    return set(before_the_committee(sheet).filter(counted_for__isnull=False).values_list("pk", flat=True))


def _cast(sheet: ClassRound, voter: int) -> dict[int, bool]:
    return dict(Vote.objects.on_sheet(sheet).filter(voter=voter).values_list("nomination_id", "agrees"))


def _save(work: SheetWork, voter: int, new: Mapping[int, bool]) -> int:
    if new:
        work.insert(
            [Vote(nomination_id=line, voter_id=voter, agrees=agrees) for line, agrees in new.items()],
            update_conflicts=True,
            unique_fields=["nomination", "voter"],
            update_fields=["agrees"],
        )
        work.keep_secret()
    return len(new)
