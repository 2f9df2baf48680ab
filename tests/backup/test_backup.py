"""A backup of a school: everything is in it, everything comes back, and nothing half."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import time
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections, transaction
from django.test import TestCase
from django.utils import translation
from hypothesis import HealthCheck, given, settings as examples, strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pytest_django import Settings

from starrating.backup import passphrase, restoring
from starrating.backup.folder import backups_in, forget_all_but, write_into
from starrating.backup.package import entries, verify
from starrating.backup.sealed import MAGIC, PIECE
from starrating.backup.snapshot import folder_of_a_copy, opened
from starrating.backup.tables import carried, digest_of, give_out_after, lines_of, next_keys
from starrating.db import connection as engines
from starrating.operations.models import AuditEvent, IdempotencyKey
from starrating.texts.erasing import erase, erase_again
from starrating.texts.keeping import keep
from starrating.texts.models import ErasureGround, KeptText
from starrating.texts.noted import file_of_erasures
from students.models import School, SignIn, Student
from tests.backup.restored import WORDS, restored
from tests.factories import make_class, make_office, make_photo, make_school, make_student, moment
from tests.guarantees.constraints.rows import make_rows
from tests.refusals import refusal, refused
from tests.triggers import append_only_tables, guarded_tables

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases", "folders")]
TAG = 16
REGIONS = ("mark", "header", "first", "middle", "last", "end")
AT = moment(dt.date(2025, 12, 1))


def backup(folder: Path, *, with_key: bool = False) -> Path:
    return write_into(folder, WORDS, at=AT, with_key=with_key)[0]


def test_every_row_of_every_table_comes_back(tmp_path: Path, empty: str) -> None:
    make_rows()
    manifest = restored(backup(tmp_path), empty)
    assert manifest.rows > 100
    for model in carried():
        assert digest_of(lines_of(model, empty)) == digest_of(lines_of(model, "default")), model


def test_each_table_is_carried_or_said_not_to_be() -> None:
    known = {model._meta.label for model in carried()}
    assert known.isdisjoint(django_settings.NOT_CARRIED)
    assert {"students.Student", "awards.StarEntry", "operations.AuditEvent", "auth.Permission"} <= known


def test_the_guards_stand_again_after_a_restore(tmp_path: Path, empty: str) -> None:
    make_rows()
    before = guarded_tables(connections[empty])
    restored(backup(tmp_path), empty)
    assert guarded_tables(connections[empty]) == before != []
    with pytest.raises(Exception, match="append-only"), transaction.atomic(empty):
        AuditEvent.objects.using(empty).update(source="worker")


def test_who_was_signed_in_signs_in_anew(tmp_path: Path, empty: str) -> None:
    clerk = make_office(make_school())
    Session.objects.create(session_key="s", session_data="x", expire_date=AT)
    IdempotencyKey.objects.create(user=clerk, key="once")
    restored(backup(tmp_path), empty)
    assert [model.objects.using(empty).count() for model in (Session, IdempotencyKey, SignIn)] == [0, 0, 0]


def test_a_key_that_was_given_out_is_not_given_out_again(tmp_path: Path, empty: str) -> None:
    school_class = make_class(make_school())
    student = make_student(school_class, "王䶮")
    last = student.pk
    student.enrolments.all().delete()
    student.delete()
    restored(backup(tmp_path), empty)
    school = School.objects.using(empty).get()
    new = Student.objects.using(empty).create(school=school, number="N1", name="林晓雯")
    assert new.pk > last


def test_a_photo_comes_back_and_so_does_a_made_paper(tmp_path: Path, settings: Settings) -> None:
    school = make_school()
    photo = make_photo(make_student(make_class(school), "王䶮"), by=make_office(school))
    content = Path(settings.MEDIA_ROOT, str(photo.file.name)).read_bytes()
    paper = PdfWriter()
    paper.add_blank_page(210, 297)
    paper.write(Path(settings.MADE_ROOT, "1-letters.pdf"))
    path = backup(tmp_path / "backups")
    settings.MEDIA_ROOT, settings.MADE_ROOT = tmp_path / "new" / "media", tmp_path / "new" / "made"
    restoring._write_files(path, WORDS)
    assert Path(settings.MEDIA_ROOT, str(photo.file.name)).read_bytes() == content
    with Image.open(Path(settings.MEDIA_ROOT, str(photo.file.name))) as opened_photo:
        opened_photo.load()
    assert len(PdfReader(Path(settings.MADE_ROOT, "1-letters.pdf")).pages) == 1


def test_the_secret_key_is_in_it_only_if_wanted(tmp_path: Path) -> None:
    for with_key in (False, True):
        path = backup(tmp_path / str(with_key), with_key=with_key)
        assert verify(path, WORDS).has_key is with_key
        with entries(path, WORDS) as parts:
            assert (django_settings.SECRET_KEY.encode() in [content for _name, content in parts]) is with_key


def test_no_name_of_a_child_can_be_read_in_the_file(tmp_path: Path) -> None:
    make_student(make_class(make_school()), "王䶮")
    assert "王䶮".encode() not in backup(tmp_path).read_bytes()


@examples(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(region=st.sampled_from(REGIONS), data=st.data())
def test_a_bit_flipped_in_any_part_of_the_file_is_refused(tmp_path: Path, region: str, data: st.DataObject) -> None:
    """In its mark, its header, the first and the last piece with their sums, and whatever is between them."""
    path = tmp_path / "whole.backup"
    if not path.exists():
        make_school()
        (Path(django_settings.MADE_ROOT) / "noise.bin").write_bytes(random.Random(1).randbytes(3 * PIECE))
        backup(tmp_path / "made").rename(path)
    whole = path.read_bytes()
    body = whole.index(b"\n", len(MAGIC)) + 1
    last = body + (len(whole) - body - 1) // (PIECE + TAG) * (PIECE + TAG)
    edges = (0, len(MAGIC), body, body + PIECE, last, len(whole) - TAG, len(whole))
    first, behind = edges[REGIONS.index(region)], edges[REGIONS.index(region) + 1]
    place = data.draw(st.integers(min_value=first, max_value=behind - 1))
    flipped = tmp_path / "flipped.backup"
    flipped.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << data.draw(st.integers(0, 7))]) + whole[place + 1 :])
    assert refusal(lambda: verify(flipped, WORDS)) in {"not_a_backup", "damaged", "passphrase"}


def test_a_database_in_use_is_left_alone(tmp_path: Path, empty: str) -> None:
    make_school()
    path = backup(tmp_path)
    restored(path, empty)
    with refused("in_use"):
        restored(path, empty)
    with refused("in_use"):
        restoring.restore(path, WORDS)
    assert School.objects.using(empty).count() == School.objects.count() == 1


def test_a_backup_of_another_version_is_told_apart(tmp_path: Path, empty: str) -> None:
    path = backup(tmp_path)
    manifest = verify(path, WORDS)
    manifest.migrations.append("awards.0099_later")
    with refused("version"):
        restoring.migrated(manifest, empty)


def test_rows_that_do_not_add_up_are_taken_back(tmp_path: Path, empty: str) -> None:
    make_school()
    path = backup(tmp_path)
    manifest = verify(path, WORDS)
    restoring.migrated(manifest, empty)
    manifest.tables["students.School"] = [1, "0" * 64]
    with refused("damaged"), transaction.atomic(empty):
        restoring.load(path, WORDS, manifest, empty)
    assert not School.objects.using(empty).exists()


@pytest.mark.parametrize("name", ["media/../../etc/passwd", "/etc/passwd", "media", "other/x", "tables/x"])
def test_a_name_that_leads_out_of_its_folder_is_no_place(name: str) -> None:
    assert restoring._place(name) is None


def test_a_backup_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("starrating.backup.package.next_keys", broken)
    with pytest.raises(OSError, match="No space"):
        backup(tmp_path)
    assert list(tmp_path.glob("*.backup")) == list(tmp_path.glob("*.part")) == []


def test_the_latest_backups_are_kept(tmp_path: Path) -> None:
    for day in (1, 2, 3):
        write_into(tmp_path, WORDS, at=moment(dt.date(2025, 12, day)))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    gone = forget_all_but(tmp_path, 2)
    assert [path.name for path in gone] == ["starrating-20251201-090000.backup"]
    assert len(backups_in(tmp_path)) == 2
    assert (tmp_path / "notes.txt").exists()


def run(*arguments: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_commands_make_a_passphrase_once_and_try_the_file(tmp_path: Path) -> None:
    make_school()
    first = run("backup", "--to", str(tmp_path / "b"))
    assert passphrase.known() in first
    assert passphrase.known() not in run("backup", "--to", str(tmp_path / "c"))
    [path] = backups_in(tmp_path / "b")
    assert "is whole and can be restored" in run("restore", str(path), "--check")
    assert path.stat().st_mode & 0o077 == 0


def test_a_command_says_what_is_wrong_with_which_file(tmp_path: Path) -> None:
    run("backup", "--to", str(tmp_path))
    [path] = backups_in(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CommandError, match=r"\.backup: The passphrase is another one, or the file is damaged"):
        run("restore", str(path), "--check")
    with pytest.raises(CommandError, match="is no file"):
        run("restore", str(tmp_path / "nothing"))


def test_a_drill_leaves_nothing_behind(tmp_path: Path, settings: Settings) -> None:
    make_rows()
    restoring.check(backup(tmp_path), WORDS, at=AT)
    assert list(Path(settings.VAR_DIR).glob("drill-*")) == list(Path(settings.VAR_DIR).glob("snapshot-*")) == []


def test_everything_moves_to_another_database(tmp_path: Path) -> None:
    make_rows()
    address = f"sqlite:///{tmp_path / 'moved.sqlite3'}"
    run("move", "--to", address)
    with opened("there", engines.sqlite({"NAME": str(tmp_path / "moved.sqlite3")})):
        for model in carried():
            assert digest_of(lines_of(model, "there")) == digest_of(lines_of(model, "default")), model
        assert set(guarded_tables(connections["there"])) >= set(append_only_tables(connection))
    with pytest.raises(CommandError, match="is in use"):
        run("move", "--to", address)


@pytest.mark.parametrize("address", ["mysql://root@127.0.0.1/x", "nonsense", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(CommandError, match="must start with"):
        run("move", "--to", address)


def test_keys_given_out_only_grow() -> None:
    make_school()
    before = next_keys("default")
    give_out_after({"students_school": 1}, "default")
    assert next_keys("default")["students_school"] == before["students_school"]
    last = before["students_school"] + 900
    give_out_after({"students_school": last}, "default")
    assert make_school().pk == last + 1


def test_a_manifest_names_no_child(tmp_path: Path) -> None:
    make_student(make_class(make_school()), "王䶮")
    with entries(backup(tmp_path), WORDS) as parts:
        told = dict(parts)["manifest.json"]
    assert "王䶮" not in json.loads(told).__repr__()


def test_a_full_disk_is_named_by_the_folder_of_the_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("starrating.backup.package.next_keys", mock.Mock(side_effect=OSError(28, "No space left")))
    with pytest.raises(CommandError, match=rf"^{tmp_path} cannot be written: No space left"):
        run("backup", "--to", str(tmp_path))


def test_a_backup_that_was_broken_off_is_named(tmp_path: Path) -> None:
    (tmp_path / "starrating.part").write_bytes(b"half")
    with pytest.raises(CommandError, match=rf"if it was broken off, delete the file {tmp_path}/starrating\.part\."):
        run("backup", "--to", str(tmp_path))


def test_a_passphrase_that_a_full_disk_left_empty_is_made_anew(settings: Settings) -> None:
    Path(settings.VAR_DIR, passphrase.FILE).write_bytes(b"")
    words = passphrase.made()
    assert words == passphrase.known() != ""
    with pytest.raises(FileExistsError):
        passphrase.made()


def test_a_disk_that_is_full_is_not_said_to_be_a_damaged_backup(tmp_path: Path, settings: Settings) -> None:
    Path(settings.MADE_ROOT, "1-letters.pdf").write_bytes(b"paper")
    path = backup(tmp_path)
    settings.MADE_ROOT = tmp_path / "file"
    settings.MADE_ROOT.write_bytes(b"in the way")
    with pytest.raises(FileExistsError):
        restoring._write_files(path, WORDS)


@pytest.mark.parametrize("kept", ["", "OTHER-WORDS"])
def test_a_backup_from_elsewhere_is_opened_by_what_is_typed(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    path = backup(tmp_path)
    Path(settings.VAR_DIR, passphrase.FILE).write_text(kept, encoding="ascii")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _asked: f"{WORDS} ")
    said = run("restore", str(path), "--check")
    assert "is whole and can be restored" in said
    assert ("kept here is not that of this backup" in said) is bool(kept)


def test_where_nobody_can_be_asked_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backup(tmp_path)
    monkeypatch.setattr("getpass.getpass", mock.Mock(side_effect=EOFError))
    with pytest.raises(CommandError, match="set BACKUP_PASSPHRASE"):
        run("restore", str(path), "--check")


def test_what_a_killed_one_left_goes_a_day_later(settings: Settings) -> None:
    old, new = (Path(settings.VAR_DIR, f"drill-{name}") for name in ("old", "new"))
    for folder, hours in ((old, 25), (new, 23)):
        folder.mkdir()
        (folder / "copy.sqlite3").write_bytes(b"everything")
        moment_of_it = time.time() - hours * 60 * 60
        os.utime(folder, (moment_of_it, moment_of_it))
    with folder_of_a_copy("drill-") as now:
        assert (old.exists(), new.exists(), now.exists()) == (False, True, True)
    assert not now.exists()


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.write_bytes(b"mine")
    with pytest.raises(CommandError, match=r"disk cannot be written: Not a directory"):
        run("backup", "--to", str(place))
    assert place.read_bytes() == b"mine"


@pytest.mark.parametrize("address", ["sqlite:////nowhere/at/all.sqlite3", "postgres://nobody@127.0.0.1:1/x"])
def test_a_database_that_does_not_answer_is_the_one_meant(address: str) -> None:
    with pytest.raises(CommandError, match=r"^That database cannot be reached"):
        run("move", "--to", address)


def test_what_was_erased_since_is_erased_in_a_restored_backup(tmp_path: Path, empty: str) -> None:
    kept = keep("推倒了同学", about=1)
    assert kept is not None
    path = backup(tmp_path)
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase(KeptText.objects.about([1]), account_key=None, at=AT, ground=ErasureGround.REQUEST)
    restored(path, empty)
    there = KeptText.objects.using(empty).filter(pk=kept.pk)
    assert there.get().text == "推倒了同学"
    with transaction.atomic(empty):
        assert erase_again(file_of_erasures(), empty) == 1
    row = there.get()
    assert (row.text, row.salt, row.erased_at) == ("", "", AT)
    file_of_erasures().unlink()
