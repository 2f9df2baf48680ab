"""Tools that a machine lacks are installed where that is allowed; elsewhere tests that want them are skipped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import SkipTest

import pytest

from tests import tools

# Debian's apt-get, as far as it is asked for here: what it is told, and the program that the package brings.
APT_GET = """#!/bin/sh
echo "apt-get $*" >> "$LOG"
case "$*" in *install*poppler-utils*) ln -s "$0" "${0%/*}/pdftotext" ;; esac
exit $FAILS
"""
SUDO = """#!/bin/sh
echo "sudo $*" >> "$LOG"
exit 1
"""


class Machine:
    """A machine that has what stands in one folder, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.log = folder / "log"
        self.has("apt-get", APT_GET)
        for name in ("env", "ln"):
            (self.programs / name).symlink_to(shutil.which(name) or name)

    def has(self, name: str, script: str) -> None:
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def brings(self, *names: str, fails: int = 0, **said: str) -> subprocess.CompletedProcess[str]:
        """Run the script as `make` does."""
        environment = {"PATH": str(self.programs), "LOG": str(self.log), "FAILS": str(fails), **said}
        command = [sys.executable, tools.__file__, *names]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    @property
    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="installs as root")


@as_root
def test_what_is_missing_is_installed_and_said(machine: Machine) -> None:
    done = machine.brings("poppler")
    assert done.returncode == 0
    assert done.stdout == "Installing what is missing (INSTALL=0 leaves it): poppler-utils\n"
    assert [line.split()[2] for line in machine.asked] == ["update", "install"]
    again = machine.brings("poppler")
    assert (again.returncode, again.stdout, len(machine.asked)) == (0, "", 2)


@pytest.mark.parametrize("no", ["0", "no", "off", "False"])
def test_nothing_is_installed_where_the_caller_says_so(machine: Machine, no: str) -> None:
    done = machine.brings("poppler", INSTALL=no)
    assert (done.returncode, done.stdout) == (0, "Missing, and not installed: poppler-utils\n")
    assert machine.asked == []


def test_nothing_is_installed_on_another_family(machine: Machine) -> None:
    (machine.programs / "apt-get").unlink()
    assert machine.brings("poppler").stdout == "Missing, and not installed: poppler-utils\n"


def test_a_sudo_that_would_ask_is_not_used(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has("sudo", SUDO)
    monkeypatch.setenv("PATH", str(machine.programs))
    monkeypatch.setenv("LOG", str(machine.log))
    monkeypatch.delenv("INSTALL", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert tools.prefix() is None
    assert machine.asked == ["sudo -n true"]
    machine.has("sudo", SUDO.replace("exit 1", "exit 0"))
    assert tools.prefix() == ["sudo", "-n"]


@as_root
def test_an_installation_that_fails_says_why_and_goes_on(machine: Machine) -> None:
    machine.has("apt-get", "#!/bin/sh\necho no such package\nexit 100\n")
    done = machine.brings("office")
    assert done.returncode == 0
    assert "no such package" in done.stderr
    assert done.stdout.endswith("Missing, and not installed: libreoffice-calc-nogui\n")


def test_ci_does_without_none(machine: Machine) -> None:
    done = machine.brings("poppler", "office", INSTALL="0", CI="true")
    assert done.returncode == 1
    assert done.stderr.endswith("Missing, and not installed: poppler-utils libreoffice-calc-nogui\n")


def test_a_test_without_its_tool_is_skipped_or_fails(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(machine.programs))
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(SkipTest, match="poppler-utils"):
        tools.need("poppler")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(AssertionError, match="poppler-utils"):
        tools.need("poppler")
    machine.has("pdftotext", "")
    assert tools.need("poppler") == str(machine.programs / "pdftotext")


def test_one_line_counts_what_was_skipped() -> None:
    reasons = [f"Skipped: {tools.WANTING}{package}" for package in ("poppler-utils", "chromium", "poppler-utils")]
    assert tools.told([*reasons, "Skipped: SQLite has no TRUNCATE"]) == (
        "3 tests skipped for want of tools: apt-get install chromium poppler-utils"
    )
    assert tools.told(["Skipped: SQLite has no TRUNCATE"]) == ""
