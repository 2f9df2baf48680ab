"""Issuing papers: once a paper, under one number, for good."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from awards.exams import verbs as exams
from awards.exams.verbs import exam_spec
from awards.models import Entitlement
from awards.rewards import verbs as rewards
from awards.rules.entitlements import ON_PAPER, RewardKind
from awards.settlement import verbs as settlement
from reports.honours.board import board_levels
from reports.honours.files import recipients, stars_by_name
from reports.honours.issued import issue
from reports.models import IssuedDocument
from starrating.operations.models import AuditEvent
from students.models import Student, Term, User
from tests.awards.exam_factories import HELD, first_in_total, set_scheme
from tests.awards.settlement_factories import LATER, LATEST, NOW, Ended, give, make_ended
from tests.factories import make_homeroom, make_office, make_school
from tests.guarantees.factories import at_once, kinds
from tests.refusals import refused
from tests.reports.papers.test_paper_files import plant


def pks(ended: Ended, kind: RewardKind = RewardKind.LETTER) -> list[int]:
    return list(Entitlement.objects.filter(term=ended.term, kind=kind).values_list("pk", flat=True))


def letters(ended: Ended, *, by: User | None = None, at: dt.datetime = LATER) -> list[IssuedDocument]:
    return issue(ended.term, RewardKind.LETTER, pks(ended), by=by or ended.clerk, at=at)


def settled(stars: tuple[int, ...] = (32, 26, 21, 3)) -> Ended:
    ended = make_ended(stars)
    ended.settle()
    return ended


@pytest.mark.django_db
def test_papers_are_numbered_by_class_and_seat_and_printed_again_under_the_same_number() -> None:
    ended = settled()
    first = letters(ended)
    places = [(row.level.school_class.number, row.level.seat) for row in first]
    assert places == sorted(places)
    assert [row.number for row in first] == ["2025-1-喜0001", "2025-1-喜0002", "2025-1-喜0003"]
    again = letters(ended, at=LATEST)
    assert [(row.pk, row.code) for row in again] == [(row.pk, row.code) for row in first]
    events = AuditEvent.objects.filter(action="paper.issued")
    assert {event.student_key for event in events} == {row.student_id for row in first}
    assert events.count() == 3
    assert len({row.code for row in first}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ON_PAPER)
def test_issued_again_every_kind_keeps_its_number_and_says_how_often(kind: RewardKind) -> None:
    ended = settled((32,))
    row = ended.of(ended.pupils[0], kind)
    [first] = issue(ended.term, kind, [row.pk], by=ended.clerk, at=LATER)
    assert first.number == row.number
    for time in (1, 2):
        rewards.hand_out(ended.term, [row.pk], by=ended.clerk, at=LATER)
        rewards.reissue(row, reason="遗失", by=ended.clerk, at=LATER)
        [again] = issue(ended.term, kind, [row.pk], by=ended.clerk, at=LATER)
        assert (again.number, again.reissue) == (f"{first.number}-补{time}", time)


@pytest.mark.django_db
def test_of_two_with_one_name_in_a_class_each_paper_has_the_seat() -> None:
    ended = make_ended((32, 32, 3, 3, 26))
    twin, other_class, below, _far, alone = ended.pupils
    # The one with few stars gets no paper, and is why the other's has the seat; another class has its own names.
    Student.objects.filter(pk__in=[twin.pk, below.pk, other_class.pk]).update(name="王芳")
    Student.objects.filter(pk=alone.pk).update(name="李可心")
    ended.settle()
    seat = twin.enrolments.get().seat
    found = {one.name for one in recipients(ended.term, letters(ended))}
    assert found == {f"王芳（{seat}号）", "王芳", "李可心"}
    board = {one.name for level in board_levels(ended.term, LATER.date()) for one in level.pupils}
    assert board == found


@pytest.mark.django_db
def test_issued_again_it_is_marked_and_the_one_before_no_longer_counts() -> None:
    ended = settled()
    first = letters(ended)[0]
    rewards.hand_out(ended.term, [first.entitlement_id], by=ended.clerk, at=LATER)
    assert issue(ended.term, RewardKind.LETTER, [first.entitlement_id], by=ended.clerk, at=LATER)[0].pk == first.pk
    rewards.reissue(first.entitlement, reason="遗失", by=ended.clerk, at=LATER)
    second = issue(ended.term, RewardKind.LETTER, [first.entitlement_id], by=ended.clerk, at=LATER)[0]
    assert second.reissue == 1
    assert second.code != first.code
    assert [row.reissued for row in recipients(ended.term, [first, second])] == [False, True]
    assert list(IssuedDocument.objects.in_force().filter(entitlement=first.entitlement)) == [second]


@pytest.mark.django_db
def test_a_corrected_level_makes_a_new_paper() -> None:
    ended = settled((21,))
    first = letters(ended)[0]
    ended.reopen()
    give(ended.term, ended.pupils[0], 6, at=LATER)
    ended.settle(at=LATEST)
    second = letters(ended, at=LATEST)[0]
    assert second.number == first.number
    [now] = recipients(ended.term, [second])
    assert (now.level, now.stars) == ("四星级学生", 27)
    assert first.level != second.level


@pytest.mark.django_db
def test_only_the_office_issues_and_only_of_a_settled_term() -> None:
    ended = settled()
    wanted = pks(ended)
    other = make_office(make_school(name="别的学校"))
    for person in (make_homeroom(ended.classes[0]), other):
        with refused("role"):
            letters(ended, by=person)
    ended.reopen()
    with refused("open"):
        letters(ended, at=LATEST)
    settlement.settle(ended.term, by=ended.administrator, at=LATEST)
    for kind in (RewardKind.CERTIFICATE, RewardKind.HONOUR_BOARD):
        with refused("foreign"):
            issue(ended.term, kind, wanted, by=ended.clerk, at=LATEST)
    withdrawn = Entitlement.objects.get(pk=wanted[0])
    rewards.withdraw(withdrawn, reason="不发", by=ended.clerk, at=LATEST)
    with refused("withdrawn"):
        letters(ended, at=LATEST)
    assert not IssuedDocument.objects.exists()


@pytest.mark.django_db
def test_a_letter_names_no_champion_star_unless_the_scheme_makes_them_public() -> None:
    ended = settled((32,))
    [one] = recipients(ended.term, letters(ended))
    assert sum(int(part.rstrip("颗")[-1]) for part in one.stars_by_name.split("、")) == 32
    assert "状元" not in one.stars_by_name


def added_up(named: str) -> int:
    return sum(int(re.sub(r"\D", "", part)) for part in named.split("、"))


@pytest.mark.django_db
@pytest.mark.parametrize("public", [False, True])
def test_champion_stars_are_one_line_where_they_have_no_names_and_the_letter_adds_up(public: bool) -> None:
    ended = make_ended((30, 21))
    set_scheme(ended.term, champion_public=public, unit="badge")
    spec = exam_spec(ended.school, kind="月考", name="10月月考", held_on=HELD)
    exams.confirm(spec, first_in_total(ended.pupils[0]), by=ended.clerk, at=NOW)
    ended.settle()
    found = recipients(Term.objects.get(pk=ended.term.pk), letters(ended))
    named, totals = [one.stars_by_name for one in found], [one.stars for one in found]
    assert [added_up(text) for text in named] == totals
    assert sorted(totals) == [21, 35]
    assert any("学业类荣誉5枚" in text for text in named) is not public
    assert any("状元" in text for text in named) is public


@pytest.mark.django_db
def test_where_one_of_a_batch_has_a_deduction_nobody_has_a_list() -> None:
    ended = make_ended((32, 31))
    plant(ended.pupils[0], ended.term)
    ended.settle()
    both = recipients(ended.term, letters(ended))
    assert [one.stars_by_name for one in both] == ["", ""]
    other = ended.pupils[1]
    assert added_up(stars_by_name(ended.term, {other.pk: 31})[other.pk]) == 31


@pytest.mark.django_db
def test_the_database_refuses_changes_and_doubles() -> None:
    ended = settled()
    row = letters(ended)[0]
    every = IssuedDocument.objects.all()
    changes: list[Callable[[], object]] = [
        lambda: every.update(code="X"),
        lambda: every.filter(pk=row.pk).delete(),
        lambda: IssuedDocument(**{**_values(row), "code": "A"}).save(),
        lambda: IssuedDocument(**{**_values(row), "reissue": 1}).save(),
        lambda: IssuedDocument(**{**_values(row), "code": "A", "reissue": 1, "kind": "?"}).save(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert every.count() == 3


def _values(row: IssuedDocument) -> dict[str, object]:
    names = ("term_id", "kind", "entitlement_id", "student_id", "level_id", "reissue", "code", "by_id", "at")
    return {name: getattr(row, name) for name in names}


@pytest.mark.django_db(transaction=True)
def test_two_who_print_at_once_issue_each_paper_once() -> None:
    ended = settled((32, 31, 26, 25, 21, 20))
    wanted = pks(ended)
    print_ = partial(issue, ended.term, RewardKind.LETTER, at=NOW)
    answers = at_once(
        partial(print_, wanted[:4], by=ended.clerk),
        partial(print_, wanted[2:], by=ended.administrator),
        partial(print_, wanted, by=ended.clerk),
    )
    assert kinds(answers) == ["list"] * 3
    assert sorted(IssuedDocument.objects.values_list("entitlement_id", flat=True)) == sorted(wanted)
