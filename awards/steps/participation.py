"""Who has done their part in a class's steps (五3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import ClassRound, LineSource, LineState, Nomination
from awards.sheets.contents import Contents
from awards.steps.counting import Counting
from students.models import Enrolment, GroupLeader, StudentGroup


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
    def load(cls, contents: Contents, counting: Counting, day: dt.date) -> ClassParticipation:
        """Read who has acted in two queries. ``day`` says who leads a group."""
        sheet = contents.sheet
        groups = _groups_of(sheet)
        leaders = dict(
            GroupLeader.objects.of_class(sheet.school_class, day).values_list("group_id", "student__name").order_by()
        )
        lines = [line for line in contents.lines.values() if line.student_id in contents.people]
        undiscussed = [line for line in lines if line.state == LineState.PROPOSED and line.group_agreed is None]
        return cls(
            pupils=_pupils(contents, lines),
            groups=_groups(groups, leaders, lines, undiscussed),
            members=members_participation(counting),
            without_group=_names(contents, {line.student_id for line in undiscussed} - groups.keys()),
        )


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
    groups: dict[int, StudentGroup],
    leaders: dict[int, str],
    lines: Sequence[Nomination],
    undiscussed: Sequence[Nomination],
) -> Participation:
    """Give the groups with something to discuss; one has acted once nothing of it is left."""
    left = {groups[line.student_id].pk for line in undiscussed if line.student_id in groups}
    discussed = (line.student_id for line in lines if line.group_agreed is not None)
    acted = {groups[pk].pk for pk in discussed if pk in groups} - left
    every = {group.pk: group for group in groups.values()}
    waiting = sorted((every[pk] for pk in left), key=lambda group: group.number)
    return Participation(len(acted), [_named(group, leaders.get(group.pk, "")) for group in waiting])


def _named(group: StudentGroup, leader: str) -> str:
    if not leader:
        return _("%(group)s (no leader)") % {"group": group}
    return _("%(group)s (%(leader)s)") % {"group": group, "leader": leader}


def members_participation(counting: Counting) -> Participation:
    """Tell who of the committee has voted: on every star (A62); no query."""
    voted = counting.voted
    return Participation(len(voted), [name for pk, name in counting.members.items() if pk not in voted])


def _names(contents: Contents, pks: set[int]) -> list[str]:
    return [person.name for pk, person in contents.people.items() if pk in pks]
