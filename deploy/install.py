"""Install the program from this folder without any network: `python3 install.py`, on Windows `py install.py`.

It compares every file with the list of sums, makes `.venv` beside itself, installs the packages from `wheels` alone,
and prepares what the program derives from itself. It needs Python 3.11 to 3.13 and nothing else, neither pip nor the
system's package of virtual environments. Again, it repairs what is missing.

Tried: on Debian 12 (x86-64, Python 3.11) in a namespace without a network, and in short by tests/deploy/test_bundle.py.
Not tried: Windows and ARM, of which there was no machine; a first try there is this command itself.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUMS, WHEELS, LOCK = "SHA256SUMS", "wheels", "requirements.lock"
# What has its bytecode made now: afterwards the folder may be read-only.
PACKAGES = ("awards", "reports", "starrating", "students")


def damaged(folder: Path) -> list[str]:
    """Name the files that are missing or not what the list of sums says."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return [name for digest, name in (line.split("  ", 1) for line in lines) if digest != sum_of(folder / name)]


def sum_of(path: Path) -> str:
    """Give the SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def python_in(environment: Path) -> Path:
    """Give the path of Python in a virtual environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(folder: Path) -> Path:
    """Install the packages of the lock from ``wheels``; gives the Python that has them."""
    environment = folder / ".venv"
    venv.create(environment, with_pip=False)
    python = python_in(environment)
    pip = next((folder / WHEELS).glob("pip-*.whl"))
    # Neither the machine's own settings of pip nor an index has a say.
    alone = ["--isolated", "--disable-pip-version-check", "--no-index", "--no-cache-dir", "--require-hashes"]
    command = [python, pip / "pip", "install", *alone, "--find-links", folder / WHEELS, "--requirement", folder / LOCK]
    subprocess.run(list(map(str, command)), check=True)
    return python


def main() -> int:
    """Install and prepare; gives what to end with."""
    if sys.version_info < (3, 11):
        print("Python 3.11 or newer is needed. / 需要 Python 3.11 或更新的版本。")
        return 1
    wrong = damaged(HERE)
    if wrong:
        print("Damaged, copy the bundle again: / 文件损坏，请重新复制安装包：", *wrong, sep="\n  ")
        return 1
    python = install(HERE)
    subprocess.run([python, "manage.py", "prepare"], cwd=HERE, check=True)
    subprocess.run([python, "-m", "compileall", "-q", *PACKAGES], cwd=HERE, check=False)
    shown = python.relative_to(HERE)
    print(f"Installed. Start it from {HERE}: / 安装完成。在上述文件夹中启动：\n  {shown} manage.py run --no-demo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
