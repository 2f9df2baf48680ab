"""A class on notice whose guardians agree, and the browser of a guardian."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.test import override_settings
from django.urls import reverse

from awards.models import Ground, Violation, WindowCode
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from reports.window import verbs
from reports.window.verbs import Slip
from students.models import ConsentScope, Student, User
from tests.awards.voice_factories import NOTICE_OVER, RAISED, OnNotice, make_on_notice
from tests.clients import FormClient
from tests.factories import make_administrator, make_consent, moment

NOW = RAISED
TOLD = dt.date(2025, 10, 11)
LATER = NOTICE_OVER + dt.timedelta(hours=1)
ADDRESS = "https://stars.school.example"


@contextmanager
def encrypted() -> Iterator[None]:
    """The installation as guardians reach it."""
    with override_settings(PUBLIC_ADDRESS=ADDRESS, ALLOWED_HOSTS=["stars.school.example", "testserver"]):
        yield


@dataclass(frozen=True)
class Windowed:
    """The window of a school is on; ``pupil`` is one of the class on notice, with a line on it."""

    notice: OnNotice
    administrator: User
    pupil: Student

    def slips(self, *, at: dt.datetime = NOW, only: int | None = None) -> list[Slip]:
        return verbs.issue(self.notice.sheet.school_class, only=only, by=self.administrator, at=at)

    def slip(self, *, at: dt.datetime = NOW) -> Slip:
        [slip] = self.slips(at=at, only=self.pupil.pk)
        return slip

    def code(self) -> WindowCode:
        return WindowCode.objects.in_force().get(student=self.pupil)


def agree(pupil: Student) -> None:
    """To the processing at all, and to the window."""
    for scope in (ConsentScope.PROCESSING, ConsentScope.WINDOW):
        make_consent(pupil, scope)


def make_windowed() -> Windowed:
    notice = make_on_notice()
    school_class = notice.sheet.school_class
    administrator = make_administrator(school_class.school)
    verbs.change(school_class.school, is_on=True, days=14, by=administrator, at=NOW)
    pupil = notice.lines[0].student
    agree(pupil)
    return Windowed(notice, administrator, pupil)


def guardian() -> FormClient:
    return FormClient(headers={"accept-language": "en"})


def sent(client: FormClient, code: str, answer: str, **more: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("reports:window_open"), {"code": code, "answer": answer}, secure=True, **more)


def looking(slip: Slip) -> FormClient:
    """A guardian who has opened the page of the slip."""
    client = guardian()
    answer = sent(client, slip.code, slip.place.student.number[-4:])
    assert answer.status_code == 302, answer.content
    return client


def seen(client: FormClient, status: int = 200) -> str:
    answer = client.get(reverse("reports:window_child"), secure=True)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def confirmed(windowed: Windowed, *, told: bool = True) -> Violation:
    """A deduction in force, of which the guardian was told, or was not."""
    term = windowed.notice.sheet.round.term
    ground = Ground.objects.filter(scheme=term.pinned.scheme)[0]
    incident = Incident(
        windowed.pupil,
        ground,
        dt.date(2025, 10, 10),
        "打架的经过不该出现",
        place="操场后面",
        statement="学生自己的说法",
        guardian_told_on=TOLD,
        guardian_told_how="电话",
    )
    row = violations.propose(incident, by=windowed.administrator, at=moment(TOLD, 15))
    other = make_administrator(windowed.pupil.school, "另一人")
    done = violations.confirm(row, by=other, at=moment(TOLD, 16), reason="核实属实")
    if not told:
        Violation.objects.filter(pk=done.pk).update(guardian_told_on=None)
    return done
