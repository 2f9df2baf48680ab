"""What stands beside the names of a sheet: of this class, this term and the month before, told in whole sentences."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from awards.entry import side
from awards.models import ClassRound, HeldStep, LineState, Nomination, Round, Step
from awards.rules.kinds import StepRole
from awards.sheets import entering, moves
from awards.sheets.contents import Contents
from awards.sheets.entering import Change
from awards.terms import opening
from students.models import User
from tests.factories import fill, items_of, make_class, make_homeroom, make_office, make_sheet, moment, pupils_of
from tests.surroundings import surround

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> ClassRound:
    """Of a class behind another, which has names and decisions as well."""
    other = make_sheet()
    fill(other, make_homeroom(other.school_class, "孟繁"))
    return make_sheet(make_class(other.school_class.school, 2))


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def following(sheet: ClassRound, label: str) -> ClassRound:
    """The class's sheet of a later month."""
    round_ = Round.objects.get(term=sheet.round.term, label=label)
    opening.open_round(round_, by=None, at=moment(round_.starts_on))
    rows = ClassRound.objects.select_related("round__term__pinned__scheme", "school_class__school")
    return rows.get(round=round_, school_class=sheet.school_class)


def put(sheet: ClassRound, by: User, pupil: int, item: int, at: dt.datetime) -> None:
    change = Change(pupils_of(sheet)[pupil].pk, items_of(sheet)[item].pk, wanted=True)
    entering.save_lines(sheet, [change], by=by, at=at)


def test_others_changes_are_told_since_one_looked(sheet: ClassRound, teacher: User) -> None:
    looked = moment(sheet.round.ends_on)
    substitute = make_homeroom(sheet.school_class, "代班", ends_on=sheet.round.ends_on)
    put(sheet, substitute, 0, 0, looked - dt.timedelta(minutes=1))
    put(sheet, substitute, 1, 0, looked)
    put(sheet, teacher, 2, 0, looked + dt.timedelta(minutes=1))
    put(sheet, substitute, 3, 1, looked + dt.timedelta(minutes=2))
    names = [pupil.name for pupil in pupils_of(sheet)]
    with translation.override("en"):
        told = side.changes_since(sheet, looked, teacher)
    stars = [item.name for item in items_of(sheet)[:2]]
    assert [(event.who, event.what) for event in told] == [
        ("代班", f"{stars[1]} {names[3]}: entered"),
        ("代班", f"{stars[0]} {names[1]}: entered"),
    ]


def test_what_was_decided_about_the_sheet_is_told_with_its_reason(sheet: ClassRound, teacher: User) -> None:
    clerk, at = make_office(sheet.school_class.school), moment(sheet.round.ends_on)
    fill(sheet, teacher)
    moves.submit(sheet, by=teacher, at=at)
    moves.send_back(sheet, reason="少一个日期", by=clerk, at=at + dt.timedelta(hours=1))
    with translation.override("en"):
        told = [(event.who, event.what, event.reason) for event in side.history(sheet)]
    steps = HeldStep.objects.filter(class_round=sheet).values_list("step__name", flat=True)
    assert told[:2] == [(clerk.name, "returned", "少一个日期"), (teacher.name, "submitted", "")]
    assert sorted(told[2:]) == sorted((teacher.name, f"{step}: step held", "") for step in steps)


def test_last_month_s_winners_are_the_own_class_s_of_the_month_just_before(sheet: ClassRound, teacher: User) -> None:
    put(sheet, teacher, 0, 0, moment(sheet.round.ends_on))
    october = following(sheet, "2025-10")
    put(october, teacher, 1, 1, moment(october.round.ends_on))
    dropped, winner = pupils_of(october)[2], pupils_of(october)[1]
    Nomination.objects.create(
        class_round=october, student=dropped, item=items_of(october)[0], state=LineState.DROPPED, source="paper"
    )
    assert side.winners_before(following(sheet, "2025-11")) == [(items_of(october)[1].pk, winner.pk, winner.name)]


def test_stars_of_an_earlier_term_make_nobody_less_starless(sheet: ClassRound) -> None:
    pupils = pupils_of(sheet)
    surround(sheet.round.term, sheet.school_class, pupils)
    assert [one.pk for one in side.starless(sheet, Contents.load(sheet))] == [pupil.pk for pupil in pupils]


def test_who_usually_takes_part_is_said(sheet: ClassRound) -> None:
    with translation.override("en"):
        said = {role: side.likely_participants(Step(role=role), sheet, "李岚") for role in StepRole}
    assert said == {
        StepRole.PUPIL: "All pupils of the class",
        StepRole.GROUP_LEADER: "All groups, led by their group leaders",
        StepRole.COMMITTEE: "All members of the 评星小组",
        StepRole.HOMEROOM: "李岚 (homeroom teacher) and the subject teachers",
        StepRole.OFFICE: "李岚 (homeroom teacher) and the subject teachers",
    }
