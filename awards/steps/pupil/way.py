"""What has become of a pupil's own stars of a month, and what comes next, in kind words and without counts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, pgettext

from awards.models import (
    ENTRY_STATES,
    FILED_STATES,
    PLACED_STATES,
    ClassRound,
    Decision,
    LineSource,
    LineState,
    Nomination,
    SheetState,
    Step,
    Verdict,
)
from awards.rules.kinds import StepRole
from awards.rules.units import one_of
from awards.sheets.stage import Stage
from starrating.days import short_day


@dataclass(frozen=True)
class Stop:
    """One station of the way; ``state`` is ``done``, ``now``, ``ahead`` or ``ended``."""

    label: str
    state: str


@dataclass(frozen=True)
class OwnStar:
    """One star of the month: what was written, what is told of where it stands, and the way there."""

    line: Nomination
    told: str
    way: Sequence[Stop]


@dataclass(frozen=True)
class _Where:
    """How far a star has come; ``at``: how many stations are behind; ``ended`` there, or still under way."""

    told: str
    at: float
    ended: bool = False


Words = Mapping[str, str]

# Stations of the way, in order; those of the class only where the scheme has the step.
_GROUP, _COMMITTEE, _TEACHERS, _NOTICE, _YOURS = range(5)
_ROLES = {StepRole.GROUP_LEADER: _GROUP, StepRole.COMMITTEE: _COMMITTEE, StepRole.HOMEROOM: _TEACHERS}


def own_stars(sheet: ClassRound, stage: Stage, lines: Sequence[Nomination]) -> list[OwnStar]:
    """Tell the pupil's lines (with ``item``) in the order of the paper; one query for what was decided last."""
    rows = Decision.objects.filter(nomination__in=lines).select_related("step").order_by("pk")
    last = {row.nomination_id: row for row in rows}
    return [_own_star(sheet, stage, line, last.get(line.pk)) for line in lines if _is_shown(sheet, line, last)]


def _words(sheet: ClassRound) -> Words:
    """Give what the class's scheme calls its committee, and one of what it awards."""
    scheme = sheet.round.term.pinned.scheme
    return {"committee": scheme.committee_name, "star": one_of(scheme.unit)}


def _is_shown(sheet: ClassRound, line: Nomination, last: Mapping[int | None, Decision]) -> bool:
    """Tell whether the pupil sees the line: not what was taken back, what a teacher types only from the notice on."""
    decision = last.get(line.pk)
    if decision is not None and decision.verdict == Verdict.RETRACTED and line.state == LineState.DROPPED:
        return False
    return line.source != LineSource.PAPER or (sheet.state in FILED_STATES and line.state in PLACED_STATES)


def _own_star(sheet: ClassRound, stage: Stage, line: Nomination, last: Decision | None) -> OwnStar:
    where = _where(sheet, stage, line, last)
    return OwnStar(line, where.told, _way(sheet, stage, where))


def _where(sheet: ClassRound, stage: Stage, line: Nomination, last: Decision | None) -> _Where:
    words = _words(sheet)
    if line.state == LineState.DROPPED:
        return _dropped(line, last, words)
    if line.state == LineState.DISPUTED:
        told = _("Somebody has a question about this %(star)s. It is being looked into; nothing is decided yet.")
        return _Where(told % words, _NOTICE)
    if line.state == LineState.FINAL:
        return _Where(_("This %(star)s is yours. Well done!") % words, _YOURS + 1)
    if line.state == LineState.PROPOSED and sheet.state in ENTRY_STATES:
        return _proposed(stage, line, words)
    if line.state == LineState.PROPOSED:
        return _not_on_the_list(words)
    return _chosen(sheet, words)


def _proposed(stage: Stage, line: Nomination, words: Words) -> _Where:
    current = stage.current
    at = _TEACHERS if current is None else _ROLES.get(StepRole(current.role), -1)
    if at == _GROUP and line.group_agreed:
        return _Where(_("Your group agrees. Next, the %(committee)s looks at it.") % words, _GROUP + 0.5)
    told = {
        -1: _("You have put yourself forward for this %(star)s.") % words,
        _GROUP: _("Your group is talking about it."),
        _COMMITTEE: _("The %(committee)s is looking at it.") % words,
    }
    return _Where(told.get(at, _("Your teachers are looking at it.")), at)


def _chosen(sheet: ClassRound, words: Words) -> _Where:
    if sheet.state in ENTRY_STATES:
        told = _("The %(committee)s has chosen you. Your teachers are looking at it.")
        return _Where(told % words, _TEACHERS)
    if sheet.state == SheetState.SUBMITTED:
        told = _("Your teachers agree. After the office has looked at it, it is put on notice.")
        return _Where(told, _TEACHERS + 0.5)
    return _Where(_("You are on the notice. When its time is over, this %(star)s is yours.") % words, _NOTICE)


