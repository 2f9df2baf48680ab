"""A1, A2, A13 to A21: champion stars. Each row: the case, the setting, the outcome."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps

from awards.exams import verbs as exams
from awards.exams.entry import enter_winners
from awards.exams.score_files import rank_files
from awards.models import ClassRound, Exam, ExamKind, Round, StarEntry
from awards.rules.champions import TOTAL, Absence, ChampionRules, Mark, Sitting, Win, rank
from awards.rules.kinds import ItemKind, Overlap, Ties
from awards.schemes.page import champion_rules
from awards.schemes.presets import load_preset
from awards.settlement.checks import problems_before_settling
from reports.honours.files import stars_by_name
from students.models import Subject
from tests.ambiguities.cases import PRESET, set_scheme
from tests.awards.exam_factories import HELD, NAME, NOW, Grade, first_in_total, make_grade, results, spec_of, workbook
from tests.awards.settlement_factories import make_final_sheet
from tests.factories import TERM_END, make_homeroom, moment
from tests.refusals import refused

GT, CT = ItemKind.GRADE_TOTAL, ItemKind.CLASS_TOTAL
GS, CS = ItemKind.GRADE_SUBJECT, ItemKind.CLASS_SUBJECT

Won = set[tuple[ItemKind, str, int]]


def won(rules: ChampionRules, *rows: tuple[int, int, str]) -> Won:
    """(pupil, class, mark) in two subjects with the same mark; an empty mark is an absence."""
    sittings = []
    for pupil, school_class, mark in rows:
        value: Mark = Decimal(mark) if mark else Absence.ABSENT
        sittings.append(Sitting(pupil, school_class, {"语文": value, "数学": Decimal(50)}))
    ranked = rank(sittings, rules).wins
    return {(win.kind, win.subject, win.pupil) for win in ranked if win.subject in (TOTAL, "语文")}


TWO_CLASSES = ((1, 1, "90"), (2, 1, "80"), (3, 2, "70"))
TIED = ((1, 1, "90"), (2, 2, "90"))


@pytest.mark.parametrize(
    ("overlap", "also"), [(Overlap.HIGHEST_ONLY, set()), (Overlap.CUMULATIVE, {(CT, TOTAL, 1), (CS, "语文", 1)})]
)
def test_a01_the_grades_first_is_the_classs_first_too(overlap: Overlap, also: Won) -> None:
    expected = {(GT, TOTAL, 1), (GS, "语文", 1), (CT, TOTAL, 3), (CS, "语文", 3)} | also
    assert won(ChampionRules(overlap=overlap), *TWO_CLASSES) == expected


@pytest.mark.parametrize(("pass_down", "also"), [(False, set()), (True, {(CT, TOTAL, 2), (CS, "语文", 2)})])
def test_a02_the_second_in_class_inherits_nothing(pass_down: bool, also: Won) -> None:
    expected = {(GT, TOTAL, 1), (GS, "语文", 1), (CT, TOTAL, 3), (CS, "语文", 3)} | also
    assert won(ChampionRules(pass_down=pass_down), *TWO_CLASSES) == expected


@pytest.mark.parametrize(("ties", "grade_firsts"), [(Ties.ALL, {1, 2}), (Ties.NONE, set()), (Ties.OFFICE, set())])
def test_a13_all_who_are_first_win(ties: Ties, grade_firsts: set[int]) -> None:
    found = won(ChampionRules(ties=ties), *TIED)
    assert {pupil for kind, _subject, pupil in found if kind == GT} == grade_firsts


def test_a14_a_grade_of_one_class_has_one_first() -> None:
    assert won(ChampionRules(), *TWO_CLASSES[:2]) == {(GT, TOTAL, 1), (GS, "语文", 1)}


@pytest.fixture
def grade() -> Grade:
    return make_grade()


def confirm(grade: Grade, kind: str = "月考", name: str = "考试", held_on: dt.date = dt.date(2025, 10, 17)) -> Exam:
    spec = spec_of(grade, kind=kind, name=name, held_on=held_on)
    return exams.confirm(spec, first_in_total(grade.pupils[0]), by=grade.clerk, at=max(NOW, moment(held_on))).exam


def test_a01_the_preset_asks_for_the_highest_only() -> None:
    champions = load_preset(PRESET).champions
    assert (champions.overlap, champions.pass_down, champions.ties) == (Overlap.HIGHEST_ONLY, False, Ties.ALL)
    assert champions.public is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "switched_on", "posted"),
    [
        ("月考", None, 1),
        ("质量监测", None, 1),
        ("期末考试", None, 1),
        ("期中考试", None, 0),
        ("期中考试", True, 1),
        ("月考", False, 0),
    ],
)
def test_a15_kinds_of_exam_count_or_not(grade: Grade, kind: str, switched_on: bool | None, posted: int) -> None:
    if switched_on is not None:
        ExamKind.objects.filter(scheme=grade.term.pinned.scheme, name__startswith=kind).update(counts=switched_on)
    confirm(grade, kind)
    assert StarEntry.objects.of_term(grade.term).count() == posted


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "label"), [(dt.date(2025, 10, 31), "2025-10"), (dt.date(2025, 11, 1), "2025-11")])
def test_a16_an_exam_is_of_the_round_of_its_last_day(grade: Grade, day: dt.date, label: str) -> None:
    assert confirm(grade, held_on=day).round.label == label


@pytest.mark.django_db
def test_a16_the_office_may_move_it_within_the_term(grade: Grade) -> None:
    exam = confirm(grade)
    target = Round.objects.get(term=grade.term, label="2025-12")
    exams.move(exam, target, by=grade.clerk, at=NOW)
    assert {row.round for row in StarEntry.objects.of_term(grade.term).standing().of(champion__exam=exam)} >= {target}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("left_open", "late", "label"), [(1, True, "2025-10"), (0, True, "2025-11"), (0, False, "2025-10")]
)
@pytest.mark.parametrize("announced", [False, True])
def test_a16_results_after_the_round_has_closed_count_in_the_next_open_one(
    grade: Grade, left_open: int, late: bool, label: str, announced: bool
) -> None:
    october = Round.objects.get(term=grade.term, label="2025-10")
    for place, school_class in enumerate(grade.classes):
        if place < left_open:
            ClassRound.objects.create(round=october, school_class=school_class)
        else:
            make_final_sheet(october, school_class).save()
    if announced:
        exams.announce(spec_of(grade), by=grade.clerk, at=NOW)
    spec = exams.exam_spec(grade.school, kind="月考", name=NAME, held_on=HELD, late=late)
    assert spec.late_for == (october if label != "2025-10" else None)
    exam = exams.confirm(spec, first_in_total(grade.pupils[0]), by=grade.clerk, at=NOW).exam
    assert Exam.objects.get(pk=exam.pk).round.label == label
    assert StarEntry.objects.of_term(grade.term).get().round.label == label
    again = exams.exam_spec(grade.school, kind="月考", name=NAME, held_on=HELD, late=True)
    assert again.round.label == label


@pytest.mark.django_db
def test_a16_winners_typed_in_late_count_in_the_next_open_round(grade: Grade) -> None:
    exam = exams.announce(spec_of(grade), by=grade.clerk, at=NOW)
    make_final_sheet(exam.round, grade.classes[0]).save()
    enter_winners(exam, [Win(GT, TOTAL, grade.pupils[0].pk)], by=grade.clerk, at=NOW)
    assert StarEntry.objects.of_term(grade.term).get().round.label == "2025-11"


@pytest.mark.django_db
@pytest.mark.parametrize(("pass_down", "winners"), [(False, {0}), (True, {0, 1})])
def test_a02_the_setting_reaches_an_uploaded_exam(grade: Grade, pass_down: bool, winners: set[int]) -> None:
    set_scheme(grade.term, champion_pass_down=pass_down, champion_overlap=Overlap.HIGHEST_ONLY)
    spec = spec_of(grade)
    marks = [(90, 90), (80, 80), (70, 70)]
    ranked = rank_files([("a.xlsx", workbook(grade.sheet(*marks)))], spec)
    exams.confirm(spec, ranked.results, by=grade.clerk, at=NOW)
    rows = set(StarEntry.objects.of_term(grade.term).values_list("student", flat=True))
    assert rows == {grade.pupils[place].pk for place in winners}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "blocks"), [("期末考试", True), ("期中考试", False)])
def test_a17_a_pending_exam_that_counts_holds_the_settlement_up(grade: Grade, kind: str, blocks: bool) -> None:
    before = {problem.message for problem in problems_before_settling(grade.term, TERM_END) if problem.blocks}
    exams.announce(spec_of(grade, kind=kind, name="期终", held_on=dt.date(2026, 1, 16)), by=grade.clerk, at=NOW)
    after = {problem.message for problem in problems_before_settling(grade.term, TERM_END) if problem.blocks}
    assert bool(after - before) is blocks


@pytest.mark.django_db
def test_a18_the_office_enters_champions_a_teacher_does_not(grade: Grade) -> None:
    teacher = make_homeroom(grade.classes[0])
    with refused("role"):
        exams.confirm(spec_of(grade), first_in_total(grade.pupils[0]), by=teacher, at=NOW)
    confirm(grade)


@pytest.mark.django_db
@pytest.mark.parametrize("switched_on", [False, True])
def test_a18_champions_are_named_on_letters_only_where_the_school_says_so(grade: Grade, switched_on: bool) -> None:
    set_scheme(grade.term, champion_public=switched_on)
    confirm(grade)
    pupil, scheme = grade.pupils[0], grade.term.pinned.scheme
    named = stars_by_name(grade.term, {pupil.pk: 5})[pupil.pk]
    assert ("学业类荣誉5颗" in named) is not switched_on
    assert ("年组状元星" in named) is switched_on
    assert any("2021" in rule or "publish" in rule for rule in champion_rules(scheme)) is switched_on


def test_a19_there_is_no_place_for_a_score() -> None:
    fields = {field.name for model in apps.get_app_config("awards").get_models() for field in model._meta.get_fields()}
    assert not fields & {"score", "scores", "mark", "marks", "rank", "position"}


@pytest.mark.django_db
def test_a20_subjects_are_the_schools_own_data(grade: Grade) -> None:
    exams.confirm(spec_of(grade), results((GS, "书法", grade.pupils[0])), by=grade.clerk, at=NOW)
    assert Subject.objects.filter(school=grade.school, name="书法").exists()


@pytest.mark.parametrize("absence", Absence)
def test_a21_who_was_absent_wins_neither_subject_nor_total(absence: Absence) -> None:
    sittings = [
        Sitting(1, 1, {"语文": absence, "数学": Decimal(100)}),
        Sitting(2, 1, {"语文": Decimal(1), "数学": Decimal(1)}),
    ]
    wins = {(win.kind, win.subject, win.pupil) for win in rank(sittings, ChampionRules()).wins}
    assert wins == {(GT, TOTAL, 2), (GS, "语文", 2), (GS, "数学", 1)}


@pytest.mark.django_db
def test_a21_the_office_may_enter_a_winner_by_hand(grade: Grade) -> None:
    set_scheme(grade.term, champion_ties=Ties.OFFICE)
    found = results((GT, TOTAL, grade.pupils[0]), (GT, TOTAL, grade.pupils[3]))
    assert exams.confirm(spec_of(grade), found, by=grade.clerk, at=moment(dt.date(2025, 10, 21))).posted == 2
