"""The demonstration is built before anybody is there, in one transaction."""

import pytest


@pytest.fixture(autouse=True)
def locks() -> None:
    """Let it live months through in one transaction, whichever order its verbs lock rows in: nobody waits for it."""
