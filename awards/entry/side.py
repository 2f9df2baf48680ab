"""What stands beside the names: last month's winners, pupils without a star, steps, problems, decisions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from awards.entry.forms import StepForm
from awards.models import ClassRound, Decision, HeldStep, Nomination, Scheme, StarEntry, Step, Verdict
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.sheets.on_screen import begun_on_screen
from students.models import User


@dataclass(frozen=True)
class Starless:
    """A pupil without any star this term so far; ``here`` once the name stands on this sheet."""

    pk: int
    name: str
    here: bool


@dataclass(frozen=True)
class StepRow:
    step: Step
    held: HeldStep | None
    form: StepForm
    # Not to be ticked here: it is closed on screen (``running``), or comes after one that is.
    off: bool = False
    running: bool = False

    @property
    def online(self) -> bool:
        """Taken on screen, or only to be taken there: closed and reopened with its class's steps, not ticked here."""
        return not self.step.paper if self.held is None else not self.held.on_paper


@dataclass(frozen=True)
class Event:
    """One decision about the sheet, or one change of a line, told in a sentence."""

    at: dt.datetime
    who: str
    what: str
    reason: str = ""


def winners_before(sheet: ClassRound) -> list[tuple[int, int, str]]:
    """Give ``(star, pupil, name)`` of the class's sheet of the round before, in the order of the paper; one query."""
    before = (
        ClassRound.objects.filter(school_class=sheet.school_class_id, round__ends_on__lt=sheet.round.starts_on)
        .order_by("-round__starts_on")
        .values("pk")[:1]
    )
    lines = Nomination.objects.placed().filter(class_round=Subquery(before))
    return list(lines.values_list("item_id", "student_id", "student__name"))


def starless(sheet: ClassRound, contents: Contents) -> list[Starless]:
    """Give pupils who have won nothing in the term so far, in seat order; what was taken makes nobody starless."""
    entries = StarEntry.objects.of_term(sheet.round.term).won().filter(student__in=list(contents.people))
    have = {row["student"] for row in entries.totals() if row["total"] > 0}
    here = {line.student_id for line in contents.placed()}
    return [Starless(one.pk, one.name, one.pk in here) for one in contents.people.values() if one.pk not in have]


def step_rows(
    contents: Contents, *, day: dt.date, teacher: str, data: Mapping[str, object] | None = None
) -> list[StepRow]:
    """Give a form for each step, prefilled with what is on the sheet or else with what is most likely so."""
    sheet = contents.sheet
    begun = begun_on_screen(contents)
    likely_day = max(sheet.round.starts_on, min(day, sheet.round.ends_on))
    rows = []
    for step in contents.stage.steps:
        there = contents.stage.held.get(step.pk)
        initial = {
            "held": there is not None,
            "held_on": there.held_on if there else likely_day,
            "participants": there.participants if there else likely_participants(step, sheet, teacher),
        }
        form = _step_form(sheet, step, day, data, initial)
        off = begun is not None and there is None and step.order >= begun.order
        rows.append(StepRow(step, there, form, off=off, running=off and step == begun))
    return rows


def _step_form(
    sheet: ClassRound, step: Step, day: dt.date, data: Mapping[str, object] | None, initial: dict[str, object]
) -> StepForm:
    return StepForm(data, prefix=f"step-{step.pk}", initial=initial, round_=sheet.round, today=day)


def likely_participants(step: Step, sheet: ClassRound, teacher: str) -> str:
    """Say who usually takes part, in the scheme's own words where it has them (五1)."""
    scheme: Scheme = sheet.round.term.pinned.scheme
    match step.role:
        case StepRole.PUPIL:
            return _("All pupils of the class")
        case StepRole.GROUP_LEADER:
            return _("All groups, led by their group leaders")
        case StepRole.COMMITTEE:
            return _("All members of the %(committee)s") % {"committee": scheme.committee_name}
        case _:
            return _("%(teacher)s (homeroom teacher) and the subject teachers") % {"teacher": teacher}


def history(sheet: ClassRound) -> list[Event]:
    """Tell what was decided about the sheet as a whole, and of its lines whatever has a reason; latest first."""
    told = Q(nomination__isnull=True) | Q(reason_kept__isnull=False)
    decisions = (
        Decision.objects.filter(told, class_round=sheet)
        .select_related("by", "step", "nomination__student", "nomination__item", "reason_kept")
        .order_by("-at", "-pk")
    )
    return [_event(decision) for decision in decisions]


def changes_since(sheet: ClassRound, since: dt.datetime, user: User) -> list[Event]:
    """Give names put on and taken off by others after ``since``, latest first, for one who had the sheet open."""
    lines = (
        Decision.objects.filter(class_round=sheet, at__gte=since)
        .exclude(by=user)
        .select_related("by", "step", "nomination__student", "nomination__item", "reason_kept")
        .order_by("-pk")
    )
    return [_event(decision) for decision in lines]


def _event(decision: Decision) -> Event:
    line = decision.nomination
    about = ""
    if line is not None:
        about = f"{line.item.name} {line.student.name}"
    elif decision.step is not None and decision.verdict in {Verdict.HELD, Verdict.WITHDRAWN}:
        about = decision.step.name
    what = said(decision)
    if about:
        what = _("%(about)s: %(what)s") % {"about": about, "what": what}
    return Event(decision.at, who_decided(decision), what, decision.reason)


def said(decision: Decision) -> str:
    """Say what was decided, with the hands or votes that were counted."""
    what = decision.said
    if decision.votes_for is None:
        return what
    words = {"what": what, "for": decision.votes_for, "against": decision.votes_against or 0}
    return _("%(what)s, %(for)d for and %(against)d against") % words


def who_decided(decision: Decision) -> str:
    return decision.by.name if decision.by else _("the program")
