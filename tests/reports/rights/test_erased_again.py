"""Who was erased since a backup was made is erased in what is restored of it, here or elsewhere."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from reports.rights.erased_again import erase_again
from reports.rights.erasing import GONE, erase
from starrating.backup.folder import write_into
from starrating.backup.restoring import restore
from starrating.operations.models import AuditEvent
from starrating.operations.seals.closing import close_due
from starrating.texts import noted
from students.models import Photo, Student, User
from tests.backup.conftest import folders, other_databases  # noqa: F401 -- fixtures
from tests.backup.restored import WORDS
from tests.emptying import empty
from tests.refusals import refused
from tests.reports.rights.test_rights import FAMILY, KEPT_UNTIL, NAME, NOW, NUMBER, World, hits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases", "folders")]
SAID = (NAME, NUMBER, FAMILY, "13911112222", "ouyang")


@pytest.fixture
def world() -> World:
    made = World()
    made.leaves(dt.date(2025, 10, 20))
    return made


def erased_after_a_backup(world: World, folder: Path) -> Path:
    path, _manifest = write_into(folder, WORDS, at=NOW)
    erase(world.pupil, requested_on=None, reason="已满保存期", by=world.administrator, at=KEPT_UNTIL)
    return path


def elsewhere(settings: Any, tmp_path: Path) -> None:
    """Another machine: an empty database, empty folders."""
    empty(connection)
    settings.VAR_DIR = tmp_path / "elsewhere"
    settings.MEDIA_ROOT, settings.MADE_ROOT = settings.VAR_DIR / "media", settings.VAR_DIR / "made"
    settings.MADE_ROOT.mkdir(parents=True)


@pytest.mark.parametrize("sealed", [False, True])
def test_the_name_is_gone_in_an_older_backup_too(world: World, tmp_path: Path, settings: Any, *, sealed: bool) -> None:
    if sealed:
        close_due(at=NOW)
    path, notes = erased_after_a_backup(world, tmp_path / "backups"), noted.file_of_erasures()
    assert not any(word in notes.read_text() for word in SAID)
    elsewhere(settings, tmp_path)
    restore(path, WORDS, notes)
    assert hits(*SAID) == set()
    pupil = Student.objects.get(pk=world.pupil.pk)
    assert (pupil.name, pupil.erased_on) == (GONE, KEPT_UNTIL.date())
    assert not User.objects.get(student=pupil).is_active
    assert not Photo.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert AuditEvent.objects.get(action="pupil.erased").actor is None
    assert set(notes.read_text().splitlines()) <= set(noted.file_of_erasures().read_text().splitlines())


def test_without_the_file_the_name_comes_back(world: World, tmp_path: Path, settings: Any) -> None:
    path = erased_after_a_backup(world, tmp_path / "backups")
    elsewhere(settings, tmp_path)
    restore(path, WORDS)
    assert Student.objects.get(pk=world.pupil.pk).name == NAME


def test_the_file_of_this_installation_is_read_unasked(world: World, tmp_path: Path) -> None:
    path = erased_after_a_backup(world, tmp_path / "backups")
    empty(connection)
    before = noted.file_of_erasures().read_text()
    for _again in range(2):
        restore(path, WORDS)
        assert hits(*SAID) == set()
        empty(connection)
    assert noted.file_of_erasures().read_text() == before


def tried(path: Path) -> int:
    with transaction.atomic():
        return erase_again(path)


def test_a_key_in_another_record_means_nobody(world: World, tmp_path: Path) -> None:
    close_due(at=NOW)
    line = {"pupil": world.pupil.pk, "at": NOW.isoformat(), "ground": "request", "record": "0" * 64}
    path = tmp_path / "theirs.jsonl"
    path.write_text(json.dumps(line) + "\n")
    assert tried(path) == 0
    assert Student.objects.get(pk=world.pupil.pk).name == NAME
    path.write_text(json.dumps({**line, "record": ""}) + "\n")
    assert [tried(path), tried(path)] == [1, 0]


@pytest.mark.parametrize("line", ['{"pupil": 1}', '{"pupil": "x", "at": "x"}', "[]", "x", "{}"])
def test_a_file_that_says_something_else_restores_nothing(
    world: World, tmp_path: Path, settings: Any, line: str
) -> None:
    path, _manifest = write_into(tmp_path / "backups", WORDS, at=NOW)
    elsewhere(settings, tmp_path)
    other = tmp_path / "other.jsonl"
    other.write_text(line + "\n")
    with refused("erasures"):
        restore(path, WORDS, other)
    assert not Student.objects.exists()
