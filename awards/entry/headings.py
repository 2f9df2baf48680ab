"""A typed or pasted text cut at the names of stars in it, so that nobody's name lands under another star."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from awards.models import StarItem
from students.names.personal import HANZI, split_names

# A full name this long stands for a heading without a colon: shorter ones may be part of somebody's name.
_CLEAR = 3
_COUNT = r"(?:\s*[(（\[【]\s*(?:共|限)?\s*\d{0,2}\s*[名人个]?\s*[)）\]】])?"
_MARKS = r"[】\]）)》”\"*]*"
_COLON = r"\s*[:：﹕︰]\s*"
_LINK = r"\s*(?:[:：﹕︰—–=→]|-)+\s*"
_DASH = rf"(?:{_LINK})?"
# What stands before a heading and belongs to it: the number of its line, a bullet, an opening bracket. Within a line a
# number needs a mark, and before it a blank or separator that follows no other number: 3、5、7、 are seats.
_DIGITS = r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_BULLETS = r"【\[《“\"#*•◆●★☆✩⭐"
_LEAD = re.compile(
    rf"(?:(?<![^\n])[^\S\n]*[{_BULLETS}]*{_DIGITS}[^\S\n]*(?=[{_BULLETS}]*[^\S\n]*\Z)"
    rf"|(?:(?<![^\n;；。])\s*[{_BULLETS}]*|(?<=[\s、,，])(?<!\d[\s、,，])){_DIGITS}[)）、.．]+)?[{_BULLETS}\s]*\Z"
)
# Before a pupil at the beginning of a line.
_LINE_NUMBER = re.compile(r"\A\s*[(（]?\d{1,3}(?:[)）、.．]+\s*|\s+)")
# The printed sheet names its columns, and has the number of winners in the last one.
_TOTAL = re.compile(r"\t\s*共?\s*(\d{1,2})\s*[人名个]?\s*\Z")
_COLUMNS = re.compile(r"^(?:[^\S\n]*(?:序号|星名|获星学生|人数|备注)){2,}[^\S\n]*$", re.MULTILINE)
_BARE = re.compile(r"\W*\d+\W*")
_NOBODY = frozenset({"无", "暂无", "空缺"})
_SENTENCE_END = re.compile(r"[\n;；。]+")
# The label of a line that may be read in two ways: no star is called so.
NOT_READ = "："


@dataclass(frozen=True)
class Part:
    """The names after one heading; ``item`` is None where that is no star of this sheet, as ``label`` says.

    With the label ``NOT_READ`` the only name is a whole line.
    """

    item: StarItem | None
    label: str
    names: tuple[str, ...]

    @property
    def is_uncertain(self) -> bool:
        """Whether a bare number stands behind a heading: it may be a seat or count the names."""
        return bool(self.label) and any(map(is_bare_number, self.names))


@dataclass(frozen=True)
class _Line:
    """A line that ends with a star and has names before its first one.

    ``clear`` says that it is one pupil and then nothing but stars, ``doubtful`` that its stars may be that pupil's.
    """

    name: str
    labels: tuple[str, ...]
    clear: bool
    doubtful: bool


def is_bare_number(token: str) -> bool:
    """Say whether it is nothing but digits and marks: perhaps a seat, perhaps a count."""
    return bool(_BARE.fullmatch(token))


def cut_by_star(text: str, own: StarItem | None, items: Iterable[StarItem], names: Collection[str]) -> list[Part]:
    """Cut a text at every heading; what stands before the first one is for ``own``, where it was typed for a star.

    ``names`` are those of the class: who is called like a star is no heading, unless a colon follows. Lines of a pupil
    and then that pupil's stars are read so where all lines are such; among others they are kept whole.
    """
    stars = list(items)
    by_label = {star.short_name: star for star in stars} | {star.name: star for star in stars}
    return _Cutter(by_label, names).cut(text, own)


class _Cutter:
    """The stars of one sheet and the names of its class, to cut a text by."""

    def __init__(self, by_label: Mapping[str, StarItem], names: Collection[str]) -> None:
        self.by_label = by_label
        self.names = frozenset(names)
        self.pattern = _headings(by_label, names)
        known = "|".join(_escaped(sorted(self.names.difference(by_label), key=len, reverse=True)))
        one = rf"(?:{known or '(?!)'})"
        self.owner = re.compile(rf"(?<![{HANZI}]){one}(?:\s*[、,，]\s*{one})*{_LINK}")

    def cut(self, text: str, own: StarItem | None) -> list[Part]:
        # A pupil with a colon behind begins a line: what stands there may be that pupil's stars.
        text = self.owner.sub(r"\n\g<0>", _COLUMNS.sub("", "\n".join(text.splitlines())))
        lines = [line for line in _SENTENCE_END.split(text) if line.strip()]
        read = [self._name_first(line) for line in lines]
        first = next((place for place, line in enumerate(read) if line), len(lines))
        if first == len(lines):
            return self._star_first(text, own)
        title = "\n".join(lines[:first])
        if not self.pattern.search(title) and all(line and line.clear for line in read[first:]):
            found = [(label, line.name) for line in read[first:] if line for label in line.labels]
            return self._star_first(title, own) + [Part(self.by_label.get(star), star, (name,)) for star, name in found]
        return self._mixed(list(zip(lines, read, strict=True)), own)

    def _mixed(self, lines: Sequence[tuple[str, _Line | None]], own: StarItem | None) -> list[Part]:
        parts: list[Part] = []
        for doubtful, group in groupby(lines, lambda pair: pair[1] is not None and pair[1].doubtful):
            texts = [text for text, _line in group]
            if doubtful:
                # What follows is under no star until one is named.
                parts, own = parts + [Part(None, NOT_READ, (text.strip(),)) for text in texts], None
            else:
                parts += self._star_first("\n".join(texts), own)
        return parts

    def _star_first(self, text: str, own: StarItem | None) -> list[Part]:
        parts, found, label, start = [], own, "", 0
        for heading in self.pattern.finditer(text):
            names = _before(text, start, heading)
            parts.append(Part(found, label, self._tokens(_without_total(names) if start else names)))
            label = _label(heading)
            found, start = self.by_label.get(label), heading.end()
        parts.append(Part(found, label, self._tokens(_without_total(text[start:]) if start else text)))
        return [part for part in parts if part.names]

    def _tokens(self, text: str) -> tuple[str, ...]:
        return tuple(name for name in _tokens(text) if name in self.names or not _is_nobody(name))

    def _name_first(self, line: str) -> _Line | None:
        headings = list(self.pattern.finditer(line))
        if not headings:
            return None
        rest, total = line[headings[-1].end() :], _TOTAL.search(line)
        names = self._tokens(_LINE_NUMBER.sub("", _before(line, 0, headings[0])))
        # Behind a colon the names come in the next line.
        open_end = bool(re.search(rf"{_LINK}\Z", line))
        if not names or (open_end and len(headings) == 1) or not all(map(is_bare_number, self._tokens(rest))):
            return None
        gaps = [_before(line, one.end(), two) for one, two in pairwise(headings)]
        gaps += [] if total and int(total[1]) == len(headings) else [rest]
        alone = not any(self._tokens(gap) for gap in gaps)
        return _Line(
            names[0],
            tuple(_label(heading) for heading in headings),
            clear=alone and len(names) == 1 and not open_end,
            doubtful=names[0] in self.names or (alone and len(headings) > 1),
        )


def _label(heading: re.Match[str]) -> str:
    return heading["full"] or heading["short"] or heading["other"]


def _before(text: str, start: int, heading: re.Match[str]) -> str:
    """Give what stands from ``start`` up to a heading, without what belongs to the heading."""
    lead = _LEAD.search(text, start, heading.start())
    return text[start : lead.start() if lead else heading.start()]


def _is_nobody(token: str) -> bool:
    return token.strip("()（）[]【】") in _NOBODY


def _tokens(text: str) -> list[str]:
    names = (one.lstrip(")）]】").rstrip("(（[【").strip(":：﹕︰—–-=→ ") for one in split_names(text))
    return [name for name in names if name]


def _without_total(text: str) -> str:
    """Take off the last column of a heading's line, where it counts the names before it."""
    line, end, rest = text.partition("\n")
    total = _TOTAL.search(line)
    if total is None:
        return text
    names = [name for name in _tokens(line[: total.start()]) if not _is_nobody(name)]
    counts = int(total[1]) == len(names) and not any(is_bare_number(name) for name in names)
    return line[: total.start()] + end + rest if counts else text


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
