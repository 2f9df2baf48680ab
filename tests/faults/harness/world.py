"""What the scripts know of the schools that were built: keys and accounts, no models."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    pk: int
    username: str


@dataclass(frozen=True)
class Sheet:
    """One class's month: ``teacher`` is the place of its homeroom teacher among the world's."""

    pk: int
    round: int
    ends_on: str
    teacher: int
    pupils: list[int]


@dataclass(frozen=True)
class World:
    teachers: list[Account]
    clerks: list[Account]
    administrator: Account
    ended_administrators: list[Account]
    sheets: list[Sheet]
    items: list[int]
    steps: list[int]
    term: int
    ended_term: int
    school_year: int


def read(path: Path) -> World:
    """Read what `building` has written."""
    said = json.loads(path.read_text(encoding="utf-8"))
    people = {name: [Account(**one) for one in said[name]] for name in ("teachers", "clerks", "ended_administrators")}
    sheets = [Sheet(**one) for one in said["sheets"]]
    return World(**{**said, **people, "sheets": sheets, "administrator": Account(**said["administrator"])})
