"""Pages of accounts, roles and tasks: who sees what, each form once, questions asked, queries that do not grow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from starrating.operations.models import AuditEvent
from students.models import SchoolRole, Staffing, StaffingRole, User
from tests.factories import TERM_START, make_administrator, make_class, make_homeroom, make_school, make_user
from tests.students.staff_factories import TODAY, Staffed, client_of, keyed, make_subject, staffed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_first_term() -> Iterator[None]:
    with time_machine.travel("2025-10-10 08:00+08:00"):
        yield


def addresses(at: Staffed) -> dict[str, str]:
    """Every address of the administrator's, with its method."""
    account, class_ = f"/accounts/{at.homeroom.pk}/", f"/classes/{at.school_class.pk}/"
    return {
        account: "get",
        "/accounts/add": "get",
        f"{class_}homeroom": "get",
        f"{class_}subject-teacher": "get",
        f"{account}details": "post",
        f"{account}roles": "post",
        f"{account}deactivate": "post",
        f"{account}reactivate": "post",
        f"/roles/{at.role.pk}/end": "post",
        f"/tasks/{at.task.pk}/end": "post",
    }


@pytest.mark.parametrize("who", ["office", "homeroom"])
def test_the_pages_are_the_administrators(who: str) -> None:
    at = staffed()
    client = client_of(at.by(who))
    answers = {address: getattr(client, method)(address).status_code for address, method in addresses(at).items()}
    assert set(answers.values()) == {403}, answers


def test_what_is_of_another_school_is_not_there() -> None:
    at = staffed()
    client = client_of(make_administrator(make_school()))
    there = {address: how for address, how in addresses(at).items() if address != "/accounts/add"}
    answers = {address: getattr(client, method)(address).status_code for address, method in there.items()}
    assert set(answers.values()) == {404}, answers


def test_writing_takes_a_post() -> None:
    at = staffed()
    client = client_of(at.administrator)
    posts = [address for address, method in addresses(at).items() if method == "post"]
    assert {client.get(address).status_code for address in posts} == {405}


def test_an_account_is_added_with_its_role_once() -> None:
    at = staffed()
    client = client_of(at.administrator)
    form = keyed(name="王芳", username="", phone="13900000001", role="office")
    answers = [client.post("/accounts/add", form) for _n in range(2)]
    user = User.objects.get(name="王芳")
    assert {answer.headers["Location"] for answer in answers} == {f"/accounts/{user.pk}/"}
    assert SchoolRole.objects.get(user=user).starts_on == TODAY
    again = client.post("/accounts/add", keyed(name="王芳", role=""))
    assert (again.status_code, "wangfang" in again.content.decode()) == (422, True)


def test_a_refused_name_keeps_what_was_typed() -> None:
    at = staffed()
    answer = client_of(at.administrator).post("/accounts/add", keyed(name="王芳", phone="none", role="office"))
    assert (answer.status_code, 'value="王芳"' in answer.content.decode()) == (422, True)


def found(client: Client, **asked: str) -> set[str]:
    return {row.user.name for row in client.get("/accounts/", asked).context["rows"]}


def test_the_list_is_searched_and_narrowed() -> None:
    at = staffed()
    make_user(at.school, "单鑫")
    closed = make_user(at.school, "赵敏")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    client = client_of(at.administrator)
    assert found(client, q="单") == found(client, q="sx") == found(client, q="DX") == {"单鑫"}
    assert found(client, role="homeroom") == {"李岚"}
    assert found(client, role="office") == {at.office.name}
    assert found(client, role="none") == {"单鑫"}
    assert found(client, role="closed") == {"赵敏"}
    assert found(client, q="ll", role="office") == set()
    assert found(client_of(at.office), role="closed") == {"李岚", "单鑫", at.office.name}


def test_many_classes_are_three_and_a_count() -> None:
    at = staffed()
    subject = make_subject(at.school)
    for number in range(2, 14):
        Staffing.objects.create(
            user=at.office,
            school_class=make_class(at.school, number),
            role=StaffingRole.SUBJECT,
            subject=subject,
            starts_on=TERM_START,
        )
    client = client_of(at.administrator)
    (row,) = client.get("/accounts/", {"role": "office"}).context["rows"]
    assert row.shown == "七年级(2)班、七年级(3)班、七年级(4)班，另有9个"
    page = client.get(f"/accounts/{at.office.pk}/").context["page"]
    assert len(page.tasks) == 12


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_pages_take_the_same_queries_whatever_the_staff() -> None:
    at = staffed()
    client = client_of(at.administrator)
    pages = [address for address, method in addresses(at).items() if method == "get"] + ["/accounts/?q=l&role=homeroom"]
    before = [queries(client, address) for address in pages]
    for number in range(2, 8):
        other = make_class(at.school, number)
        make_homeroom(other, f"李{number}")
        Staffing.objects.create(
            user=at.homeroom, school_class=other, role=StaffingRole.HOMEROOM, starts_on=TERM_START, ends_on=TODAY
        )
    assert [queries(client, address) for address in pages] == before
    assert max(before) <= 12


