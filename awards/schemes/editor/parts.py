"""The editor's parts of a scheme, and what a form of one says, as the document that a file would give."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Annotated, Any, get_args, get_origin

from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.rules.scheme.document import hint_of, keys_of, row_type

# Keys that nobody types: a row keeps the code that it was given.
CODE = "code"
PLACE, REMOVE = "place", "remove"


@dataclass(frozen=True)
class Part:
    """A page of the editor: its title, and the keys of the scheme that stand on it."""

    code: str
    title: Any
    keys: tuple[str, ...]


PARTS: Mapping[str, Part] = {
    part.code: part
    for part in (
        Part(
            "general",
            gettext_lazy("Name, idea and committee"),
            ("name", "guiding_idea", "principles", "words.unit", "words.committee", "words.committee_members"),
        ),
        Part("items", gettext_lazy("Items and criteria"), ("items",)),
        Part(
            "limits",
            gettext_lazy("Limits, notice and objections"),
            ("caps", "subject_teachers", "notice", "objections"),
        ),
        Part("steps", gettext_lazy("Steps of the month"), ("steps",)),
        Part("exams", gettext_lazy("Exams and champion stars"), ("exam_kinds", "champions")),
        Part("deductions", pgettext_lazy("of a scheme", "Deductions"), ("deductions",)),
        Part("levels", gettext_lazy("Levels and rewards"), ("levels", "rewards")),
    )
}


def part_of(path: str) -> Part:
    """Give the part on whose page a key of the scheme stands."""
    for part in PARTS.values():
        if any(path == key or path.startswith((f"{key}.", f"{key}[")) for key in part.keys):
            return part
    return PARTS["general"]


def with_part(document: Mapping[str, Any], part: Part, data: QueryDict) -> dict[str, Any]:
    """Give ``document`` with the keys of ``part`` as they were typed; what was typed wrong stands there as it is."""
    found: dict[str, Any] = copy.deepcopy(dict(document))
    for key in part.keys:
        table, name = _table_of(found, key)
        table[name] = _value(hint_of(key), key, data)
    return found


def with_row(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Give ``document`` with one more row in the list at ``key``, empty but for a code of its own."""
    found: dict[str, Any] = copy.deepcopy(dict(document))
    table, name = _table_of(found, key)
    shape = row_type(hint_of(key))
    if shape is not None:
        table[name].append({one: _empty(type_) for one, type_ in keys_of(shape).items()})
        _give_codes(table[name], key)
    return found


def _table_of(document: dict[str, Any], key: str) -> tuple[Any, str]:
    *tables, name = key.split(".")
    table = document
    for one in tables:
        table = table[one]
    return table, name


def _value(hint: Any, name: str, data: QueryDict) -> Any:
    shape = row_type(hint)
    if shape is not None:
        return _rows(shape, name, data)
    if is_dataclass(hint):
        return {one: _value(type_, f"{name}.{one}", data) for one, type_ in keys_of(hint).items()}
    if get_origin(hint) is tuple:
        numbers = get_args(hint)[0] is int
        return [number(text) for text in data.getlist(name)] if numbers else _lines(data.get(name, ""))
    if hint is bool:
        return name in data
    text = data.get(name, "").replace("\r\n", "\n")
    return number(text) if hint is int else text


def _rows(shape: Any, name: str, data: QueryDict) -> list[Any]:
    """Give the rows that are kept, in the order of the places typed; a row without one stays where it is."""
    kept = []
    for place, row in enumerate(data.getlist(name), start=1):
        path = f"{name}[{row}]"
        if f"{path}.{REMOVE}" in data:
            continue
        wanted = number(data.get(f"{path}.{PLACE}", ""))
        kept.append((wanted if isinstance(wanted, int) else place, place, _value(shape, path, data)))
    found = [row for _wanted, _place, row in sorted(kept, key=lambda one: one[:2])]
    _give_codes(found, name)
    return found


def _give_codes(rows: list[Any], name: str) -> None:
    """Give rows their codes, which are names for programs: whoever adds a row on screen need not think of one."""
    used = {row.get(CODE) for row in rows}
    stem = name.rpartition(".")[2].rstrip("s")
    free = (code for code in (f"{stem}_{number}" for number in range(1, len(rows) * 2 + 2)) if code not in used)
    for row in rows:
        if CODE in row and not row[CODE]:
            row[CODE] = next(free)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def number(text: str) -> int | str:
    """Read the whole number that was typed, or give what was typed instead."""
    plain = text.strip()
    digits = plain.removeprefix("-")
    return int(plain) if digits.isdecimal() and len(digits) <= 6 else plain


def _empty(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return []
    if get_origin(hint) is Annotated or hint is str:
        return ""
    if hint is bool:
        return True
    return 1 if hint is int else next(iter(hint)).value if issubclass(hint, Enum) else None


def keys_of_lists(part: Part) -> Iterator[str]:
    """Give the keys of the lists on the page of ``part``, where rows may be added."""
    for key in part.keys:
        hint = hint_of(key)
        if row_type(hint) is not None:
            yield key
        elif is_dataclass(hint):
            yield from (f"{key}.{name}" for name, one in keys_of(hint).items() if row_type(one) is not None)
