"""Django's admin: for superusers only, own school only, and history is read there, never written."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from awards.models import Decision, HeldStep, Nomination, StarEntry
from starrating.operations.models import AuditEvent
from students.models import School, User
from tests.factories import make_administrator, make_final, make_school, make_user

pytestmark = pytest.mark.django_db

HISTORY: list[type[Model]] = [AuditEvent, Decision, StarEntry, HeldStep, Nomination]


def make_superuser(school: School | None) -> User:
    user = make_user(school)
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(model: type[Model], action: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def test_only_superusers_enter() -> None:
    school = make_school()
    half = make_user(school)
    half.is_staff = True
    half.save()
    assert client_of(make_superuser(school)).get(reverse("admin:index")).status_code == 200
    for user in (make_administrator(school), half):
        response = client_of(user).get(reverse("admin:index"), follow=True)
        assert response.status_code == 403
    assert Client().get(reverse("admin:index")).status_code == 302


def test_every_table_opens_and_shows_a_row() -> None:
    make_final()
    client = client_of(make_superuser(None))
    for model in admin.site._registry:
        assert client.get(address(model, "changelist")).status_code == 200, model
        row = model._default_manager.first()
        if row is not None:
            assert client.get(address(model, "change", row.pk)).status_code == 200, model


@pytest.mark.parametrize("model", HISTORY)
def test_history_is_not_written_there(model: type[Model]) -> None:
    make_final()
    client = client_of(make_superuser(None))
    row = model._default_manager.first()
    assert row is not None
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {"reason": "x"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


def test_a_superuser_of_a_school_sees_that_school_only() -> None:
    sheet = make_final()
    client = client_of(make_superuser(make_school()))
    assert client.get(address(StarEntry, "changelist")).context["cl"].result_count == 0
    entry = StarEntry.objects.all()[0]
    assert client.get(address(StarEntry, "change", entry.pk)).status_code == 302
    own = client_of(make_superuser(sheet.school_class.school))
    assert own.get(address(StarEntry, "changelist")).context["cl"].result_count == 3


def test_a_setting_that_is_put_right_is_in_the_audit() -> None:
    school = make_school()
    client = client_of(make_superuser(school))
    data = {"name": "第十一中学", "stage": "junior", "grade_style": "numeral", "office_name": school.office_name}
    data |= {"keep_contacts_months": "12", "keep_deeds_days": "30", "appeal_days": "15"}
    response = client.post(address(School, "change", school.pk), {**data, "class_pattern": school.class_pattern})
    assert response.status_code == 302
    event = AuditEvent.objects.get(action="school.changed")
    assert (event.school_id, event.old, event.new) == (school.pk, {"name": "第十中学"}, {"name": "第十一中学"})
    assert event.source == "web"


def test_there_is_one_sign_in_and_one_way_to_change_a_password() -> None:
    client = client_of(make_superuser(make_school()))
    assert client.get(reverse("admin:password_change")).headers["Location"] == reverse("change_password")
    assert client.get(reverse("admin:login")).headers["Location"] == reverse("admin:index")
    assert client.post(reverse("admin:logout")).headers["Location"] == "/"
