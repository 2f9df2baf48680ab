"""Exams and violations on a classroom's PC and on a phone, with something on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.exams import verbs as exams
from awards.models import Exam, PunishmentKind, Violation
from awards.violations import punishments
from awards.violations.punishments import PunishmentDecision
from awards.violations.verbs import Incident, propose, record
from tests.awards.exam_factories import HELD, NOW, first_in_total, make_grade, spec_of
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def test_every_page_of_exams_and_violations(signed_in_page: SignIn, live_server: LiveServer) -> None:
    grade = make_grade()
    clerk, pupil = grade.clerk, grade.pupils[0]
    exams.confirm(spec_of(grade), first_in_total(pupil), by=clerk, at=NOW)
    exams.announce(spec_of(grade, name="质量监测一", kind="质量监测"), by=clerk, at=NOW)
    ground = grade.term.pinned.scheme.grounds.get(name="打架")
    record(Incident(pupil, ground, HELD, "课间打架", "操场"), by=clerk, at=NOW)
    propose(Incident(grade.pupils[1], ground, HELD, "课间打架", "走廊"), by=clerk, at=NOW)
    decision = PunishmentDecision(pupil, PunishmentKind.WARNING, HELD, "屡次打架")
    punishment = punishments.record(decision, by=clerk, at=NOW)
    paths = [
        *("/exams/", "/exams/announce/", "/exams/files/", "/violations/", "/violations/propose/", "/violations/files/"),
        *("/punishments/", "/punishments/record/", f"/punishments/{punishment.pk}/lift/"),
        *(f"/exams/{exam.pk}/" for exam in Exam.objects.all()),
        *(f"/violations/{violation.pk}/" for violation in Violation.objects.all()),
        f"/pupils/{pupil.pk}/",
    ]
    page = signed_in_page(clerk)
    found = {path: faults_of(page, f"{live_server.url}{path}") for path in paths}
    assert "\n".join(f"{path}: {fault}" for path, faults in found.items() for fault in faults) == ""
