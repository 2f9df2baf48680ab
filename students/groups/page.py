"""What the page of a class's groups and star committee prints."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from students.groups.committee import Member, members_on
from students.models import Enrolment, GroupLeader, SchoolClass, Student, StudentGroup
from students.names.typed import Question, TypedNames
from students.school.terms import shown_day


@dataclass(frozen=True)
class Box:
    """A line for names: what is still in it, and what is asked about it."""

    rest: str = ""
    questions: Sequence[Question] = ()
    refusal: str = ""

    @property
    def speaks(self) -> bool:
        return bool(self.questions or self.refusal)


@dataclass(frozen=True)
class GroupCard:
    pk: int
    number: int
    name: str
    shown: str
    members: Sequence[Enrolment]
    leader: Student | None
    box: Box


@dataclass(frozen=True)
class GroupsPage:
    """A class's groups and committee, which is the leaders and the cadres named to it; ``loose`` are in no group."""

    school_class: SchoolClass
    name: str
    groups: Sequence[GroupCard]
    loose: Sequence[Enrolment]
    committee: Sequence[Member]
    committee_box: Box

    @property
    def is_even(self) -> bool:
        """An odd number avoids ties (A41)."""
        return bool(self.committee) and len(self.committee) % 2 == 0


def groups_page(school_class: SchoolClass, today: dt.date, boxes: dict[str, Box] | None = None) -> GroupsPage:
    """Gather the page in six queries. ``boxes`` holds what could not be read, by ``group-<key>`` or ``committee``."""
    year, day = shown_day(school_class.school, today)
    boxes = boxes or {}
    members: dict[int | None, list[Enrolment]] = defaultdict(list)
    for place in Enrolment.objects.of_class(school_class, day):
        members[place.group_id].append(place)
    led = GroupLeader.objects.of_class(school_class, day).select_related("student")
    leaders = {row.group_id: row.student for row in led}
    groups = [
        GroupCard(
            pk=group.pk,
            number=group.number,
            name=group.name,
            shown=str(group),
            members=members[group.pk],
            leader=leaders.get(group.pk),
            box=boxes.get(f"group-{group.pk}", Box()),
        )
        for group in StudentGroup.objects.filter(school_class=school_class)
    ]
    return GroupsPage(
        school_class=school_class,
        name=school_class.name_in(year),
        groups=groups,
        loose=members[None],
        committee=members_on(school_class, day),
        committee_box=boxes.get("committee", Box()),
    )


def asked(names: TypedNames, refusal: str = "") -> Box:
    """Give the box again, with what stays in it and a question for each piece."""
    # What was refused is there to be mended as a whole; else only what was not understood.
    rest = "、".join([*(person.name for person in names.people), *filter(None, [names.rest])])
    return Box(rest if refusal else names.rest, names.questions, refusal)
