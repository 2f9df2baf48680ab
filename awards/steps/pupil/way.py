"""What has become of a pupil's own stars of a month, in kind words: no counts, and never who voted how."""

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
    Verdict,
)
from awards.rules.kinds import StepRole
from awards.sheets.stage import Stage


@dataclass(frozen=True)
class Stop:
    """One station of the way; ``state`` is ``done``, ``now``, ``ahead`` or ``ended``."""

    label: str
    state: str


@dataclass(frozen=True)
class OwnStar:
    """One star of the month: what was written, where it stands, and the way there."""

    name: str
    statement: str
    on_behalf: bool
    told: str
    tone: str
    way: Sequence[Stop]


@dataclass(frozen=True)
class _Where:
    """How far a star has come; ``at``: how many stations are behind; ``ended`` there, or still under way."""

    told: str
    tone: str
    at: float
    ended: bool = False


# Stations of the way, in order; those of the class only where the scheme has the step.
_GROUP, _COMMITTEE, _TEACHERS, _NOTICE, _YOURS = range(5)
_ROLES = {StepRole.GROUP_LEADER: _GROUP, StepRole.COMMITTEE: _COMMITTEE, StepRole.HOMEROOM: _TEACHERS}


def own_stars(sheet: ClassRound, stage: Stage, lines: Sequence[Nomination]) -> list[OwnStar]:
    """Tell the pupil's lines (with ``item``) in the order of the paper; one query for what was decided last."""
    last = {row.nomination_id: row for row in _decisions(lines)}
    return [_own_star(sheet, stage, line, last.get(line.pk)) for line in lines if _is_shown(sheet, line, last)]


def _decisions(lines: Sequence[Nomination]) -> list[Decision]:
    return list(Decision.objects.filter(nomination__in=lines).select_related("step").order_by("pk"))


def _is_shown(sheet: ClassRound, line: Nomination, last: Mapping[int | None, Decision]) -> bool:
    """Tell whether the pupil sees the line: not what was taken back, what a teacher types only from the notice on."""
    decision = last.get(line.pk)
    if decision is not None and decision.verdict == Verdict.RETRACTED and line.state == LineState.DROPPED:
        return False
    return line.source != LineSource.PAPER or (sheet.state in FILED_STATES and line.state in PLACED_STATES)


def _own_star(sheet: ClassRound, stage: Stage, line: Nomination, last: Decision | None) -> OwnStar:
    where = _where(sheet, stage, line, last)
    return OwnStar(
        name=line.item.name,
        statement=line.statement,
        on_behalf=line.source == LineSource.BEHALF,
        told=where.told,
        tone=where.tone,
        way=_way(stage, where),
    )


def _where(sheet: ClassRound, stage: Stage, line: Nomination, last: Decision | None) -> _Where:
    if line.state == LineState.DROPPED:
        return _dropped(line, last)
    if line.state == LineState.DISPUTED:
        told = _("Somebody has a question about this star. It is being looked into; nothing is decided yet.")
        return _Where(told, "disputed", _NOTICE)
    if line.state == LineState.FINAL:
        return _Where(_("This star is yours. Well done!"), "final", _YOURS + 1)
    if line.state == LineState.PROPOSED:
        return _proposed(stage, line)
    return _chosen(sheet)


def _proposed(stage: Stage, line: Nomination) -> _Where:
    current = stage.current
    at = _TEACHERS if current is None else _ROLES.get(StepRole(current.role), -1)
    if at == _GROUP and line.group_agreed:
        return _Where(_("Your group agrees. Next, the star committee looks at it."), "submitted", _GROUP + 0.5)
    told = {
        -1: _("You have put yourself forward."),
        _GROUP: _("Your group is talking about it."),
        _COMMITTEE: _("The star committee is looking at it."),
    }
    return _Where(told.get(at, _("Your teachers are looking at it.")), "submitted", at)


def _chosen(sheet: ClassRound) -> _Where:
    if sheet.state in ENTRY_STATES:
        return _Where(_("The star committee has chosen you. Your teachers are looking at it."), "submitted", _TEACHERS)
    if sheet.state == SheetState.SUBMITTED:
        told = _("Your teachers agree. After the office has looked at it, it is put on notice.")
        return _Where(told, "submitted", _TEACHERS + 0.5)
    return _Where(_("You are on the notice. When its time is over, this star is yours."), "in_notice", _NOTICE)


def _dropped(line: Nomination, last: Decision | None) -> _Where:
    verdict = last.verdict if last else ""
    role = last.step.role if last and last.step else ""
    if verdict == Verdict.DECLINED and role == StepRole.COMMITTEE:
        told = _("The star committee has chosen others this month. Your effort counts; try again next month.")
        return _Where(told, "open", _COMMITTEE, ended=True)
    if line.group_agreed is False or (verdict == Verdict.DECLINED and role == StepRole.GROUP_LEADER):
        told = _("Your group thinks: not yet this month. Ask what is still missing, and try again next month.")
        return _Where(told, "open", _GROUP, ended=True)
    if verdict == Verdict.UPHELD:
        told = _("After an objection it was taken off the list. Your homeroom teacher will explain it to you.")
        return _Where(told, "open", _NOTICE, ended=True)
    if verdict == Verdict.REVERSED:
        told = _("This star was taken back later. Under “My stars” you can read why.")
        return _Where(told, "open", _YOURS, ended=True)
    told = _("It is not on this month's list. Your homeroom teacher will tell you why.")
    return _Where(told, "open", _TEACHERS, ended=True)


def _way(stage: Stage, where: _Where) -> list[Stop]:
    labels = {
        _GROUP: pgettext("station of a star", "Group"),
        _COMMITTEE: pgettext("station of a star", "Committee"),
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
