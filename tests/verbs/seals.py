"""How the verbs of the record's seal are called once."""

from __future__ import annotations

from starrating.operations.seals import closing, keys
from tests.operations.seals.own_keys import own_keys
from tests.students.staff_factories import NOW, staffed
from tests.verbs.calling import Act, calls


@calls(keys.rotate, "seal.key_rotated")
def a_sealing_key_replaced() -> Act:
    at = staffed()
    with own_keys():
        keys.current()
        old = keys.path().read_bytes()

    def act() -> object:
        with own_keys():
            keys.path().write_bytes(old)
            return keys.rotate(by=at.office, at=NOW)

    return act


@calls(closing._close)
def a_seal_closed() -> Act:
    staffed()
    with own_keys():
        plan = closing._plan(closing._next_rows({}), at=NOW)
    return lambda: closing._close(plan)
