"""What guardians send from the window: questions and objections, with the child known and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from django.utils import translation

from awards.appeals import deciding
from awards.appeals.effects import Answer
from awards.audit.page import audit_lines
from awards.models import (
    Appeal,
    AppealAbout,
    AppealOutcome,
    LineState,
    MatterKind,
    Objection,
    ObjectionRoute,
    Violation,
    WindowMatter,
)
from awards.objections import verbs as objections
from reports.window import matters, verbs
from starrating.operations.models import AuditEvent
from tests.awards.voice_factories import NOTICE_OVER
from tests.clients import FormClient
from tests.factories import make_office
from tests.refusals import refused
from tests.reports.factories import signed_in
from tests.reports.window.factories import (
    LATER,
    NOW,
    Windowed,
    agree,
    confirmed,
    encrypted,
    looking,
    make_windowed,
    seen,
)

pytestmark = pytest.mark.django_db
ASK = "/window/ask"


@pytest.fixture(autouse=True)
def _school() -> Iterator[None]:
    with encrypted(), time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def windowed() -> Windowed:
    return make_windowed()


def ask(client: FormClient, text: str = "孩子上周为什么没有星？", **more: str) -> int:
    status: int = client.post(ASK, {"text": text, **more}, secure=True, REMOTE_ADDR="192.0.2.7").status_code
    return status


def object_to(client: FormClient, windowed: Windowed, line: str = "", facts: str = "我看见的不是这样") -> int:
    sheet = windowed.notice.sheet.pk
    sent = {f"sheet-{sheet}-line": line, f"sheet-{sheet}-facts": facts}
    status: int = client.post(reverse("reports:window_object", args=[sheet]), sent, secure=True).status_code
    return status


def appeal(client: FormClient, about: str, facts: str) -> int:
    sent = {"appeal-about": about, "appeal-facts": facts, "appeal-late_reason": ""}
    status: int = client.post(reverse("reports:window_appeal"), sent, secure=True).status_code
    return status


def test_a_question_reaches_the_office_and_its_answer_the_window(windowed: Windowed) -> None:
    client = looking(windowed.slip())
    assert ask(client) == 302
    office = signed_in(windowed.notice.clerk)
    page = office.get(reverse("reports:window_questions")).content.decode()
    assert "孩子上周为什么没有星？" in page
    assert windowed.pupil.name in page
    row = WindowMatter.objects.get()
    office.post(reverse("reports:window_answer", args=[row.pk]), {"text": "上周没有评星，下月继续。"})
    assert "上周没有评星，下月继续。" in seen(client)
    with refused("answered"):
        matters.answer(row, "再答一次", by=windowed.notice.clerk, at=NOW)


def test_the_child_is_known_and_nothing_else(windowed: Windowed) -> None:
    ask(looking(windowed.slip()))
    row = WindowMatter.objects.get()
    assert (row.student, row.kind) == (windowed.pupil, MatterKind.QUESTION)
    event = AuditEvent.objects.get(action="window.asked")
    assert (event.actor_id, event.address, event.student_key) == (None, None, windowed.pupil.pk)
    assert "192.0.2.7" not in str(WindowMatter.objects.values().get())


def test_the_record_says_that_a_guardian_acted_not_the_program(windowed: Windowed) -> None:
    client, name = looking(windowed.slip()), windowed.pupil.name
    assert [ask(client), object_to(client, windowed)] == [302, 302]
    events = list(AuditEvent.objects.filter(action__in=("window.asked", "objection.raised")))
    with translation.override("en"):
        lines = audit_lines(events, windowed.pupil.school)
        assert [line.who for line in lines] == [f"a guardian of {name}"] * 2
        assert "guardian of" not in {value.name for line in lines for value in line.values}
        later = AuditEvent.objects.filter(actor=None).exclude(pk__in=[event.pk for event in events])
        assert not {line.who for line in audit_lines(list(later), windowed.pupil.school)} - {"the program itself"}


def test_an_objection_freezes_the_line_and_the_answer_stands_in_the_window(windowed: Windowed) -> None:
    client, line = looking(windowed.slip()), windowed.notice.lines[0]
    assert object_to(client, windowed, str(line.pk)) == 302
    objection = Objection.objects.get()
    assert (objection.route, objection.recorded_by, objection.nomination) == (ObjectionRoute.WINDOW, None, line)
    assert (objection.contact, windowed.pupil.name in objection.raised_by) == ("", True)
    assert windowed.notice.line().state == LineState.DISPUTED
    page = signed_in(windowed.notice.clerk).get(reverse("awards:objection", args=[objection.pk]))
    assert "我看见的不是这样" in page.content.decode()
    objections.dismiss(objection, answer="已经核实，结果不变。", by=windowed.notice.clerk, at=NOW)
    shown = seen(client)
    assert "已经核实，结果不变。" in shown
    assert windowed.notice.line().state == LineState.CHOSEN


def test_only_about_the_own_child_and_only_during_the_notice(windowed: Windowed) -> None:
    client, others = looking(windowed.slip()), windowed.notice.lines[1]
    assert object_to(client, windowed, str(others.pk)) == 422
    assert others.student.name not in seen(client)
    assert object_to(client, windowed) == 302
    with time_machine.travel(NOTICE_OVER, tick=False):
        late = looking(windowed.slip(at=NOTICE_OVER))
        assert object_to(late, windowed) == 404
    assert Objection.objects.count() == 1


def test_three_open_matters_a_code_of_whatever_kind(windowed: Windowed) -> None:
    client = looking(windowed.slip())
    assert [ask(client), ask(client), object_to(client, windowed)] == [302, 302, 302]
    assert [ask(client), object_to(client, windowed)] == [422, 422]
    matters.answer(WindowMatter.objects.filter(kind="question")[0], "好的", by=windowed.notice.clerk, at=NOW)
    assert ask(client) == 302
    assert WindowMatter.objects.count() == 4


def test_five_hundred_characters_and_something_in_them(windowed: Windowed) -> None:
    client = looking(windowed.slip())
    assert ask(client, "字" * 501) == 422
    assert ask(client, "  ") == 422
    assert ask(client, "字" * 500) == 302
    with refused("long"):
        matters.ask(windowed.code(), "字" * 501, key="a", at=NOW)
    with refused("empty"):
        matters.ask(windowed.code(), " ", key="a", at=NOW)


def test_an_appeal_is_a_case_and_its_answer_stands_in_the_window(windowed: Windowed) -> None:
    with time_machine.travel(LATER, tick=False):
        violation = confirmed(windowed)
        client = looking(windowed.slip(at=LATER))
        page = seen(client)
        assert "told to you on 11 October" in page
        assert appeal(client, f"deduction-{violation.pk}", "他当时不在场") == 302
        row = Appeal.objects.get()
        assert (row.route, row.recorded_by, row.student, row.raised_by) == ("window", None, windowed.pupil, "")
        assert appeal(client, f"deduction-{violation.pk}", "再来一次") == 422
        office = make_office(windowed.pupil.school, "没有经手的人")
        deciding.decide(row, Answer(AppealOutcome.UPHELD, "复核过，维持原来的决定。"), by=office, at=LATER)
        shown = seen(client)
    assert "复核过，维持原来的决定。" in shown
    assert "他当时不在场" in shown
    assert "打架的经过不该出现" not in shown


def test_no_appeal_against_what_is_another_child_s_or_was_not_told(windowed: Windowed) -> None:
    with time_machine.travel(LATER, tick=False):
        violation = confirmed(windowed)
        other = windowed.notice.lines[1].student
        agree(other)
        [slip] = windowed.slips(at=LATER, only=other.pk)
        client = looking(slip)
        assert "Appeal against a decision" not in seen(client)
        assert appeal(client, f"deduction-{violation.pk}", "不是我家的") == 422
        Violation.objects.filter(pk=violation.pk).update(guardian_told_on=None)
        assert appeal(looking(windowed.slip(at=LATER)), f"deduction-{violation.pk}", "没人告诉过我") == 422
        with pytest.raises(Http404):
            matters.appeal(windowed.code(), AppealAbout.DEDUCTION, violation.pk, "直接来", key="9", at=LATER)
    assert not Appeal.objects.exists()


def test_an_appeal_counts_among_the_three(windowed: Windowed) -> None:
    with time_machine.travel(LATER, tick=False):
        violation = confirmed(windowed)
        client = looking(windowed.slip(at=LATER))
        assert [ask(client), ask(client), appeal(client, f"deduction-{violation.pk}", "他不在场")] == [302] * 3
        assert ask(client) == 422


def test_a_form_sent_twice_is_one_matter(windowed: Windowed) -> None:
    client = looking(windowed.slip())
    assert [ask(client, idempotency_key="k1"), ask(client, idempotency_key="k1")] == [302, 302]
    assert ask(client, idempotency_key="") == 422
    assert WindowMatter.objects.count() == 1


def test_nothing_is_taken_in_with_a_code_that_is_dead(windowed: Windowed) -> None:
    windowed.slip()
    code = windowed.code()
    verbs.revoke(windowed.pupil, by=windowed.administrator, at=NOW)
    with refused("closed"):
        matters.ask(code, "还在吗", key="a", at=NOW)


def test_an_answer_outlives_the_code(windowed: Windowed) -> None:
    ask(looking(windowed.slip()))
    matters.answer(WindowMatter.objects.get(), "请看新的一页", by=windowed.notice.clerk, at=NOW)
    assert "请看新的一页" in seen(looking(windowed.slip()))


def test_the_office_is_told_at_the_month_s_end(windowed: Windowed) -> None:
    page = reverse("awards:month_end")
    office = signed_in(windowed.notice.clerk)
    assert reverse("reports:window_questions") not in office.get(page).content.decode()
    ask(looking(windowed.slip()))
    assert reverse("reports:window_questions") in office.get(page).content.decode()
