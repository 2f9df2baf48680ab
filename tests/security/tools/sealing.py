"""A school whose record is sealed: a row in every table, several seals, and a key that was replaced half way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from starrating.operations.seals import closing, keys
from starrating.operations.seals.findings import Bad, Walked
from starrating.operations.seals.walking import walk
from tests.factories import moment
from tests.guarantees.constraints.rows import make_rows
from tests.operations.seals.own_keys import own_keys

# Later than all that happens in it by more than what comes in late may be.
SEALED_AT = moment(dt.date(2100, 1, 2))
LATER = SEALED_AT + dt.timedelta(hours=2, minutes=1)


@contextmanager
def sealed_school() -> Iterator[None]:
    with own_keys():
        make_rows()
        with mock.patch.object(closing, "MOST_ROWS", 20):
            closing.close_due(at=SEALED_AT)
            keys.rotate(by=None, at=SEALED_AT)
            # By more than the newest row may wait.
            closing.close_due(at=SEALED_AT + dt.timedelta(hours=2))
        yield


def found(walked: Walked | None = None) -> list[Bad]:
    """Walk the record as `verify` does; give all that does not hold."""
    return list(walk(walked or Walked(), at=LATER))
