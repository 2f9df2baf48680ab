"""Takes the pictures of commands for the guide of operations: `make pictures`. No test, and not collected as one."""

from __future__ import annotations

import inspect
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.html import format_html
from playwright.sync_api import BrowserContext
from pytest_django import Settings

from tests.factories import make_school

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTH = 1100
# A window of a server: what was typed, and what the program said.
STYLE = (
    "margin: 0; padding: 20px; background: #14233a; color: #f4f6f8; white-space: pre-wrap;"
    " font: 17px/1.7 'Noto Sans Mono CJK SC', monospace"
)
SCREEN = '<!doctype html><meta charset="utf-8"><pre style="{}">$ .venv/bin/python manage.py {}\n\n{}</pre>'


def said_by(command: str, *arguments: str) -> str:
    """Give what a command says; doctor ends with 1 where something is not well."""
    out = io.StringIO()
    try:
        call_command(command, *arguments, stdout=out, no_color=True)
    except SystemExit:
        return out.getvalue()
    return out.getvalue()


def test_take_pictures(
    context: BrowserContext, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Play the first evening of an installation: look, back up, try the backup."""
    around = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    # Backups open databases that are not the tests' own.
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", around["real_ensure_connection"])
    make_school(name="第十中学")
    settings.VAR_DIR, settings.BACKUP_DIR = tmp_path / "var", ""
    settings.VAR_DIR.mkdir()
    monkeypatch.delenv("BACKUP_PASSPHRASE", raising=False)
    folder = tmp_path / "backup"
    shown = {"doctor": ["doctor"], "backup": ["backup", "--to", "/mnt/backup"]}
    texts = {
        "doctor": said_by("doctor"),
        "backup": said_by("backup", "--to", str(folder)).replace(str(folder), "/mnt/backup"),
    }
    [file] = folder.glob("*.backup")
    shown["drill"] = ["restore", "--check", f"/mnt/backup/{file.name}"]
    texts["drill"] = said_by("restore", "--check", str(file))
    page = context.new_page()
    for name, words in shown.items():
        page.set_viewport_size({"width": WIDTH, "height": 100})
        page.set_content(format_html(SCREEN, STYLE, " ".join(words), texts[name].strip()))
        page.screenshot(path=FOLDER / f"command-{name}.png", full_page=True)
