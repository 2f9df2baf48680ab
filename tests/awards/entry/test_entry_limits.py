"""Names typed in where the scheme limits more than five a star: repeats, the office's leave, what was declared."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from awards.models import ClassRound, Decision, LineSource, LineState, Nomination, Round, Scheme, SheetState, Verdict
from awards.rules.kinds import QuotaMode, StepRole
from awards.sheets import entering, moves, paper_steps
from awards.sheets.entering import Change, Saved
from awards.sheets.facts import problems_of
from awards.terms import opening
from starrating.operations.models import AuditEvent
from students.models import User
from tests.awards.board_clients import client_of
from tests.awards.steps_factories import ClassAtWork, at_the_groups, make_class_at_work
from tests.factories import FILING_DAY, items_of, make_office, make_submitted, moment, pupils_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 9, 29))
AT = moment(FILING_DAY)


def settings_of(sheet: ClassRound, **changes: object) -> None:
    Scheme.objects.filter(pk=sheet.round.term.pinned.scheme_id).update(**changes)


def saved(sheet: ClassRound, by: User, *cells: tuple[int, int], wanted: bool = True) -> Saved[Change]:
    fresh = ClassRound.objects.get(pk=sheet.pk)
    return entering.save_lines(fresh, [Change(student, item, wanted=wanted) for student, item in cells], by=by, at=NOW)


def typed(work: ClassAtWork, pupil: int, item: int, *, wanted: bool = True) -> list[str]:
    """The codes of what was refused."""
    cell = (work.pupils[pupil].pk, work.items[item].pk)
    return [no.code for no in saved(work.sheet, work.teacher, cell, wanted=wanted).refused.values()]


def on_paper(work: ClassAtWork, *roles: StepRole) -> ClassAtWork:
    """Go on with paper: groups and committee unless other steps are said."""
    for role in roles or (StepRole.GROUP_LEADER, StepRole.COMMITTEE):
        paper_steps.hold_step(
            work.sheet, work.step(role), held_on=NOW.date(), participants="全班", by=work.teacher, at=NOW
        )
    return work


def next_month(sheet: ClassRound) -> ClassRound:
    round_ = Round.objects.get(term=sheet.round.term, label="2025-10")
    opening.open_round(round_, by=None, at=moment(round_.starts_on))
    rows = ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school")
    return rows.get(round=round_, school_class=sheet.school_class)


def test_a_star_may_be_limited_to_so_often_a_term() -> None:
    sheet = make_submitted()
    teacher = sheet.submitted_by
    assert teacher is not None
    later = next_month(sheet)
    first, star = pupils_of(sheet)[0], items_of(sheet)[0]
    assert saved(later, teacher, (first.pk, star.pk)).made
    settings_of(sheet, item_repeats_per_term=1)
    fresh = ClassRound.objects.select_related("round__term__pinned__scheme").get(pk=later.pk)
    assert "repeats" in [problem.code for problem in problems_of([fresh])[later.pk]]
    saved(later, teacher, (first.pk, star.pk), wanted=False)
    [no] = saved(later, teacher, (first.pk, star.pk)).refused.values()
    assert (no.code, first.name in no.message) == ("repeats", True)
    assert saved(later, teacher, (first.pk, items_of(sheet)[1].pk)).made


def test_choosing_whom_the_pupils_named_keeps_the_declaration_and_the_rest_is_on_behalf() -> None:
    work = on_paper(at_the_groups())
    assert typed(work, 1, 0) == []
    assert typed(work, 3, 0) == []
    assert [(line.source, line.state) for line in (work.line(1, 0), work.line(3, 0))] == [
        (LineSource.SELF, LineState.CHOSEN),
        (LineSource.BEHALF, LineState.CHOSEN),
    ]
    verdicts = (
        Decision.objects.filter(nomination__isnull=False, step__isnull=True)
        .order_by("pk")
        .values_list("verdict", flat=True)
    )
    assert list(verdicts) == [Verdict.ENTERED, Verdict.NOMINATED]
    # Taken off, a declaration is one as before; the teacher's own nomination is gone.
    typed(work, 1, 0, wanted=False)
    typed(work, 3, 0, wanted=False)
    assert (work.line(1, 0).state, work.line(3, 0).state) == (LineState.PROPOSED, LineState.DROPPED)


def test_whoever_took_a_declaration_back_is_nominated_on_behalf_or_not_at_all() -> None:
    work = on_paper(at_the_groups())
    line = work.line(2, 0)
    Nomination.objects.filter(pk=line.pk).update(state=LineState.DROPPED)
    Decision.objects.create(class_round=work.sheet, nomination=line, verdict=Verdict.RETRACTED, by=work.user(2), at=NOW)
    settings_of(work.sheet, nominate_on_behalf=False)
    assert typed(work, 2, 0) == ["no_behalf"]
    assert typed(work, 3, 0) == ["no_behalf"]
    assert typed(work, 1, 0) == []
    settings_of(work.sheet, nominate_on_behalf=True)
    assert typed(work, 2, 0) == []
    assert work.line(2, 0).source == LineSource.BEHALF


def test_what_was_declared_counts_before_it_is_chosen() -> None:
    work = make_class_at_work()
    work.declares(1, 0, 1, 2, 3)
    work.close(StepRole.PUPIL)
    on_paper(work)
    assert typed(work, 1, 4) == ["over_cap"]
    assert typed(work, 1, 3) == []
    assert work.line(1, 3).source == LineSource.SELF


def test_a_name_under_objection_is_not_taken_off() -> None:
    work = at_the_groups()
    Nomination.objects.filter(pk=work.line(1, 0).pk).update(state=LineState.DISPUTED, place=1)
    assert typed(work, 1, 0, wanted=False) == ["frozen"]


def crowded() -> tuple[ClassRound, User]:
    """A submitted sheet with six names under a star, where the office may allow more than five."""
    work = make_class_at_work()
    settings_of(work.sheet, quota_mode=QuotaMode.OFFICE)
    cells = [(pupil.pk, work.items[0].pk) for pupil in work.pupils[:6]]
    assert not saved(work.sheet, work.teacher, *cells).refused
    for role in (StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE, StepRole.HOMEROOM):
        paper_steps.hold_step(
            work.sheet, work.step(role), held_on=NOW.date(), participants="全班", by=work.teacher, at=NOW
        )
    return moves.submit(work.sheet, by=work.teacher, at=NOW), make_office(work.sheet.school_class.school)


def test_above_the_quota_a_sheet_is_filed_by_itself_and_with_a_reason() -> None:
    sheet, clerk = crowded()
    with refused("excess") as no:
        moves.register_many(sheet.round, [sheet.pk], on=FILING_DAY, by=clerk, at=AT)
    assert sheet.school_class.name_in(2025) in str(no.value.message)
    with refused("excess"):
        moves.register(sheet, on=FILING_DAY, by=clerk, at=AT, excess_reason="  ")
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.SUBMITTED
    moves.register(sheet, on=FILING_DAY, by=clerk, at=AT, excess_reason="全班六人并列，经校务会同意")
    decision = Decision.objects.get(class_round=sheet, verdict=Verdict.FILED)
    assert decision.reason == "全班六人并列，经校务会同意"
    assert AuditEvent.objects.get(action="sheet.filed").reason == decision.reason


def test_the_office_is_asked_for_the_reason_where_it_files() -> None:
    sheet, clerk = crowded()
    client = client_of(clerk)
    page = client.get(f"/board/{sheet.pk}/").content.decode()
    assert 'name="excess_reason"' in page
    with time_machine.travel(AT, tick=False):
        client.post(f"/board/{sheet.pk}/file/", {"on": AT.date().isoformat(), "excess_reason": "经校务会同意"})
    assert ClassRound.objects.get(pk=sheet.pk).state == SheetState.IN_NOTICE


def test_a_reason_that_nothing_needs_is_not_kept() -> None:
    sheet = make_submitted()
    clerk = make_office(sheet.school_class.school)
    moves.register(sheet, on=FILING_DAY, by=clerk, at=AT, excess_reason="多余的理由")
    assert Decision.objects.get(class_round=sheet, verdict=Verdict.FILED).reason == ""


def test_a_hard_quota_stays_hard() -> None:
    work = make_class_at_work()
    cells = [(pupil.pk, work.items[0].pk) for pupil in work.pupils[:6]]
    [no] = saved(work.sheet, work.teacher, *cells).refused.values()
    assert no.code == "over_quota"
