"""Issuing papers: numbers without gaps or doubles, once a paper, for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from awards.models import Entitlement
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.settlement import verbs as settlement
from reports.honours.files import recipients, stars_by_name
from reports.honours.issued import issue
from reports.models import IssuedDocument
from starrating.operations.models import AuditEvent
from starrating.refused import Refused
from students.models import User
from tests.awards.settlement_factories import LATER, LATEST, NOW, Ended, give, make_ended
from tests.factories import make_homeroom, make_office, make_school
from tests.guarantees.factories import at_once, kinds
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
    assert [row.serial for row in first] == [1, 2, 3]
    places = [(row.level.school_class.number, row.level.seat) for row in first]
    assert places == sorted(places)
    assert [row.number for row in first] == ["2025-1-0001", "2025-1-0002", "2025-1-0003"]
    again = letters(ended, at=LATEST)
    assert [(row.pk, row.code) for row in again] == [(row.pk, row.code) for row in first]
    events = AuditEvent.objects.filter(action="paper.issued")
    assert {event.student_key for event in events} == {row.student_id for row in first}
    assert events.count() == 3
    assert len({row.code for row in first}) == 3


@pytest.mark.django_db
def test_a_certificate_carries_the_number_of_settlement() -> None:
    ended = settled()
    rows = issue(ended.term, RewardKind.CERTIFICATE, pks(ended, RewardKind.CERTIFICATE), by=ended.clerk, at=LATER)
    assert {row.number for row in rows} == {row.entitlement.number for row in rows}


@pytest.mark.django_db
def test_issued_again_it_is_marked_and_the_one_before_no_longer_counts() -> None:
    ended = settled()
    first = letters(ended)[0]
    rewards.hand_out(ended.term, [first.entitlement_id], by=ended.clerk, at=LATER)
    assert issue(ended.term, RewardKind.LETTER, [first.entitlement_id], by=ended.clerk, at=LATER)[0].pk == first.pk
    rewards.reissue(first.entitlement, reason="遗失", by=ended.clerk, at=LATER)
    second = issue(ended.term, RewardKind.LETTER, [first.entitlement_id], by=ended.clerk, at=LATER)[0]
    assert (second.serial, second.reissue) == (4, 1)
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
    assert second.serial == 2
    [now] = recipients(ended.term, [second])
    assert (now.level, now.stars) == ("四星级学生", 27)
    assert first.level != second.level


@pytest.mark.django_db
def test_only_the_office_issues_and_only_of_a_settled_term() -> None:
    ended = settled()
    wanted = pks(ended)
    other = make_office(make_school(name="别的学校"))
    for person in (make_homeroom(ended.classes[0]), other):
        with pytest.raises(Refused) as refusal:
            letters(ended, by=person)
        assert refusal.value.code == "role"
    ended.reopen()
    with pytest.raises(Refused) as refusal:
        letters(ended, at=LATEST)
    assert refusal.value.code == "open"
    settlement.settle(ended.term, by=ended.administrator, at=LATEST)
    for kind in (RewardKind.CERTIFICATE, RewardKind.HONOUR_BOARD):
        with pytest.raises(Refused) as refusal:
            issue(ended.term, kind, wanted, by=ended.clerk, at=LATEST)
        assert refusal.value.code == "foreign"
    withdrawn = Entitlement.objects.get(pk=wanted[0])
    rewards.withdraw(withdrawn, reason="不发", by=ended.clerk, at=LATEST)
    with pytest.raises(Refused) as refusal:
        letters(ended, at=LATEST)
    assert refusal.value.code == "withdrawn"
    assert not IssuedDocument.objects.exists()


@pytest.mark.django_db
def test_a_letter_names_no_champion_star_unless_the_scheme_makes_them_public() -> None:
    ended = settled((32,))
    [one] = recipients(ended.term, letters(ended))
    assert sum(int(part.rstrip("颗")[-1]) for part in one.stars_by_name.split("、")) == 32
    assert "状元" not in one.stars_by_name


@pytest.mark.django_db
def test_a_letter_never_names_more_stars_than_it_counts() -> None:
    ended = settled((32,))
    plant(ended.pupils[0], ended.term)
    assert stars_by_name(ended.term, [ended.pupils[0].pk]) == {ended.pupils[0].pk: ""}


@pytest.mark.django_db
def test_the_database_refuses_changes_and_doubles() -> None:
    ended = settled()
    row = letters(ended)[0]
    every = IssuedDocument.objects.all()
    changes: list[Callable[[], object]] = [
        lambda: every.update(code="X"),
        lambda: every.filter(pk=row.pk).delete(),
        lambda: IssuedDocument(**{**_values(row), "code": "A"}).save(),
        lambda: IssuedDocument(**{**_values(row), "code": "A", "serial": 9}).save(),
        lambda: IssuedDocument(**{**_values(row), "serial": 9, "reissue": 1}).save(),
        lambda: IssuedDocument(**{**_values(row), "code": "A", "serial": 0, "reissue": 1}).save(),
        lambda: IssuedDocument(**{**_values(row), "code": "A", "serial": 9, "reissue": 1, "kind": "?"}).save(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert every.count() == 3


def _values(row: IssuedDocument) -> dict[str, object]:
    names = ("term_id", "kind", "serial", "entitlement_id", "student_id", "level_id", "reissue", "code", "by_id", "at")
    return {name: getattr(row, name) for name in names}


@pytest.mark.django_db(transaction=True)
def test_two_who_print_at_once_leave_no_gap_and_no_double() -> None:
    ended = settled((32, 31, 26, 25, 21, 20))
    wanted = pks(ended)
    print_ = partial(issue, ended.term, RewardKind.LETTER, at=NOW)
    answers = at_once(
        partial(print_, wanted[:4], by=ended.clerk),
        partial(print_, wanted[2:], by=ended.administrator),
        partial(print_, wanted, by=ended.clerk),
    )
    assert kinds(answers) == ["list"] * 3
    assert sorted(IssuedDocument.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
