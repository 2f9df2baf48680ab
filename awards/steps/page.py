"""Where a class's sheet stands: every step with its owner, its day, who has not acted, and what may be done now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import ENTRY_STATES, ClassRound, HeldStep, Opinion, Step
from awards.rules.kinds import StepRole, SubjectMode
from awards.sheets.contents import Contents
from awards.sheets.on_screen import why_not_tick
from awards.sheets.subject_teachers import last_day, subject_teachers
from awards.sheets.workflow import Verb, may
from awards.steps.closing import begun_after
from awards.steps.counting import Counting, ItemCount
from awards.steps.marks import StepMark, due_on, marks, state_of
from awards.steps.participation import ClassParticipation, Participation
from awards.terms.contacts import homeroom_contacts, within_term
from students.permits.reach import may_go
from students.permits.roles import Standing


@dataclass(frozen=True)
class StepPart:
    """One step as the page tells it. ``passed`` is a step left out, since a later one is over already."""

    step: Step
    state: str
    owner: str
    due: dt.date
    late: bool
    passed: bool
    held: HeldStep | None
    participation: Participation | None = None
    until: dt.date | None = None
    may_close: bool = False
    may_tick: bool = False
    may_reopen: bool = False
    needs_reason: bool = False

    @property
    def on_paper_so_far(self) -> bool:
        """Nobody has acted on screen: the class may well work on paper (A55)."""
        ours = self.step.role != StepRole.HOMEROOM
        return ours and self.participation is not None and not self.participation.acted


@dataclass(frozen=True)
class ProgressPage:
    sheet: ClassRound
    back_url: str
    back_label: str
    line: Sequence[StepMark]
    parts: Sequence[StepPart]
    without_group: Sequence[str]
    stars: Sequence[ItemCount]
    ties: Sequence[ItemCount]
    picked: Collection[int]
    sheet_url: str
    class_url: str
    shortlist_url: str


def progress_page(
    contents: Contents,
    standing: Standing,
    day: dt.date,
    *,
    ties: Sequence[ItemCount] = (),
    picked: Collection[int] = (),
) -> ProgressPage:
    """Gather the page in some eleven queries beside ``contents``, whatever the size of the class.

    ``ties`` are the stars of equal votes that closing has found, ``picked`` the lines picked out of them so far. No
    other count is told of a vote that is not closed (A62).
    """
    progress = _Progress.load(contents, standing, day)
    sheet = contents.sheet
    office = standing.school_wide and not standing.homeroom_of
    sheet_url = reverse("awards:sheet", args=[sheet.pk])
    return ProgressPage(
        sheet=sheet,
        back_url=reverse("awards:board_sheet", args=[sheet.pk]) if office else sheet_url,
        back_label=_("To the class on the filing board") if office else _("To the sheet"),
        line=marks(sheet, contents.stage, progress.steps),
        parts=[progress.part(step) for step in progress.steps],
        without_group=progress.participation.without_group if contents.stage.is_at(StepRole.GROUP_LEADER) else [],
        # How many have voted on each star, and nothing of how.
        stars=progress.counting.stars if contents.stage.is_at(StepRole.COMMITTEE) else [],
        ties=ties,
        picked=picked,
        sheet_url=sheet_url,
        class_url=reverse("students:class", args=[sheet.school_class_id]) if may_go(standing, "students:class") else "",
        shortlist_url=reverse("awards:shortlist", args=[sheet.pk]) if progress.moves and contents.voted else "",
    )


@dataclass(frozen=True)
class _Progress:
    contents: Contents
    steps: Sequence[Step]
    counting: Counting
    participation: ClassParticipation
    teachers: Participation | None
    until: dt.date | None
    homeroom: str
    moves: bool
    begun: bool
    day: dt.date

    @classmethod
    def load(cls, contents: Contents, standing: Standing, day: dt.date) -> _Progress:
        sheet, stage = contents.sheet, contents.stage
        in_term = within_term(sheet.round, day)
        contact = homeroom_contacts([sheet.school_class_id], in_term)[sheet.school_class_id]
        moves = may(sheet.state, Verb.MOVE_ON, standing.toward(sheet.school_class))
        over = [step for step in stage.steps if step.pk in stage.held]
        teachers, until = _teachers(contents, day)
        counting = Counting.load(contents, in_term)
        return cls(
            contents=contents,
            steps=list(Step.objects.filter(scheme=contents.scheme)),
            counting=counting,
            participation=ClassParticipation.load(contents, counting, in_term),
            teachers=teachers,
            until=until,
            homeroom=contact.name,
            moves=moves,
            begun=moves and bool(over) and begun_after(sheet, stage, over[-1]),
            day=day,
        )

    def part(self, step: Step) -> StepPart:
        sheet, stage = self.contents.sheet, self.contents.stage
        state, held, due = state_of(sheet, stage, step), stage.held.get(step.pk), due_on(sheet, step)
        later = [other for other in stage.after(step) if other.pk in stage.held]
        # A tick of the paper is taken back where it was made, unless that would reach into what was done on screen.
        on_screen = any(not stage.held[one.pk].on_paper for one in [step, *later] if one.pk in stage.held)
        current, ours = state == "current", step in stage.steps
        in_entry = sheet.state in ENTRY_STATES
        return StepPart(
            step=step,
            state=state,
            owner=self._owner(step),
            due=due,
            late=current and due < self.day,
            passed=ours and in_entry and held is None and bool(later),
            held=held,
            participation=self._participation(step) if current and ours else None,
            until=self.until if step.role == StepRole.HOMEROOM and ours else None,
            may_close=self.moves and current and ours and step.online,
            may_tick=self.moves and ours and (current or bool(later)) and self._may_tick(step),
            may_reopen=self.moves and held is not None and on_screen,
            needs_reason=bool(later) or self.begun,
        )

    def _may_tick(self, step: Step) -> bool:
        left = step.paper and step.pk not in self.contents.stage.held
        return left and why_not_tick(self.contents, step) is None

    def _owner(self, step: Step) -> str:
        match step.role:
            case StepRole.PUPIL:
                return _("All pupils of the class")
            case StepRole.GROUP_LEADER:
                return _("The groups, recorded by their leaders")
            case StepRole.COMMITTEE:
                return self.contents.scheme.committee_name
            case StepRole.HOMEROOM if self.homeroom:
                return _("Homeroom teacher: %(name)s") % {"name": self.homeroom}
            case _:
                return str(StepRole(step.role).label)

    def _participation(self, step: Step) -> Participation | None:
        return {
            StepRole.PUPIL.value: self.participation.pupils,
            StepRole.GROUP_LEADER.value: self.participation.groups,
            StepRole.COMMITTEE.value: self.participation.members,
        }.get(step.role, self.teachers)


def _teachers(contents: Contents, day: dt.date) -> tuple[Participation | None, dt.date | None]:
    """Name the subject teachers who have said nothing yet, and until when they may; two queries once asked (A39)."""
    sheet, stage = contents.sheet, contents.stage
    asked = stage.asked
    if asked is None or asked.on_paper or contents.scheme.subject_mode == SubjectMode.NONE:
        return None, None
    teachers = subject_teachers([sheet.school_class_id], day)[sheet.school_class_id]
    spoken = set(Opinion.objects.filter(class_round=sheet).values_list("user_id", flat=True))
    silent = [name for pk, name in teachers.items() if pk not in spoken]
    until = last_day(contents.scheme, asked)
    # After the last day silence is no objection, and nobody is waited for.
    waits = until is not None and day <= until
    return (Participation(len(teachers) - len(silent), silent), until) if waits else (None, None)
