"""What the doctor finds, thing by thing, and that each finding that is not well says what to do."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import ssl
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import checks as system_checks
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from awards.models import ClassRound, SheetState
from awards.office.health import look_at_notices
from starrating.backup import records
from starrating.backup.records import Record
from starrating.doctor import backups, checks, door
from starrating.doctor.findings import Finding, State
from students.models import School
from students.school.health import look_at_addresses
from tests.factories import make_class, make_filed, make_school, moment

NOW = moment(dt.date(2025, 12, 1))
HOUR = dt.timedelta(hours=1)
Usage = namedtuple("Usage", "total used free")
Look = Callable[[dt.datetime], Finding]


@pytest.fixture(autouse=True)
def _var_dir(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.mark.parametrize(
    ("free_mb", "state"), [(4096, State.WELL), (1023, State.LOOK), (64, State.LOOK), (63, State.ILL)]
)
def test_the_disk(monkeypatch: pytest.MonkeyPatch, free_mb: int, state: State) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, free_mb * 2**20))
    found = checks.look_at_the_disk(NOW)
    assert (found.state, bool(found.advice)) == (state, state != State.WELL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(("mode", "state"), [(0o700, State.WELL), (0o755, State.LOOK), (0o710, State.LOOK)])
def test_a_folder_that_others_can_open(settings: Settings, tmp_path: Path, mode: int, state: State) -> None:
    settings.VAR_DIR = tmp_path / "data"
    settings.VAR_DIR.mkdir()
    settings.VAR_DIR.chmod(mode)
    found = checks.look_at_the_folder(NOW)
    assert (found.state, bool(found.advice)) == (state, state != State.WELL)


@pytest.mark.parametrize(
    ("look", "name", "hours", "state"),
    [
        (checks.look_at_the_worker, records.WORKER, 0, State.WELL),
        (checks.look_at_the_worker, records.WORKER, 1, State.ILL),
        (backups.look_at_the_backup, records.BACKUP, 47, State.WELL),
        (backups.look_at_the_backup, records.BACKUP, 48, State.ILL),
        (backups.look_at_the_drill, records.DRILL, 24 * 8 - 1, State.WELL),
        (backups.look_at_the_drill, records.DRILL, 24 * 8, State.LOOK),
    ],
)
def test_what_was_last_done_grows_old(look: Look, name: str, hours: int, state: State) -> None:
    assert look(NOW).state != State.WELL
    records.write(name, Record(NOW - hours * HOUR))
    assert look(NOW).state == state


def test_a_try_that_failed_is_not_well_however_new() -> None:
    records.write(records.DRILL, Record(NOW, well=False, text="damaged"))
    found = backups.look_at_the_drill(NOW)
    assert (found.state, "damaged" in found.text) == (State.ILL, True)


@pytest.mark.parametrize(
    ("https", "serves_others", "state"),
    [(True, True, State.WELL), (False, False, State.WELL), (False, True, State.LOOK)],
)
def test_the_way_to_the_pages(settings: Settings, https: bool, serves_others: bool, state: State) -> None:
    settings.HTTPS, settings.SERVES_OTHERS = https, serves_others
    assert door.look_at_the_door(NOW).state == state


def test_a_clock_that_was_set_back() -> None:
    for behind, state in ((5, State.WELL), (6, State.ILL)):
        records.write(records.WORKER, Record(NOW + behind * HOUR / 60))
        assert checks.look_at_the_clock(NOW).state == state


def test_the_place_of_the_backups(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BACKUP_DIR = ""
    assert backups.look_at_the_place(NOW).state == State.LOOK
    settings.BACKUP_DIR = str(tmp_path / "disk")
    monkeypatch.setenv("BACKUP_PASSPHRASE", "")
    assert backups.look_at_the_place(NOW).state == State.ILL
    monkeypatch.setenv("BACKUP_PASSPHRASE", "AAAAA-BBBBB")
    assert backups.look_at_the_place(NOW).state == State.ILL
    (tmp_path / "disk").mkdir()
    same = backups.look_at_the_place(NOW)
    assert (same.state, bool(same.advice)) == (State.LOOK, True)
    settings.VAR_DIR = "/proc"
    assert backups.look_at_the_place(NOW).state == State.WELL


@pytest.mark.parametrize(("days", "state"), [(22, State.WELL), (21, State.ILL)])
def test_the_certificate(settings: Settings, monkeypatch: pytest.MonkeyPatch, days: int, state: State) -> None:
    settings.HTTPS, settings.PUBLIC_ADDRESS = True, ""
    settings.ALLOWED_HOSTS = ["127.0.0.1", ".example.cn", "stars.example.cn"]
    asked: list[tuple[str, int]] = []

    def end(host: str, port: int) -> dt.datetime:
        asked.append((host, port))
        return NOW + days * 24 * HOUR

    monkeypatch.setattr(door, "end_of_certificate", end)
    assert door.look_at_the_certificate(NOW).state == state
    settings.PUBLIC_ADDRESS = "https://stars.school.example:8443"
    door.look_at_the_certificate(NOW)
    assert asked == [("stars.example.cn", 443), ("stars.school.example", 8443)]


def test_a_certificate_that_nobody_shows_or_trusts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HTTPS, settings.PUBLIC_ADDRESS = True, "https://stars.school.example"
    for error in (ConnectionRefusedError(), ssl.SSLCertVerificationError(1, "self-signed")):
        monkeypatch.setattr(door, "end_of_certificate", failing_with(error))
        found = door.look_at_the_certificate(NOW)
        assert (found.state, bool(found.advice)) == (State.LOOK, True)
    settings.HTTPS = False
    assert door.look_at_the_certificate(NOW).state == State.WELL


def failing_with(error: Exception) -> Callable[[str, int], dt.datetime]:
    def fail(_host: str, _port: int) -> dt.datetime:
        raise error

    return fail


@pytest.mark.parametrize(
    ("code", "lan", "state"), [("W009", False, State.LOOK), ("W004", True, State.WELL), ("W021", False, State.WELL)]
)
def test_what_django_says_is_translated_and_not_said_twice(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, code: str, lan: bool, state: State
) -> None:
    settings.INSECURE_LAN = lan
    said = [system_checks.Warning("English words", id=f"security.{code}")]
    monkeypatch.setattr(system_checks, "run_checks", lambda **_options: said)
    found = checks.look_at_settings(NOW)
    assert (found.state, "English words" in found.text) == (state, False)


def test_a_folder_without_fonts(settings: Settings, tmp_path: Path) -> None:
    settings.RARE_FONT = tmp_path / "rare.woff2"
    settings.RARE_FONT.touch()
    settings.FONT_DIR = str(tmp_path)
    assert checks.look_at_fonts(NOW).state == State.LOOK
    (tmp_path / "Kai.TTF").touch()
    assert checks.look_at_fonts(NOW).state == State.WELL


def test_a_font_that_is_missing(settings: Settings, tmp_path: Path) -> None:
    settings.RARE_FONT = tmp_path / "none.woff2"
    assert checks.look_at_fonts(NOW).state == State.ILL


@pytest.mark.django_db
def test_clock_and_database_are_well_here() -> None:
    assert checks.look_at_the_clock(NOW).state == checks.look_at_migrations(NOW).state == State.WELL


@pytest.mark.django_db
def test_a_school_without_an_address_is_named(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = ""
    school = make_school(name="第十中学")
    found = look_at_addresses(NOW)
    assert (found.state, school.name in found.text) == (State.LOOK, True)
    School.objects.update(paper_address="https://stars.school.example")
    assert look_at_addresses(NOW).state == State.WELL
    School.objects.update(paper_address="")
    settings.PUBLIC_ADDRESS = "https://stars.school.example"
    assert look_at_addresses(NOW).state == State.WELL


@pytest.mark.django_db
def test_an_overdue_notice_is_counted() -> None:
    sheet = make_filed(make_class(make_school()))
    assert sheet.notice_until is not None
    last = moment(sheet.notice_until)
    assert look_at_notices(last).state == State.WELL
    found = look_at_notices(last + 24 * HOUR)
    assert (found.state, "1" in found.text) == (State.LOOK, True)
    ClassRound.objects.update(state=SheetState.FINAL)
    assert look_at_notices(last + 24 * HOUR).state == State.WELL


@pytest.mark.django_db
def test_the_command_ends_with_one_where_something_is_not_well() -> None:
    out, chinese = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", language="en", stdout=out)
    assert end.value.code == 1
    assert "There has been no backup." in out.getvalue()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=chinese)
    assert "还没有备份" in chinese.getvalue()


@pytest.mark.django_db
def test_the_command_looks_at_everything_and_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "look_at_fonts", lambda _at: Finding(State.WELL, ""))
    now = timezone.now()
    for name in (records.BACKUP, records.DRILL, records.WORKER):
        records.write(name, Record(now))
    out = io.StringIO()
    call_command("doctor", stdout=out)
    lines = [line for line in out.getvalue().splitlines() if line.startswith("[")]
    assert len(lines) == len(checks.CHECKS) + 4
