"""Who may do what: one row an address, and how far each role reaches there.

Views, querysets, buttons, the navigation and ``docs/permissions.md`` all read this table, through
:mod:`students.permits.reach`; each subject keeps its own rows in its ``permits.py``. What the state of a sheet allows
is the second half, the table of the sheet's moves: a row with ``verb`` is open only where that table allows the verb.
"""

from functools import cache

from starrating.registry import summed
from students.permits.rows import Area, AreaName, Permit


@cache
def areas() -> tuple[Area, ...]:
    """Give each table of the document with the rows of all subjects."""
    parts: list[Area] = summed("permits", "AREAS")
    return tuple(
        Area(name, tuple(permit for part in parts if part.name == name for permit in part.permits)) for name in AreaName
    )


@cache
def permits() -> dict[str, Permit]:
    """Give every row by its address."""
    return {permit.action: permit for area in areas() for permit in area.permits}
