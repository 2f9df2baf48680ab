"""Minor faults on screen: noted from the class's page, seen by whom they concern, leading to a prepared proposal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from awards.faults import verbs as faults
from awards.models import FaultRecord
from tests.awards.appeal_factories import RAISED_AT, AppealCase
from tests.awards.board_clients import client_of
from tests.factories import make_class, make_homeroom, make_school, make_students, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[AppealCase]:
    school_class = make_class(make_school())
    with time_machine.travel(RAISED_AT, tick=False):
        yield AppealCase(make_term(school_class.school), school_class, make_students(school_class, 3)[0])


def noted(case: AppealCase, who: Any, what: str, day: str = "2025-10-21") -> Any:
    address = reverse("awards:fault_note", args=[case.school_class.pk])
    said = {"student": case.pupil.number, "what": what, "on": day, "idempotency_key": what}
    return client_of(who).post(address, said)


def page(case: AppealCase, who: Any) -> str:
    return str(client_of(who).get(reverse("awards:faults", args=[case.school_class.pk])).content.decode())


def test_three_lead_to_a_prepared_proposal_for_the_homeroom_teacher(case: AppealCase) -> None:
    teacher = make_homeroom(case.school_class)
    for what in ("迟到", "早退"):
        assert noted(case, teacher, what).status_code == 302
    prepared = f"{reverse('awards:violation_propose')}?prepared={case.pupil.pk}"
    assert prepared not in page(case, teacher)
    assert noted(case, teacher, "打闹").status_code == 302
    assert prepared in page(case, teacher)
    assert prepared in client_of(teacher).get(reverse("awards:violations")).content.decode()
    form = client_of(teacher).get(prepared).content.decode()
    assert "2025-10-21 早退" in form
    assert noted(case, teacher, "").status_code == 422


def test_the_office_sees_and_removes_what_others_noted_and_the_pupil_sees_the_own(case: AppealCase) -> None:
    teacher = make_homeroom(case.school_class)
    row = faults.note(case.pupil, "迟到", on=RAISED_AT.date(), by=teacher, at=RAISED_AT)
    assert "迟到" in client_of(case.user).get(reverse("awards:my_appeals")).content.decode()
    stranger = make_homeroom(make_class(case.school, 2))
    away = reverse("awards:fault_remove", args=[row.pk])
    assert client_of(stranger).post(away, {"idempotency_key": "a"}).status_code == 404
    assert "迟到" in page(case, case.clerk)
    assert client_of(case.clerk).post(away, {"idempotency_key": "b"}).status_code == 302
    assert not FaultRecord.objects.filter(pk=row.pk).exists()
