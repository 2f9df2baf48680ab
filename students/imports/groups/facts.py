"""What the database knows of groups, their leaders and the star committees before a file of groups is applied."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from students.imports.groups.file import GroupLine
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.classes import ClassBook, GroupBook
from students.models import CommitteeMember, Enrolment, GroupLeader
from students.school.terms import shown_day


@dataclass(frozen=True)
class GroupFacts:
    """Who sits where on the day, today or the first of a term still to begin: seven queries."""

    day: dt.date
    book: ClassBook
    places: dict[int, list[Enrolment]]
    by_number: dict[str, Enrolment]
    groups: GroupBook
    leaders: dict[int, int]
    cadres: frozenset[int]


def group_facts(_lines: Sequence[GroupLine], asked: Asked) -> GroupFacts:
    school = asked.school
    school_year, day = shown_day(school, asked.today)
    places: dict[int, list[Enrolment]] = defaultdict(list)
    for place in Enrolment.objects.active_on(day).filter(student__school=school).select_related("student", "group"):
        places[place.school_class_id].append(place)
    leading = GroupLeader.objects.filter(group__school_class__school=school, ends_on__isnull=True)
    cadres = CommitteeMember.objects.filter(school_class__school=school, ends_on__isnull=True)
    return GroupFacts(
        day=day,
        book=ClassBook(school, school_year),
        places=places,
        by_number={place.student.number: place for found in places.values() for place in found},
        groups=GroupBook(school),
        leaders=dict(leading.values_list("student_id", "group_id")),
        cadres=frozenset(cadres.values_list("student_id", flat=True)),
    )
