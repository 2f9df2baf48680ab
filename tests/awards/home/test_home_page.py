"""Where each kind of account lands after signing in."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from students.models import SchoolClass, Staffing, StaffingRole, Subject, User
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY, make_board
from tests.factories import TERM_START, make_administrator, make_office, make_school, make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


def make_subject_teacher(school_class: SchoolClass, ends_on: dt.date | None = None) -> User:
    user = make_user(school_class.school)
    subject, _made = Subject.objects.get_or_create(school=school_class.school, name="数学")
    Staffing.objects.create(
        user=user,
        school_class=school_class,
        role=StaffingRole.SUBJECT,
        subject=subject,
        starts_on=TERM_START,
        ends_on=ends_on,
    )
    return user


def lands_on(user: User) -> str:
    response = client_of(user).get("/")
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_each_role_lands_at_its_own_work() -> None:
    board = make_board(1)
    school_class = board.sheets[0].school_class
    assert lands_on(school_class.staffings.get().user) == reverse("awards:my_sheet")
    assert lands_on(make_office(board.school)) == reverse("awards:board")
    assert lands_on(make_administrator(board.school)) == reverse("awards:board")
    assert lands_on(make_subject_teacher(school_class)) == reverse("awards:class_sheets")


def test_an_account_without_a_role_is_told_whom_to_ask() -> None:
    school = make_school()
    school.office_phone = "0431-5550100"
    school.save()
    response = client_of(make_user(school)).get("/")
    assert response.status_code == 200
    assert "0431-5550100" in response.content.decode()
    assert response.context["navigation"] == []


def test_an_account_of_no_school_is_told_so() -> None:
    assert client_of(make_user(None)).get("/").status_code == 200


def test_a_visitor_signs_in_first() -> None:
    response = Client().get("/")
    assert response.headers["Location"].startswith(reverse("sign_in"))


def test_a_subject_teacher_sees_the_sheets_of_own_classes_only() -> None:
    board = make_board(3)
    client = client_of(make_subject_teacher(board.sheets[1].school_class))
    page = client.get(reverse("awards:class_sheets")).context["page"]
    assert [mine.row.name for mine in page.rows] == ["七年级(2)班"]
    assert client.get(reverse("awards:sheet", args=[board.sheets[1].pk])).status_code == 200
    assert client.get(reverse("awards:sheet", args=[board.sheets[0].pk])).status_code == 404


def test_a_task_that_is_over_opens_nothing() -> None:
    board = make_board(1)
    user = make_subject_teacher(board.sheets[0].school_class, ends_on=TODAY - dt.timedelta(days=1))
    assert client_of(user).get(reverse("awards:class_sheets")).status_code == 403
    assert client_of(user).get("/").status_code == 200


@pytest.mark.parametrize(
    ("address", "current"),
    [("awards:board", "awards:board"), ("awards:terms", "awards:terms"), ("awards:open_term", "awards:terms")],
)
def test_the_navigation_marks_where_one_is(address: str, current: str) -> None:
    client = client_of(make_administrator(make_school()))
    context = client.get(reverse(address)).context
    assert [item.url for item in context["navigation_below"] if item.current] == [reverse(current)]
    assert len([item for item in context["navigation"] if item.current]) == 1
    assert len(context["navigation"]) > 3


def test_the_navigation_holds_no_place_that_would_refuse() -> None:
    board = make_board(1)
    for user in (board.clerk, board.administrator, make_subject_teacher(board.sheets[0].school_class)):
        client = client_of(user)
        for item in client.get(reverse("awards:scheme")).context["navigation"]:
            for link in item.inside or (item,):
                assert client.get(link.url).status_code in (200, 302), link.url


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "版本 {}"), ("en", "Version {}")])
def test_administrators_alone_see_the_version_of_the_program(language: str, shown: str) -> None:
    school = make_school()
    version = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for user, sees in ((make_administrator(school), True), (make_office(school), False)):
        page = client_of(user).get(reverse("own_account"), headers={"accept-language": language}).content.decode()
        assert (shown.format(version) in page.partition('<footer class="foot">')[2]) is sees
        assert (version in page) is sees
