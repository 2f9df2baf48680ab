"""A29 to A32, A42 to A53, A58: terms and who takes part in them. Each row: the case, the setting, the outcome."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import ClassRound, Entitlement, Scheme, SheetState, StarEntry, TermLevel
from awards.movements import credit
from awards.rules.entitlements import Flag, RewardKind, flags_of
from awards.schemes import drafts
from awards.schemes.presets import load_preset
from awards.settlement.checks import problems_before_settling
from awards.settlement.verbs import settle
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from awards.terms import opening
from students.models import School, SchoolClass, Term
from students.pupils import movements
from students.pupils.movements import Newcomer
from tests.ambiguities.cases import PRESET, set_scheme
from tests.awards.settlement_factories import NOW, make_ended
from tests.factories import (
    TERM_END,
    TERM_START,
    fill,
    items_of,
    make_administrator,
    make_class,
    make_final,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_student,
    make_submitted,
    make_term,
    moment,
    pupils_of,
)
from tests.refusals import refused

DAY = dt.date(2025, 9, 15)


def second_term(school: School, under: Scheme | None = None) -> Term:
    return opening.open_term(
        school,
        school_year=2025,
        ordinal=2,
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 7, 10),
        scheme=under,
        by=None,
        at=moment(dt.date(2026, 2, 20)),
    )


@pytest.mark.django_db
def test_a29_a_total_begins_anew_each_term() -> None:
    ended = make_ended((12,))
    later = second_term(ended.school)
    assert StarEntry.objects.of_term(ended.term).exists()
    assert not StarEntry.objects.of_term(later).exists()


@pytest.mark.django_db
def test_a31_letters_become_due_at_settlement() -> None:
    ended = make_ended((21,))
    due = Entitlement.objects.filter(term=ended.term)
    assert not due.exists()
    ended.settle()
    assert [row.kind for row in due.all()] == [RewardKind.LETTER]


@pytest.mark.django_db
@pytest.mark.parametrize(("grades", "papers"), [([7, 8], 1), ([7, 8, 9], 0)])
def test_a32_a_grade_that_leaves_earlier_is_settled_with_its_last_round(grades: list[int], papers: int) -> None:
    """Grade 9's second term ends with its own rounds, before the others; its certificates are due all the same."""
    ended = make_ended((26,), classes=1)
    ended.term.ordinal = 2
    ended.term.save()
    ninth = ended.classes[0]
    ninth.entry_year = 2023
    ninth.save()
    last = ended.term.rounds.order_by("starts_on").last()
    assert last is not None
    last.grades = grades
    last.save()
    ninth.enrolments.update(ends_on=last.starts_on - dt.timedelta(days=1))
    ended.settle()
    assert Entitlement.objects.filter(term=ended.term, kind=RewardKind.CERTIFICATE).count() == papers


@pytest.mark.django_db
@pytest.mark.parametrize(("stars", "total"), [(0, 0), (6, 6)])
def test_a42_who_comes_in_starts_at_nothing_unless_the_office_credits(stars: int, total: int) -> None:
    school = make_school()
    term = make_term(school)
    clerk, at = make_office(school), moment(DAY)
    arrival = movements.transfer_in(Newcomer("20259901", "陶乐怡"), make_class(school), on=DAY, by=clerk, at=at)
    if stars:
        credit.credit_transfer(arrival, stars, proof="原校学期评星表", by=clerk, at=at)
    assert [row["total"] for row in StarEntry.objects.of_term(term).totals()] == ([total] if total else [])


@pytest.mark.django_db
def test_a43_stars_follow_the_pupil_and_keep_the_class_they_were_won_in() -> None:
    sheet = make_final()
    winner = StarEntry.objects.all()[0]
    school, at = sheet.school_class.school, moment(dt.date(2025, 10, 20))
    target = make_class(school, number=5)
    movements.change_class(winner.student, target, on=at.date(), by=make_office(school, "钱进"), at=at)
    winner.refresh_from_db()
    assert winner.school_class == sheet.school_class
    assert [row["total"] for row in StarEntry.objects.filter(student=winner.student).totals()] == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["left", "suspended", "not yet there"])
def test_a44_only_who_is_enrolled_on_the_last_day_may_be_named(how: str) -> None:
    sheet = make_sheet()
    school, at = sheet.school_class.school, moment(DAY)
    clerk, pupil = make_office(school), pupils_of(sheet)[0]
    if how == "left":
        movements.transfer_out(pupil, on=DAY, reason="转学", by=clerk, at=at)
    elif how == "suspended":
        movements.suspend(pupil, on=DAY, reason="病休", by=clerk, at=at)
    else:
        pupil = make_student(make_class(school, number=6), "后来")
    change = Change(pupil.pk, items_of(sheet)[0].pk, wanted=True)
    result = entering.save_lines(sheet, [change], by=make_homeroom(sheet.school_class), at=moment(sheet.round.ends_on))
    assert [row.code for row in result.refused.values()] == ["not_enrolled"]


@pytest.mark.django_db
def test_a44_who_has_left_is_on_no_list_of_the_settlement_and_keeps_the_record() -> None:
    ended = make_ended((26, 12))
    gone, at = ended.pupils[0], moment(TERM_END)
    movements.transfer_out(gone, on=TERM_END - dt.timedelta(days=3), reason="转学", by=ended.clerk, at=at)
    ended.settle()
    assert [row.student for row in TermLevel.objects.filter(term=ended.term)] == [ended.pupils[1]]
    assert not Entitlement.objects.filter(student=gone).exists()
    assert StarEntry.objects.of_term(ended.term).filter(student=gone).count() == 26


