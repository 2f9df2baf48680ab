"""The group leader's page: the own group's declarations, and what the group has said of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.models import ClassRound, LineState, Nomination
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage
from awards.sheets.workflow import Verb, may
from awards.steps.access import group_seats
from starrating.joiners import in_a_row
from students.permits.reach import Reach
from students.permits.roles import Standing


@dataclass(frozen=True)
class GroupLine:
    """A line with what stands in its two boxes: what was typed, else the hands that are noted."""

    line: Nomination
    hands_for: str
    hands_against: str


@dataclass(frozen=True)
class GroupPupil:
    """A pupil with the own lines; ``present`` are the pupils of the group, who raise their hands."""

    name: str
    seat: int | None
    lines: Sequence[GroupLine]
    present: int


@dataclass(frozen=True)
class GroupPage:
    """A group's page, ``open`` while the leader may act; ``pupils`` have declared, ``silent`` names the others."""

    sheet: ClassRound
    group: str
    open: bool
    before: bool
    pupils: Sequence[GroupPupil]
    silent: Sequence[str]

    @property
    def total(self) -> int:
        return sum(len(pupil.lines) for pupil in self.pupils)

    @property
    def left(self) -> int:
        return sum(one.line.group_agreed is None for pupil in self.pupils for one in pupil.lines)

    @property
    def done(self) -> int:
        return self.total - self.left


def group_page(
    sheet: ClassRound, stage: Stage, standing: Standing, reach: Reach, typed: Mapping[str, str] | None = None
) -> GroupPage:
    """Gather the page in two queries, whatever the size of the group; ``typed`` was sent and could not be saved."""
    day = sheet.round.ends_on
    seats = list(
        group_seats(reach, day)
        .filter(school_class=sheet.school_class_id)
        .select_related("student", "group")
        .order_by("seat", "student__number")
    )
    lines = _lines(sheet, [seat.student_id for seat in seats])
    sizes = [seat.group_id for seat in seats]
    pupils = [
        GroupPupil(
            name=seat.student.name,
            seat=seat.seat,
            lines=[_line(line, typed or {}) for line in lines[seat.student_id]],
            present=sizes.count(seat.group_id),
        )
        for seat in seats
    ]
    return GroupPage(
        sheet=sheet,
        group=in_a_row(dict.fromkeys(str(seat.group) for seat in seats)),
        open=stage.is_at(StepRole.GROUP_LEADER) and may(sheet.state, Verb.DISCUSS, standing.toward(sheet.school_class)),
        before=stage.current is not None and stage.current.role == StepRole.PUPIL,
        pupils=[pupil for pupil in pupils if pupil.lines],
        silent=[pupil.name for pupil in pupils if not pupil.lines],
    )


def _line(line: Nomination, typed: Mapping[str, str]) -> GroupLine:
    noted = ("", "") if line.hands_for is None else (str(line.hands_for), str(line.hands_against))
    return GroupLine(line, typed.get(f"for-{line.pk}", noted[0]), typed.get(f"against-{line.pk}", noted[1]))


def _lines(sheet: ClassRound, students: Sequence[int]) -> dict[int, list[Nomination]]:
    """Give each pupil's lines that are for the group, or that it has spoken of."""
    found: dict[int, list[Nomination]] = defaultdict(list)
    rows = Nomination.objects.filter(class_round=sheet, student__in=students).select_related("item", "student")
    for line in rows.order_by("item__order"):
        if line.state == LineState.PROPOSED or line.group_agreed is not None:
            found[line.student_id].append(line)
    return found
