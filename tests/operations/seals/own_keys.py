"""A folder of a test's own for the sealing key: processes that test side by side share the other one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test.utils import override_settings


@contextmanager
def own_keys() -> Iterator[Path]:
    """Keep keys in an empty folder for the time of the block."""
    with tempfile.TemporaryDirectory() as folder, override_settings(VAR_DIR=Path(folder)):
        yield Path(folder)
