"""A class of fifty at one moment: phones and the classroom's computer, and nobody gets more than there is."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from awards.models import ClassRound, Decision, LineState, Nomination
from awards.rules.kinds import StepRole
from awards.steps import closing
from awards.steps.closing import Tied
from awards.steps.committee import verbs as votes
from awards.steps.committee.verbs import before_the_committee
from students.models import Student, User
from tests.awards.steps_factories import NOW, ClassAtWork, make_class_at_work
from tests.clients import FormClient
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PUPILS, CAP, QUOTA = 50, 4, 5
# Who also sits down at the classroom's computer, and how many requests the server answers at a time.
AT_THE_COMPUTER, THREADS = 10, 8
# How often somebody presses again on a busy server.
PRESSES = 5
MONTH = "/my-month/"


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def test_nobody_has_a_fifth_star_and_no_star_a_sixth_name() -> None:
    work = make_class_at_work(pupils=PUPILS)
    users = [account_of(work, student) for student in work.pupils]
    computer = [(work, number, users[number]) for number in range(AT_THE_COMPUTER)]
    phones = [(signed_in(user), work, number) for number, user in enumerate(users)]
    with ThreadPoolExecutor(THREADS) as pool:
        shared = pool.submit(sit_down_in_turn, computer)
        answers = list(pool.map(lambda phone: on_a_phone(*phone), phones))
        answers += shared.result()
    assert set(answers) == {422}
    lines = Nomination.objects.filter(class_round=work.sheet, state=LineState.PROPOSED)
    declared = Counter(lines.values_list("student", flat=True))
    assert declared == {student.pk: CAP for student in work.pupils}
    assert Decision.objects.filter(class_round=work.sheet).count() == PUPILS * CAP
    work.close(StepRole.PUPIL)
    work.close(StepRole.GROUP_LEADER)
    chosen = everybody_is_voted_for(work)
    # The last star of the paper is the fifth for everybody who ticked it.
    assert chosen == {item.pk: QUOTA for item in work.items[:-1]}


def account_of(work: ClassAtWork, student: Student) -> User:
    if student.pk in work.accounts:
        return work.accounts[student.pk]
    user = make_user(student.school, student.name)
    user.student = student
    user.save(update_fields=["student"])
    return user


def signed_in(user: User) -> FormClient:
    client = FormClient(raise_request_exception=False)
    client.force_login(user)
    return client


def on_a_phone(client: FormClient, work: ClassAtWork, number: int) -> int:
    """Five stars ticked and sent; the page comes back and says why the fifth cannot be."""
    try:
        return five_sent(client, work, number)
    finally:
        connection.close()


def sit_down_in_turn(people: list[tuple[ClassAtWork, int, User]]) -> list[int]:
    """Each signs in, sends the same five and signs out again, in the same browser."""
    client = FormClient(raise_request_exception=False)
    answers = []
    try:
        for work, number, user in people:
            answer(client, "/sign-in", {"username": user.username, "password": PASSWORD})
            answers.append(five_sent(client, work, number))
            answer(client, "/sign-out", {})
    finally:
        connection.close()
    return answers


def five_sent(client: Client, work: ClassAtWork, number: int) -> int:
    page = answer(client, MONTH).content.decode()
    assert re.search(r'name="idempotency_key"', page)
    wanted = [work.items[(number + step) % len(work.items)].pk for step in range(CAP + 1)]
    form = {"on": wanted, "idempotency_key": uuid.uuid4().hex, "shown": ""}
    sentences = {f"statement-{item}": "这个月每天都坚持做到了" for item in wanted}
    status: int = answer(client, f"{MONTH}{work.sheet.pk}/declare", form | sentences).status_code
    return status


def answer(client: Client, path: str, form: dict[str, Any] | None = None) -> Any:
    """Ask; where the server says that it is busy, press again, as its page asks for."""
    for _press in range(PRESSES):
        given = client.get(path) if form is None else client.post(path, form)
        if given.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            break
    return given


def everybody_is_voted_for(work: ClassAtWork) -> Counter[int]:
    """Every name has the same votes, so the teacher picks; gives how many are chosen, by star."""
    sheet, step = work.sheet, work.step(StepRole.COMMITTEE)
    for member in (0, 4):
        own = work.pupils[member].pk
        lines = before_the_committee(ClassRound.objects.get(pk=sheet.pk)).exclude(student=own)
        votes.vote(sheet, dict.fromkeys(lines.values_list("pk", flat=True), True), by=work.user(member), at=NOW)
    with pytest.raises(Tied) as tied:
        closing.close(sheet, step, by=work.teacher, at=NOW)
    picks = [pk for count in tied.value.counts for pk in sorted(count.outcome.tied)[: count.outcome.seats]]
    closing.close(sheet, step, by=work.teacher, at=NOW, picks=picks)
    chosen = Nomination.objects.filter(class_round=sheet, state=LineState.CHOSEN)
    return Counter(chosen.values_list("item", flat=True))
