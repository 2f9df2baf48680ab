"""Who has done their part in a class's steps (五3), and what the ballots come to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import ClassRound, LineSource, LineState, Nomination, StarItem, Vote
from awards.rules.committee import Outcome, Tally, outcome
from awards.sheets.contents import Contents
from students.models import CommitteeMember, Enrolment, GroupLeader, StudentGroup


@dataclass(frozen=True)
class Participation:
    """How many have acted, and the names of those who have not, in the order of the class."""

    acted: int
    missing: Sequence[str]

    @property
    def total(self) -> int:
        return self.acted + len(self.missing)


@dataclass(frozen=True)
class ClassParticipation:
    pupils: Participation
    groups: Participation
    members: Participation
    # Whose lines no group can discuss.
    without_group: Sequence[str]

    @classmethod
    def load(cls, contents: Contents, day: dt.date) -> ClassParticipation:
        """Read who has acted in five queries. ``day`` says who leads a group and sits on the committee."""
        sheet = contents.sheet
        groups = _groups_of(sheet)
        leaders = dict(
            GroupLeader.objects.of_class(sheet.school_class, day).values_list("group_id", "student__name").order_by()
        )
        lines = [line for line in contents.lines.values() if line.student_id in contents.people]
        undiscussed = [line for line in lines if line.state == LineState.PROPOSED and line.group_agreed is None]
        return cls(
            pupils=_pupils(contents, lines),
            groups=_groups(groups, leaders, undiscussed),
            members=members_participation(contents, day),
            without_group=_names(contents, {line.student_id for line in undiscussed} - groups.keys()),
        )


def members_on(sheet: ClassRound, day: dt.date) -> set[int]:
    """Give the pupils on the class's star committee: leaders by office, cadres by name (五1); two queries."""
    leaders = GroupLeader.objects.of_class(sheet.school_class, day).values_list("student_id", flat=True)
    named = CommitteeMember.objects.of_class(sheet.school_class, day).values_list("student_id", flat=True)
    return {*leaders, *named}


def is_retracted(line: Nomination) -> bool:
    """Tell whether a line was taken back by its pupil: dropped by neither group nor committee."""
    return line.state == LineState.DROPPED and line.group_agreed is None and line.votes_for is None


def _groups_of(sheet: ClassRound) -> dict[int, StudentGroup]:
    """Give the group of each pupil who has one, on the round's last day."""
    rows = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on).filter(group__isnull=False)
    return {row.student_id: row.group for row in rows.select_related("group") if row.group is not None}


def _pupils(contents: Contents, lines: Sequence[Nomination]) -> Participation:
    declared = {line.student_id for line in lines if line.source == LineSource.SELF and not is_retracted(line)}
    return Participation(len(declared), _names(contents, contents.people.keys() - declared))


def _groups(
    groups: dict[int, StudentGroup], leaders: dict[int, str], undiscussed: Sequence[Nomination]
) -> Participation:
    """Give the groups; one has acted once nothing is left to discuss."""
    left = {groups[line.student_id].pk for line in undiscussed if line.student_id in groups}
    every = {group.pk: group for group in groups.values()}
    waiting = sorted((every[pk] for pk in left), key=lambda group: group.number)
    return Participation(len(every) - len(waiting), [_named(group, leaders.get(group.pk, "")) for group in waiting])


def _named(group: StudentGroup, leader: str) -> str:
    if not leader:
        return _("%(group)s (no leader)") % {"group": group}
    return _("%(group)s (%(leader)s)") % {"group": group, "leader": leader}


def members_participation(contents: Contents, day: dt.date) -> Participation:
    """Count who of the committee has cast a ballot; three queries."""
    members = members_on(contents.sheet, day) & contents.people.keys()
    voted = set(Vote.objects.on_sheet(contents.sheet).values_list("voter_id", flat=True))
    return Participation(len(voted), _names(contents, members - voted))


def _names(contents: Contents, pks: set[int]) -> list[str]:
    return [person.name for pk, person in contents.people.items() if pk in pks]


# A name with its counts, as it is shown.
Counted = tuple[str, Tally]


@dataclass(frozen=True)
class ItemCount:
    """One star: the lines before the committee in seat order, their tallies by line, and what follows from them."""

    item: StarItem
    lines: Sequence[Nomination]
    tallies: dict[int, Tally]
    free: int
    outcome: Outcome

    @property
    def tied(self) -> list[Nomination]:
        return [line for line in self.lines if line.pk in self.outcome.tied]

    @property
    def would_stand(self) -> list[Counted]:
        """Who would be chosen if the vote ended now, most votes first."""
        return self._counted(self.outcome.chosen)

    @property
    def tied_names(self) -> list[Counted]:
        return self._counted(self.outcome.tied)

    @property
    def would_not(self) -> list[Counted]:
        """Who would not, most votes first."""
        in_ = {*self.outcome.chosen, *self.outcome.tied}
        rest = [key for key in self.tallies if key not in in_]
        return self._counted(sorted(rest, key=lambda key: -self.tallies[key].votes_for))

    def _counted(self, keys: Sequence[int]) -> list[Counted]:
        names = {line.pk: line.student.name for line in self.lines}
        return [(names[key], self.tallies[key]) for key in keys]


def count_votes(contents: Contents) -> list[ItemCount]:
    """Count every star with a line before the committee, in the order of the paper; one query beside ``contents``.

    Who is not in the class on the round's last day is not before the committee (A44). Names that stand on the sheet
    already keep their places, and the votes share out the rest.
    """
    found = Counter(Vote.objects.on_sheet(contents.sheet).values_list("nomination_id", "agrees"))
    counts = []
    for item in contents.items.values():
        lines = [contents.lines[pk, item.pk] for pk in contents.people if (pk, item.pk) in contents.lines]
        open_lines = [line for line in lines if is_open(line)]
        if open_lines:
            tallies = {line.pk: Tally(line.pk, found[line.pk, True], found[line.pk, False]) for line in open_lines}
            free = contents.quota - len(contents.under(item.pk))
            counts.append(ItemCount(item, open_lines, tallies, free, outcome(list(tallies.values()), free)))
    return counts


def is_open(line: Nomination) -> bool:
    """Tell whether the committee votes on the line: proposed, and not declined by the group."""
    return line.state == LineState.PROPOSED and line.group_agreed is not False
