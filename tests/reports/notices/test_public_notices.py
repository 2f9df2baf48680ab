"""Pages without sign-in: off by default, masked, by consent, and gone when the notice comes down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from awards.models import ClassRound, Nomination
from reports.notices.public import masked_in_public
from students.models import Consent, ConsentScope, School
from students.school import settings
from tests.clients import FormClient
from tests.factories import FILING_DAY, make_administrator, make_consent, make_filed, make_office, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = moment(FILING_DAY)


@pytest.fixture
def filed() -> Iterator[ClassRound]:
    """A sheet on notice in a school that has switched its public pages on; every winner's guardian has agreed."""
    with time_machine.travel(NOW, tick=False):
        sheet = make_filed()
        School.objects.update(public_pages=True)
        for pk in Nomination.objects.placed().values_list("student", flat=True).distinct():
            make_consent(Nomination.objects.filter(student=pk)[0].student, ConsentScope.PUBLICATION)
        yield ClassRound.objects.select_related("school_class__school").get(pk=sheet.pk)


def addresses(sheet: ClassRound) -> tuple[str, str]:
    code = sheet.school_class.school.code
    return f"/public/{code}/", f"/public/{code}/{sheet.pk}/"


def names(sheet: ClassRound) -> set[str]:
    return set(Nomination.objects.placed().filter(class_round=sheet).values_list("student__name", flat=True))


def test_masked_names_are_read_by_anybody_and_by_no_robot(filed: ClassRound) -> None:
    index, page = addresses(filed)
    answer = Client().get(page)
    text = answer.content.decode()
    assert names(filed)
    for name in names(filed):
        assert name not in text
        assert masked_in_public(name) in text
    for address in (index, page):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert "no-store" in answer["Cache-Control"]
        assert 'content="noindex' in answer.content.decode()
    assert Client().get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_off_there_is_nothing(filed: ClassRound) -> None:
    assert School._meta.get_field("public_pages").default is False
    School.objects.update(public_pages=False)
    for address in addresses(filed):
        assert Client().get(address).status_code == 404


def test_a_consent_withdrawn_takes_the_name_off_at_once(filed: ClassRound) -> None:
    page = addresses(filed)[1]
    masked = {masked_in_public(name) for name in names(filed)}
    Consent.objects.update(withdrawn_on=FILING_DAY)
    text = Client().get(page).content.decode()
    assert [name for name in masked if name in text] == []


def test_the_day_after_its_last_it_is_gone(filed: ClassRound) -> None:
    index, page = addresses(filed)
    last = filed.notice_until
    assert last is not None
    with time_machine.travel(moment(last, 23), tick=False):
        assert Client().get(page).status_code == 200
    with time_machine.travel(moment(last + dt.timedelta(days=1), 0), tick=False):
        assert Client().get(page).status_code == 404
        assert f"/{filed.pk}/" not in Client().get(index).content.decode()


def test_another_schools_code_opens_nothing(filed: ClassRound) -> None:
    assert Client().get(f"/public/other/{filed.pk}/").status_code == 404


def test_the_administrator_alone_switches_it(filed: ClassRound) -> None:
    school = filed.school_class.school
    chief, clerk = make_administrator(school), make_office(school)
    off = {"public_pages": False}
    with refused("role"):
        settings.change(school, off, action="students:change_public", by=clerk, at=NOW)
    assert settings.change(school, off, action="students:change_public", by=chief, at=NOW)
    assert not settings.change(school, off, action="students:change_public", by=chief, at=NOW)
    client = FormClient(headers={"accept-language": "en"})
    client.force_login(chief)
    answer = client.post("/settings/public", {"public_pages": "on", "idempotency_key": "1"}, follow=True)
    assert "Saved." in answer.content.decode()
    assert School.objects.get(pk=school.pk).public_pages


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张珊", "张*"), ("王小明", "王*明"), ("欧阳建国", "欧**国"), ("阿依古丽·买买提", "阿****提"), ("王", "王*")],
)
def test_how_a_name_is_masked(name: str, shown: str) -> None:
    assert masked_in_public(name) == shown
