"""Ticking the steps held on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from awards.models import ClassRound, Decision, HeldStep, Step, Verdict
from awards.sheets import paper_steps
from awards.sheets.paper_steps import Tick
from awards.sheets.stage import class_steps
from students.models import User
from tests.awards.entry_clients import sign_in
from tests.factories import make_homeroom, make_sheet, make_submitted, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_month() -> Iterator[None]:
    with time_machine.travel(moment(dt.date(2025, 9, 29)), tick=False):
        yield


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet()


@pytest.fixture
def teacher(sheet: ClassRound) -> User:
    return make_homeroom(sheet.school_class)


def steps_of(sheet: ClassRound) -> list[Step]:
    return class_steps(Step.objects.filter(scheme=sheet.round.term.pinned.scheme))


def said(sheet: ClassRound, *, held: bool = True, day: str = "2025-09-26", who: str = "全班") -> dict[str, str]:
    """The form with every step as given."""
    body: dict[str, str] = {}
    for step in steps_of(sheet):
        typed = {f"step-{step.pk}-held_on": day, f"step-{step.pk}-participants": who}
        body |= typed | {f"initial-{name}": value for name, value in typed.items()}
        if held:
            body[f"step-{step.pk}-held"] = "on"
    return body


def test_the_class_ticks_the_steps_before_the_offices(sheet: ClassRound) -> None:
    assert [step.code for step in steps_of(sheet)] == ["self_report", "group", "committee", "review"]


def test_ticked_steps_are_held_with_day_and_participants(sheet: ClassRound, teacher: User) -> None:
    sign_in(teacher).post(f"/sheets/{sheet.pk}/steps", said(sheet))
    held = HeldStep.objects.filter(class_round=sheet)
    assert held.count() == len(steps_of(sheet))
    assert {(row.held_on, row.participants) for row in held} == {(dt.date(2025, 9, 26), "全班")}


def test_all_at_once(sheet: ClassRound, teacher: User) -> None:
    sign_in(teacher).post(f"/sheets/{sheet.pk}/steps", {**said(sheet, held=False), "all": "1"})
    assert HeldStep.objects.filter(class_round=sheet).count() == len(steps_of(sheet))


def test_a_tick_taken_back_leaves_its_decision(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    client.post(f"/sheets/{sheet.pk}/steps", said(sheet))
    client.post(f"/sheets/{sheet.pk}/steps", said(sheet, held=False))
    assert not HeldStep.objects.exists()
    assert Decision.objects.filter(verdict=Verdict.WITHDRAWN).count() == len(steps_of(sheet))


@pytest.mark.parametrize("wrong", [{"day": ""}, {"who": " "}, {"day": "2025-02-31"}])
def test_without_day_or_participants_nothing_is_saved_and_the_form_says_why(
    sheet: ClassRound, teacher: User, wrong: dict[str, str]
) -> None:
    answer = sign_in(teacher).post(f"/sheets/{sheet.pk}/steps", said(sheet, **wrong))  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "held__error" in answer.content.decode()
    assert not HeldStep.objects.exists()


@pytest.mark.parametrize(("field", "typed"), [("participants", "一至三组"), ("held_on", "2025-09-25")])
def test_what_is_typed_for_a_step_left_unticked_is_not_thrown_away(
    sheet: ClassRound, teacher: User, field: str, typed: str
) -> None:
    client, name = sign_in(teacher), f"step-{steps_of(sheet)[1].pk}-{field}"
    ticked = {f"step-{steps_of(sheet)[0].pk}-held": "on"}
    answer = client.post(f"/sheets/{sheet.pk}/steps", said(sheet, held=False) | ticked | {name: typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("这一步没有勾选") == 1
    assert f'value="{typed}"' in text
    assert not HeldStep.objects.exists()

    client.post(f"/sheets/{sheet.pk}/steps", said(sheet, held=False) | ticked | {name: ""})
    assert HeldStep.objects.count() == 1


def test_the_page_as_printed_saves_what_is_ticked(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    page = client.get(f"/sheets/{sheet.pk}/")
    fields = [row.form[name] for row in page.context["page"].steps for name in ("held_on", "participants")]
    body = {field.html_name: str(field.value()) for field in fields}
    text = page.content.decode()
    assert all(f'name="{field.html_initial_name}" value="{field.value()}"' in text for field in fields)
    shown = {field.html_initial_name: body[field.html_name] for field in fields}
    first = steps_of(sheet)[0]
    answer = client.post(f"/sheets/{sheet.pk}/steps", body | shown | {f"step-{first.pk}-held": "on"})
    assert answer.status_code == 302
    assert [row.step for row in HeldStep.objects.all()] == [first]


def test_the_same_form_twice_has_one_effect(sheet: ClassRound, teacher: User) -> None:
    client = sign_in(teacher)
    body = {**said(sheet), "idempotency_key": "once-only"}
    for _time in range(2):
        assert client.post(f"/sheets/{sheet.pk}/steps", body).status_code == 302
    assert Decision.objects.filter(verdict=Verdict.HELD).count() == len(steps_of(sheet))


def test_the_form_is_prefilled_with_what_is_likely(sheet: ClassRound, teacher: User) -> None:
    text = sign_in(teacher).get(f"/sheets/{sheet.pk}/").content.decode()
    assert 'value="2025-09-29"' in text
    with time_machine.travel(moment(dt.date(2025, 10, 3)), tick=False):
        assert 'value="2025-09-30"' in sign_in(teacher).get(f"/sheets/{sheet.pk}/").content.decode()


def test_a_submitted_sheet_takes_no_tick() -> None:
    sheet = make_submitted()
    assert sheet.submitted_by is not None
    sign_in(sheet.submitted_by).post(f"/sheets/{sheet.pk}/steps", said(sheet, who="别人"))
    assert not HeldStep.objects.filter(participants="别人").exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2025-09-30", "这一天还没有到，请填写今天或更早的日期。"),
        ("2025-08-31", "本月评星从9月1日开始，请选择这一天或更晚的日期。"),
    ],
)
def test_a_day_on_which_no_step_can_have_been_held_is_refused_beside_it(
    sheet: ClassRound, teacher: User, day: str, sentence: str
) -> None:
    answer = sign_in(teacher).post(f"/sheets/{sheet.pk}/steps", said(sheet, day=day))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not HeldStep.objects.exists()


def test_no_step_is_held_after_the_term(sheet: ClassRound, teacher: User) -> None:
    day = sheet.round.term.ends_on + dt.timedelta(days=1)
    tick = Tick(steps_of(sheet)[0].pk, day, "全班")
    with refused("late"):
        paper_steps.hold_steps(sheet, [tick], by=teacher, at=moment(day))
    with refused("future"):
        paper_steps.hold_step(
            sheet, steps_of(sheet)[0], held_on=day, participants="全班", by=teacher, at=moment(sheet.round.ends_on)
        )
