"""A backup back into an empty installation, or into a database of its own to see that it would."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from starrating.backup import records
from starrating.backup.package import KEY, SEALING_KEY, Manifest, entries, folders, migrations_of, verify
from starrating.backup.sealed import damaged
from starrating.backup.snapshot import folder_of_a_copy, opened
from starrating.backup.tables import carried, digest_of, give_out_after, lines_of, put
from starrating.db import connection as engines
from starrating.db.lifting import without_triggers
from starrating.refused import Refused
from starrating.registry import summed
from starrating.texts.erasing import erase_again
from starrating.texts.noted import file_of_erasures, take_over

# Django fills these when it migrates; the backup's own take their place, for accounts point at them.
FILLED_BY_MIGRATE = ("auth.Permission", "contenttypes.ContentType")


def restore(path: Path, passphrase: str, erasures: Path | None = None) -> Manifest:
    """Put a backup into this installation, all of it or nothing, and erase again what was erased since it was made.

    ``erasures`` is the file that says so; without one, that of this installation, where there is any. Raises
    :class:`Refused` for a damaged file, one of another version, and where there is anything already.
    """
    manifest = verify(path, passphrase)
    migrated(manifest, "default")
    with transaction.atomic():
        load(path, passphrase, manifest, "default")
        _erase_again(erasures or file_of_erasures(), demanded=erasures is not None)
        _write_files(path, passphrase)
    return manifest


def _erase_again(path: Path, *, demanded: bool) -> None:
    if not demanded and not path.exists():
        return
    try:
        erase_again(path, "default")
        for again in summed("erased_again", "AGAIN"):
            again(path)
        take_over(path)
    except (OSError, ValueError) as error:
        raise Refused(
            _("%(path)s does not say what was erased. Nothing was restored; name the file with --erasures.")
            % {"path": path},
            code="erasures",
        ) from error


def check(path: Path, passphrase: str, *, at: dt.datetime) -> Manifest:
    """Put a backup into an empty database of its own, compare every row, throw that away, and keep how it went."""
    try:
        manifest = _tried(path, passphrase)
    except Refused as refusal:
        records.write(records.DRILL, records.Record(at, well=False, text=refusal.message))
        raise
    records.write(records.DRILL, records.Record(at))
    return manifest


def _tried(path: Path, passphrase: str) -> Manifest:
    manifest = verify(path, passphrase)
    with folder_of_a_copy("drill-") as folder:
        place = engines.sqlite({"NAME": str(folder / "drill.sqlite3")})
        with opened("drill", place):
            migrated(manifest, "drill")
            with transaction.atomic("drill"):
                load(path, passphrase, manifest, "drill")
    return manifest


def migrated(manifest: Manifest, using: str) -> None:
    """Make the tables, and raise :class:`Refused` unless they are those of the backup and hold nothing."""
    call_command("migrate", interactive=False, verbosity=0, database=using)
    if migrations_of(using) != manifest.migrations:
        raise Refused(
            _("The backup was made by version %(version)s. Use that version to restore it, then update.")
            % {"version": manifest.version},
            code="version",
        )
    demand_empty(using)


def demand_empty(using: str) -> None:
    """Raise :class:`Refused` where a table holds something that no migration put there."""
    for model in carried():
        if model._meta.label not in FILLED_BY_MIGRATE and model._base_manager.using(using).exists():
            raise Refused(
                _("This database is in use: %(table)s is not empty. Use an empty one.")
                % {"table": model._meta.verbose_name_plural},
                code="in_use",
            )


def load(path: Path, passphrase: str, manifest: Manifest, using: str) -> None:
    """Insert all rows and compare what stands there with the backup's sums. Within a transaction of ``using``."""
    with filling(using):
        with entries(path, passphrase) as parts:
            for name, content in parts:
                if name.startswith("tables/"):
                    put(_model(name), content.splitlines(), using)
        give_out_after(manifest.keys, using)
    for model in carried():
        if list(digest_of(lines_of(model, using))) != manifest.tables.get(model._meta.label):
            raise damaged()


@contextmanager
def filling(using: str) -> Iterator[None]:
    """Let rows come in any order and unguarded for the time of the block; then all of it is checked at once."""
    with without_triggers(connections[using]):
        for label in FILLED_BY_MIGRATE:
            apps.get_model(label)._base_manager.using(using).all()._raw_delete(using)
        yield
        connections[using].check_constraints()


def _model(name: str) -> type[Model]:
    label = name.split("/")[1]
    known = {model._meta.label: model for model in carried()}
    if label not in known:
        raise damaged()
    return known[label]


def _write_files(path: Path, passphrase: str) -> None:
    """Write the files of a backup, and its key where this installation has none of its own."""
    with entries(path, passphrase) as parts:
        for name, content in parts:
            place = _place(name)
            if place is None:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())


def _place(name: str) -> Path | None:
    """Say where a file belongs; None for what is none, and for a name that leads out of its folder."""
    if name in (KEY, SEALING_KEY):
        return Path(settings.VAR_DIR) / name
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or parts[0] not in folders() or ".." in parts:
        return None
    return folders()[parts[0]].joinpath(*parts[1:])
