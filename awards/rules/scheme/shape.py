"""The shape of a scheme, from the dataclasses of its keys: what reads, writes or shows one walks along it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from awards.rules.scheme.spec import SchemeSpec


def keys_of(table: Any) -> Mapping[str, Any]:
    """Give the keys of a table with their types, in the order of the text; ``table`` is a dataclass."""
    types = _types_of(table)
    return {field.name: types[field.name] for field in fields(table)}


@cache
def _types_of(table: Any) -> Mapping[str, Any]:
    return get_type_hints(table, include_extras=True)


def hint_of(path: str) -> Any:
    """Give the type of a key without places, such as `caps.item_quota` or `items`."""
    found: Any = SchemeSpec
    for name in path.split("."):
        found = keys_of(found)[name]
    return found


def row_type(hint: Any) -> Any | None:
    """Give the dataclass of a list's rows; None for what is no list of rows."""
    if get_origin(hint) is not tuple:
        return None
    member = get_args(hint)[0]
    return member if is_dataclass(member) else None


def join(path: str, name: str) -> str:
    """Give the path of a key of the table at ``path``; the scheme itself is at the empty one."""
    return f"{path}.{name}" if path else name