@pytest.mark.parametrize(
    ("guest", "here", "needed", "flags"),
    [(False, 1, 0, []), (True, 9, 0, [Flag.GUEST]), (False, 1, 2, [Flag.RESIDENCE]), (False, 2, 2, [])],
)
def test_a45_guests_and_newcomers_are_flagged_for_merit_awards(
    guest: bool, here: int, needed: int, flags: list[Flag]
) -> None:
    assert flags_of(guest=guest, terms_here=here, terms_needed=needed, violations=0) == flags


@pytest.mark.django_db
def test_a45_a_guest_pupil_takes_part_fully() -> None:
    sheet = make_sheet()
    pupil = pupils_of(sheet)[0]
    clerk = make_office(sheet.school_class.school)
    movements.set_guest(pupil, is_guest=True, on=DAY, by=clerk, at=moment(DAY))
    change = Change(pupil.pk, items_of(sheet)[0].pk, wanted=True)
    teacher = make_homeroom(sheet.school_class)
    assert entering.save_lines(sheet, [change], by=teacher, at=moment(sheet.round.ends_on)).made == [change]


@pytest.mark.django_db
def test_a46_a_long_absence_in_a_month_excludes_nobody() -> None:
    """Nothing about sick leave is kept: whoever is enrolled may be named, the class decides."""
    sheet = make_sheet()
    fill(sheet, make_homeroom(sheet.school_class), names=5)
    assert sheet.nominations.placed().count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize(("eligible_from", "eligible"), [(4, True), (5, False), (0, False)])
def test_a49_eligibility_from_the_level_that_the_scheme_says(eligible_from: int, eligible: bool) -> None:
    ended = make_ended((26,))
    set_scheme(ended.term, award_eligibility_from=eligible_from)
    ended.settle()
    assert Entitlement.objects.filter(term=ended.term, kind=RewardKind.AWARD_ELIGIBILITY).exists() is eligible


@pytest.mark.django_db
@pytest.mark.parametrize(("title_from", "titles"), [(5, 1), (4, 2), (0, 0)])
def test_a50_the_parents_title_goes_to_the_pupils_guardians(title_from: int, titles: int) -> None:
    """One title a pupil, whoever the guardians are: no parent is named in the record."""
    ended = make_ended((32, 26))
    set_scheme(ended.term, parent_title_from=title_from)
    ended.settle()
    assert Entitlement.objects.filter(term=ended.term, kind=RewardKind.PARENT_TITLE).count() == titles


@pytest.mark.django_db
def test_a51_a_month_with_few_school_days_is_merged_into_another() -> None:
    school = make_school()
    term = make_term(school)
    administrator, at = make_administrator(school), moment(TERM_START)
    *_others, december, january = term.rounds.order_by("starts_on")
    opening.remove_round(december, by=administrator, at=at)
    opening.change_round(
        january,
        starts_on=december.starts_on,
        ends_on=january.ends_on,
        due_on=january.due_on,
        grades=january.grades,
        by=administrator,
        at=at,
    )
    january.refresh_from_db()
    assert (term.rounds.count(), january.starts_on) == (4, december.starts_on)


@pytest.mark.django_db
def test_a52_a_late_class_stays_open_and_keeps_nobody_back() -> None:
    late = make_sheet()
    school_class: SchoolClass = make_class(late.school_class.school, number=4)
    other = make_submitted(school_class)
    clerk = make_office(late.school_class.school)
    moves.register(other, on=dt.date(2025, 10, 9), by=clerk, at=moment(dt.date(2025, 10, 9)))
    fill(late, make_homeroom(late.school_class))
    late.refresh_from_db()
    assert late.state == SheetState.OPEN


@pytest.mark.django_db
def test_a53_a_term_keeps_the_version_it_was_opened_with() -> None:
    school = make_school()
    first = make_term(school)
    newer = drafts.adopt_preset(school, PRESET, by=None, at=NOW)
    drafts.publish(newer, by=None, at=NOW)
    later = second_term(school)
    assert first.pinned.scheme.version == 1
    assert later.pinned.scheme == newer


@pytest.mark.django_db
def test_a58_no_term_begins_under_a_scheme_that_is_not_published() -> None:
    school = make_school()
    draft = drafts.adopt_preset(school, PRESET, by=None, at=NOW)
    with refused("unpublished"):
        second_term(school, under=draft)
    drafts.publish(draft, by=None, at=NOW)
    draft.refresh_from_db()
    assert second_term(school, under=draft).pinned.scheme == draft


def test_a58_the_preset_can_be_read_as_a_page() -> None:
    spec = load_preset(PRESET)
    assert spec.guiding_idea
    assert all(item.criteria for item in spec.items if item.value == 1)


@pytest.mark.django_db
def test_a30_levels_are_provisional_until_everything_is_in() -> None:
    ended = make_ended((12,))
    sheet = ClassRound.objects.filter(round__term=ended.term)[0]
    ClassRound.objects.filter(pk=sheet.pk).update(state=SheetState.OPEN)
    assert any(problem.blocks for problem in problems_before_settling(ended.term, TERM_END))
    with refused("blocked"):
        settle(ended.term, by=ended.administrator, at=NOW)
    assert not TermLevel.objects.filter(term=ended.term).exists()
