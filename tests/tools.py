"""The programs that some tests play with beside Python's packages: where they are, and how they come onto a machine.

Run as a script it brings the tools that are named, or all that the tests want, where it may install system packages: on
Debian and its family, as root or by a sudo that does not ask, unless INSTALL is 0. It needs nothing but Python.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from unittest import SkipTest

HOME_OF_NU = Path(__file__).resolve().parent.parent / ".venv" / "nu"
NU_JAR = HOME_OF_NU / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NU_FROM_NPM = ["npm", "install", "--prefix", str(HOME_OF_NU), "--ignore-scripts", "--no-audit", "--no-fund"]
NU_VERSION = "vnu-jar@26.9.27"
FOLDERS_OF_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
NO = {"0", "no", "off", "false"}


class Tool(NamedTuple):
    """What finds a program's path on this machine, and the Debian package that brings it."""

    package: str
    find: Callable[[], str | None]


def either(*names: str) -> Callable[[], str | None]:
    return lambda: next(filter(None, map(shutil.which, names)), None)


def _chinese_font() -> str | None:
    """Give the place of a font that has Chinese; Windows and macOS come with one."""
    folders = (Path(folder).expanduser() for folder in FOLDERS_OF_FONTS)
    fonts = chain.from_iterable(folder.rglob("NotoSansCJK*") for folder in folders)
    return next(map(str, fonts), None) if sys.platform == "linux" else "the system's own"


TOOLS = {
    "chromium": Tool("chromium", lambda: os.environ.get("CHROMIUM") or either("chromium", "chromium-browser")()),
    "fonts": Tool("fonts-noto-cjk", _chinese_font),
    "poppler": Tool("poppler-utils", either("pdftotext")),
    "office": Tool("libreoffice-calc-nogui", either("soffice", "libreoffice")),
    "java": Tool("default-jre-headless", either("java")),
    "nu": Tool("npm", lambda: str(NU_JAR) if NU_JAR.is_file() else None),
    "gettext": Tool("gettext", either("msgfmt")),
    "venv": Tool("python3-venv", lambda: "ensurepip" if find_spec("ensurepip") else None),
}
OF_THE_TESTS = ("chromium", "fonts", "poppler", "office", "java", "nu")
WANTING = "wants the Debian package "


def need(name: str) -> str:
    """Give the path of a tool; without it the test is skipped, or fails where CI is true."""
    found = TOOLS[name].find()
    if found:
        return found
    reason = WANTING + TOOLS[name].package
    if in_ci():
        raise AssertionError(reason)
    raise SkipTest(reason)


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def told(reasons: Iterable[str]) -> str:
    """Give the line that says how many tests were skipped for want of which packages; empty where none was."""
    wanted = [reason.partition(WANTING)[2] for reason in reasons if WANTING in reason]
    packages = " ".join(sorted(set(wanted)))
    return f"{len(wanted)} tests skipped for want of tools: apt-get install {packages}" if wanted else ""


def missing(names: Iterable[str]) -> list[str]:
    return [name for name in names if not TOOLS[name].find()]


def prefix() -> list[str] | None:
    """Give what a command that installs is called with; None where nothing may be installed."""
    if os.environ.get("INSTALL", "1").lower() in NO or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    asks_nothing = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


def install(names: Sequence[str], called_with: list[str]) -> None:
    """Install the packages of tools, each by itself, so that one that cannot be had keeps no other away."""
    packages = [TOOLS[name].package for name in names]
    said = [*packages, "vnu-jar"] if "nu" in names else packages
    print(f"Installing what is missing (INSTALL=0 leaves it): {' '.join(said)}", flush=True)
    apt = [*called_with, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # Another npm than Debian's does as well.
    wanted = [package for package in packages if package != "npm" or not shutil.which("npm")]
    if wanted:
        # One source of packages that does not answer is no matter as long as the others have what is wanted.
        subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, capture_output=True)
    for package in wanted:
        quietly([*apt, "install", "--yes", "--no-install-recommends", package])
    if "nu" in names and shutil.which("npm"):
        quietly([*NU_FROM_NPM, NU_VERSION])


def quietly(command: list[str]) -> None:
    """Run a command; what it says is shown only where it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        print(f"{' '.join(command)}:\n{done.stdout}{done.stderr}", end="", file=sys.stderr)


def main(names: Sequence[str]) -> str | None:
    """Install what is missing of the tools; give what to end with: a fault only where CI is true."""
    wanted = missing(names)
    called_with = prefix() if wanted else None
    if called_with is not None:
        install(wanted, called_with)
    left = missing(wanted)
    if left:
        packages = " ".join(TOOLS[name].package for name in left)
        if in_ci():
            return f"CI=true does without no tool. Missing, and not installed: {packages}"
        print(f"Missing, and not installed: {packages}")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or OF_THE_TESTS))
