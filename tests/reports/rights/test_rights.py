"""A copy holds all there is on a pupil; an erasure leaves no name, and changes no sum."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, Model, Sum, TextField
from django.test import TestCase

from awards import guards as awards_guards
from awards.models import StarEntry
from reports.rights import erasing
from reports.rights.copying import SECRET, copy_of, shown
from reports.rights.erasing import DELETED, GONE, WORDS, erase, preview
from reports.rights.graph import ELSEWHERE, KEY_COLUMNS, rows_of, ways
from starrating.db.guards import AppendOnly
from starrating.operations.models import AuditEvent
from students import guards as students_guards
from students.models import Consent, Enrolment, Guardian, Photo, School, Student, User
from students.pupils.details import Details, correct_details
from tests.awards.entry_clients import sign_in
from tests.factories import (
    make_administrator,
    make_consent,
    make_final,
    make_office,
    make_photo,
    make_user,
    moment,
    pupils_of,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = moment(dt.date(2026, 9, 7))
# A year after the pupil has left.
KEPT_UNTIL = moment(dt.date(2026, 11, 7))
NAME, NUMBER, FAMILY = "欧阳雨桐", "77880001", "欧阳建国"


class World:
    """A pupil with a month behind, and with an account, guardians, a photo and a consent."""

    def __init__(self) -> None:
        sheet = make_final()
        self.school: School = sheet.school_class.school
        self.others = pupils_of(sheet)
        self.administrator = make_administrator(self.school)
        self.pupil: Student = StarEntry.objects.order_by("pk")[0].student
        details = Details(NUMBER, NAME, "f", dt.date(2013, 5, 6))
        correct_details(self.pupil, details, reason=f"{NAME}的名册有误", by=self.administrator, at=NOW)
        self.pupil.refresh_from_db()
        Guardian.objects.create(student=self.pupil, name=FAMILY, phone="13911112222")
        make_consent(self.pupil)
        Consent.objects.update(given_by=FAMILY)
        make_photo(self.pupil, by=self.administrator)
        user = make_user(self.school, NAME)
        User.objects.filter(pk=user.pk).update(student=self.pupil, username=f"x-{NUMBER}")

    def leaves(self, day: dt.date) -> None:
        Enrolment.objects.filter(student=self.pupil).update(ends_on=day)


@pytest.fixture
def world() -> World:
    return World()


def texts() -> Iterator[tuple[str, str]]:
    """Everything that stands in any table as text, with its table and column."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                for value in model._base_manager.values_list(field.name, flat=True):
                    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                    yield f"{model._meta.label}.{field.name}", said


def hits(*words: str) -> set[str]:
    return {place for place, said in texts() if any(word in said for word in words)}


def test_the_search_goes_all_ways_that_the_tables_have() -> None:
    """Independently of the walk itself: each reference to a pupil is a way, or is named as leading elsewhere."""
    found = {(model._meta.label, column) for model, column, _to in ways()}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if getattr(field, "related_model", None) is Student and field.concrete:
                assert (model._meta.label, field.name) in found | ELSEWHERE
            elif field.concrete and field.name in KEY_COLUMNS:
                assert (model._meta.label, field.name) in found


def test_a_copy_has_every_row_the_photo_and_no_secret(world: World) -> None:
    content = copy_of(world.pupil, asked_by=FAMILY, check_address="", by=world.administrator, at=NOW)
    package = zipfile.ZipFile(io.BytesIO(content))
    assert {"data.json", "data.xlsx", "photo.jpg"} <= set(package.namelist())
    data = json.loads(package.read("data.json"))
    tables = {table["table"]: table["rows"] for table in data["tables"]}
    held = {model._meta.label: len(keys) for model, keys in rows_of(world.pupil).items()}
    told = {label: len(rows) for label, rows in tables.items()}
    # The event of the copy itself came after.
    held["operations.AuditEvent"] = told["operations.AuditEvent"]
    assert {label: told.get(label) for label in held if label != "texts.KeptText"} == {
        label: count for label, count in held.items() if label != "texts.KeptText"
    }
    assert {"students.Guardian", "students.Consent", "awards.StarEntry", "awards.Nomination"} <= set(tables)
    assert "pbkdf2" not in package.read("data.json").decode()
    for model in rows_of(world.pupil):
        assert not {field.name for field in shown(model)} & SECRET
    assert AuditEvent.objects.get(action="pupil.copied").student_key == world.pupil.pk
    with refused("who"):
        copy_of(world.pupil, asked_by=" ", check_address="", by=world.administrator, at=NOW)
    with refused("role"):
        copy_of(world.pupil, asked_by=FAMILY, check_address="", by=make_office(world.school), at=NOW)


