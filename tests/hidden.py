"""What stands in the hidden fields of a page, for a test that sends its form."""

from __future__ import annotations

import re
from typing import Any


def hidden(page: Any, name: str) -> str:
    """Return the value of the page's first hidden field of this name."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())
    assert found is not None, name
    return found[1]


def key_in(page: Any) -> str:
    return hidden(page, "idempotency_key")
