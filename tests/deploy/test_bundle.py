"""The bundle: what is in it for whom, that damage is seen, and that it installs from its own wheels alone."""

from __future__ import annotations

import ensurepip
import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from deploy import bundle, install
from tests.project.source import PACKAGES, ROOT
from tests.tools import need

LOCK = """# made by hand
one==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via -r requirements.txt
two==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:cc
three==3.0 ; python_full_version < '3.13' \\
    --hash=sha256:dd
"""


@pytest.mark.parametrize(
    ("system", "python", "names"),
    [
        ("linux-x86-64", "3.11", ["one==1.0", "three==3.0"]),
        ("linux-arm64", "3.13", ["one==1.0"]),
        ("windows-x86-64", "3.12", ["one==1.0", "two==2.0", "three==3.0"]),
    ],
)
def test_each_system_gets_what_it_wants(system: str, python: str, names: list[str]) -> None:
    """By the machine that installs, not by the one that makes the bundle."""
    text = bundle.requirements_for(LOCK, system, python)
    assert [line.removesuffix(" \\") for line in text.splitlines() if "==" in line] == names
    assert "one==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n" in text


def test_the_whole_lock_is_read() -> None:
    text = (ROOT / bundle.LOCK).read_text(encoding="utf-8")
    packages = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert len(bundle.LOCKED.findall(text)) == len(packages) > 30


def test_the_program_is_in_it_and_its_tests_are_not() -> None:
    names = [path.as_posix() for path in bundle.program_files()]
    assert {"manage.py", bundle.LOCK, "deploy/install.py", "docs/guides/operations.zh.md"} <= set(names)
    assert all(f"{package}/__init__.py" in names for package in PACKAGES)
    assert [name for name in names if name.startswith(("tests/", "var/", "."))] == []


def test_a_file_that_was_changed_or_lost_is_named(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).write_text(name)
    bundle.write_sums(tmp_path)
    assert install.damaged(tmp_path) == []
    (tmp_path / "two").write_text("twp")
    (tmp_path / "one").unlink()
    assert install.damaged(tmp_path) == ["one", "two"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A bundle of one package and pip."""
    need("venv")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    shutil.copy(next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl")), wheels)
    wheel = wheels / "tiny-1.0-py3-none-any.whl"
    about = "tiny-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("tiny.py", "WORD = 'here'\n")
        packed.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        packed.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{about}/RECORD", f"tiny.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / install.LOCK).write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    return tmp_path


def test_it_installs_from_its_own_wheels(small: Path) -> None:
    python = install.install(small)
    said = subprocess.run([python, "-c", "import tiny; print(tiny.WORD)"], capture_output=True, text=True, check=True)
    assert said.stdout == "here\n"


def test_a_wheel_with_another_hash_is_refused(small: Path) -> None:
    (small / install.LOCK).write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(subprocess.CalledProcessError):
        install.install(small)
