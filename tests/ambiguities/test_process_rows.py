"""A6, A10, A33 to A41, A55 to A57: the steps of a month. Each row: the case, the setting, the outcome."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.entry import review
from awards.models import (
    ClassRound,
    HeldStep,
    LineSource,
    LineState,
    Nomination,
    Objection,
    ObjectionRoute,
    SheetState,
    StarEntry,
    Step,
)
from awards.objections import verbs as objections
from awards.opinions import verbs as opinions
from awards.rules.committee import Tally, outcome
from awards.rules.facts import SubjectFacts
from awards.rules.kinds import DayKind, StepRole, SubjectMode
from awards.rules.notice import notice_until
from awards.rules.problems import sheet_problems
from awards.schemes.presets import load_preset
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.sheets.stage import class_steps
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.group import verbs as discussion
from students.models import Student, User
from tests.ambiguities.cases import PRESET, set_scheme
from tests.awards import pupil_factories
from tests.factories import (
    FILING_DAY,
    fill,
    items_of,
    make_filed,
    make_homeroom,
    make_office,
    make_sheet,
    moment,
    pupils_of,
)
from tests.guarantees.voices import Class, make_class_of_voices
from tests.refusals import refused
from tests.rules.factories import only, sheet

NOTICE_OVER = moment(dt.date(2025, 10, 12))


@pytest.fixture
def school_class() -> Class:
    return make_class_of_voices(pupils=8)


def at(found: ClassRound) -> dt.datetime:
    return moment(found.round.ends_on)


def teacher(school_class: Class) -> User:
    return school_class.world.people["homeroom"]


def steps_of(found: ClassRound) -> list[Step]:
    return class_steps(Step.objects.filter(scheme=found.round.term.pinned.scheme))


def student(school_class: Class, place: int) -> Student:
    found = school_class.pupils[place].student
    assert found is not None
    return found


def declared(school_class: Class, *places: int) -> list[Nomination]:
    """These pupils declare the first star; the step stays open."""
    found = school_class.world.sheet
    item = items_of(found)[0]
    return [
        pupil_factories.declare(
            found, student(school_class, place), item, "天天值日", by=school_class.pupils[place], at=at(found)
        )
        for place in places
    ]


def close(school_class: Class, how_many: int) -> None:
    found = school_class.world.sheet
    for step in steps_of(found)[:how_many]:
        if step.role == StepRole.GROUP_LEADER:
            for line in Nomination.objects.filter(class_round=found):
                leader = school_class.pupils[
                    [user.student_id for user in school_class.pupils].index(line.student_id) % 2
                ]
                discussion.discuss(line, agrees=True, hands_for=3, hands_against=0, by=leader, at=at(found))
        if step.role == StepRole.COMMITTEE:
            for user in school_class.pupils[:3]:
                own = Nomination.objects.filter(class_round=found).exclude(student=user.student)
                votes.vote(found, {line.pk: True for line in own}, by=user, at=at(found))
        closing.close(found, step, by=teacher(school_class), at=at(found))


@pytest.mark.django_db
@pytest.mark.parametrize(("allowed", "source"), [(True, LineSource.BEHALF), (False, None)])
def test_a06_only_the_teacher_names_who_did_not_declare(
    school_class: Class, allowed: bool, source: LineSource | None
) -> None:
    found = school_class.world.sheet
    set_scheme(found.round.term, nominate_on_behalf=allowed)
    declared(school_class, 4)
    close(school_class, 3)
    shy, item = student(school_class, 6), items_of(found)[1]
    if source is None:
        with refused("no_behalf"):
            review.nominate(found, shy, item, statement="默默做事", by=teacher(school_class), at=at(found))
    else:
        line = review.nominate(found, shy, item, statement="默默做事", by=teacher(school_class), at=at(found))
        assert (line.source, line.state) == (source, LineState.CHOSEN)


@pytest.mark.parametrize(
    ("votes_for", "chosen", "tied"),
    [((3, 3, 3, 3, 3), 5, 0), ((4, 3, 3, 3, 2, 2), 4, 2), ((4, 4, 4, 4, 4, 3), 5, 0), ((0, 0), 0, 0)],
)
def test_a10_a_tie_for_the_last_place_is_picked_by_hand(votes_for: tuple[int, ...], chosen: int, tied: int) -> None:
    found = outcome([Tally(key, yes, 1, 10) for key, yes in enumerate(votes_for)], 5)
    assert (len(found.chosen), len(found.tied)) == (chosen, tied)


@pytest.mark.django_db
def test_a33_the_office_files_or_returns_and_edits_nothing() -> None:
    found = make_sheet()
    author, clerk = make_homeroom(found.school_class), make_office(found.school_class.school)
    fill(found, author)
    change = Change(pupils_of(found)[0].pk, items_of(found)[1].pk, wanted=True)
    with refused("role"):
        entering.save_lines(found, [change], by=clerk, at=at(found))
    moves.submit(found, by=author, at=at(found))
    with refused("state"):
        entering.save_lines(found, [change], by=clerk, at=at(found))
    with refused("reason"):
        moves.send_back(found, reason=" ", by=clerk, at=at(found))
    assert moves.send_back(found, reason="缺日期", by=clerk, at=at(found)).state == SheetState.RETURNED


@pytest.mark.django_db
def test_a34_final_confirmation_comes_by_itself() -> None:
    found = make_filed()
    moves.finalize_due(at=NOTICE_OVER)
    found.refresh_from_db()
    assert found.state == SheetState.FINAL


@pytest.mark.parametrize(
    ("days", "kind", "last"),
    [(3, DayKind.WORKING, 31), (3, DayKind.CALENDAR, 29), (1, DayKind.WORKING, 27), (5, DayKind.CALENDAR, 31)],
)
def test_a35_so_many_working_or_calendar_days(days: int, kind: DayKind, last: int) -> None:
    """From Thursday 27 March 2025."""
    assert notice_until(dt.date(2025, 3, 27), days, kind, lambda day: day.weekday() < 5) == dt.date(2025, 3, last)


def test_a35_the_preset_says_three_working_days_in_the_class() -> None:
    notice = load_preset(PRESET).notice
    assert (notice.days, notice.day_kind, notice.scope) == (3, DayKind.WORKING, "class")


@pytest.mark.django_db
def test_a36_stars_count_only_after_the_notice() -> None:
    make_filed()
    assert not StarEntry.objects.exists()
    moves.finalize_due(at=NOTICE_OVER)
    assert StarEntry.objects.count() == 3


def objected(found: ClassRound, route: ObjectionRoute = ObjectionRoute.SLIP) -> Objection:
    line = Nomination.objects.placed().filter(class_round=found)[0]
    name = "" if route == ObjectionRoute.ANONYMOUS else "王家长"
    clerk = make_office(found.school_class.school, "钱正")
    return objections.receive(
        found, line, route=route, facts="当天未值日", raised_by=name, by=clerk, at=moment(FILING_DAY, 15)
    )


@pytest.mark.django_db
def test_a37_only_the_disputed_line_freezes() -> None:
    found = make_filed()
    objected(found)
    moves.finalize_due(at=NOTICE_OVER)
    assert StarEntry.objects.count() == 2
    assert Nomination.objects.filter(state=LineState.DISPUTED).count() == 1


@pytest.mark.django_db
def test_a38_a_place_freed_by_an_objection_is_filled_through_a_return() -> None:
    found = make_filed()
    objection = objected(found)
    clerk = objection.recorded_by
    assert clerk is not None
    objections.uphold(objection, answer="情况属实", by=clerk, at=moment(FILING_DAY, 16))
    moves.send_back(found, reason="补评一名", by=clerk, at=moment(FILING_DAY, 17))
    author = User.objects.get(staffings__school_class=found.school_class, staffings__role="homeroom")
    change = Change(pupils_of(found)[5].pk, items_of(found)[0].pk, wanted=True)
    assert entering.save_lines(found, [change], by=author, at=moment(FILING_DAY, 18)).made == [change]
    moves.submit(found, by=author, at=moment(FILING_DAY, 18))
    again = moves.register(found, on=dt.date(2025, 10, 10), by=clerk, at=moment(dt.date(2025, 10, 10)))
    assert again.notice_from == dt.date(2025, 10, 10)


@pytest.mark.parametrize(
    ("mode", "facts", "code"),
    [
        (SubjectMode.NONE, {"consulted": False}, ""),
        (SubjectMode.ADVICE, {"consulted": True, "silent": ("何老师",)}, ""),
        (SubjectMode.REQUIRED, {"consulted": True, "silent": ("何老师",)}, "subjects_silent"),
    ],
)
def test_a39_silence_is_no_objection_unless_agreement_is_required(
    mode: SubjectMode, facts: dict[str, object], code: str
) -> None:
    found = sheet(subjects=SubjectFacts(mode, **facts))  # type: ignore[arg-type]
    blocking = [problem.code for problem in sheet_problems(found) if problem.blocks]
    assert blocking == ([code] if code else [])


def test_a39_a_disagreement_must_be_answered_before_the_sheet_goes_on() -> None:
    facts = SubjectFacts(SubjectMode.ADVICE, consulted=True, disagreed=("何老师",))
    assert only(sheet(subjects=facts)).blocks is False
    unanswered = SubjectFacts(SubjectMode.ADVICE, consulted=True, disagreed=("何老师",), unanswered=("何老师",))
    codes = {problem.code for problem in sheet_problems(sheet(subjects=unanswered)) if problem.blocks}
    assert codes == {"objection_unanswered"}


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "later", "heard"), [(2, 2, True), (2, 3, False), (0, 1, False), (5, 4, True)])
def test_a39_teachers_are_heard_for_so_many_days(school_class: Class, days: int, later: int, heard: bool) -> None:
    found = school_class.world.sheet
    set_scheme(found.round.term, subject_days=days)
    declared(school_class, 4)
    close(school_class, 3)
    when = at(found) + dt.timedelta(days=later)
    subject = school_class.world.people["subject"]
    if heard:
        assert opinions.opine(found, None, agrees=True, by=subject, at=when).agrees
    else:
        with refused("over"):
            opinions.opine(found, None, agrees=True, by=subject, at=when)


@pytest.mark.django_db
def test_a40_a_member_may_be_named_and_does_not_vote_on_the_own_line(school_class: Class) -> None:
    found = school_class.world.sheet
    (own,) = declared(school_class, 0)
    close(school_class, 2)
    with refused("own"):
        votes.vote(found, {own.pk: True}, by=school_class.pupils[0], at=at(found))
    assert votes.vote(found, {own.pk: True}, by=school_class.pupils[1], at=at(found)) == 1


@pytest.mark.django_db
def test_a41_leaders_and_cadres_are_the_committee(school_class: Class) -> None:
    found = school_class.world.sheet
    (line,) = declared(school_class, 5)
    close(school_class, 2)
    for place in (0, 1, 2):
        assert votes.vote(found, {line.pk: True}, by=school_class.pupils[place], at=at(found)) == 1
    with refused("role"):
        votes.vote(found, {line.pk: True}, by=school_class.pupils[3], at=at(found))


@pytest.mark.django_db
def test_a55_a_class_may_hold_every_step_on_paper() -> None:
    found = make_sheet()
    author = make_homeroom(found.school_class)
    fill(found, author)
    assert HeldStep.objects.filter(class_round=found, on_paper=True).count() == len(steps_of(found))
    assert moves.submit(found, by=author, at=at(found)).state == SheetState.SUBMITTED


@pytest.mark.django_db
@pytest.mark.parametrize(("accepted", "taken"), [(True, True), (False, False)])
def test_a56_an_unsigned_objection_is_recorded_where_the_scheme_says_so(accepted: bool, taken: bool) -> None:
    found = make_filed()
    set_scheme(found.round.term, accept_anonymous=accepted)
    if taken:
        assert objected(found, ObjectionRoute.ANONYMOUS).raised_by == ""
    else:
        with refused("unsigned"):
            objected(found, ObjectionRoute.ANONYMOUS)


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "done"), [("事例不实", True), (" ", False)])
def test_a57_the_teacher_overrules_with_one_line_of_reason(school_class: Class, reason: str, done: bool) -> None:
    found = school_class.world.sheet
    (line,) = declared(school_class, 5)
    close(school_class, 3)
    line.refresh_from_db()
    assert line.state == LineState.CHOSEN
    if not done:
        with refused("reason"):
            review.strike(line, reason=reason, by=teacher(school_class), at=at(found))
        return
    assert review.strike(line, reason=reason, by=teacher(school_class), at=at(found)).state == LineState.DROPPED
    assert review.restore(line, reason="核实后恢复", by=teacher(school_class), at=at(found)).state == LineState.CHOSEN
