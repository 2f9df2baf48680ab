"""What each paper may carry: one list a paper, and nothing that is not on it reaches the typesetter (domain 4.4).

No paper has a column for scores, ranks, school numbers, phones of pupils' families or birth dates. Deductions are on
the form of their approval alone, which stays with the office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# One recipient of a paper that is handed over.
_HONOUR = frozenset(
    {
        "school",
        "rows",
        "title",
        "opening",
        "body",
        "closing",
        "issuer",
        "day",
        "qr",
        "code",
        "number",
        "reissued",
        "value",
    }
)
# A paper with a heading and a foot; labels are fixed words of the layout.
_SHEET = frozenset({"school", "labels", "title"})

ALLOWED: dict[str, frozenset[str]] = {
    "letter": _HONOUR,
    "certificate": _HONOUR | {"honour", "plain", "dx", "dy"},
    "parent_title": _HONOUR | {"honour", "plain", "dx", "dy"},
    "invitation": _HONOUR | {"facts", "label", "text", "reply"},
}


class NotAllowed(Exception):
    """A paper was given something that its list does not name: a mistake in the program, never shown to anybody."""


def refuse_others(paper: str, data: Mapping[str, Any]) -> None:
    """Raises :class:`NotAllowed` if ``data`` holds a key, however deep, that the paper's list does not name.

    ``labels`` are the layout's fixed words from the program's own file, no facts about anybody.
    """
    facts = {key: value for key, value in data.items() if key != "labels"}
    others = set(_keys(facts)) - ALLOWED[paper]
    if others:
        raise NotAllowed(f"{paper}: {', '.join(sorted(others))}")


def _keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _keys(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _keys(value)
