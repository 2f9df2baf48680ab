"""Make the bundle that installs the program without a network: `make bundle`.

A folder and a .zip of it in `var/bundle`: the program's files, a wheel of every package of the lock with its hash for
each system and Python named below, pip, and `install.py`. What runs the program reads no other file.

Tried: made on Debian 12 and installed there without a network. Wheels for Windows and ARM are downloaded and compared
with the lock; that they install could not be tried without such machines.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
PYTHONS = ("3.11", "3.12", "3.13")
# As pip names them. Schools' servers are often of 2019 or so: nothing newer than their C library (2.28).
SYSTEMS = {
    "linux-x86-64": [f"manylinux_2_{minor}_x86_64" for minor in (28, 17)] + ["manylinux2014_x86_64"],
    "linux-arm64": [f"manylinux_2_{minor}_aarch64" for minor in (28, 17)] + ["manylinux2014_aarch64"],
    "windows-x86-64": ["win_amd64"],
}
# The installer's own; its hash is in the list of sums.
PIP = "pip>=25"
# What a school needs; tests and what they need stay behind.
LEFT_OUT = re.compile(r"^(tests/|\.|Makefile$|requirements-|requirements\.txt$)")
# A locked package: its line, without the marker, and its hashes.
LOCKED = re.compile(
    r"^(?P<what>\S+==\S+)(?: ; (?P<marker>.*?))? \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE
)


def requirements_for(lock: str, system: str, python: str) -> str:
    """Give the packages of a lock that a system wants, with their hashes.

    pip itself goes by the machine that downloads, not by the one that installs.
    """
    windows = system.startswith("windows")
    environment = {
        "sys_platform": "win32" if windows else "linux",
        "platform_system": "Windows" if windows else "Linux",
        "os_name": "nt" if windows else "posix",
        "platform_machine": {"linux-arm64": "aarch64", "linux-x86-64": "x86_64"}.get(system, "AMD64"),
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return "".join(
        f"{found['what']} \\\n{found['hashes']}"
        for found in LOCKED.finditer(lock)
        if wanted(f"{found['what']} ; {found['marker']}" if found["marker"] else found["what"], environment)
    )


def wanted(line: str, environment: dict[str, str]) -> bool:
    marker = Requirement(line).marker
    return marker is None or marker.evaluate(environment)


def download(target: Path, system: str, python: str) -> None:
    """Download the wheels of one system and one Python; raises where a hash is another or a wheel is missing."""
    listed = target.parent / f"{system}-{python}.lock"
    listed.write_text(requirements_for((ROOT / LOCK).read_text(encoding="utf-8"), system, python), encoding="utf-8")
    platforms = [word for platform in SYSTEMS[system] for word in ("--platform", platform)]
    alone = ["--isolated", "--disable-pip-version-check", "--quiet", "--no-deps", "--only-binary=:all:"]
    chosen = [*alone, *platforms, "--python-version", python, "--dest", str(target)]
    run_pip(["--require-hashes", "--requirement", str(listed), *chosen])
    listed.unlink()


def run_pip(options: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "pip", "download", *options], check=True)


def program_files() -> list[Path]:
    """Give the files of the program that are under version control."""
    git = shutil.which("git")
    if git is None:
        sys.exit("git is needed to know which files belong to the program.")
    found = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = found.stdout.decode().split("\0")
    return [Path(name) for name in names if name and not LEFT_OUT.match(name) and (ROOT / name).is_file()]


def write_sums(folder: Path) -> str:
    """Write the list of sums of everything in a folder; gives the sum of the list itself."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in paths
    )
    content = "\n".join(lines) + "\n"
    (folder / "SHA256SUMS").write_text(content, encoding="utf-8")
    return hashlib.sha256(content.encode()).hexdigest()


def make(folder: Path, systems: Iterable[str], pythons: Iterable[str]) -> str:
    """Fill an empty folder; gives the sum of its list of sums, to be compared where it is installed."""
    for name in program_files():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place)
    shutil.copyfile(ROOT / "deploy" / "install.py", folder / "install.py")
    wheels = folder / "wheels"
    wheels.mkdir()
    for system in systems:
        for python in pythons:
            download(wheels, system, python)
    run_pip(["--isolated", "--disable-pip-version-check", "--quiet", "--no-deps", "--dest", str(wheels), PIP])
    return write_sums(folder)


def main(arguments: list[str]) -> None:
    """Make the bundle that is asked for."""
    parser = argparse.ArgumentParser(description="Make the bundle that installs without a network.")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="only for this system; may be said again")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="only for this Python; may be said again")
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "bundle", help="the folder, %(default)s unless said")
    asked = parser.parse_args(arguments)
    version = re.search(r'^version = "(.*?)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    folder = asked.to / f"starrating-{version[1] if version else 'unknown'}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    digest = make(folder, asked.system or SYSTEMS, asked.python or PYTHONS)
    packed = shutil.make_archive(str(folder), "zip", asked.to, folder.name)
    size = Path(packed).stat().st_size // 2**20
    print(f"{packed}: {size} MB. The sum of its SHA256SUMS: {digest}")


if __name__ == "__main__":
    main(sys.argv[1:])
