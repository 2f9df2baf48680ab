"""The committee of a class of 50 with 181 declared items is through in ten minutes, at two seconds a press."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from awards.models import Nomination, Vote
from awards.rules.kinds import StepRole
from awards.sheets.contents import Contents
from awards.steps.committee.verbs import before_the_committee
from awards.steps.counting import Counting
from students.models import CommitteeMember, User
from tests.awards.entry_clients import sign_in
from tests.awards.steps_factories import ClassAtWork, make_class_at_work
from tests.factories import TERM_START, make_user, moment

pytestmark = pytest.mark.django_db

PUPILS, DECLARED, MEMBERS = 50, 181, 10
SECONDS_A_PRESS, MINUTES = 2, 10
# How many names of a star a member does not agree with, in the month that is played.
AGAINST = 3


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 28)), tick=False):
        yield


def big_class() -> ClassAtWork:
    """50 pupils; 31 of them declare four items and 19 three, over eleven stars."""
    work = make_class_at_work(pupils=PUPILS)
    for pupil in range(PUPILS):
        work.declares(pupil, *((pupil * 4 + one) % 11 for one in range(4 if pupil < DECLARED - 3 * PUPILS else 3)))
    work.close(StepRole.PUPIL)
    work.close(StepRole.GROUP_LEADER)
    assert before_the_committee(work.sheet).count() == DECLARED
    return work


def ten_members(work: ClassAtWork) -> list[User]:
    """Two leaders and eight cadres: the five of the class at work, and five more."""
    for pupil in (1, 3, 5, 8, 9):
        student = work.pupils[pupil]
        CommitteeMember.objects.create(school_class=work.sheet.school_class, student=student, starts_on=TERM_START)
        if student.pk not in work.accounts:
            user = make_user(work.sheet.school_class.school, student.name)
            user.student = student
            user.save(update_fields=["student"])
            work.accounts[student.pk] = user
    return [work.user(number) for number in range(MEMBERS)]


def votes_on_all(client: Client, work: ClassAtWork) -> int:
    """A member's way through the page: some names one by one, the rest of each star at once; gives the presses."""
    presses = 0
    path = f"/committee/{work.sheet.pk}/"
    while (page := client.get("/committee/").context["page"]).left:
        names = [one.line.pk for one in page.star.lines if not one.own]
        for name in names[:AGAINST]:
            client.post(f"{path}vote", {"star": page.star.item.pk, f"line-{name}": "0"}, headers={"X-Part": "true"})
            presses += 1
        client.post(f"{path}rest", {"star": page.star.item.pk, "seen": names}, headers={"X-Part": "true"})
        presses += 1
    return presses


def test_ten_members_are_through_in_ten_minutes() -> None:
    work = big_class()
    members = ten_members(work)
    most = MINUTES * 60 // SECONDS_A_PRESS
    stars = len(work.items)
    for user in members:
        own = Nomination.objects.filter(class_round=work.sheet, student=user.student).count()
        # Every name pressed by itself, and on to the next star: members sit at it at the same time.
        assert DECLARED - own + stars - 1 <= most
    presses = [votes_on_all(sign_in(user), work) for user in members[:2]]
    assert presses == [stars * (AGAINST + 1)] * 2, "44 presses where three names of a star are not agreed with"
    assert max(presses) * SECONDS_A_PRESS <= 90
    for number in range(2, MEMBERS):
        work.votes_on_all(number)
    own_lines = Nomination.objects.filter(class_round=work.sheet, student__in=[user.student_id for user in members])
    assert Vote.objects.count() == DECLARED * MEMBERS - own_lines.count()
    # In a class meeting: a number for every name, a save for every star.
    assert DECLARED + stars <= most
    work.close(StepRole.COMMITTEE, *ties(work))


def ties(work: ClassAtWork) -> list[int]:
    """As many of the tied as there are places."""
    stars = Counting.load(Contents.load(work.sheet), dt.date(2025, 9, 28)).stars
    return [pk for star in stars for pk in star.outcome.tied[: star.outcome.seats]]
