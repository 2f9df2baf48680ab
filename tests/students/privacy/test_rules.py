"""The rules of data processing: read by everybody, saved version by version, and named by each consent."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from students.consents import verbs as consents
from students.consents.verbs import Given
from students.models import Consent, ConsentScope, DataIncident, DataRules, School, User
from students.privacy import verbs as privacy
from students.privacy.rules import TEXT_VERSION, Part, parts_of, shipped_text, version_on
from students.privacy.verbs import Happening
from tests.awards.entry_clients import sign_in
from tests.factories import make_class, make_office, make_school, make_student
from tests.refusals import refused
from tests.students.factories import school_with_administrator
from tests.students.staff_factories import NOW, TODAY

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
OWN = "# 谁负责\n\n学校负责。\n\n# 您的权利\n\n可以查阅、更正。\n也可以撤回。"


@pytest.fixture
def world() -> tuple[School, User]:
    return school_with_administrator()


def read(address: str, client: Client | None = None) -> str:
    answer = (client or Client(headers={"accept-language": "en"})).get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_text_is_taken_apart_by_headings_and_blank_lines() -> None:
    assert parts_of(OWN) == [Part("谁负责", ["学校负责。"]), Part("您的权利", ["可以查阅、更正。\n也可以撤回。"])]
    assert parts_of("先读这里。\r\n\r\n## 一\r\n正文") == [Part("", ["先读这里。"]), Part("一", ["正文"])]


def test_the_text_as_it_comes_says_what_the_school_has_set(world: tuple[School, User]) -> None:
    school, _administrator = world
    School.objects.filter(pk=school.pk).update(keep_contacts_months=7, keep_deeds_days=19, office_phone="0431-5550")
    text = read("/data-rules/")
    assert school.name in text
    for fact in ("months: 7", "days: 19", "0431-5550", "junior secondary school"):
        assert fact in text
    with translation.override("zh-hans"):
        assert "%(" not in shipped_text(school)


def test_several_schools_are_named_and_each_has_its_own(world: tuple[School, User]) -> None:
    other = make_school("other")
    text = read("/data-rules/")
    assert f"/data-rules/{world[0].code}/" in text
    assert f"/data-rules/{other.code}/" in text
    assert Client().get("/data-rules/nowhere/").status_code == 404


def test_versions_stay_readable_and_the_sign_in_page_leads_there(world: tuple[School, User]) -> None:
    school, administrator = world
    privacy.adopt(school, OWN, by=administrator, at=NOW)
    privacy.adopt(school, f"{OWN}\n\n<script>新的一段</script>", by=administrator, at=NOW + DAY)
    assert "/data-rules/" in read("/sign-in")
    with time_machine.travel(NOW + DAY, tick=False):
        now, then = read(f"/data-rules/{school.code}/"), read(f"/data-rules/{school.code}/1/")
    assert "新的一段" in now
    assert "<script>新" not in now
    assert "新的一段" not in then
    assert "no longer in force" in then
    assert Client().get(f"/data-rules/{school.code}/3/").status_code == 404


def test_who_may_and_what_is_refused(world: tuple[School, User]) -> None:
    school, administrator = world
    for text, code in ((" \n", "length"), ("字" * 20_001, "length")):
        with refused(code):
            privacy.adopt(school, text, by=administrator, at=NOW)
    privacy.adopt(school, OWN, by=administrator, at=NOW)
    with refused("same"):
        privacy.adopt(school, f"{OWN}\r\n", by=administrator, at=NOW)
    with refused("role"):
        privacy.adopt(school, "别的", by=make_office(school), at=NOW)
    assert DataRules.objects.count() == 1


def test_a_consent_keeps_the_version_in_force_when_it_was_signed(world: tuple[School, User]) -> None:
    school, administrator = world
    pupil = make_student(make_class(school), "林晓")
    privacy.adopt(school, OWN, by=administrator, at=NOW)
    privacy.adopt(school, f"{OWN}\n\n又一段", by=administrator, at=NOW + 2 * DAY)
    for scope, day in ((ConsentScope.PHOTO, TODAY - DAY), (ConsentScope.WINDOW, TODAY + DAY)):
        consents.record([Given(pupil, scope, "林父")], day, by=administrator, at=NOW + 3 * DAY)
    kept = dict(Consent.objects.values_list("scope", "text_version"))
    assert kept == {"photo": TEXT_VERSION, "window": f"{TEXT_VERSION}/1"}
    assert version_on(school, TODAY + 2 * DAY) == f"{TEXT_VERSION}/2"


def test_the_administrator_saves_by_page(world: tuple[School, User]) -> None:
    school, administrator = world
    client = sign_in(administrator)
    assert school.name in read("/settings/data-rules/", client)
    assert client.post("/settings/data-rules/save", {"text": ""}).status_code == 422
    assert client.post("/settings/data-rules/save", {"text": OWN}).status_code == 302
    assert DataRules.objects.get().text == OWN


def test_incidents_are_noted_with_whom_was_told_and_removed_with_a_reason(world: tuple[School, User]) -> None:
    school, administrator = world
    client = sign_in(administrator)
    said = {"happened_on": "2020-05-01", "known_on": "2020-05-02", "text": "名单遗失", "pupils": "46"}
    assert client.post("/settings/incidents/note", said | {"told": "家长"}).status_code == 422, "told, but not when"
    assert client.post("/settings/incidents/note", said | {"known_on": "2020-04-01"}).status_code == 422
    assert client.post("/settings/incidents/note", said | {"told": "家长", "told_on": "2020-05-03"}).status_code == 302
    row = DataIncident.objects.get()
    assert (row.pupils, row.told, row.told_on) == (46, "家长", dt.date(2020, 5, 3))
    assert "名单遗失" in read("/settings/incidents/", client)
    client.post(f"/settings/incidents/{row.pk}/remove", {"reason": " "})
    assert DataIncident.objects.exists()
    client.post(f"/settings/incidents/{row.pk}/remove", {"reason": "重复登记"})
    assert not DataIncident.objects.exists()
    later = Happening(happened_on=TODAY + DAY, known_on=TODAY + DAY, text="明天")
    with refused("day"):
        privacy.note_incident(school, later, by=administrator, at=NOW)
