"""Schemes that nobody has written: those that ship, with values changed and rows moved, left out or repeated."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from awards.rules.scheme.document import document_of, spec_from
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.presets import available_presets, load_preset

TEXTS = st.one_of(
    st.text("ab 一星\"'\\\n\t\x7f#=[]", min_size=1, max_size=10).filter(str.strip),
    st.sampled_from(['"三"', "a\\b", "一\n二", "𠮷星", "'''", "\x7fx", "# comment"]),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document of the right shape; what it says may contradict itself."""
    document = document_of(load_preset(draw(st.sampled_from(available_presets()))))
    for _time in range(draw(st.integers(0, 12))):
        _spoil(draw, document)
    return document  # type: ignore[no-any-return]  # a table of the right shape, as `document_of` gives it


def _spoil(draw: st.DrawFn, document: Any) -> None:
    """Walk from the top to a leaf and change what is found there, or a list on the way."""
    place: Any = document
    while True:
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        value = place[key]
        if isinstance(value, list) and (not value or draw(st.booleans())):
            random.Random(draw(st.integers(0, 99))).shuffle(value)
            del value[draw(st.integers(0, 20)) :]
            return
        if not isinstance(value, (dict, list)):
            place[key] = _other(draw, value, key)
            return
        place = value


def _other(draw: st.DrawFn, value: object, key: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return draw(st.integers(-2, 40))
    chosen = key in (
        "kind",
        "group",
        "mode",
        "scope",
        "role",
        "overlap",
        "ties",
        "rounding",
        "quota_mode",
        "day_kind",
        "unit",
    )
    return value if chosen else draw(TEXTS)


def specs() -> st.SearchStrategy[SchemeSpec]:
    return documents().map(spec_from)
