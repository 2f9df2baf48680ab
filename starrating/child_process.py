"""Python in a process of its own, for work whose memory and time must have an end."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")


def run_child(arguments: Sequence[str], content: bytes, *, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m`` with ``arguments``, ``content`` on its input; raises ``TimeoutExpired`` after ``seconds``.

    The child gets no more of the environment than Python needs: no database address, no keys.
    """
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return subprocess.run(  # noqa: S603 - the command is fixed, what it works on goes in by the pipe
        [sys.executable, "-m", *arguments],
        input=content,
        capture_output=True,
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=seconds,
        check=False,
    )
