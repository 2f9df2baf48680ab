"""Which rows the record's seal covers: said by each app in the ``SEALED`` of its ``guards``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """A table whose rows, once written, stay as they are.

    ``at`` names the column that says when a row was written. A table some of whose columns are filled later says
    which ones it is ``leaving_out``; they are a ``part`` of its own, of these columns ``only``, as soon as ``once`` is
    filled. ``at_once`` lets the worker close a seal as soon as there is such a row, and not within the minute.

    A column that comes later must allow NULL: what is NULL is not part of a row's digest, so that old seals hold.
    """

    table: str
    at: str
    leaving_out: Collection[str] = ()
    part: str = ""
    only: Collection[str] = ()
    once: str = ""
    at_once: bool = False

    @property
    def name(self) -> str:
        """What the row is called in a seal: its table, and the part of it."""
        return f"{self.table}.{self.part}" if self.part else self.table
