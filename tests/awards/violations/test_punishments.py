"""Formal punishments (A47): recorded, lifted, shown where merit awards are decided, and nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Entitlement, Punishment, PunishmentKind, StarEntry, TermLevel
from awards.movements import credit
from awards.rules.entitlements import Flag, RewardKind
from awards.violations.punishments import PunishmentDecision, lift, record
from starrating.operations.models import AuditEvent
from students.models import Enrolment
from tests.awards.settlement_factories import NOW, Ended, make_ended
from tests.factories import TERM_END, make_homeroom, moment
from tests.hidden import key_in
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DECIDED = dt.date(2025, 11, 3)


@pytest.fixture
def ended() -> Ended:
    return make_ended((26, 26))


def decision(ended: Ended, until: dt.date | None = None) -> PunishmentDecision:
    return PunishmentDecision(ended.pupils[0], PunishmentKind.DEMERIT, DECIDED, "考试作弊", until)


def eligibility_flags(ended: Ended) -> list[list[str]]:
    ended.settle()
    rows = Entitlement.objects.filter(term=ended.term, kind=RewardKind.AWARD_ELIGIBILITY).order_by("student__number")
    return [row.flags for row in rows]


@pytest.mark.parametrize(
    ("until", "lifted", "flags"),
    [
        (None, None, [Flag.PUNISHMENT]),
        (TERM_END, None, [Flag.PUNISHMENT]),
        (TERM_END - dt.timedelta(days=1), None, []),
        (None, TERM_END, []),
    ],
)
def test_one_in_force_on_the_last_day_is_flagged_and_takes_nothing(
    ended: Ended, until: dt.date | None, lifted: dt.date | None, flags: list[str]
) -> None:
    punishment = record(decision(ended, until), by=ended.clerk, at=NOW)
    if lifted:
        lift(punishment, on=lifted, reason="表现良好", by=ended.clerk, at=NOW)
    assert eligibility_flags(ended) == [flags, []]
    assert not StarEntry.objects.of_term(ended.term).filter(stars__lt=0).exists()
    assert {row.level for row in TermLevel.objects.filter(term=ended.term)} == {4}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ground": " "}, "ground"),
        ({"decided_on": dt.date(2030, 1, 1)}, "future"),
        ({"until": DECIDED - dt.timedelta(days=1)}, "until"),
    ],
)
def test_what_will_not_do_is_refused(ended: Ended, change: dict[str, object], code: str) -> None:
    with refused(code):
        record(replace(decision(ended), **change), by=ended.clerk, at=NOW)  # type: ignore[arg-type]
    assert not Punishment.objects.exists()


def test_only_the_office_and_only_once(ended: Ended) -> None:
    teacher = make_homeroom(ended.classes[0])
    with refused("role"):
        record(decision(ended), by=teacher, at=NOW)
    punishment = record(decision(ended), by=ended.clerk, at=NOW)
    with refused("twice"):
        record(decision(ended), by=ended.clerk, at=NOW)
    with refused("role"):
        lift(punishment, on=TERM_END, reason="表现良好", by=teacher, at=NOW)
    with refused("reason"):
        lift(punishment, on=TERM_END, reason=" ", by=ended.clerk, at=NOW)
    lift(punishment, on=TERM_END, reason="表现良好", by=ended.clerk, at=NOW)
    with refused("twice"):
        lift(punishment, on=TERM_END, reason="表现良好", by=ended.clerk, at=NOW)
    actions = set(AuditEvent.objects.filter(action__startswith="punishment").values_list("action", flat=True))
    assert actions == {"punishment.recorded", "punishment.lifted"}


def test_it_follows_a_pupil_whose_records_are_joined(ended: Ended) -> None:
    first, second = ended.pupils
    record(decision(ended), by=ended.clerk, at=NOW)
    at = moment(TERM_END)
    credit.join_records(first, second, on=TERM_END, reason="重复建档", by=ended.clerk, at=at)
    assert Enrolment.objects.active_on(TERM_END).filter(student=second).exists()
    assert Punishment.objects.get().student == second


def test_recorded_and_lifted_on_screen(ended: Ended, client: Client) -> None:
    client.force_login(ended.clerk)
    with time_machine.travel(NOW):
        page = client.get(reverse("awards:punishment_record"))
        form = {
            "idempotency_key": key_in(page),
            "number": ended.pupils[0].number,
            "kind": "demerit",
            "decided_on": DECIDED.isoformat(),
            "ground": "考试作弊",
        }
        assert client.post(reverse("awards:punishment_record"), {**form, "number": "0"}).status_code == 422
        assert client.post(reverse("awards:punishment_record"), form).status_code == 302
        punishment = Punishment.objects.get()
        assert "考试作弊" in client.get(reverse("awards:punishments")).content.decode()
        address = reverse("awards:punishment_lift", args=[punishment.pk])
        page = client.get(address)
        lifting = {"idempotency_key": key_in(page), "on": TERM_END.isoformat(), "reason": "表现良好"}
        assert client.post(address, lifting).status_code == 302
        assert "表现良好" in client.get(reverse("awards:punishments")).content.decode()


def test_the_list_asks_the_same_however_long_it_is(ended: Ended, client: Client) -> None:
    client.force_login(ended.clerk)
    with time_machine.travel(NOW):
        client.get(reverse("awards:punishments"))
    asked = []
    for pupil in ended.pupils:
        record(replace(decision(ended), student=pupil), by=ended.clerk, at=NOW)
        with time_machine.travel(NOW), CaptureQueriesContext(connection) as queries:
            assert pupil.name in client.get(reverse("awards:punishments")).content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