def test_an_erasure_is_refused_until_its_time_or_a_request(world: World) -> None:
    def tried(requested_on: dt.date | None = None) -> None:
        erase(world.pupil, requested_on=requested_on, reason="离校", by=world.administrator, at=NOW)

    with refused("enrolled"):
        tried(NOW.date())
    world.leaves(dt.date(2026, 7, 10))
    with refused("kept"):
        tried()
    with refused("day"):
        tried(NOW.date() + dt.timedelta(days=1))
    with refused("role"):
        erase(world.pupil, requested_on=NOW.date(), reason="离校", by=make_office(world.school), at=NOW)
    tried(NOW.date())
    with refused("erased"):
        tried(NOW.date())


def test_nothing_says_the_name_any_more_and_no_sum_has_changed(world: World) -> None:
    world.leaves(dt.date(2025, 10, 20))
    entries = StarEntry.objects.filter(student=world.pupil)
    before = entries.count(), entries.aggregate(sum=Sum("stars"))["sum"], AuditEvent.objects.count()
    photo = Photo.objects.get(student=world.pupil)
    lies = str(photo.file.name)
    assert photo.file.storage.exists(lies)
    assert hits(NAME)
    seen = preview(world.pupil, KEPT_UNTIL.date())
    assert not seen.refusal
    assert seen.goes
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase(world.pupil, requested_on=None, reason="已满保存期", by=world.administrator, at=KEPT_UNTIL)
    assert hits(NAME, NUMBER, FAMILY, "13911112222", "ouyang") == set()
    assert not photo.file.storage.exists(lies)
    after = entries.count(), entries.aggregate(sum=Sum("stars"))["sum"], AuditEvent.objects.count()
    assert after == (before[0], before[1], before[2] + 1)
    world.pupil.refresh_from_db()
    assert (world.pupil.name, world.pupil.born_on, world.pupil.erased_on) == (GONE, None, KEPT_UNTIL.date())
    user = User.objects.get(student=world.pupil)
    assert not user.is_active
    assert not user.has_usable_password()


def test_every_column_in_which_somebody_writes_freely_is_named() -> None:
    """A text column of a table about pupils is blanked, deleted, a code, or of a table that only grows."""
    grows = {guard.table for guard in summed_guards() if isinstance(guard, AppendOnly)}
    codes = {"text_version", "digest", "key", "code", "sha256", "number", "flags", "salt", "password"}
    free = set()
    for model in {model for model, _column, _to in ways()} - {Student, User, Photo, *DELETED}:
        if model._meta.db_table in grows or model._meta.app_label not in ("students", "awards", "reports"):
            continue
        reached = any(to is Student or to in WORDS for one, _column, to in ways() if one is model)
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, CharField | TextField | JSONField) and not field.choices
            if reached and is_text and field.name not in codes and field.name not in WORDS.get(model, ()):
                free.add(f"{model._meta.label}.{field.name}")
    assert free == set()


def summed_guards() -> list[object]:
    return [*awards_guards.GUARDS, *students_guards.GUARDS]


def test_details_are_corrected_without_a_word_in_the_record(world: World) -> None:
    office = make_office(world.school)
    right = Details("77880002", "欧阳雨彤", "f", dt.date(2013, 5, 7))
    assert correct_details(world.pupil, right, reason="身份证为准", by=office, at=NOW)
    assert not correct_details(world.pupil, right, reason="身份证为准", by=office, at=NOW)
    event = AuditEvent.objects.filter(action="pupil.corrected").latest("pk")
    assert event.new == {"changed": ["number", "name", "born_on"]}
    other = world.others[-1]
    with refused("invalid"):
        correct_details(world.pupil, Details(other.number, NAME), reason="试", by=office, at=NOW)
    with refused("reason"):
        correct_details(world.pupil, Details("1", NAME), reason=" ", by=office, at=NOW)


def test_the_page_shows_a_preview_and_asks_for_the_number(world: World) -> None:
    world.leaves(dt.date(2025, 10, 20))
    client = sign_in(world.administrator)
    address = f"/pupils/{world.pupil.pk}/data/"
    assert NUMBER in client.get(address).content.decode()
    said = {"reason": "已满保存期", "requested_on": ""}
    assert client.post(f"{address}erase", said | {"number": "1"}).status_code == 422
    assert client.post(f"{address}erase", said | {"number": NUMBER}).status_code == 302
    assert Student.objects.get(pk=world.pupil.pk).erased_on is not None
    answer = client.post(f"{address}copy", {"asked_by": "本人"})
    assert answer["Content-Type"] == "application/zip"


def test_models_are_what_the_module_says() -> None:
    assert all(issubclass(model, Model) for model in (*erasing.WORDS, *erasing.DELETED))
