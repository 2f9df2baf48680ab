"""The school's settings: what may be set, what is refused, that it is recorded, and that nothing stored is renamed."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from starrating.operations.models import AuditEvent
from students.models import CalendarDay, School, SchoolClass, User
from students.school.addresses import paper_address
from students.school.calendar import years_to_note
from tests.awards.board_clients import client_of
from tests.factories import make_administrator, make_class, make_office, make_school, make_term, moment

pytestmark = pytest.mark.django_db
NOW = moment(dt.date(2025, 10, 10))


@pytest.fixture
def administrator() -> User:
    return make_administrator(make_school())


def sent(client: Client, what: str, **data: object) -> int:
    key = {"idempotency_key": str(uuid.uuid4())}
    with time_machine.travel(NOW, tick=False):
        return client.post(f"/settings/{what}", {**key, **data}).status_code


def names(pattern: str = "{grade}({number})班", **more: str) -> dict[str, str]:
    return {"name": "第十中学", "grade_style": "numeral", "class_pattern": pattern, **more}


def school_of(user: User) -> School:
    assert user.school is not None
    return School.objects.get(pk=user.school.pk)


def test_names_change_what_is_shown_and_nothing_stored(administrator: User) -> None:
    school_class = make_class(school_of(administrator), 3)
    assert sent(client_of(administrator), "names", **names("{grade}{number}班", grade_style="stage")) == 302
    shown = SchoolClass.objects.get(pk=school_class.pk)
    assert shown.name_in(2025) == "初一3班"
    assert (shown.entry_year, shown.number) == (2025, 3)
    event = AuditEvent.objects.get(action="school.changed")
    assert event.old == {"class_pattern": "{grade}({number})班", "grade_style": "numeral"}
    assert event.new == {"class_pattern": "{grade}{number}班", "grade_style": "stage"}


def test_classes_must_stay_apart(administrator: User) -> None:
    assert sent(client_of(administrator), "names", **names("{grade}")) == 422
    assert school_of(administrator).class_pattern == "{grade}({number})班"


def test_nothing_changed_leaves_no_trace(administrator: User) -> None:
    assert sent(client_of(administrator), "names", **names()) == 302
    assert not AuditEvent.objects.filter(action="school.changed").exists()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000", "http://localhost", "https://[::1]/", "http://0.0.0.0:8000", "stars", "http://["],
)
def test_an_address_that_leads_nowhere_is_no_address_on_papers(administrator: User, address: str) -> None:
    assert sent(client_of(administrator), "names", **names(paper_address=address)) == 422
    assert school_of(administrator).paper_address == ""


def test_the_address_on_papers_is_set_once(administrator: User) -> None:
    assert sent(client_of(administrator), "names", **names(paper_address="https://stars.example.cn/")) == 302
    assert school_of(administrator).paper_address == "https://stars.example.cn"


def test_the_installations_address_is_shown_and_goes_before_the_schools(
    administrator: User, settings: Settings
) -> None:
    School.objects.update(paper_address="https://old.example.cn")
    settings.PUBLIC_ADDRESS = "https://stars.example.cn"
    client = client_of(administrator)
    field = re.findall(r"<input[^>]*paper_address[^>]*>", client.get("/settings/").content.decode())
    assert ["disabled" in one and "https://stars.example.cn" in one for one in field] == [True]
    assert sent(client, "names", **names(paper_address="https://elsewhere.example.cn")) == 302
    assert school_of(administrator).paper_address == "https://old.example.cn"
    request = RequestFactory().get("/")
    assert paper_address(school_of(administrator), request) == "https://stars.example.cn"


def test_the_office_s_name(administrator: User) -> None:
    client, given = client_of(administrator), {"office_phone": "0412-0000000", "appeal_days": "10"}
    assert sent(client, "office", office_name="德育处", **given) == 302
    school = school_of(administrator)
    assert (school.office_name, school.office_phone, school.appeal_days) == ("德育处", "0412-0000000", 10)
    assert sent(client, "office", office_name="", **given) == 422
    assert sent(client, "office", office_name="德育处", **given | {"appeal_days": "0"}) == 422


def test_a_day_is_noted_noted_again_and_forgotten(administrator: User) -> None:
    client, day = client_of(administrator), dt.date(2025, 10, 11)
    assert sent(client, "days", day=day.isoformat(), is_working="1", note="国庆调休") == 302
    assert sent(client, "days", day=day.isoformat(), is_working="0", note="校庆") == 302
    row = CalendarDay.objects.get(school=administrator.school, day=day)
    assert (row.is_working, row.note) == (False, "校庆")
    assert sent(client, f"days/{row.pk}/remove") == 302
    assert not CalendarDay.objects.filter(pk=row.pk).exists()
    found = AuditEvent.objects.filter(action__startswith="school.day_").order_by("pk")
    assert [event.action for event in found] == ["school.day_noted", "school.day_noted", "school.day_forgotten"]


def test_known_days_leave_one_s_own_alone(administrator: User) -> None:
    day = dt.date(2025, 10, 1)
    CalendarDay.objects.create(school=school_of(administrator), day=day, is_working=True, note="自定")
    client = client_of(administrator)
    assert sent(client, "days/known", year="2025") == 302
    assert CalendarDay.objects.get(school=administrator.school, day=day).note == "自定"
    number = CalendarDay.objects.filter(school=administrator.school).count()
    assert number > 10
    assert sent(client, "days/known", year="2025") == 302
    assert CalendarDay.objects.filter(school=administrator.school).count() == number
    assert sent(client, "days/known", year="2090") == 302


def test_not_for_the_office_nor_for_another_school(administrator: User) -> None:
    assert sent(client_of(make_office(school_of(administrator))), "names", **names()) == 403
    row = CalendarDay.objects.create(school=make_school(), day=dt.date(2025, 10, 11), is_working=True)
    assert sent(client_of(administrator), f"days/{row.pk}/remove") == 404


def test_the_page_shows_where_the_rest_is_set(administrator: User) -> None:
    page = client_of(administrator).get("/settings/").content.decode()
    for address in ("/scheme/", "/terms/", "/papers/wording/", "/accounts/", "/years/start/"):
        assert f'href="{address}"' in page


def test_a_year_without_holidays_is_told_before_it_comes(administrator: User) -> None:
    school, client = school_of(administrator), client_of(administrator)
    assert years_to_note(school, dt.date(2025, 10, 10)) == [2025]
    assert sent(client, "days/known", year="2025") == 302
    assert years_to_note(school, dt.date(2025, 10, 10)) == []
    assert years_to_note(school, dt.date(2025, 11, 10)) == [2026]
    with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
        assert "No holiday of 2026 is noted yet" in client_of(administrator).get("/settings/").content.decode()
    make_term(school)
    assert years_to_note(school, dt.date(2025, 9, 2)) == []
    CalendarDay.objects.filter(day__year=2026).delete()
    assert years_to_note(school, dt.date(2025, 9, 2)) == [2026], "the term ends in it"


def test_holidays_that_are_missing_today_stand_on_top(administrator: User) -> None:
    def places() -> tuple[int, int]:
        with time_machine.travel(NOW, tick=False):
            page = client_of(administrator).get("/settings/").content.decode()
        return page.index('id="days"'), page.index('id="names"')

    days, names_ = places()
    assert days < names_
    assert sent(client_of(administrator), "days/known", year="2025") == 302
    days, names_ = places()
    assert days > names_


def test_stage_and_grades_are_corrected_until_something_goes_by_them(administrator: User) -> None:
    client, stage = client_of(administrator), {"stage": "primary", "first_grade": "1", "last_grade": "5"}
    assert "/settings/stage" in client.get("/settings/").content.decode()
    assert sent(client, "stage", **{**stage, "last_grade": "0"}) == 422
    assert sent(client, "stage", **stage) == 302
    school = school_of(administrator)
    assert (school.stage, list(school.grades)) == ("primary", [1, 2, 3, 4, 5])
    assert sent(client, "stage", **{**stage, "first_grade": "6"}) == 422
    room = make_class(school, entry_year=2025)
    assert sent(client, "stage", **{**stage, "last_grade": "6"}) == 422, "a class is there"
    room.delete()
    make_term(school)
    assert sent(client, "stage", **{**stage, "last_grade": "6"}) == 422, "a term is opened"
    assert "/settings/stage" not in client.get("/settings/").content.decode()


def test_the_code_is_corrected_until_anybody_else_has_an_account(administrator: User) -> None:
    client = client_of(administrator)
    make_school("taken")
    for code, answer in (("taken", 422), ("two words", 422), ("eleventh", 302)):
        assert sent(client, "code", code=code) == answer, code
    assert school_of(administrator).code == "eleventh"
    make_administrator(school_of(administrator))
    assert sent(client, "code", code="twelfth") == 302, "another administrator is no one else"
    make_office(school_of(administrator))
    assert sent(client, "code", code="thirteenth") == 422
    assert "/settings/code" not in client.get("/settings/").content.decode()
