"""Paper that meets a class at work on screen: findings with their place, nothing half written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import translation

from awards.models import HeldStep, LineSource, LineState, Nomination, Scheme
from awards.rules.kinds import QuotaMode, StepRole
from awards.sheet_files.importer import SHEETS
from awards.sheets import paper_steps
from starrating.operations.models import AuditEvent
from starrating.text import Level
from students.imports.pipeline.plan import RowState
from tests.awards.month_files import SheetsPreview, one_class
from tests.awards.steps_factories import ClassAtWork, at_the_committee, at_the_groups, at_the_review, make_class_at_work
from tests.factories import moment
from tests.imports import imported, looked_at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 8))


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def read(work: ClassAtWork, stars: dict[int, list[int]]) -> SheetsPreview:
    """A paper with the pupils of each star, both by number."""
    winners = {
        work.items[star].name: "、".join(work.pupils[one].name for one in pupils) for star, pupils in stars.items()
    }
    school, file = work.sheet.school_class.school, ("2025-09.xlsx", one_class(winners))
    return looked_at(SHEETS, [file], school, by=work.teacher, at=NOW, round=work.sheet.round_id)


def found(preview: SheetsPreview, level: Level) -> list[tuple[str, str]]:
    return [(one.place.cell, str(one.message)) for one in preview.findings if one.level is level]


def settings_of(work: ClassAtWork, **changes: object) -> None:
    Scheme.objects.filter(pk=work.sheet.round.term.pinned.scheme_id).update(**changes)


def test_after_the_vote_a_paper_that_says_otherwise_is_refused_as_a_whole() -> None:
    work = at_the_review()
    before = list(Nomination.objects.order_by("pk").values())
    preview = read(work, {0: [1, 5]})
    assert preview.blocked
    [(_place, message)] = found(preview, Level.ERROR)
    assert "shortlist" in message
    assert work.items[0].name in message
    with refused("blocked"):
        imported(SHEETS, preview, by=work.teacher)
    assert list(Nomination.objects.order_by("pk").values()) == before
    assert not AuditEvent.objects.filter(action="sheets.imported").exists()


def test_after_the_vote_a_paper_that_says_the_same_ticks_what_is_left() -> None:
    work = at_the_review()
    preview = read(work, {0: [1, 2]})
    assert found(preview, Level.ERROR) == []
    imported(SHEETS, preview, by=work.teacher)
    assert work.current() == ""
    assert [plan.state for plan in read(work, {0: [1, 2]}).plan.rows] == [RowState.UNCHANGED]


def test_a_paper_ticks_no_step_that_runs_on_screen_nor_what_comes_after_it() -> None:
    """Before anybody has voted, too: names agreed by the groups wait there."""
    work = at_the_committee()
    preview = read(work, {0: []})
    [(_place, message)] = [one for one in found(preview, Level.WARNING) if "runs on screen" in one[1]]
    assert work.step(StepRole.COMMITTEE).name in message
    imported(SHEETS, preview, by=work.teacher)
    assert work.current() == StepRole.COMMITTEE
    assert not HeldStep.objects.filter(class_round=work.sheet, on_paper=True).exists()


@pytest.mark.parametrize("make", [at_the_groups, at_the_committee])
def test_a_paper_puts_no_name_past_the_committee(make: Callable[[], ClassAtWork]) -> None:
    """Whether its vote runs on screen or is still to come there."""
    work = make()
    preview = read(work, {0: [1, 3]})
    [message] = [message for _place, message in found(preview, Level.ERROR)]
    assert "tick its step first" in message
    with refused("blocked"):
        imported(SHEETS, preview, by=work.teacher)
    assert not Nomination.objects.placed().exists()


def test_declared_names_are_chosen_and_others_marked_as_nominated_on_behalf() -> None:
    work = at_the_groups()
    for role in (StepRole.GROUP_LEADER, StepRole.COMMITTEE):
        paper_steps.hold_step(
            work.sheet, work.step(role), held_on=NOW.date(), participants="全班", by=work.teacher, at=NOW
        )
    preview = read(work, {0: [1, 3]})
    assert not preview.blocked
    [(place, message)] = [one for one in found(preview, Level.WARNING) if "on the pupil" in one[1]]
    assert place == "C4"
    assert work.pupils[3].name in message
    assert work.pupils[1].name not in message
    imported(SHEETS, preview, by=work.teacher)
    lines = {line.student_id: (line.source, line.state) for line in Nomination.objects.placed()}
    assert lines == {
        work.pupils[1].pk: (LineSource.SELF, LineState.CHOSEN),
        work.pupils[3].pk: (LineSource.BEHALF, LineState.CHOSEN),
    }


def test_a_scheme_without_nominations_refuses_them_with_their_place() -> None:
    work = at_the_groups()
    settings_of(work, nominate_on_behalf=False)
    [(place, message)] = found(read(work, {0: [1, 3]}), Level.ERROR)
    assert place == "C4"
    assert work.pupils[3].name in message


def test_what_is_declared_counts_among_the_pupils_items() -> None:
    work = make_class_at_work()
    work.declares(1, 0, 1, 2, 3)
    work.close(StepRole.PUPIL)
    preview = read(work, {4: [1]})
    [(place, message)] = found(preview, Level.ERROR)
    assert place == "C8"
    assert ": 5, and" in message


def test_a_name_under_objection_stays() -> None:
    work = at_the_groups()
    line = work.line(1, 0)
    Nomination.objects.filter(pk=line.pk).update(state=LineState.DISPUTED, place=1)
    [(place, message)] = found(read(work, {0: [2], 1: []}), Level.ERROR)
    assert place == "C4"
    assert work.pupils[1].name in message


def test_above_a_quota_that_the_office_may_allow_is_worth_a_warning() -> None:
    work = make_class_at_work()
    assert read(work, {0: [0, 1, 2, 3, 4, 5]}).blocked
    settings_of(work, quota_mode=QuotaMode.OFFICE)
    preview = read(work, {0: [0, 1, 2, 3, 4, 5]})
    assert not preview.blocked
    imported(SHEETS, preview, by=work.teacher)
    assert Nomination.objects.placed().count() == 6
