"""What stands in deploy/ names settings, commands and files that there are, and says how far it was tried."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from starrating.operations.management.commands.run import server_command
from tests.project.source import PACKAGES, ROOT

FOLDER = ROOT / "deploy"
UNITS = FOLDER / "systemd"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
# What shells, images and PostgreSQL know of themselves.
NOT_OURS = {"PYTHONDONTWRITEBYTECODE", "POSTGRES_PASSWORD", "POSTGRES_USER", "OWNER_PASSWORD", "SERVING_PASSWORD"}
NOT_OURS |= {"BASE", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK", "BACKUPS", "CERTIFICATES", "PIP_NO_INDEX"}
# A setting as shells, units, compose, WinSW and PowerShell write it.
SETTING = re.compile(r"(?m)(?:^|[\s#\"{])([A-Z][A-Z_]{3,})(?:=|: |\"\] = |\" value=)")


def settings() -> set[str]:
    """Give the variables that the program reads."""
    sources = [ROOT / "starrating" / "settings.py", *(ROOT / "starrating").glob("*/*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    return set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", text)) | {"SECRET_KEY"}


def named(pattern: str | re.Pattern[str], paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for found in re.findall(pattern, path.read_text(encoding="utf-8")):
            yield path.relative_to(ROOT).as_posix(), found


def test_every_setting_is_one_of_the_program() -> None:
    found = set(named(SETTING, [path for path in FILES if path.suffix not in {".py", ".sql"}]))
    assert len({name for _path, name in found} & settings()) > 5, "the search finds nothing any more"
    assert [(path, name) for path, name in sorted(found) if name not in settings() | NOT_OURS] == []


def test_every_command_is_one_of_the_program() -> None:
    guides = [ROOT / "README.md", ROOT / "docs" / "operations.md", *(ROOT / "docs" / "guides").glob("*.md")]
    found = set(named(r"manage\.py[ ,]+([a-z_]{3,})\b(?!\.)", [*FILES, *guides]))
    assert len(found) > 20, "the search finds nothing any more"
    assert [(path, name) for path, name in sorted(found) if name not in get_commands()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_says_how_far_it_was_tried(path: Path) -> None:
    head = path.read_text(encoding="utf-8")[:1500]
    assert re.search(r"\b(Tried|Not tried)\b", head) or path.name == "Dockerfile.dockerignore"


@pytest.mark.parametrize("path", [UNITS / "starrating-web.service", FOLDER / "docker" / "compose.yaml"])
def test_the_server_is_started_as_the_program_starts_it(path: Path) -> None:
    """Each setting of the server stands there as in `run`."""
    text = path.read_text(encoding="utf-8")
    wanted = server_command("127.0.0.1", 8000, platform="linux")[2:]
    assert [one for one in wanted if one not in re.split(r"[\s\\]+", text)] == []


def test_the_image_holds_the_whole_program() -> None:
    text = (FOLDER / "docker" / "Dockerfile").read_text(encoding="utf-8")
    assert [name for name in (*PACKAGES, "templates", "static", "locale") if f"COPY {name} {name}\n" not in text] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for path in UNITS.rglob("*.*"):
        place = tmp_path / path.relative_to(UNITS)
        if path.is_file():
            place.parent.mkdir(exist_ok=True)
            place.write_text(path.read_text(encoding="utf-8").replace("/srv/starrating", str(ROOT)), encoding="utf-8")
    units = sorted(map(str, tmp_path.glob("*.service")))
    found = subprocess.run(
        ["systemd-analyze", "verify", *units],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:/lib/systemd/system"},
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stderr) == (0, "")
