"""The database itself holds how many stars a pupil has on one sheet (五4), where the scheme limits that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from awards.guards import CAP, CAP_HELD
from awards.models import LineSource, LineState, Nomination, Scheme, StarItem
from students.models import Student
from tests.factories import items_of, make_class, make_sheet
from tests.guarantees.factories import students_of
from tests.triggers import without

pytestmark = pytest.mark.django_db


LIVE = (LineState.PROPOSED, LineState.CHOSEN, LineState.DISPUTED, LineState.FINAL)


class Paper:
    """A sheet whose names are written past every verb."""

    def __init__(self) -> None:
        self.sheet = make_sheet(pupils=2)
        self.items = items_of(self.sheet)
        self.pupil, self.other = students_of(self.sheet)

    def name(self, item: StarItem, state: str = LineState.CHOSEN, pupil: Student | None = None) -> Nomination:
        has_none = state in (LineState.PROPOSED, LineState.DROPPED)
        place = None if has_none else 1 + Nomination.objects.filter(class_round=self.sheet).count()
        return Nomination.objects.create(
            class_round=self.sheet,
            student=pupil or self.pupil,
            item=item,
            source=LineSource.PAPER,
            state=state,
            place=place,
        )


@pytest.fixture
def paper() -> Paper:
    made = Paper()
    for item in made.items[:4]:
        made.name(item)
    return made


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=CAP_HELD), transaction.atomic():
        act()


@pytest.mark.parametrize("state", LIVE)
def test_a_fifth_name_is_refused_however_it_stands(paper: Paper, state: str) -> None:
    refused(lambda: paper.name(paper.items[4], state))


def test_the_trigger_is_what_refuses(paper: Paper) -> None:
    with without(CAP):
        paper.name(paper.items[4])
    refused(lambda: paper.name(paper.items[5]))


def test_a_name_that_was_taken_off_comes_back_only_where_there_is_room(paper: Paper) -> None:
    line = paper.name(paper.items[4], LineState.DROPPED)
    off = Nomination.objects.filter(pk=line.pk)
    refused(lambda: off.update(state=LineState.PROPOSED))
    refused(lambda: off.update(state=LineState.CHOSEN, place=1))
    Nomination.objects.filter(item=paper.items[0]).update(state=LineState.DROPPED, place=None)
    off.update(state=LineState.CHOSEN, place=1)
    refused(lambda: Nomination.objects.filter(item=paper.items[0]).update(state=LineState.PROPOSED))


@pytest.mark.parametrize("state", LIVE)
def test_names_that_count_already_go_from_state_to_state(paper: Paper, state: str) -> None:
    place = None if state == LineState.PROPOSED else 1
    assert Nomination.objects.filter(student=paper.pupil).update(state=state, place=place) == 4


def test_a_name_cannot_be_moved_to_a_pupil_who_has_all(paper: Paper) -> None:
    line = paper.name(paper.items[4], pupil=paper.other)
    refused(lambda: Nomination.objects.filter(pk=line.pk).update(student=paper.pupil))


def test_another_star_in_place_of_one_is_no_star_more(paper: Paper) -> None:
    line = Nomination.objects.filter(item=paper.items[0])
    assert line.update(item=paper.items[4]) == 1


def test_a_star_outside_the_cap_is_not_counted(paper: Paper) -> None:
    fifth = paper.items[4]
    StarItem.objects.filter(pk=fifth.pk).update(counts_toward_cap=False)
    paper.name(fifth)
    refused(lambda: paper.name(paper.items[5]))
    champion = StarItem.objects.filter(scheme=fifth.scheme, counts_toward_cap=False).exclude(pk=fifth.pk)[0]
    paper.name(champion)


def test_a_star_cannot_come_under_the_cap_by_another_name(paper: Paper) -> None:
    outside = StarItem.objects.filter(scheme=paper.items[0].scheme, counts_toward_cap=False)[0]
    line = paper.name(outside)
    refused(lambda: Nomination.objects.filter(pk=line.pk).update(item=paper.items[4]))


def test_without_a_limit_all_stars_may_be_had(paper: Paper) -> None:
    Scheme.objects.update(self_report_max=0)
    for item in paper.items[4:]:
        paper.name(item)
    Scheme.objects.update(self_report_max=3)
    line = Nomination.objects.filter(item=paper.items[0])
    line.update(state=LineState.DROPPED, place=None)
    refused(lambda: line.update(state=LineState.PROPOSED))


def test_other_pupils_and_other_sheets_are_not_counted(paper: Paper) -> None:
    paper.name(paper.items[4], pupil=paper.other)
    elsewhere = make_sheet(make_class(paper.sheet.school_class.school, number=7), pupils=1)
    Nomination.objects.create(
        class_round=elsewhere,
        student=paper.pupil,
        item=paper.items[4],
        source=LineSource.PAPER,
        state=LineState.PROPOSED,
    )
