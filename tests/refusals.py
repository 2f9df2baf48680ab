"""How a test asks for a refusal: by its code, since a refusal for another reason proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from starrating.refused import Refused


@contextmanager
def refused(code: str, *, match: str | None = None) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """What stands inside is refused with this code, in a sentence that has ``match``; gives it for a closer look."""
    with pytest.raises(Refused, match=match) as caught:
        yield caught
    assert caught.value.code == code, f"refused as {caught.value.code!r}: {caught.value}"
    assert caught.value.message


def refusal(act: Callable[[], object]) -> str:
    """The code with which this is refused."""
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.message
    return caught.value.code
