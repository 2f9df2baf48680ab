"""The class meeting counts the committee's hands, star by star, and its teacher types them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Decision, HeldStep, LineState, Nomination, SheetState, Vote
from awards.rules.kinds import StepRole
from awards.steps import closing
from awards.steps.committee import verbs as votes
from awards.steps.meeting import verbs as meeting
from starrating.operations.models import AuditEvent
from students.models import Term, TermState, User
from tests.awards.entry_clients import sign_in, statements
from tests.awards.steps_factories import (
    NOW,
    ClassAtWork,
    at_the_committee,
    at_the_groups,
    make_class_at_work,
    others_of,
)
from tests.factories import moment
from tests.refusals import refusal, refused

pytestmark = pytest.mark.django_db

# At the committee the first star has the names of pupils 1, 2, 5 and 6; of its five members, 2 and 6 among them.
ALL = {1: (4, 1), 2: (4, None), 5: (3, None), 6: (1, 3)}


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 28)), tick=False):
        yield


@pytest.fixture
def work() -> ClassAtWork:
    return at_the_committee()


def counts(
    work: ClassAtWork, hands: dict[int, tuple[int, int | None]] | None = None, *, by: User | None = None
) -> list[Nomination]:
    found = {work.line(pupil, 0).pk: result for pupil, result in (ALL if hands is None else hands).items()}
    return meeting.count_hands(work.sheet, work.items[0].pk, found, by=by or work.teacher, at=NOW)


def forgets(work: ClassAtWork) -> int:
    return meeting.forget_hands(work.sheet, work.items[0].pk, by=work.teacher, at=NOW)


def code_of(work: ClassAtWork, hands: dict[int, tuple[int, int | None]] | None = None) -> str:
    return refusal(lambda: counts(work, hands))


def test_the_hands_decide_by_the_same_rule_as_ballots(work: ClassAtWork) -> None:
    assert len(counts(work)) == 4
    scheme = work.sheet.round.term.pinned.scheme
    scheme.quota_number = 1
    scheme.save(update_fields=["quota_number"])
    work.close(StepRole.COMMITTEE)
    lines = [work.line(pupil, 0) for pupil in (1, 2, 5, 6)]
    # Four of four who could vote on a member stand above four of five.
    assert [(line.votes_for, line.votes_against, line.could_vote, line.state) for line in lines] == [
        (4, 1, 5, LineState.DROPPED),
        (4, 0, 4, LineState.CHOSEN),
        (3, 2, 5, LineState.DROPPED),
        (1, 3, 4, LineState.DROPPED),
    ]
    held = HeldStep.objects.get(step=work.step(StepRole.COMMITTEE))
    assert re.findall(r"\d", held.participants) == ["1", "1"], "one of one star by hands"
    assert not held.on_paper


def test_the_same_twice_is_once_and_each_name_has_its_event(work: ClassAtWork) -> None:
    assert [len(counts(work)) for _time in range(2)] == [4, 0]
    assert [line.student for line in counts(work, {**ALL, 5: (5, 0)})] == [work.pupils[5]]
    events = AuditEvent.objects.filter(action="sheet.hands_counted").order_by("pk")
    assert [(event.new["hands"], event.student_key) for event in events] == [
        *(([3, 2] if pupil == 5 else hands, work.pupils[pupil].pk) for pupil, hands in SAID.items()),
        ([5, 0], work.pupils[5].pk),
    ]
    assert not Decision.objects.filter(nomination__isnull=False, step=work.step(StepRole.COMMITTEE)).exists()


SAID = {1: [4, 1], 2: [4, 0], 5: [3, 2], 6: [1, 3]}


@pytest.mark.parametrize(
    ("hands", "code"),
    [
        ({**ALL, 1: (6, 0)}, "hands"),
        ({**ALL, 1: (3, 3)}, "hands"),
        ({**ALL, 2: (5, 0)}, "hands"),
        ({**ALL, 6: (-1, 0)}, "hands"),
        ({1: (5, 0)}, "missing"),
        ({}, "missing"),
    ],
    ids=["too many for", "too many together", "more than could on a member", "negative", "names left out", "nothing"],
)
def test_wrong_hands_save_nothing(work: ClassAtWork, hands: dict[int, tuple[int, int | None]], code: str) -> None:
    assert code_of(work, hands) == code
    assert not Nomination.objects.filter(counted_for__isnull=False).exists()


def test_another_star_or_a_name_that_is_gone(work: ClassAtWork) -> None:
    for star in (work.items[3].pk, 10**9):
        with refused("star"):
            meeting.count_hands(work.sheet, star, {}, by=work.teacher, at=NOW)
    Nomination.objects.filter(pk=work.line(1, 0).pk).update(state=LineState.DROPPED)
    assert code_of(work) == "line"


def test_only_by_the_classs_teacher_while_the_committees_step_is_open(work: ClassAtWork) -> None:
    others = others_of(work)
    administrator = others.pop("administrator")
    for name, user in {**others, "member": work.user(2), "leader": work.user(0)}.items():
        for act in (lambda user=user: counts(work, by=user), lambda user=user: forget_as(work, user)):
            with refused("role") as no:
                act()
            assert no.value.code == "role", name
    assert len(counts(work, by=administrator)) == 4
    work.close(StepRole.COMMITTEE)
    assert code_of(work) == "stage"
    assert code_of(at_the_groups()) == "stage"
    work.sheet.state = SheetState.SUBMITTED
    work.sheet.save()
    assert code_of(work) == "state"
    Term.objects.update(state=TermState.SETTLED)
    assert code_of(work) == "settled"


def forget_as(work: ClassAtWork, user: User) -> int:
    return meeting.forget_hands(work.sheet, work.items[0].pk, by=user, at=NOW)


def test_a_star_goes_one_way_hands_or_ballots(work: ClassAtWork) -> None:
    work.votes(0, {(1, 0): False})
    counts(work)
    with refused("counted"):
        work.votes(0, {(2, 0): True})
    assert votes.agree_with_rest(work.sheet, [work.line(2, 0).pk], by=work.user(0), at=NOW) == 0
    page = sign_in(work.user(0)).get("/committee/").context["page"]
    assert (page.star.by_hand, page.left, page.participation.missing) == (True, 0, [])
    assert forgets(work) == 4
    assert forgets(work) == 0
    assert AuditEvent.objects.filter(action="sheet.hands_forgotten").count() == 1
    work.votes_on_all(0, (1, 0))
    assert code_of(work) == "ballots"


def test_a_name_that_comes_later_must_be_counted_too(work: ClassAtWork) -> None:
    counts(work)
    work.declares(3, 0)
    with refused("nobody"):
        work.close(StepRole.COMMITTEE)
    counts(work, {**ALL, 3: (5, None)})
    work.close(StepRole.COMMITTEE)
    assert work.line(3, 0).state == LineState.CHOSEN


def test_opened_again_the_hands_are_kept_and_toward_the_pupils_gone(work: ClassAtWork) -> None:
    counts(work)
    with refused("reason") as no:
        closing.reopen(work.sheet, work.step(StepRole.GROUP_LEADER), by=work.teacher, at=NOW)
    assert no.value.code == "reason", "hands count as begun"
    work.close(StepRole.COMMITTEE)
    closing.reopen(work.sheet, work.step(StepRole.COMMITTEE), by=work.teacher, at=NOW)
    assert work.line(1, 0).counted_for == 4
    closing.reopen(work.sheet, work.step(StepRole.PUPIL), by=work.teacher, at=NOW, reason="重新自报")
    assert not Nomination.objects.filter(counted_for__isnull=False).exists()


# The screen


def path_of(work: ClassAtWork, rest: str = "") -> str:
    return f"/sheets/{work.sheet.pk}/meeting/{rest}"


def typed(work: ClassAtWork, hands: dict[int, tuple[str, str]]) -> dict[str, object]:
    body: dict[str, object] = {"star": work.items[0].pk}
    for pupil, (hands_for, against) in hands.items():
        line = work.line(pupil, 0).pk
        body |= {f"for-{line}": hands_for, f"against-{line}": against}
    return body


def test_the_teacher_types_the_hands_star_by_star() -> None:
    work = at_the_groups()
    work.close(StepRole.GROUP_LEADER)
    client = sign_in(work.teacher)
    page = client.get(path_of(work)).context["page"]
    assert (page.number, len(page.stars), page.star.item, page.after.item) == (1, 2, *work.items[:2])
    assert [(one.line.student, one.could) for one in page.star.lines] == [
        (work.pupils[pupil], could) for pupil, could in ((1, 5), (2, 4), (5, 5), (6, 4))
    ]
    body = typed(work, {1: ("5", ""), 2: ("4", "0"), 5: ("1", "2"), 6: ("0", "")})
    for _time in range(2):
        assert client.post(path_of(work, "count"), {**body, "idempotency_key": "one"})["Location"] == path_of(work)
    assert [work.line(pupil, 0).counted_against for pupil in (1, 2, 5, 6)] == [0, 0, 2, 4]
    page = client.get(path_of(work)).context["page"]
    assert (page.star.item, page.before.item, page.stars[0].done) == (work.items[1], work.items[0], 4)
    client.post(path_of(work, "count"), {"star": work.items[1].pk, f"for-{work.line(1, 1).pk}": "5"})
    assert client.get(path_of(work)).context["page"].star is None
    assert client.post(path_of(work, "forget"), {"star": work.items[0].pk}).status_code == 302
    assert client.get(path_of(work)).context["page"].star.item == work.items[0]
    assert path_of(work) in client.get(f"/sheets/{work.sheet.pk}/progress/").content.decode()


def test_the_screen_is_not_over_while_members_still_vote_on_theirs(work: ClassAtWork) -> None:
    """One ballot makes a star that of the phones; it is no star that the meeting is done with."""
    work.votes_on_all(0)
    page = sign_in(work.teacher).get(path_of(work)).context["page"]
    assert page.star is not None
    assert [star.done for star in page.stars] == [0] * len(page.stars)


def test_what_cannot_be_saved_is_shown_as_typed(work: ClassAtWork) -> None:
    body = typed(work, {1: ("5", ""), 2: ("5", "0"), 5: ("", ""), 6: ("x", "")})
    answer = sign_in(work.teacher).post(path_of(work, "count"), body)
    text = answer.content.decode()
    assert "message--error" in text
    assert [(one.hands_for, one.hands_against) for one in answer.context["page"].star.lines] == [
        ("5", ""),
        ("5", "0"),
        ("", ""),
        ("x", ""),
    ]
    assert not Nomination.objects.filter(counted_for__isnull=False).exists()


def test_outside_the_committees_turn_nothing_is_counted() -> None:
    work = at_the_groups()
    client = sign_in(work.teacher)
    assert "<input" not in client.get(path_of(work)).content.decode().split("<main")[1].split("</main")[0]
    answer = client.post(path_of(work, "count"), {"star": work.items[0].pk})
    assert "message--error" in answer.content.decode()
    assert sign_in(others_of(work)["elsewhere"]).get(path_of(work)).status_code == 404
    assert sign_in(work.user(0)).get(path_of(work)).status_code == 403


def test_the_screen_and_saving_ask_as_much_for_few_names_as_for_many() -> None:
    asked = []
    for size in (4, 45):
        work = make_class_at_work(pupils=50)
        for pupil in range(3, 3 + size):
            work.declares(pupil, 0)
        work.close(StepRole.PUPIL)
        work.close(StepRole.GROUP_LEADER)
        client = sign_in(work.teacher)
        client.get(path_of(work))
        with CaptureQueriesContext(connection) as looking:
            client.get(path_of(work))
        body = typed(work, dict.fromkeys(range(3, 3 + size), ("2", "0")))
        with CaptureQueriesContext(connection) as saving:
            client.post(path_of(work, "count"), body)
        assert Nomination.objects.filter(class_round=work.sheet, counted_for=2).count() == size
        asked.append([len(statements(found.captured_queries)) for found in (looking, saving)])
    assert asked[0] == asked[1]
    assert asked[0][0] <= 16
    assert asked[0][1] <= 24
    assert not Vote.objects.exists()
