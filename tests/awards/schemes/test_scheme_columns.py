"""Each key of a scheme has its column and each column its key, so that nothing said in a file is lost in the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import is_dataclass
from typing import Any

from awards.models import Scheme
from awards.rules.scheme.document import join, keys_of, row_type
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.rows import LISTS, OFFICE, column_of, model_of

# What a file does not say: whose it is, and what becomes of it.
OF_THE_VERSION = {"id", "school", "version", "state", "published_at"}
PLACES = {rows.model: rows.place for rows in LISTS.values()}


def said(shape: Any = SchemeSpec, table: str = "", found: dict[Any, set[str]] | None = None) -> dict[Any, set[str]]:
    """Give the columns that keys stand for, by model."""
    found = defaultdict(set) if found is None else found
    for name, hint in keys_of(shape).items():
        path, inner = join(table, name), row_type(hint) or (hint if is_dataclass(hint) else None)
        if inner is not None:
            said(inner, path, found)
        elif path != OFFICE:
            found[model_of(table if table in LISTS else "")].add(column_of(table, name))
    return found


def test_every_key_has_a_column_and_every_column_a_key() -> None:
    keys = said()
    assert keys.keys() == {Scheme, *PLACES}
    for model, columns in keys.items():
        own = OF_THE_VERSION if model is Scheme else {"id", "scheme", PLACES[model]}
        assert columns == {field.name for field in model._meta.concrete_fields} - own
