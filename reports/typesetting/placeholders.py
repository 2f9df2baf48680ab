"""Wording with named placeholders such as {姓名}: checked when it is edited, filled when a paper is made."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A piece of wording as the layouts take it: plain text, or a value to be kept on one line.
Run = str | dict[str, str]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a wording: the placeholder that is unknown, or a brace that stands alone (no name)."""

    name: str


def faults(text: str, known: Sequence[str]) -> list[Fault]:
    """Find every placeholder that is not among ``known``, each once, and a brace without its partner."""
    found = [Fault(name) for name in dict.fromkeys(_PLACEHOLDER.findall(text)) if name not in known]
    rest = _PLACEHOLDER.sub("", text)
    return found + ([Fault("")] if "{" in rest or "}" in rest else [])


def fill(text: str, values: Mapping[str, str]) -> list[Run]:
    """Fill one paragraph with its values; nothing in a value is read again. Raises KeyError for an unknown name."""
    runs: list[Run] = []
    for place, piece in enumerate(_PLACEHOLDER.split(text)):
        if place % 2:
            runs.append({"value": values[piece]})
        elif piece:
            runs.append(piece)
    return runs


def paragraphs(text: str, values: Mapping[str, str]) -> list[list[Run]]:
    """Give each line as a paragraph; one whose placeholder has nothing to say is left out: no stars, no list."""
    return [fill(line, values) for line in text.splitlines() if line.strip() and not _is_empty(line, values)]


def _is_empty(line: str, values: Mapping[str, str]) -> bool:
    return any(not values[name] for name in _PLACEHOLDER.findall(line))
