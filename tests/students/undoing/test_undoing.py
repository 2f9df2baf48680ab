"""What was done to many at once is undone by one press: by who did it, in time, once, and only as it was left."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from awards.ceremonies import verbs as ceremonies
from awards.models import ClassRound, Decision, Entitlement, Nomination, ObjectionRoute, SheetState, Verdict
from awards.objections.verbs import receive
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.sheets import entering, moves
from awards.sheets.entering import Change
from starrating.offers.acts import OPEN_FOR
from starrating.operations.idempotency import FIELD
from starrating.operations.models import AuditEvent
from students.models import User
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY, make_board
from tests.awards.ceremony_factories import ON_THE_DAY, at, make_settled, plan
from tests.awards.settlement_factories import LATER, make_ended
from tests.factories import items_of, make_administrator, make_homeroom, make_sheet, make_student, moment

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Case:
    """One act on many: who does it where with what, whether it is done, what goes on after it, what the record says."""

    by: User
    colleague: User
    now: dt.datetime
    address: str
    data: dict[str, Any]
    done: Callable[[], bool]
    go_on: Callable[[dt.datetime], object]
    action: str
    says: str
    later: str


def of_rewards() -> Case:
    ended = make_ended([32, 26])
    ended.settle()
    rows = Entitlement.objects.filter(term=ended.term, kind=RewardKind.LETTER)
    first = rows[0]
    return Case(
        ended.clerk,
        ended.administrator,
        LATER,
        reverse("awards:hand_out", args=[ended.term.pk]),
        {"entitlements": [row.pk for row in rows]},
        lambda: not rows.to_do().exists(),
        lambda now: rewards.reissue(first, reason="遗失", by=ended.administrator, at=now),
        "entitlement.hand_out_undone",
        "2 are due again.",
        "withdraw or issue again",
    )


def of_a_ceremony() -> Case:
    ended = make_settled()
    opening = plan(ended)
    stage = at(opening, RewardKind.CERTIFICATE)
    return Case(
        ended.clerk,
        ended.administrator,
        ON_THE_DAY,
        reverse("awards:ceremony_hand_out", args=[opening.pk]),
        {"entitlements": stage},
        lambda: not Entitlement.objects.filter(pk__in=stage).to_do().exists(),
        lambda now: ceremonies.close(opening, by=ended.administrator, at=now),
        "ceremony.taken_back",
        "3 are due again.",
        "until the ceremony is closed",
    )


def of_filing(address: str = "awards:file_sheets") -> Case:
    board = make_board(9)
    waiting = ClassRound.objects.filter(round=board.round, state=SheetState.SUBMITTED)
    pks = list(waiting.values_list("pk", flat=True))
    return Case(
        board.clerk,
        board.administrator,
        moment(TODAY),
        reverse(address, args=[board.round.pk]),
        {"sheets": pks, "on": TODAY.isoformat()},
        lambda: not waiting.all().exists(),
        lambda now: moves.send_back(
            ClassRound.objects.get(pk=pks[0]), reason="少一个日期", by=board.administrator, at=now
        ),
        "sheet.filing_undone",
        "2 sheets are to be filed again.",
        "return the sheet on its own page",
    )


def of_names() -> Case:
    sheet = make_sheet(pupils=1)
    for seat, name in enumerate(["张珊", "李明"], start=2):
        make_student(sheet.school_class, name, seat=seat)
    teacher, administrator = make_homeroom(sheet.school_class), make_administrator(sheet.school_class.school)
    star, lines = items_of(sheet)[0], Nomination.objects.placed().filter(class_round=sheet)

    def off(now: dt.datetime) -> None:
        for line in list(lines):
            change = Change(line.student_id, line.item_id, wanted=False)
            entering.save_lines(sheet, [change], by=administrator, at=now)
            entering.save_lines(sheet, [replace(change, wanted=True)], by=administrator, at=now)

    return Case(
        teacher,
        administrator,
        moment(dt.date(2025, 9, 29)),
        reverse("awards:sheet_names", args=[sheet.pk]),
        {"item": star.pk, "names": "zs lm"},
        lambda: lines.count() == 2,
        off,
        "sheet.entered",
        "2 names are off the sheet again.",
        "until the sheet is submitted",
    )


CASES = {
    "rewards": of_rewards,
    "ceremony": of_a_ceremony,
    "filing": of_filing,
    "filing all": lambda: of_filing("awards:file_unflagged"),
    "names": of_names,
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def act(case: Case) -> tuple[str, str]:
    """Do it on its page; gives the word of the offer, and the page that follows."""
    client = client_of(case.by)
    with time_machine.travel(case.now, tick=False):
        answer = client.post(case.address, case.data)
        words = [message.extra_tags for message in get_messages(answer.wsgi_request) if message.extra_tags]
        page = client.get(answer.headers["Location"]).content.decode()
    assert case.done()
    assert len(words) == 1
    return words[0], page


def undo(user: User, word: str, now: dt.datetime, **more: str) -> list[str]:
    with time_machine.travel(now, tick=False):
        answer = client_of(user).post(reverse("students:undo"), {"offer": word, FIELD: str(uuid.uuid4())} | more)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def undone(case: Case) -> int:
    return AuditEvent.objects.filter(action=case.action).count()


def test_one_press_undoes_it_on_record(case: Case) -> None:
    word, page = act(case)
    assert 'action="/undo/"' in page
    assert word in page
    assert case.later in page
    before = undone(case)
    assert undo(case.by, word, case.now + SOON) == [case.says]
    assert not case.done()
    assert undone(case) > before


def test_a_colleague_is_refused(case: Case) -> None:
    word, _page = act(case)
    assert undo(case.colleague, word, case.now + SOON) == ["Only who has just done something can undo it here."]
    assert case.done()


def test_it_is_too_late_after_ten_minutes(case: Case) -> None:
    word, _page = act(case)
    [said] = undo(case.by, word, case.now + OPEN_FOR + SOON)
    assert said.startswith("One press can undo this for ten minutes only.")
    assert case.later in said
    assert case.done()


def test_twice_has_one_effect_and_the_second_press_is_told_so(case: Case) -> None:
    word, _page = act(case)
    key = {FIELD: str(uuid.uuid4())}
    assert undo(case.by, word, case.now + SOON, **key) == undo(case.by, word, case.now + SOON, **key) == [case.says]
    before = undone(case)
    [said] = undo(case.by, word, case.now + SOON)
    assert said != case.says
    assert undone(case) == before


def test_what_has_gone_on_since_is_left_as_it_is(case: Case) -> None:
    word, _page = act(case)
    case.go_on(case.now + SOON)
    before = undone(case)
    [said] = undo(case.by, word, case.now + 2 * SOON)
    assert said != case.says
    assert undone(case) == before


@pytest.mark.parametrize("word", ["", "x", "WyJyZXdhcmRzIl0:1:abc"])
def test_a_word_that_the_program_has_not_made_undoes_nothing(word: str) -> None:
    case = of_rewards()
    act(case)
    assert undo(case.by, word, case.now + SOON) == ["Only who has just done something can undo it here."]
    assert case.done()


def test_who_has_lost_the_role_meanwhile_is_refused() -> None:
    case = of_rewards()
    word, _page = act(case)
    case.by.school_roles.all().delete()
    with time_machine.travel(case.now + SOON, tick=False):
        assert client_of(case.by).post(reverse("students:undo"), {"offer": word}).status_code == 403
    assert case.done()


def test_what_was_handed_out_anew_is_not_undone_by_the_first_word() -> None:
    case = of_rewards()
    word, _page = act(case)
    undo(case.by, word, case.now + SOON)
    again = replace(case, now=case.now + 2 * SOON)
    act(again)
    assert undo(case.by, word, case.now + 3 * SOON) == [
        "Somebody has changed some of these since. Load the list again."
    ]
    assert case.done()


def test_a_sheet_filed_again_keeps_its_number_and_the_reason_stands_on_record() -> None:
    case = of_filing()
    filed = ClassRound.objects.filter(pk__in=case.data["sheets"]).order_by("pk")
    word, _page = act(case)
    numbers = list(filed.values_list("filing_number", flat=True))
    undo(case.by, word, case.now + SOON)
    assert set(filed.values_list("notice_from", "notice_until", "filed_on")) == {(None, None, None)}
    told = Decision.objects.filter(class_round__in=filed, verdict=Verdict.RECALLED).select_related("reason_kept")
    assert [one.reason for one in told] == ["pressed by mistake"] * 2
    assert undo(case.by, word, case.now + SOON) != [case.says]
    act(replace(case, now=case.now + 2 * SOON))
    assert list(filed.values_list("filing_number", flat=True)) == numbers
    assert undo(case.by, word, case.now + 3 * SOON) == [
        "Some of these sheets were filed anew since. Load the page again."
    ]


def test_a_notice_that_somebody_has_objected_to_stays_up() -> None:
    case = of_filing()
    word, _page = act(case)
    line = Nomination.objects.placed().filter(class_round__in=case.data["sheets"]).select_related("class_round")[0]
    receive(
        line.class_round,
        line,
        route=ObjectionRoute.AT_OFFICE,
        facts="当天不在校",
        raised_by="孙家长",
        by=case.colleague,
        at=case.now + SOON,
    )
    [said] = undo(case.by, word, case.now + 2 * SOON)
    assert said.startswith("Somebody has objected meanwhile: ")
    assert case.done()


def test_one_name_makes_no_offer() -> None:
    case = of_names()
    with time_machine.travel(case.now, tick=False):
        answer = client_of(case.by).post(case.address, case.data | {"names": "zs"})
    assert [message.extra_tags for message in get_messages(answer.wsgi_request)] == []


def test_a_script_that_confirms_a_paste_gets_the_offer_with_the_names() -> None:
    case = of_names()
    client, paste = client_of(case.by), case.address.replace("/names", "/paste")
    with time_machine.travel(case.now, tick=False):
        client.post(paste, {"text": "文明星：张珊、李明"})
        answer = client.post(case.address.replace("/names", "/settle"), {"certain": "on"}, headers={"X-Part": "true"})
    assert case.done()
    text = answer.content.decode()
    assert "2 names entered." in text
    assert 'action="/undo/"' in text