def test_roles_and_tasks_are_ended_on_the_accounts_page() -> None:
    at = staffed()
    client = client_of(at.administrator)
    granted = client.post(f"/accounts/{at.homeroom.pk}/roles", keyed(role="office", starts_on="2025-10-10"))
    row = SchoolRole.objects.get(user=at.homeroom)
    for address in (f"/roles/{row.pk}/end", f"/tasks/{at.task.pk}/end"):
        assert client.post(address, keyed(day="2025-12-01")).headers["Location"] == granted.headers["Location"]
    row.refresh_from_db()
    assert (str(row.ends_on), str(at.task.ends_on)) == ("2025-12-01", "2025-12-01")
    nonsense = client.post(f"/tasks/{at.task.pk}/end", keyed(day="soon"), follow=True)
    assert (nonsense.status_code, str(at.task.ends_on)) == (200, "2025-12-01")
    assert [message.level_tag for message in nonsense.context["messages"]][-1] == "error"


def test_a_role_held_already_is_told_beside_the_form() -> None:
    at = staffed()
    form = keyed(role="office", starts_on="2025-10-10")
    answer = client_of(at.administrator).post(f"/accounts/{at.office.pk}/roles", form)
    assert (answer.status_code, bool(answer.context["role"].non_field_errors())) == (422, True)


def test_details_are_kept_and_a_closed_account_opens_again() -> None:
    at = staffed()
    client, account = client_of(at.administrator), f"/accounts/{at.homeroom.pk}/"
    assert client.post(f"{account}details", keyed(name="李澜", phone="13900000002")).status_code == 302
    client.post(f"{account}deactivate", keyed())
    at.homeroom.refresh_from_db()
    assert (at.homeroom.name, at.homeroom.is_active) == ("李澜", False)
    assert client.get(account).status_code == 200
    client.post(f"{account}reactivate", keyed())
    at.homeroom.refresh_from_db()
    assert at.homeroom.is_active


def test_a_homeroom_teacher_is_named_by_initials_and_a_question_is_asked() -> None:
    at = staffed()
    big = make_user(at.school, "王芳(大)", "wangfang")
    make_user(at.school, "王芳(小)", "wangfang2")
    client, address = client_of(at.administrator), f"/classes/{at.school_class.pk}/homeroom"
    form = keyed(teacher="wf", starts_on="2025-10-13", ends_on="2025-10-17")
    asked = client.post(address, form)
    assert (asked.status_code, len(asked.context["form"].fields["chosen"].choices)) == (422, 2)
    assert client.post(address, {**form, "chosen": str(at.office.pk)}).status_code == 422, "not one of those asked for"
    done = [client.post(address, {**form, "chosen": str(big.pk)}).status_code for _n in range(2)]
    assert done == [302, 302]
    task = Staffing.objects.get(user=big)
    assert (str(task.starts_on), str(task.ends_on), at.task.ends_on) == ("2025-10-13", "2025-10-17", None)
    assert client.post(address, keyed(teacher="nobody", starts_on="2025-10-13")).status_code == 422
    turned = client.post(address, keyed(teacher="wangfang", starts_on="2025-10-13", ends_on="2025-10-12"))
    assert (turned.status_code, list(turned.context["form"].errors)) == (422, ["ends_on"])
    one_day = keyed(teacher="wangfang2", starts_on="2025-10-20", ends_on="2025-10-20")
    assert client.post(address, one_day).status_code == 302


def test_a_subject_teacher_is_named_and_seen_on_the_class_page() -> None:
    at = staffed()
    subject = make_subject(at.school)
    client = client_of(at.administrator)
    form = keyed(teacher=at.office.name, subject=subject.pk, starts_on="2025-10-10")
    answer = client.post(f"/classes/{at.school_class.pk}/subject-teacher", form, follow=True)
    page = answer.content.decode()
    assert (answer.status_code, at.office.name in page, f"/accounts/{at.office.pk}/" in page) == (200, True, True)
    seen = client_of(at.homeroom).get(f"/classes/{at.school_class.pk}/").content.decode()
    assert (at.office.name in seen, "/homeroom" in seen, "/accounts/" in seen) == (True, False, False)


def test_everybody_keeps_the_own_phone() -> None:
    at = staffed()
    client = client_of(at.homeroom)
    assert 'href="/password"' in client.get("/account").content.decode()
    assert client.post("/account", keyed(phone="139-0000-0003", name="李澜")).status_code == 302
    assert client.post("/account", keyed(phone="call me")).status_code == 422
    at.homeroom.refresh_from_db()
    assert (at.homeroom.phone, at.homeroom.name) == ("139-0000-0003", "李岚")
    assert AuditEvent.objects.get(action="account.changed").actor_id == at.homeroom.pk
    assert Client().get("/account").headers["Location"].startswith("/sign-in")