def _dropped(line: Nomination, last: Decision | None, words: Words) -> _Where:
    verdict = last.verdict if last else ""
    role = last.step.role if last and last.step else ""
    if verdict == Verdict.NO_PLACE:
        told = _("The %(committee)s was for you, but no place was left this month. Well done; try again next month.")
        return _Where(told % words, _COMMITTEE, ended=True)
    if verdict == Verdict.DECLINED and role == StepRole.COMMITTEE:
        told = _("You were not chosen for this %(star)s this month. Your effort counts; try again next month.")
        return _Where(told % words, _COMMITTEE, ended=True)
    if line.group_agreed is False or (verdict == Verdict.DECLINED and role == StepRole.GROUP_LEADER):
        told = _("Your group thinks: not yet this month. Ask what you can still do for it, and try again next month.")
        return _Where(told, _GROUP, ended=True)
    if verdict == Verdict.UPHELD:
        told = _(
            "Somebody had a question about this %(star)s, and the school has taken it off the list."
            " Ask your homeroom teacher to explain it, and say so if you see it differently."
        )
        return _Where(told % words, _NOTICE, ended=True)
    if verdict == Verdict.REVERSED:
        told = _("This %(star)s was revoked later. Read why under “My stars”, and ask your homeroom teacher about it.")
        return _Where(told % words, _YOURS, ended=True)
    return _not_on_the_list(words)


def _not_on_the_list(words: Words) -> _Where:
    told = _("This %(star)s is not on the list this month. Ask your homeroom teacher why, and try again next month.")
    return _Where(told % words, _TEACHERS, ended=True)


def _way(sheet: ClassRound, stage: Stage, where: _Where) -> list[Stop]:
    labels = {
        _GROUP: pgettext("station of a star", "Group"),
        _COMMITTEE: _words(sheet)["committee"],
        _TEACHERS: pgettext("station of a star", "Teachers"),
        _NOTICE: pgettext("station of a star", "Notice"),
        _YOURS: pgettext("station of a star", "Yours"),
    }
    absent = {at for role, at in _ROLES.items() if stage.step_of(role) is None}
    stops = []
    for at, label in labels.items():
        if at in absent:
            continue
        if where.ended and at > where.at:
            break
        stops.append(Stop(label, _state(at, where)))
    return stops


def _state(at: int, where: _Where) -> str:
    if at < where.at:
        return "done"
    if at == where.at:
        return "ended" if where.ended else "now"
    return "ahead"


@dataclass(frozen=True)
class Next:
    """What comes next; ``now``: what is to be done or being done; ``then``: what follows. Either may be empty."""

    now: str
    then: str = ""
    late: bool = False


def what_comes_next(sheet: ClassRound, stage: Stage, day: dt.date, *, may_declare: bool) -> Next:
    """Say what comes next; ``may_declare``: whether the pupil can still choose."""
    if sheet.state in ENTRY_STATES:
        return _in_class(sheet, stage, day, may_declare=may_declare)
    school = sheet.school_class.school
    if sheet.state == SheetState.SUBMITTED:
        told = _("Your class has finished. The %(office)s looks at the sheet now.") % {"office": school.office_name}
        return Next(told, _("Then it is put on notice, for everybody in your class to read."))
    if sheet.state == SheetState.IN_NOTICE and sheet.notice_until is not None:
        told = _("The stars of your class are on notice until the end of %(day)s.") % {
            "day": short_day(sheet.notice_until)
        }
        return Next(told, _("After that they count."))
    return Next(_("This month is over."), _("What you have won is under “My stars”."))


def _in_class(sheet: ClassRound, stage: Stage, day: dt.date, *, may_declare: bool) -> Next:
    current = stage.current
    if current is None:
        return Next(_("Your class has finished talking."), _("Your homeroom teacher submits the sheet."))
    due = sheet.round.ends_on + dt.timedelta(days=current.due_days)
    if may_declare:
        return _choose(sheet, stage, current, due, day)
    if not current.online:
        return Next(_("%(step)s: this is done on paper, in class.") % {"step": current.name})
    told = _until() | (_overdue() if day > due else {})
    words = {**_words(sheet), "day": short_day(due)}
    return Next(told.get(StepRole(current.role), "") % words, _after(sheet, stage, current))


def _until() -> dict[StepRole, str]:
    return {
        StepRole.PUPIL: _("You can no longer choose for this month."),
        StepRole.GROUP_LEADER: _("Choosing is over. Your group talks about it until the end of %(day)s."),
        StepRole.COMMITTEE: _("The %(committee)s talks about it until the end of %(day)s."),
        StepRole.HOMEROOM: _("Your teachers look at it until the end of %(day)s."),
    }


def _overdue() -> dict[StepRole, str]:
    """Say that it is overdue without the day: who is waited for is not the pupil's to hurry."""
    return {
        StepRole.GROUP_LEADER: _("Choosing is over. Your group talks about it now."),
        StepRole.COMMITTEE: _("The %(committee)s talks about it now."),
        StepRole.HOMEROOM: _("Your teachers look at it now."),
    }


def _choose(sheet: ClassRound, stage: Stage, current: Step, due: dt.date, day: dt.date) -> Next:
    if day > due:
        told = _("%(day)s was the last day, but choosing is still open. Do it today.")
        return Next(told % {"day": short_day(due)}, _after(sheet, stage, current), late=True)
    told = _("Choose your stars until the end of %(day)s. You can change your mind until then.")
    return Next(told % {"day": short_day(due)}, _after(sheet, stage, current))


def _after(sheet: ClassRound, stage: Stage, current: Step) -> str:
    following = stage.next_after(current)
    if following is None:
        return _("Then the sheet goes to the school.")
    return {
        StepRole.GROUP_LEADER: _("Then your group talks about it."),
        StepRole.COMMITTEE: _("Then the %(committee)s talks about it.") % _words(sheet),
        StepRole.HOMEROOM: _("Then your teachers look at it."),
    }.get(StepRole(following.role), _("Then comes: %(step)s.") % {"step": following.name})
