"""What two versions of a scheme say differently, key by key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import zip_longest
from typing import Any

from awards.rules.scheme.document import join
from awards.rules.scheme.spec import SchemeSpec

# The pseudo key of a list's order.
ORDER = "order"


@dataclass(frozen=True)
class Change:
    """One key, without places, such as `items.value`; ``row`` is the name of the list's row, as it was before.

    A row that came or went is one change at the list's own key, with its name; None stands where it is not.
    """

    path: str
    row: str
    old: Any
    new: Any


def changes(old: SchemeSpec, new: SchemeSpec) -> list[Change]:
    """List the changes in the order of the scheme's text; empty when both say the same.

    Rows belong together by their code, levels by their place. Codes are names for programs and not compared.
    """
    return list(_table(old, new, "", ""))


def _table(old: Any, new: Any, path: str, row: str) -> Iterator[Change]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        key = join(path, field.name)
        if before == after or field.name == "code":
            continue
        if is_dataclass(before):
            yield from _table(before, after, key, row)
        elif isinstance(before, tuple) and any(is_dataclass(one) for one in (*before, *after)):
            yield from _rows(before, after, key)
        else:
            yield Change(key, row, before, after)


def _rows(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Change]:
    for before, after in _pairs(old, new):
        if before is not None and after is not None:
            yield from _table(before, after, path, before.name)
        else:
            row = before or after
            yield Change(path, row.name, before and before.name, after and after.name)
    names = {_key(row): row.name for row in old}
    kept = {_key(row) for row in new} & set(names)
    before, after = ([names[_key(row)] for row in rows if _key(row) in kept] for rows in (old, new))
    if _has_code(old) and before != after:
        yield Change(f"{path}.{ORDER}", "", tuple(before), tuple(after))


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    if not _has_code((*old, *new)):
        yield from zip_longest(old, new)
        return
    after = {row.code: row for row in new}
    before = {row.code for row in old}
    yield from ((row, after.get(row.code)) for row in old)
    yield from ((None, row) for row in new if row.code not in before)


def _has_code(rows: Sequence[Any]) -> bool:
    return any(hasattr(row, "code") for row in rows)


def _key(row: Any) -> str:
    return str(getattr(row, "code", row.name))
