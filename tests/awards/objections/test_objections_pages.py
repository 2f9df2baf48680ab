"""The pages of objections: who finds what there, what is shown, and whose name never is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from awards.models import Objection, ObjectionRoute, ObjectionState
from awards.objections import verbs as objections
from awards.sheets import moves
from students.models import User
from tests.awards.objections.test_objections import by_pupil, dismiss
from tests.awards.pupil_factories import client_of
from tests.awards.voice_factories import RAISED, make_on_notice, make_pupil, make_teacher, slip
from tests.factories import make_class, make_filed, make_homeroom, make_office, make_school, make_student, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(RAISED, tick=False):
        yield


def get(user: User, name: str, *args: object, **query: int) -> tuple[int, str]:
    response = client_of(user).get(reverse(f"awards:{name}", args=args), query)
    return response.status_code, response.content.decode()


def post(user: User, name: str, *args: object, **data: object) -> tuple[int, str]:
    response = client_of(user).post(reverse(f"awards:{name}", args=args), data, follow=True)
    return response.status_code, response.content.decode()


def test_a_pupil_objects_and_finds_the_answer() -> None:
    notice = make_on_notice()
    status, page = get(notice.pupil, "object", notice.sheet.pk)
    assert status == 200
    assert all(line.student.name in page for line in notice.lines)
    # A pupil is not asked who raises it: that is known, and seen by two people only.
    assert 'name="raised_by"' not in page
    _status, page = post(
        notice.pupil, "raise_objection", notice.sheet.pk, line=notice.lines[0].pk, facts="我看见他迟到"
    )
    found = Objection.objects.get()
    assert (found.route, found.raised_by) == (ObjectionRoute.PUPIL, notice.pupil.name)
    assert "我看见他迟到" in page
    assert "You get the answer by the end of" in page
    dismiss(found, notice.clerk)
    assert "查无此事" in get(notice.pupil, "my_objections")[1]


def test_a_pupil_takes_the_own_back_and_finds_no_other() -> None:
    notice = make_on_notice()
    own = by_pupil(notice)
    classmate = make_pupil(notice.lines[2].student)
    assert post(classmate, "objection_withdraw", own.pk)[0] == 404
    assert "我看见他迟到" not in get(classmate, "my_objections")[1]
    assert get(notice.pupil, "objection", own.pk)[0] == 403
    post(notice.pupil, "objection_withdraw", own.pk, reason="看错了")
    assert Objection.objects.get().state == ObjectionState.WITHDRAWN


def test_what_a_pupil_typed_stays_when_it_is_refused() -> None:
    notice = make_on_notice()
    line = notice.lines[1].pk
    status, page = post(notice.pupil, "raise_objection", notice.sheet.pk, line=line, facts=" ")
    assert (status, f'value="{line}" selected' in page) == (422, True)
    assert not Objection.objects.exists()


def test_names_are_shown_only_while_the_notice_stands() -> None:
    notice = make_on_notice()
    neighbour = make_pupil(make_student(make_class(notice.sheet.school_class.school, 8), "邻班生"))
    assert get(neighbour, "object", notice.sheet.pk)[0] == 404
    with time_machine.travel(moment(dt.date(2025, 10, 12)), tick=False):
        status, page = get(notice.pupil, "object", notice.sheet.pk)
    assert status == 200
    assert "The days of this notice are over." in page
    assert notice.lines[0].student.name not in page
    moves.send_back(notice.sheet, reason="有误", by=notice.clerk, at=RAISED)
    assert get(notice.pupil, "object", notice.sheet.pk)[0] == 404


def test_the_class_records_for_a_guardian_and_the_office_a_slip() -> None:
    notice = make_on_notice()
    said = {"facts": "当月有两次迟到", "raised_by": "赵建国", "contact": "13800000000"}
    _status, page = post(notice.homeroom, "raise_objection", notice.sheet.pk, route="guardian", **said)
    assert "The objection is recorded." in page
    post(notice.clerk, "raise_objection", notice.sheet.pk, route="slip", line=notice.lines[0].pk, **said)
    status, _page = post(notice.clerk, "raise_objection", notice.sheet.pk, route="pupil", **said)
    assert status == 422
    assert [row.route for row in Objection.objects.all()] == [ObjectionRoute.GUARDIAN, ObjectionRoute.SLIP]


def test_the_list_is_ordered_filtered_and_names_nobody() -> None:
    notice = make_on_notice()
    first, second = slip(notice), by_pupil(notice, 1)
    dismiss(first, notice.clerk)
    with time_machine.travel(moment(dt.date(2025, 10, 16)), tick=False):
        page = client_of(notice.clerk).get(reverse("awards:objections")).context["page"]
        html = get(notice.homeroom, "objections", round=notice.sheet.round_id)[1]
    assert [row.objection.pk for row in page.open] == [second.pk]
    assert (page.open[0].late_note, page.late) == ("3 days late", 1)
    assert [row.objection.pk for row in page.decided] == [first.pk]
    for secret in ("赵建国", "13800000000", notice.pupil.name):
        assert secret not in html.replace(notice.pupil.name, "", html.count("<nav"))
    other = notice.sheet.round.term.rounds.exclude(pk=notice.sheet.round_id)[0]
    assert "No objection on record" in get(notice.clerk, "objections", round=other.pk)[1]


def test_own_class_and_own_school_only() -> None:
    notice = make_on_notice()
    found = slip(notice)
    school = notice.sheet.school_class.school
    neighbour = make_homeroom(make_class(school, 8), "邻班")
    strangers = make_office(make_school())
    for user in (neighbour, strangers):
        assert get(user, "objection", found.pk)[0] == 404
        assert "赵安然" not in get(user, "objections")[1]
        assert post(user, "objection_withdraw", found.pk)[0] == 404
    subject = make_teacher(notice.sheet)
    assert get(subject, "objections")[0] == get(subject, "objection", found.pk)[0] == 403
    assert post(notice.homeroom, "objection_decide", found.pk, outcome="dismiss", answer="否")[0] == 403


def test_the_page_of_one_shows_who_raised_it_and_takes_the_decision() -> None:
    notice = make_on_notice()
    found = slip(notice)
    status, page = get(notice.homeroom, "objection", found.pk)
    assert (status, "赵建国" in page, "The 政教处 decides." in page) == (200, True, True)
    assert post(notice.clerk, "objection_decide", found.pk, outcome="uphold", answer=" ")[0] == 422
    _status, page = post(notice.clerk, "objection_decide", found.pk, outcome="uphold", answer="属实", how="当面")
    assert "The objection is decided: upheld." in page
    assert "属实" in page
    status, page = post(notice.clerk, "objection_decide", found.pk, outcome="dismiss", answer="再说")
    assert "This objection has been decided already. Load the page again to read the answer." in page
    assert notice.line().place is None


def test_an_unsigned_one_promises_no_reply() -> None:
    notice = make_on_notice()
    post(notice.clerk, "raise_objection", notice.sheet.pk, route="anonymous", facts="箱子里的纸条", raised_by="某人")
    found = Objection.objects.get()
    assert found.raised_by == ""
    page = get(notice.clerk, "objection", found.pk)[1]
    assert "no reply is promised" in page
    assert "Withdraw the objection" not in page


def test_the_boards_page_of_the_class_leads_there() -> None:
    notice = make_on_notice()
    found = slip(notice)
    page = get(notice.clerk, "board_sheet", notice.sheet.pk)[1]
    assert reverse("awards:object", args=[notice.sheet.pk]) in page
    assert f"{reverse('awards:objections')}?round={notice.sheet.round_id}" in page
    objections.withdraw(found, by=notice.clerk, at=RAISED)
    assert "1 objection is open" not in get(notice.clerk, "board_sheet", notice.sheet.pk)[1]


def test_the_names_of_others_are_not_on_a_classmates_or_teachers_page() -> None:
    notice = make_on_notice()
    by_pupil(notice)
    dismiss(by_pupil(notice, 1), notice.clerk)
    name = notice.pupil.name
    with time_machine.travel(RAISED, tick=False):
        response = client_of(make_teacher(notice.sheet)).get(reverse("awards:sheet", args=[notice.sheet.pk]))
    assert response.status_code == 200
    assert name not in response.content.decode()


def test_the_office_says_whether_a_guardian_came_through_the_teacher() -> None:
    notice = make_on_notice()
    said = {"facts": "当月有两次迟到", "raised_by": "赵建国", "contact": "13800000000"}
    _status, page = get(notice.clerk, "object", notice.sheet.pk)
    assert page.index("by a guardian, to the office") < page.index("by a guardian, through the homeroom teacher")
    assert "by a guardian, to the office" not in get(notice.homeroom, "object", notice.sheet.pk)[1]
    assert post(notice.homeroom, "raise_objection", notice.sheet.pk, route="at_office", **said)[0] == 422
    post(notice.clerk, "raise_objection", notice.sheet.pk, route="at_office", **said)
    assert [row.route for row in Objection.objects.all()] == [ObjectionRoute.AT_OFFICE]
    at_office: dict[str, Any] = {"route": ObjectionRoute.AT_OFFICE, **said}
    with refused("role"):
        objections.receive(notice.sheet, None, by=notice.homeroom, at=RAISED, **at_office)


def test_no_two_objections_of_the_register_have_one_number() -> None:
    notice = make_on_notice()
    neighbour = make_filed(make_class(notice.sheet.school_class.school, 8))
    said: dict[str, Any] = {"route": ObjectionRoute.SLIP, "facts": "当月有两次迟到", "raised_by": "赵建国"}
    for sheet in (notice.sheet, neighbour, notice.sheet):
        objections.receive(sheet, None, by=notice.clerk, at=RAISED, **said)
    numbers = [row.label for row in Objection.objects.select_related("class_round__round").order_by("pk")]
    assert numbers == ["2025-09-001-1", "2025-09-002-1", "2025-09-001-2"]
