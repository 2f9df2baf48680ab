"""The passphrase of backups: given by whoever runs the program, else made once and shown once."""

import base64
import os
import secrets
from pathlib import Path

from django.conf import settings

from starrating import env

FILE = "backup-passphrase"


def known() -> str:
    """Give BACKUP_PASSPHRASE, else the one that was made here; empty where there is none."""
    path = Path(settings.VAR_DIR) / FILE
    return env.text("BACKUP_PASSPHRASE", "") or (path.read_text(encoding="ascii").strip() if path.exists() else "")


def made() -> str:
    """Make a passphrase of 150 bits and keep it for this account of the machine alone; gives it to be written down."""
    letters = base64.b32encode(secrets.token_bytes(20)).decode()[:30]
    text = "-".join(letters[start : start + 5] for start in range(0, 30, 5))
    path = Path(settings.VAR_DIR) / FILE
    if path.exists() and not known():
        # A full disk has left it empty.
        path.unlink()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    return text
