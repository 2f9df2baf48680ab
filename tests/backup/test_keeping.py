"""What the worker keeps by itself: a backup a day, a try a week, and what became of them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from pytest_django import Settings

from starrating.backup import keeping, passphrase, records
from starrating.backup.folder import NAME, PART, backups_in, write_into
from starrating.backup.records import BACKUP, DRILL, Record
from starrating.backup.sealed import damaged
from tests.factories import moment

NOW = moment(dt.date(2025, 12, 1))
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "disk"), 3
    passphrase.made()
    return tmp_path / "disk"


@pytest.fixture(autouse=True)
def written() -> Iterator[mock.Mock]:
    """No database here: what is written is a file of two letters."""
    with mock.patch("starrating.backup.folder.write", side_effect=lambda file, *_a, **_k: file.write(b"ok")) as written:
        yield written


@pytest.fixture(autouse=True)
def tried() -> Iterator[mock.Mock]:
    with mock.patch("starrating.backup.restoring._tried") as tried:
        yield tried


def test_a_day_has_one_backup_and_a_week_one_try(folder: Path, tried: mock.Mock) -> None:
    for hours in range(0, 8 * 24, 6):
        keeping.keep(at=NOW + hours * HOUR)
    assert [path.name for path in backups_in(folder)] == [NAME.format(NOW + day * DAY) for day in (7, 6, 5)]
    assert tried.call_count == 2


@pytest.mark.parametrize("name", ["BACKUP_DIR", "passphrase"])
def test_nothing_is_made_without_a_folder_or_a_passphrase(folder: Path, settings: Settings, name: str) -> None:
    if name == "BACKUP_DIR":
        settings.BACKUP_DIR = ""
    else:
        Path(settings.VAR_DIR, passphrase.FILE).unlink()
    keeping.keep(at=NOW)
    assert not folder.exists()


def test_a_disk_that_is_away_is_in_the_log_and_tried_again(
    written: mock.Mock, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    written.side_effect = OSError(28, "No space left on device")
    keeping.keep(at=NOW)
    assert "No space left" in caplog.text
    assert (list(folder.iterdir()), records.read(BACKUP)) == ([], None)
    written.side_effect = None
    keeping.keep(at=NOW + HOUR)
    assert len(backups_in(folder)) == 1


def test_two_do_not_write_at_once(folder: Path) -> None:
    folder.mkdir()
    (folder / PART).write_bytes(b"half")
    with pytest.raises(FileExistsError):
        write_into(folder, "x", at=NOW)
    keeping.keep(at=NOW)
    assert (folder / PART).read_bytes() == b"half"


def test_what_was_ended_half_way_stands_in_nobodys_way_for_long(folder: Path) -> None:
    folder.mkdir()
    (folder / PART).write_bytes(b"half")
    before = (NOW - 7 * HOUR).timestamp()
    os.utime(folder / PART, (before, before))
    keeping.keep(at=NOW)
    assert len(backups_in(folder)) == 1


def test_a_backup_that_cannot_be_restored_is_said(tried: mock.Mock, caplog: pytest.LogCaptureFixture) -> None:
    tried.side_effect = damaged()
    keeping.keep(at=NOW)
    assert "cannot be restored" in caplog.text
    last = records.read(DRILL)
    assert last is not None
    assert (last.well, last.at) == (False, NOW)


def test_a_record_that_cannot_be_read_is_none(settings: Settings) -> None:
    for content in ("", "{", "[]", '{"at": "x"}', '{"at": 1, "well": 1, "text": ""}'):
        Path(settings.VAR_DIR, BACKUP).write_text(content, encoding="utf-8")
        assert records.read(BACKUP) is None
    records.write(BACKUP, Record(NOW, well=False, text="盘满"))
    assert records.read(BACKUP) == Record(NOW, well=False, text="盘满")
