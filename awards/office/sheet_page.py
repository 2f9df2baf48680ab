"""One class's sheet as the office reads it: names, findings, steps held, history, and what may be done now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, Decision, HeldStep, LineState, SheetState
from awards.office.board import Row, row_of
from awards.office.flags import flagged, open_objections
from awards.office.overruled import changes_of_vote
from awards.opinions.page import OpinionsPart, opinions_part
from awards.rules.problems import Problem, above_quota
from awards.sheets.access import remarks_on
from awards.sheets.contents import Contents
from awards.sheets.facts import facts_in
from awards.sheets.workflow import Verb, may
from awards.terms.contacts import homeroom_contacts, within_term
from awards.terms.locks import is_settled
from students.models import User
from students.permits.roles import Standing


@dataclass(frozen=True)
class Winner:
    """A name on the sheet; the seat tells namesakes apart. ``remark`` is the office's own, on a returned sheet."""

    pk: int
    name: str
    seat: int | None
    frozen: bool
    remark: str


@dataclass(frozen=True)
class ItemLine:
    """One star with its winners, in the order of the paper."""

    name: str
    limit: int
    winners: Sequence[Winner]


@dataclass(frozen=True)
class SheetPage:
    """What the page of one class prints. ``reasons`` are at hand for a return."""

    row: Row
    problems: Sequence[Problem]
    items: Sequence[ItemLine]
    steps: Sequence[HeldStep]
    history: Sequence[Decision]
    pupils: int
    today: dt.date
    opinions: OpinionsPart
    objections: int
    may_file: bool = False
    may_return: bool = False
    may_object: bool = False
    may_add: bool = False
    # Why the sheet cannot be filed now, or nothing be added to it; empty where the button is there.
    why_not: str = ""
    reasons: Sequence[str] = ()

    @property
    def sheet(self) -> ClassRound:
        return self.row.sheet

    @property
    def back_url(self) -> str:
        return f"{reverse('awards:board')}?round={self.sheet.round_id}"

    @property
    def excess(self) -> list[str]:
        """What stands above a quota that the office may allow, each as a sentence: filing then needs a reason."""
        return [problem.message for problem in self.problems if above_quota([problem])]

    @property
    def submitted_on(self) -> dt.date | None:
        """The day on which the sheet was handed in, before which it cannot be filed."""
        moment = self.sheet.submitted_at
        return timezone.localdate(moment) if moment else None

    @property
    def entered_on(self) -> dt.date | None:
        """The day on which a filing that was brought in later was entered; None for any other."""
        moment = self.sheet.filed_at if self.sheet.brought_in else None
        return timezone.localdate(moment) if moment else None

    @property
    def blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)


def sheet_page(sheet: ClassRound, standing: Standing, today: dt.date, reader: User | None = None) -> SheetPage:
    """Gather the sheet with everything known of it, and the buttons that the workflow allows ``standing``.

    ``reader`` is who looks: whoever handed a sheet in does not file it, and is told so.
    """
    contents = Contents.load(sheet)
    facts = facts_in([contents], today)[sheet.pk]
    objections, changes = open_objections([sheet.pk]), changes_of_vote([sheet], {sheet.pk: facts})
    day = within_term(sheet.round, today)
    contact = homeroom_contacts([sheet.school_class_id], day)[sheet.school_class_id]
    roles = standing.toward(sheet.school_class)
    own = reader is not None and sheet.submitted_by_id == reader.pk
    problems = flagged({sheet.pk: facts}, objections, changes)[sheet.pk]
    blocked = any(problem.blocks for problem in problems)
    return SheetPage(
        row=row_of(sheet, facts, problems, contact, today, changed=changes.get(sheet.pk, ())),
        problems=problems,
        items=_items(contents),
        steps=[contents.stage.held[step.pk] for step in contents.stage.steps if step.pk in contents.stage.held],
        history=list(Decision.objects.filter(class_round=sheet).about_sheet()),
        pupils=facts.roster_size,
        today=today,
        opinions=opinions_part(sheet, contents.stage, standing, today),
        objections=objections.get(sheet.pk, 0),
        may_file=may(sheet.state, Verb.FILE, roles) and not own and not blocked,
        may_return=may(sheet.state, Verb.RETURN, roles),
        may_object=may(sheet.state, Verb.OBJECT, roles),
        may_add=may(sheet.state, Verb.ADD, roles) and not is_settled(sheet),
        why_not=why_not(sheet, own=own, blocked=blocked),
        reasons=reasons_at_hand(problems),
    )


def why_not(sheet: ClassRound, *, own: bool, blocked: bool = False) -> str:
    """Say why the step that a clerk would look for on this sheet is not there; empty where it is."""
    if sheet.state in (SheetState.OPEN, SheetState.RETURNED):
        return _("The class has not submitted this sheet yet. It can be filed or returned afterwards.")
    if sheet.state == SheetState.SUBMITTED and own:
        return _("You submitted this sheet yourself, so a colleague files it.")
    if sheet.state == SheetState.SUBMITTED and blocked:
        return _("Something must be corrected before this sheet can be filed. Return it with what was found.")
    if is_settled(sheet):
        return _("The grade is settled: a star can be added only after it has been reopened.")
    return ""


def reasons_at_hand(problems: Sequence[Problem]) -> list[str]:
    """Give the findings as sentences, then what is most often wrong on paper."""
    return [
        *(problem.message for problem in problems),
        _("Please check the dates and the participants of the steps."),
        _("A name differs from the signed paper."),
        _("The signature of the homeroom teacher is missing on the paper."),
    ]


def _items(contents: Contents) -> list[ItemLine]:
    remarks = remarks_on(contents.sheet)
    winners: dict[int, list[Winner]] = {item_pk: [] for item_pk in contents.items}
    for line in contents.placed():
        person = contents.people.get(line.student_id)
        seat, frozen = person.seat if person else None, line.state == LineState.DISPUTED
        winners[line.item_id].append(Winner(line.pk, contents.name_of(line), seat, frozen, remarks.get(line.pk, "")))
    return [ItemLine(item.name, contents.quota, winners[pk]) for pk, item in contents.items.items()]
