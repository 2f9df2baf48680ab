"""The hands that a class meeting counts for its committee, star by star (五3)."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from awards.models import ClassRound, Nomination
from awards.rules.kinds import StepRole
from awards.sheets.work import SheetWork, sheet_work
from awards.sheets.workflow import Verb
from awards.steps.counting import Counting, ItemCount
from starrating.joiners import in_a_row
from starrating.refused import Refused
from students.models import User

# Hands for and against a name; None against is everybody else who could vote on it.
Hands = tuple[int, int | None]


def count_hands(
    sheet: ClassRound, star: int, hands: Mapping[int, Hands], *, by: User, at: dt.datetime
) -> list[Nomination]:
    """Note the hands that the committee has raised for all names of a star, by the line's key; give the changed lines.

    May be changed until the step is closed; the same again does nothing. Raises :class:`Refused` while the committee
    step is not open, to who may not, for names other than those before the committee, for one left out, for more
    hands than members could vote, and for a star on which members have voted on screen.
    """
    with sheet_work(sheet.pk, Verb.COUNT, by=by, at=at) as work:
        found = _star(work, star)
        if found.by_ballots:
            sentence = _("%(star)s: members have voted on it on screen, so no hands are counted. Choose another star.")
            raise Refused(sentence % {"star": found.item.name}, code="ballots")
        changed = []
        for line, counted in _counted(found, hands):
            if (line.counted_for, line.counted_against) != counted:
                line.counted_for, line.counted_against = counted
                changed.append(line)
        work.change(changed, "counted_for", "counted_against")
        for line in changed:
            new = {"pupil": line.student_id, "item": found.item.code, "hands": [line.counted_for, line.counted_against]}
            # Nothing is decided before the step is closed.
            work.record("sheet.hands_counted", (), new=new, student_key=line.student_id)
        return changed


def forget_hands(sheet: ClassRound, star: int, *, by: User, at: dt.datetime) -> int:
    """Undo the hands of a star, so that the members vote on it by ballots; give of how many names.

    Raises :class:`Refused` as :func:`count_hands`.
    """
    with sheet_work(sheet.pk, Verb.COUNT, by=by, at=at) as work:
        found = _star(work, star)
        lines = Nomination.objects.filter(pk__in=found.tallies, counted_for__isnull=False)
        number = len(lines)
        if number:
            work.update(lines, counted_for=None, counted_against=None)
            work.record("sheet.hands_forgotten", (), new={"item": found.item.code})
        return number


def _star(work: SheetWork, star: int) -> ItemCount:
    """Count the star as it is under the lock; raises :class:`Refused` where it is not before the committee."""
    work.stage.demand_open(work.stage.step_of(StepRole.COMMITTEE))
    stars = Counting.load(work.contents, work.day).stars
    found = next((one for one in stars if one.item.pk == star), None)
    if found is None:
        sentence = _("No name is before the committee under this star any more. Load the page again.")
        raise Refused(sentence, code="star")
    return found


def _counted(found: ItemCount, hands: Mapping[int, Hands]) -> list[tuple[Nomination, tuple[int, int]]]:
    if not hands.keys() <= found.tallies.keys():
        sentence = _("One of these names is no longer before the committee. Look at the list again.")
        raise Refused(sentence, code="line")
    missing = [line.student.name for line in found.lines if line.pk not in hands]
    if missing:
        sentence = _("Type the hands for every name. Still empty: %(names)s.")
        raise Refused(sentence % {"names": in_a_row(missing)}, code="missing")
    return [(line, _checked(line, found.tallies[line.pk].could_vote, hands[line.pk])) for line in found.lines]


def _checked(line: Nomination, could: int, hands: Hands) -> tuple[int, int]:
    hands_for = hands[0]
    hands_against = could - hands_for if hands[1] is None else hands[1]
    if hands_for < 0 or hands_against < 0 or hands_for + hands_against > could:
        sentence = _("%(name)s has more hands than members who could vote: %(could)d. Count the hands again.")
        raise Refused(sentence % {"name": line.student.name, "could": could}, code="hands")
    return hands_for, hands_against
