"""Opinions of subject teachers: said, changed, answered; what they stop and what the office sees (A39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from awards.models import Decision, HeldStep, Opinion, SheetState, Verdict
from awards.opinions import verbs as opinions
from awards.opinions.page import opinions_part
from awards.rules.kinds import StepRole, SubjectMode
from awards.sheets import moves, paper_steps
from awards.sheets.facts import facts_of, problems_of
from awards.sheets.stage import Stage
from starrating.operations.models import AuditEvent
from students.models import Staffing, StaffingRole, Subject
from students.permits.roles import standing_of
from tests.awards.board_clients import client_of, said
from tests.awards.pupil_factories import step_of
from tests.awards.voice_factories import ASKED, LAST, TOO_LATE, Asked, make_asked, make_teacher
from tests.factories import make_class, make_homeroom, make_office, make_sheet, moment
from tests.hidden import key_in
from tests.refusals import refusal as no, refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(LAST, tick=False):
        yield


def disagree(asked: Asked, text: str = "课堂纪律不好", place: int | None = 0, at: dt.datetime = LAST) -> Opinion:
    line = None if place is None else asked.lines[place]
    return opinions.opine(asked.sheet, line, agrees=False, text=text, by=asked.teacher, at=at)


def agree(asked: Asked, at: dt.datetime = LAST) -> Opinion:
    return opinions.opine(asked.sheet, None, agrees=True, by=asked.teacher, at=at)


def tick_review(asked: Asked) -> None:
    step = step_of(asked.sheet, StepRole.HOMEROOM)
    paper_steps.hold_step(
        asked.sheet, step, held_on=asked.sheet.round.ends_on, participants="班主任", by=asked.homeroom, at=LAST
    )


def submit(asked: Asked, at: dt.datetime = LAST, *, early: bool = True) -> object:
    return moves.submit(asked.sheet, by=asked.homeroom, at=at, early=early)


def codes(asked: Asked) -> list[str]:
    return [problem.code for problem in problems_of([asked.now()], LAST.date())[asked.sheet.pk]]


def test_an_opinion_is_written_with_its_decision_and_its_event() -> None:
    asked = make_asked()
    found = disagree(asked, "  课堂  纪律不好 ")
    assert (found.agrees, found.text, found.nomination_id) == (False, "课堂 纪律不好", asked.lines[0].pk)
    decision = Decision.objects.get(verdict=Verdict.OPPOSED)
    assert (decision.by, decision.reason, decision.nomination_id) == (asked.teacher, found.text, asked.lines[0].pk)
    assert decision.step is None, "what one teacher thinks is not the verdict of the review (A39)"
    assert decision.said == "科任教师有不同意见"
    assert AuditEvent.objects.get(action="opinion.given").actor_id == asked.teacher.pk
    assert asked.now().version == asked.sheet.version + 1


def test_the_same_again_is_nothing_and_a_change_leaves_its_trace() -> None:
    asked = make_asked()
    agree(asked)
    agree(asked)
    disagree(asked, "有人常迟到", None)
    disagree(asked)
    assert Opinion.objects.count() == 2
    agree(asked)
    assert not Opinion.objects.disagreeing().exists()
    verdicts = Decision.objects.filter(by=asked.teacher).order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.SECONDED, Verdict.OPPOSED, Verdict.OPPOSED, Verdict.SECONDED, Verdict.SECONDED]


def test_only_who_teaches_the_class_speaks() -> None:
    asked = make_asked()
    school = asked.sheet.school_class.school
    elsewhere = make_teacher(make_sheet(make_class(school, 7)), "外班", "英语")
    for user in (asked.homeroom, make_office(school), elsewhere):
        assert no(lambda user=user: opinions.opine(asked.sheet, None, agrees=True, by=user, at=LAST)) == "role"  # type: ignore[misc]


def test_the_days_begin_when_the_list_is_ready_and_end_by_themselves() -> None:
    asked = make_asked()
    assert no(lambda: agree(asked, TOO_LATE)) == "over"
    agree(asked, ASKED)
    HeldStep.objects.filter(class_round=asked.sheet).delete()
    assert no(lambda: agree(asked)) == "early"


def test_a_disagreement_needs_one_sentence_about_a_name_on_the_sheet() -> None:
    asked, other = make_asked(), make_asked()
    assert no(lambda: disagree(asked, " ")) == "text"
    assert no(lambda: disagree(asked, "长" * 201)) == "long"
    wrong = lambda: opinions.opine(asked.sheet, other.lines[0], agrees=False, text="不同意", by=asked.teacher, at=LAST)  # noqa: E731
    assert no(wrong) == "line"


def test_a_scheme_that_does_not_ask() -> None:
    asked = make_asked(subject_mode=SubjectMode.NONE)
    assert no(lambda: agree(asked)) == "mode"
    assert codes(asked) == ["step_not_held"]


def test_an_unanswered_disagreement_stops_the_sheet_and_an_answered_one_is_a_flag() -> None:
    asked = make_asked()
    tick_review(asked)
    found = disagree(asked)
    assert no(lambda: submit(asked)) == "blocked"
    assert codes(asked) == ["subjects_early", "subjects_disagreed", "objection_unanswered"]
    opinions.reply(found, text="已谈话，本人改进", by=asked.homeroom, at=LAST)
    assert codes(asked) == ["subjects_early", "subjects_disagreed"]
    submit(asked)
    assert asked.now().state == SheetState.SUBMITTED
    assert no(lambda: agree(asked)) == "state"
    assert no(lambda: opinions.reply(found, text="再答", by=asked.homeroom, at=LAST)) == "state"


def test_new_words_need_a_new_answer() -> None:
    asked = make_asked()
    found = disagree(asked)
    opinions.reply(found, text="已核实", by=asked.homeroom, at=LAST)
    found = disagree(asked, "又有一次迟到")
    assert found.reply == ""
    assert "objection_unanswered" in codes(asked)
    agree(asked)
    assert no(lambda: opinions.reply(found, text="谢谢", by=asked.homeroom, at=LAST)) == "agrees"


def test_only_the_class_answers() -> None:
    asked = make_asked()
    found = disagree(asked)
    for user in (asked.teacher, make_office(asked.sheet.school_class.school)):
        assert no(lambda user=user: opinions.reply(found, text="好", by=user, at=LAST)) == "role"  # type: ignore[misc]
    assert no(lambda: opinions.reply(found, text=" ", by=asked.homeroom, at=LAST)) == "text"


def test_advice_may_be_missing_and_a_required_word_not_until_the_days_are_over() -> None:
    advice, required = make_asked(), make_asked(subject_mode=SubjectMode.REQUIRED)
    for asked in (advice, required):
        tick_review(asked)
    submit(advice)
    agree(required)
    facts = facts_of([required.now()], LAST.date())[required.sheet.pk].subjects
    assert (facts.consulted, facts.silent, facts.disagreed) == (True, ("魏数学",), ())
    assert no(lambda: submit(required)) == "blocked"
    # Silence is no objection once the days are over.
    submit(required, TOO_LATE)


def test_a_required_agreement_that_is_refused_stops_the_sheet() -> None:
    asked = make_asked(subject_mode=SubjectMode.REQUIRED)
    tick_review(asked)
    opinions.reply(disagree(asked), text="已核实", by=asked.homeroom, at=LAST)
    assert no(lambda: submit(asked, TOO_LATE)) == "blocked"


def test_on_paper_the_tick_of_the_review_says_that_they_were_asked() -> None:
    asked = make_asked(on_paper=True, subject_mode=SubjectMode.REQUIRED)
    assert "subjects_not_consulted" in codes(asked)
    tick_review(asked)
    assert codes(asked) == []


def test_the_homeroom_teacher_who_also_teaches_is_not_waited_for() -> None:
    asked = make_asked(subject_mode=SubjectMode.REQUIRED)
    asked.other.staffings.update(user=asked.homeroom)
    agree(asked)
    assert facts_of([asked.now()], LAST.date())[asked.sheet.pk].subjects.silent == ()


def test_before_the_promised_day_is_over_submitting_asks_and_names_who_has_not_spoken() -> None:
    asked = make_asked()
    tick_review(asked)
    agree(asked)
    with refused("early") as no:
        submit(asked, early=False)
    assert "魏数学" in str(no.value)
    assert asked.teacher.name not in str(no.value)
    assert asked.now().state == SheetState.OPEN
    opinions.opine(asked.sheet, None, agrees=True, by=asked.other, at=LAST)
    submit(asked, early=False)


def test_once_the_promised_day_is_over_nothing_is_asked_and_the_office_sees_nothing() -> None:
    asked = make_asked()
    tick_review(asked)
    submit(asked, TOO_LATE, early=False)
    assert codes(asked) == []


def test_the_office_sees_whose_days_were_not_over() -> None:
    asked = make_asked()
    tick_review(asked)
    agree(asked)
    submit(asked)
    clerk = make_office(asked.sheet.school_class.school)
    for day in (LAST, TOO_LATE + dt.timedelta(days=8)):
        with time_machine.travel(day, tick=False):
            page = client_of(clerk).get(reverse("awards:board_sheet", args=[asked.sheet.pk])).context["page"]
            board = client_of(clerk).get(reverse("awards:board")).context["page"]
        sentence = "Submitted although they might have spoken until the end of 30 September: 魏数学."
        assert sentence in [problem.message for problem in page.problems]
        assert [row.place for row in board.submitted] == ["flagged"]


def test_the_page_asks_for_the_confirmation_where_it_is_needed() -> None:
    asked = make_asked()
    tick_review(asked)
    client, address = client_of(asked.homeroom), reverse("awards:sheet_submit", args=[asked.sheet.pk])
    assert 'name="early"' in client.get(reverse("awards:sheet", args=[asked.sheet.pk])).content.decode()
    data = {"seen": asked.now().version}
    client.post(address, data | {"idempotency_key": "first"})
    assert asked.now().state == SheetState.OPEN
    client.post(address, data | {"idempotency_key": "second", "early": "1"})
    assert asked.now().state == SheetState.SUBMITTED
    other = make_asked(on_paper=True)
    page = client_of(other.homeroom).get(reverse("awards:sheet", args=[other.sheet.pk])).content.decode()
    assert 'name="early"' not in page


def test_asked_on_paper_no_day_is_printed_and_none_ends() -> None:
    asked = make_asked(on_paper=True)
    html = client_of(asked.teacher).get(reverse("awards:opinion", args=[asked.sheet.pk])).content.decode()
    assert "The last day is" not in html
    assert "September 30" not in html
    part = opinions_part(asked.now(), Stage.load(asked.now()), standing_of(asked.homeroom, LAST.date()), LAST.date())
    assert (part.asked, part.until, part.silent) == (True, None, [])
    agree(asked, TOO_LATE)
    tick_review(asked)
    submit(asked, TOO_LATE, early=False)


# The pages.


def page_of(asked: Asked) -> Any:
    return client_of(asked.teacher).get(reverse("awards:opinion", args=[asked.sheet.pk]))


def test_a_teacher_reads_the_list_and_agrees_by_one_tap() -> None:
    asked = make_asked()
    asked.lines[0].statement = "每天主动捡拾"
    asked.lines[0].save()
    response = page_of(asked)
    html = response.content.decode()
    assert "每天主动捡拾" in html
    assert all(line.student.name in html for line in asked.lines)
    assert ", today." in html
    data = {"agrees": "1", "idempotency_key": key_in(response)}
    answer = client_of(asked.teacher).post(reverse("awards:opine", args=[asked.sheet.pk]), data, follow=True)
    assert "You have no objection." in answer.content.decode()
    client_of(asked.teacher).post(reverse("awards:opine", args=[asked.sheet.pk]), data)
    assert Opinion.objects.get().agrees


def test_what_was_typed_stays_when_it_is_refused() -> None:
    asked = make_asked()
    data = {"agrees": "0", "line": asked.lines[1].pk, "text": " "}
    answer = client_of(asked.teacher).post(reverse("awards:opine", args=[asked.sheet.pk]), data)
    assert answer.status_code == 422
    assert f'value="{asked.lines[1].pk}" selected' in answer.content.decode()
    data["text"] = "作业常缺"
    answer = client_of(asked.teacher).post(reverse("awards:opine", args=[asked.sheet.pk]), data, follow=True)
    assert "作业常缺" in answer.content.decode()
    assert "Not answered yet" in answer.content.decode()


def test_before_the_list_is_ready_none_of_it_is_shown() -> None:
    asked = make_asked()
    HeldStep.objects.filter(class_round=asked.sheet).delete()
    html = page_of(asked).content.decode()
    assert "not ready yet" in html
    assert asked.lines[0].student.name not in html


def test_the_page_is_for_who_teaches_the_class() -> None:
    asked = make_asked()
    school = asked.sheet.school_class.school
    elsewhere = make_teacher(make_sheet(make_class(school, 7)), "外班", "英语")
    address = reverse("awards:opinion", args=[asked.sheet.pk])
    assert client_of(elsewhere).get(address).status_code == 404
    assert client_of(make_office(school)).get(address).status_code == 403
    found = disagree(asked)
    reply = reverse("awards:opinion_reply", args=[found.pk])
    stranger = make_homeroom(make_class(school, 8), "邻班")
    assert client_of(stranger).post(reply, {"text": "好"}).status_code == 404
    assert client_of(asked.teacher).post(reply, {"text": "好"}).status_code == 403


def test_a_homeroom_teacher_with_lessons_next_door_is_a_subject_teacher_there_and_no_more() -> None:
    """A39: asked is who teaches the class, whatever else the person is; homeroom alone opens no other class."""
    asked = make_asked()
    school = asked.sheet.school_class.school
    own = make_sheet(make_class(school, 7))
    neighbour = make_homeroom(own.school_class, "邻班")
    page, opine = (reverse(f"awards:{name}", args=[asked.sheet.pk]) for name in ("opinion", "opine"))
    client = client_of(neighbour)
    assert [client.get(page).status_code, client.post(opine, {"agrees": "1"}).status_code] == [403, 403]
    task = Staffing.objects.create(
        user=neighbour,
        school_class=asked.sheet.school_class,
        role=StaffingRole.SUBJECT,
        subject=Subject.objects.filter(school=school)[0],
        starts_on=own.round.starts_on,
    )
    assert client.get(page).status_code == 200
    assert client.get(reverse("awards:opinion", args=[own.pk])).status_code == 404, "no lessons in the own class"
    assert client.post(reverse("awards:opinion_reply", args=[disagree(asked).pk]), {"text": "好"}).status_code == 404
    assert client.get(reverse("awards:shortlist", args=[asked.sheet.pk])).status_code == 403
    assert opinions.opine(asked.sheet, None, agrees=True, by=neighbour, at=LAST).user == neighbour
    Staffing.objects.filter(pk=task.pk).update(ends_on=own.round.starts_on)
    assert client.get(page).status_code == 403


def test_an_answer_leads_back_to_its_own_page_and_nowhere_else() -> None:
    asked = make_asked()
    reply = reverse("awards:opinion_reply", args=[disagree(asked).pk])
    client = client_of(asked.homeroom)
    own = reverse("awards:sheet", args=[asked.sheet.pk])
    for wanted in ("https://example.org/", "//example.org", "", "javascript:alert(1)"):
        assert client.post(reply, {"text": "已核实", "next": wanted}).headers["Location"] == own
    back = client.post(reply, {"text": "已谈话", "next": "/sheets/?all"})
    assert back.headers["Location"] == "/sheets/?all"
    assert Opinion.objects.get().reply == "已谈话"
    assert said(client.post(reply, {"text": " "}))[-1] == "Please write one line as the answer."


def test_the_office_sees_the_disagreement_with_its_answer() -> None:
    asked = make_asked()
    tick_review(asked)
    opinions.reply(disagree(asked), text="已谈话，本人改进", by=asked.homeroom, at=LAST)
    submit(asked)
    with time_machine.travel(moment(dt.date(2025, 10, 2)), tick=False):
        client = client_of(make_office(asked.sheet.school_class.school))
        board = client.get(reverse("awards:board"), {"round": asked.sheet.round_id}).content.decode()
        sheet = client.get(reverse("awards:board_sheet", args=[asked.sheet.pk])).content.decode()
    for html in (board, sheet):
        assert "课堂纪律不好" in html
        assert "已谈话，本人改进" in html
