"""What stands on one sheet, in memory: read once, for the verb that changes it and the page that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from awards.models import PLACED_STATES, ClassRound, Nomination, StarItem
from awards.sheet_facts import quota_in_class
from students.models import Enrolment
from students.people import Person, Roster


@dataclass
class Contents:
    """``items`` in the order of the paper, ``people`` in seat order by key, ``lines`` by (pupil, star), any state.

    A verb that changes the sheet changes ``lines`` with it, so that the answer can be printed from here.
    """

    items: dict[int, StarItem]
    people: dict[int, Person]
    lines: dict[tuple[int, int], Nomination]
    quota: int
    cap: int

    @classmethod
    def load(cls, sheet: ClassRound) -> Contents:
        """Three queries. ``sheet`` needs ``round__term__pinned__scheme`` loaded."""
        scheme = sheet.round.term.pinned.scheme
        people = people_of(sheet)
        lines = Nomination.objects.filter(class_round=sheet).select_related("student").order_by("place", "pk")
        return cls(
            items={item.pk: item for item in StarItem.objects.filter(scheme=scheme).ordinary()},
            people={person.pk: person for person in people},
            lines={(line.student_id, line.item_id): line for line in lines},
            quota=quota_in_class(scheme, len(people)),
            cap=scheme.self_report_max,
        )

    @cached_property
    def roster(self) -> Roster:
        return Roster(self.people.values())

    def placed(self) -> list[Nomination]:
        """Names that stand on the sheet, in the order of the paper."""
        order = {pk: number for number, pk in enumerate(self.items)}
        found = [line for line in self.lines.values() if line.state in PLACED_STATES and line.item_id in order]
        return sorted(found, key=lambda line: (order[line.item_id], line.place or 0))

    def name_of(self, line: Nomination) -> str:
        """A pupil who has left the class since is not among ``people``, but still has a name."""
        person = self.people.get(line.student_id)
        return person.name if person else line.student.name


def people_of(sheet: ClassRound) -> list[Person]:
    """Who may stand on the sheet: the class on the round's last day, in seat order (A44)."""
    rows = Enrolment.objects.of_class(sheet.school_class, sheet.round.ends_on)
    return [
        Person(
            pk=row.student_id,
            number=row.student.number,
            name=row.student.name,
            seat=row.seat,
            pinyin=row.student.pinyin,
            initials=row.student.initials,
        )
        for row in rows
    ]


def namesakes(people: Iterable[Person]) -> frozenset[str]:
    """Names that more than one of the class bears."""
    seen: set[str] = set()
    twice: set[str] = set()
    for person in people:
        (twice if person.name in seen else seen).add(person.name)
    return frozenset(twice)
