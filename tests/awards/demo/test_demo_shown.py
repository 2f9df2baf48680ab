"""What there is to see in the demonstration school on one day: built once for all who look."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from awards.deeds.beside import deeds_beside
from awards.demo.build import Demo, build as build_demo
from awards.demo.months import Fate
from awards.demo.sentences import UNUSUAL_NAMES
from awards.management.commands import setup_demo
from awards.models import ClassRound, Nomination, SheetState, Vote
from awards.rules.kinds import StepRole
from awards.sheets.facts import problems_of
from awards.sheets.stage import Stage
from awards.visit.walk import STEPS
from students.groups.committee import members_on
from students.models import Enrolment, School, SchoolClass, StaffingRole, Student, StudentGroup, User
from tests.awards.demo.test_demo import CLASSES, DAYS, PUPILS, every_state_is_there, run_setup
from tests.factories import pupils_of


@dataclass(frozen=True)
class Built:
    """What the command made: the school, what it printed, and the folder where it keeps the accounts."""

    demo: Demo
    printed: str
    folder: Path


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    """The school, in a transaction around those of the tests that is never committed."""
    folder, made = tmp_path_factory.mktemp("var"), []
    (folder / "demo-accounts.txt").write_text("from a school before", encoding="utf-8")

    def build(**asked: Any) -> Demo:
        made.append(build_demo(**asked))
        return made[0]

    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(VAR_DIR=folder),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(setup_demo, "build", build)
        with time_machine.travel(DAYS[-1], tick=False):
            printed = run_setup()
        yield Built(made[0], printed, folder)
        transaction.set_rollback(True)


@pytest.fixture
def demo(built: Built, db: None) -> Demo:
    return built.demo


def test_every_state_is_there(demo: Demo) -> None:
    every_state_is_there(demo, DAYS[-1])


def everything_stored() -> str:
    return "\n".join(str(row) for model in apps.get_models() for row in model._base_manager.values_list())


def test_command_keeps_every_account_in_a_private_file_and_works_once(built: Built, db: None) -> None:
    output, path = built.printed, built.folder / "demo-accounts.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = dict(line.split()[:2] for line in path.read_text(encoding="utf-8").splitlines())
    users = {user.username: user for user in User.objects.all()}
    assert set(kept) == set(users)
    assert all(users[username].check_password(password) for username, password in kept.items())
    assert not any(user.must_change_password for user in users.values())
    stored = everything_stored()
    assert users[next(iter(kept))].password in stored
    assert [password for password in kept.values() if password in stored] == []
    shown = [line.split()[:2] for line in output.splitlines() if line.startswith("  ")]
    assert len(shown) == 9
    assert all(kept[username] == password for username, password in shown)
    before = path.read_bytes()
    with pytest.raises(CommandError):
        run_setup()
    assert path.read_bytes() == before
    assert School.objects.count() == 1


def codes(demo: Demo, fate: Fate) -> set[str]:
    sheet, _account = demo.homeroom_of(fate)
    sheet = ClassRound.objects.select_related("round__term__pinned__scheme").get(pk=sheet.pk)
    return {problem.code for problem in problems_of([sheet])[sheet.pk]}


def test_sheets_are_as_far_as_they_say(demo: Demo) -> None:
    assert set(demo.fates.values()) == set(Fate)
    found = {fate: demo.homeroom_of(fate)[0] for fate in Fate}
    rows = {fate: ClassRound.objects.get(pk=sheet.pk) for fate, sheet in found.items()}
    assert rows[Fate.NOT_STARTED].version == 0
    assert rows[Fate.BEGUN].nominations.exists()
    assert {"step_not_held", "step_without_participants"} <= codes(demo, Fate.NEARLY)
    assert (rows[Fate.RETURNED].state, rows[Fate.RETURNED].return_reason != "") == (SheetState.RETURNED, True)
    assert codes(demo, Fate.SUBMITTED) == set()
    assert (rows[Fate.PUPIL_MOVED].state, codes(demo, Fate.PUPIL_MOVED)) == (SheetState.SUBMITTED, {"not_enrolled"})
    late, in_time = rows[Fate.LATE].first_submitted_at, rows[Fate.SUBMITTED].first_submitted_at
    assert late is not None
    assert in_time is not None
    assert timezone.localdate(in_time) <= demo.shown.due_on < timezone.localdate(late)


def test_one_class_is_at_work_on_screen(demo: Demo) -> None:
    """Whoever signs in there finds something to do: to vote, to close the step, to look at what has been declared."""
    sheet, _homeroom = demo.homeroom_of(Fate.ON_SCREEN)
    stage = Stage.load(sheet)
    assert stage.is_at(StepRole.COMMITTEE)
    assert all(stage.was_online(role) for role in (StepRole.PUPIL, StepRole.GROUP_LEADER))
    voices = demo.voices
    declared = Nomination.objects.filter(class_round=sheet)
    assert set(declared.values_list("student", flat=True)) == {one.user.student_id for one in voices.accounts}
    assert all(line.statement and line.group_agreed is not None for line in declared)
    members = {one.student.pk for one in members_on(sheet.school_class, demo.shown.ends_on)}
    assert members == {one.user.student_id for one in [*voices.leaders, *voices.cadres]}
    voted = set(Vote.objects.values_list("voter", flat=True))
    assert voted
    assert voted < members
    assert voices.cadres[0].user.student_id not in voted
    assert all(one.user.check_password(one.password) for one in voices.accounts)


def test_facts_stand_beside_names_on_screen_and_about_quiet_pupils(demo: Demo) -> None:
    for fate in (Fate.ON_SCREEN, Fate.BEGUN):
        sheet, _teacher = demo.homeroom_of(fate)
        found = deeds_beside(sheet.round, [pupil.pk for pupil in pupils_of(sheet)])
        lines = set(Nomination.objects.filter(class_round=sheet).values_list("student", "item"))
        quiet = {pupil for pupil, _item in found} - {pupil for pupil, _item in lines}
        assert set(found) & lines if fate == Fate.ON_SCREEN else quiet


def test_people_sit_in_classes_and_groups_under_their_names(demo: Demo) -> None:
    here = SchoolClass.objects.taught_in(demo.school, demo.term.school_year)
    # One class more has graduated.
    assert Student.objects.count() == (3 * CLASSES + 1) * PUPILS
    assert Student.objects.filter(enrolments__school_class__in=here).distinct().count() == 3 * CLASSES * PUPILS
    first = SchoolClass.objects.filter(school=demo.school).order_by("-entry_year", "number")[0]
    own = [row.student.name for row in Enrolment.objects.of_class(first, demo.term.starts_on)]
    assert set(UNUSUAL_NAMES) <= set(own)
    assert [count for _name, count in Counter(own).most_common(2)] == [2, 1]
    assert all(student.initials for student in Student.objects.all())
    sizes = Counter(StudentGroup.objects.values_list("enrolments__group", flat=True))
    assert set(sizes.values()) == {6}
    for school_class in here:
        assert school_class.staffings.filter(role=StaffingRole.HOMEROOM).count() == 1
        assert school_class.staffings.filter(role=StaffingRole.SUBJECT).count() >= 8
        for group in school_class.groups.all():
            [leader] = group.leaders.all()
            assert leader.student.enrolments.filter(group=group).exists()


def test_each_step_of_the_walk_shows_its_page_in_its_place(demo: Demo) -> None:
    client = Client(headers={"accept-language": "en"}, HTTP_HOST="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    with time_machine.travel(DAYS[-1], tick=False):
        for number, step in enumerate(STEPS):
            answer = client.post(reverse("awards:walk"), {"step": number}, follow=True)
            assert answer.status_code == 200, step.view
            assert f"{number + 1} of {len(STEPS)}" in answer.content.decode(), step.view
            assert answer.wsgi_request.user == demo.places[step.place]
