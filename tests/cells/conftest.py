"""Files are read here as the program reads them: each by a process of its own."""

import pytest

from starrating.cells import reader
from starrating.child_process import run_child


@pytest.fixture(autouse=True)
def by_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "run_child", run_child)
