"""What stood there before and after: codes, days and counts stay in the event, words go where they can be erased."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from starrating.registry import summed
from starrating.texts.models import KeptText

# What stands in the event in place of words that are kept elsewhere.
ELSEWHERE = "#"
_REASON, _OLD, _NEW = "reason", "old", "new"
# A day, a moment or a time of day; a code, as a scheme or a list of choices has it.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)?[T ]?(\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d)?)?")
_CODE = re.compile(r"[\w.:/+-]{0,60}", re.ASCII)
Values = Mapping[str, object]


@cache
def plain_keys() -> frozenset[str]:
    """Give the keys whose values are codes, as every subject says it; whatever else is text counts as words."""
    return frozenset(summed("actions", "PLAIN"))


def is_plain(key: str, value: object) -> bool:
    """Tell whether a value says nothing about a person in words: a number, a day, or a code of a key that has codes."""
    if isinstance(value, str):
        return _DAY.fullmatch(value) is not None or (key in plain_keys() and _CODE.fullmatch(value) is not None)
    if isinstance(value, Mapping):
        return key in plain_keys() and all(is_plain(key, one) for pair in value.items() for one in pair)
    return all(is_plain(key, one) for one in value) if isinstance(value, list | tuple) else True


def divided(values: Values) -> tuple[dict[str, object], dict[str, object]]:
    """Give what stays in the event, with a mark for each value that does not, and the words that go elsewhere."""
    words = {key: value for key, value in values.items() if not is_plain(key, value)}
    return {key: ELSEWHERE if key in words else value for key, value in values.items()}, words


def words_of(reason: str, old: Values, new: Values) -> str:
    """Put what an event says in words into one text; nothing where there is nothing to keep."""
    said = {_REASON: reason, _OLD: old, _NEW: new}
    told = {name: one for name, one in said.items() if one}
    return json.dumps(told, ensure_ascii=False, default=str) if told else ""


def reason_in(kept: KeptText | None) -> str:
    """Give the reason out of the words of an event, or that they were erased."""
    return "" if kept is None else kept.said if kept.erased_at else str(json.loads(kept.text).get(_REASON, ""))


def joined(values: Values, kept: KeptText | None, *, after: bool) -> dict[str, Any]:
    """Give what stood there ``after``, or before, with its words; for erased ones, that they were."""
    if kept is None:
        return dict(values)
    if kept.erased_at:
        return {key: kept.said if value == ELSEWHERE else value for key, value in values.items()}
    return {**values, **json.loads(kept.text).get(_NEW if after else _OLD, {})}
