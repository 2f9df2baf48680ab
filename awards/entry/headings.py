"""A typed or pasted text cut at the names of stars in it, so that nobody's name lands under another star."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from awards.models import StarItem
from students.names.personal import HANZI, split_names

# A full name this long stands for a heading without a colon: shorter ones may be part of somebody's name.
_CLEAR = 3
_COUNT = r"(?:\s*[(（\[【]\s*(?:共|限)?\s*\d{0,2}\s*[名人个]?\s*[)）\]】])?"
_MARKS = r"[】\]）)》”\"*]*"
_COLON = r"\s*[:：﹕︰]\s*"
_DASH = r"(?:\s*(?:[:：﹕︰—–=→]|-)+\s*)?"
# What stands before a heading and belongs to it: the number of its line, a bullet, an opening bracket.
_NUMBER = re.compile(r"(?:^|(?<=[\n;；。]))\s*[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]+\s*$")
_BULLETS = re.compile(r"[【\[《“\"#*•◆●★☆✩⭐\s]+$")


@dataclass(frozen=True)
class Part:
    """The names after one heading; ``item`` is None where that is no star of this sheet, as ``label`` says."""

    item: StarItem | None
    label: str
    names: tuple[str, ...]


def cut_by_star(text: str, own: StarItem | None, items: Iterable[StarItem], names: Collection[str]) -> list[Part]:
    """Cut a text at every heading; what stands before the first one is for ``own``, where it was typed for a star.

    ``names`` are those of the class: who is called like a star is no heading, unless a colon follows.
    """
    stars = list(items)
    by_label = {star.short_name: star for star in stars} | {star.name: star for star in stars}
    parts, found, label, start = [], own, "", 0
    for heading in _headings(by_label, names).finditer(text):
        parts.append(Part(found, label, tuple(split_names(_without_lead(text[start : heading.start()])))))
        label = heading["full"] or heading["short"] or heading["other"]
        found, start = by_label.get(label), heading.end()
    parts.append(Part(found, label, tuple(split_names(text[start:]))))
    return [part for part in parts if part.names]


def _without_lead(text: str) -> str:
    return _NUMBER.sub("", _BULLETS.sub("", text))


def _headings(by_label: Iterable[str], names: Collection[str]) -> re.Pattern[str]:
    labels = sorted(by_label, key=len, reverse=True)
    full = "|".join(_escaped(label for label in labels if len(label) >= _CLEAR and label not in names))
    short = "|".join(_escaped(labels))
    return re.compile(
        rf"(?P<full>{full or '(?!)'}){_COUNT}{_MARKS}{_DASH}"
        rf"|(?<![{HANZI}])(?P<short>{short or '(?!)'}){_COUNT}{_MARKS}{_COLON}"
        rf"|(?<![{HANZI}])(?P<other>[{HANZI}]{{1,6}}[星章]){_COUNT}{_MARKS}{_COLON}"
    )


def _escaped(labels: Iterable[str]) -> Iterator[str]:
    return (re.escape(label) for label in labels)
