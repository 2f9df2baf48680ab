"""What the subject teachers of a class have said of its sheet, as facts for the checks (A39)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from awards.models import ENTRY_STATES, ClassRound, HeldStep, Opinion, Scheme, SheetState
from awards.rules.facts import SubjectFacts
from awards.rules.kinds import StepRole, SubjectMode
from awards.rules.notice import opinions_until
from awards.sheets.contents import Contents
from awards.sheets.stage import Stage
from students.models import Staffing, StaffingRole


def last_day(scheme: Scheme, asked: HeldStep) -> dt.date | None:
    """Give the last day for opinions, counted from the moment when the list was ready.

    None where they are asked on paper: nobody has promised them days, and they may speak until the sheet is submitted.
    """
    if asked.on_paper:
        return None
    return opinions_until(timezone.localdate(asked.at), scheme.subject_days)


def subject_facts(found: Sequence[Contents], day: dt.date) -> dict[int, SubjectFacts]:
    """Give by sheet who was asked and what came of it. All sheets are of one round.

    No statement while nobody has been asked, else one; a second where teachers may still speak, or might have.
    """
    mode = SubjectMode(found[0].scheme.subject_mode)
    ready = [contents for contents in found if contents.stage.asked is not None and mode != SubjectMode.NONE]
    spoken = _spoken([contents.sheet for contents in ready])
    until = {one.sheet.pk: last for one in ready if (last := _waited_until(one, mode, day)) is not None}
    waiting = {one.sheet.school_class_id for one in ready if one.sheet.pk in until}
    teachers = subject_teachers(waiting, day) if waiting else {}
    return {
        one.sheet.pk: _facts(
            mode, one, spoken[one.sheet.pk], teachers.get(one.sheet.school_class_id, {}), until.get(one.sheet.pk)
        )
        for one in found
    }


@dataclass
class _Spoken:
    """What was said on one sheet: who said anything, and the names of those who disagree."""

    users: set[int] = field(default_factory=set)
    disagreed: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def _spoken(sheets: Collection[ClassRound]) -> dict[int, _Spoken]:
    found: dict[int, _Spoken] = defaultdict(_Spoken)
    if not sheets:
        return found
    rows = Opinion.objects.filter(class_round__in=sheets).order_by("pk")
    for sheet_pk, user_pk, name, agrees, reply in rows.values_list(
        "class_round_id", "user_id", "user__name", "agrees", "reply"
    ):
        spoken = found[sheet_pk]
        spoken.users.add(user_pk)
        if not agrees:
            spoken.disagreed.append(name)
            if not reply:
                spoken.unanswered.append(name)
    return found


def _waited_until(contents: Contents, mode: SubjectMode, day: dt.date) -> dt.date | None:
    """Give the last day until which teachers may still speak on screen, or might have when the sheet was submitted.

    None once it is over, and on paper, where the tick of the review says that they have. Where their word is required
    no sheet is submitted without it.
    """
    sheet, asked = contents.sheet, contents.stage.asked
    until = last_day(contents.scheme, asked) if asked is not None else None
    if sheet.state == SheetState.SUBMITTED and sheet.submitted_at is not None and mode == SubjectMode.ADVICE:
        day = timezone.localdate(sheet.submitted_at)
    elif sheet.state not in ENTRY_STATES:
        return None
    return until if until is not None and day <= until else None


def _consulted(stage: Stage) -> bool:
    """Tell whether they were: ticked with the review on paper, or asked on screen by the step before it."""
    on_screen = stage.asked is not None and not stage.asked.on_paper
    return on_screen or any(step.role == StepRole.HOMEROOM and step.pk in stage.held for step in stage.steps)


def _facts(
    mode: SubjectMode, contents: Contents, spoken: _Spoken, teachers: Mapping[int, str], until: dt.date | None
) -> SubjectFacts:
    return SubjectFacts(
        mode,
        _consulted(contents.stage),
        until=until,
        submitted=contents.sheet.state not in ENTRY_STATES,
        silent=tuple(name for pk, name in teachers.items() if pk not in spoken.users),
        disagreed=_once(spoken.disagreed),
        unanswered=_once(spoken.unanswered),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def subject_teachers(class_pks: Collection[int], day: dt.date) -> dict[int, dict[int, str]]:
    """Give by class the accounts and names of those asked on ``day``: subject teachers but the homeroom teacher.

    One statement.
    """
    rows = (
        Staffing.objects.active_on(day)
        .filter(school_class__in=class_pks, user__is_active=True)
        .order_by("pk")
        .values_list("school_class_id", "user_id", "user__name", "role")
    )
    found: dict[int, dict[int, str]] = {pk: {} for pk in class_pks}
    signs: set[tuple[int, int]] = set()
    for class_pk, user_pk, name, role in rows:
        if role == StaffingRole.HOMEROOM:
            signs.add((class_pk, user_pk))
        else:
            found[class_pk][user_pk] = name
    for class_pk, user_pk in signs:
        found[class_pk].pop(user_pk, None)
    return found
