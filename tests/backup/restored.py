"""A backup put into another installation's database."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from starrating.backup import restoring
from starrating.backup.package import Manifest, verify

WORDS = "AAAAA-BBBBB"


def restored(path: Path, using: str) -> Manifest:
    manifest = verify(path, WORDS)
    restoring.migrated(manifest, using)
    with transaction.atomic(using):
        restoring.load(path, WORDS, manifest, using)
    return manifest
