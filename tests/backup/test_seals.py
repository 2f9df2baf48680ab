"""A seal holds wherever the record is carried: through a backup, and without its key. Moved: `test_moved`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from starrating.backup import restoring
from starrating.backup.folder import write_into
from starrating.backup.package import SEALING_KEY, entries, verify
from starrating.operations.seal_models import Seal
from starrating.operations.seals import keys
from starrating.operations.seals.findings import Walked
from starrating.operations.seals.walking import walk
from tests.backup.restored import WORDS
from tests.backup.test_backup import AT
from tests.security.tools.sealing import LATER, sealed_school

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _record(other_databases: None, folders: None) -> Iterator[None]:
    with sealed_school():
        yield


def holds(using: str) -> tuple[list[str], int, int, str]:
    """What does not hold there, how much does, and the newest seal."""
    walked = Walked()
    found = [one.said for one in walk(walked, at=LATER, using=using)]
    newest = Seal.objects.using(using).newest()
    assert newest is not None
    return found, walked.seals, walked.rows, newest.digest


def test_a_restored_record_has_the_seals_that_it_had(tmp_path: Path, empty: str) -> None:
    here = holds("default")
    assert here[0] == []
    path, _manifest = write_into(tmp_path / "b", WORDS, at=AT)
    manifest = verify(path, WORDS)
    restoring.migrated(manifest, empty)
    with transaction.atomic(empty):
        restoring.load(path, WORDS, manifest, empty)
    assert holds(empty) == here


def test_the_key_is_in_a_backup_only_if_wanted(tmp_path: Path) -> None:
    private = keys.path().read_bytes()
    for with_key in (False, True):
        path, _manifest = write_into(tmp_path / str(with_key), WORDS, at=AT, with_key=with_key)
        verify(path, WORDS)
        with entries(path, WORDS) as parts:
            assert ((SEALING_KEY, private) in list(parts)) is with_key
    keys.path().unlink()
    restoring._write_files(path, WORDS)
    assert keys.path().read_bytes() == private
    assert keys.path().stat().st_mode & 0o077 == 0


def test_without_its_key_a_restored_record_goes_on_under_a_new_one() -> None:
    keys.path().unlink()
    keys.current()
    found, _seals, _rows, _digest = holds("default")
    assert found == []
