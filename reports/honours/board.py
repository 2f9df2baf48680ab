"""评星台: who is on the honour board of the settled grades of a term, for the poster and for the screen in the hall."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from awards.models import Entitlement, Level
from awards.rules.entitlements import RewardKind, RewardState
from reports.namesakes import namesakes_settled, told_apart
from students.models import Consent, ConsentScope, Photo, Term


@dataclass(frozen=True)
class BoardPupil:
    """A child is named with class and level, never with a total: a board is no ranking."""

    name: str
    class_name: str
    photo: Photo | None


@dataclass
class BoardLevel:
    """All pupils of one level, highest first, by class and seat."""

    name: str
    stars: int
    pupils: list[BoardPupil] = field(default_factory=list)

    @property
    def rank(self) -> range:
        """How many stars stand before its name."""
        return range(self.stars)


def board_levels(term: Term, today: dt.date, *, consented: bool = False) -> Sequence[BoardLevel]:
    """Give the board of ``term`` (with ``pinned__scheme``), photos as guardians allow on ``today``; four queries.

    With ``consented`` only those whose guardians agree to it on that day are on it at all.
    """
    rows = (
        Entitlement.objects.filter(term=term, kind=RewardKind.HONOUR_BOARD)
        .settled()
        .exclude(state=RewardState.WITHDRAWN)
        .select_related("student", "level__school_class__school")
        .in_paper_order()
    )
    if consented:
        rows = rows.filter(student__in=Consent.objects.in_force(ConsentScope.PHOTO, today).values("student"))
    names = dict(Level.objects.filter(scheme=term.pinned.scheme_id).values_list("number", "name"))
    photos = {row.student_id: row for row in Photo.objects.allowed_on(today).filter(student__in=rows.values("student"))}
    seats = namesakes_settled(term)
    levels: dict[int, BoardLevel] = {}
    for row in rows:
        number = row.level.level
        level = levels.setdefault(number, BoardLevel(names.get(number, ""), number))
        class_name = row.level.school_class.name_in(term.school_year)
        name = told_apart(row.student.name, row.student_id, seats)
        level.pupils.append(BoardPupil(name, class_name, photos.get(row.student_id)))
    return [levels[number] for number in sorted(levels, reverse=True)]
