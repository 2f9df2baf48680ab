"""Who is meant: one resolver for the typing box and for the imported sheet, over the people of one class.

Nothing is guessed: a token finds one person, asks which of several, or is unknown.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from students.names.personal import HANZI, match_key, without_dots
from students.names.pinyin import full_pinyin, syllables


@dataclass(frozen=True)
class Person:
    """One row of a roster. ``pinyin`` and ``initials`` hold all readings, separated by blanks, as they are stored."""

    pk: int
    number: str
    name: str
    seat: int | None
    pinyin: str = ""
    initials: str = ""

    @property
    def mark(self) -> str:
        """What tells namesakes apart: the seat, or the school number where there is none."""
        return _("No. %(seat)d") % {"seat": self.seat} if self.seat is not None else self.number


@dataclass(frozen=True)
class Found:
    person: Person


@dataclass(frozen=True)
class Ambiguous:
    """A token that must be asked about, even with one person: ``exact`` tells namesakes from mere beginnings."""

    token: str
    candidates: tuple[Person, ...]
    exact: bool


@dataclass(frozen=True)
class Unknown:
    """Nobody. ``similar`` are people to suggest: one character typed differently, or another way to write the sound."""

    token: str
    similar: tuple[Person, ...] = ()


Resolution = Found | Ambiguous | Unknown

# Mixed forms multiply; a longer name is found by its initials, its full pinyin or the beginning of either.
_MIXED_SYLLABLES = 4
_NUMBER_FROM = 4

_OPEN, _CLOSE = r"[(\[【〔]", r"[)\]】〕]"
_MARKED = re.compile(
    rf"(?:(?P<before>\d+)\s*(?P<word>号?)\s*)?(?P<name>[^\d()\[\]【】〔〕]*?)\s*"
    rf"(?:{_OPEN}\s*(?P<inside>\d+)\s*(?P<inside_word>号?)\s*{_CLOSE}|(?P<after>\d+)号?)?",
    re.ASCII,
)
_ONE_WIDTH: dict[int, int | str] = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    ord("號"): "号",
}
_LETTERS = re.compile("[a-z]+")
_NOT_TYPED = re.compile(r"[\s'’\-·.]+")
_HAS_HANZI = re.compile(f"[{HANZI}]")


class Roster:
    """The people of one class, indexed once. Looking up a token takes no walk through the class."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: tuple[Person, ...] = tuple(sorted(people, key=_seat_order))
        self._names: dict[str, list[Person]] = {}
        self._undotted: dict[str, list[Person]] = {}
        self._seats: dict[int, list[Person]] = {}
        self._numbers: dict[str, list[Person]] = {}
        self._readings: dict[str, list[Person]] = {}
        for person in self.people:
            self._index(person)

    def _index(self, person: Person) -> None:
        key = match_key(person.name)
        self._names.setdefault(key, []).append(person)
        self._undotted.setdefault(without_dots(key), []).append(person)
        self._numbers.setdefault(_code(person.number), []).append(person)
        if person.seat is not None:
            self._seats.setdefault(person.seat, []).append(person)
        for reading in _whole_forms(person):
            self._readings.setdefault(reading, []).append(person)

    @cached_property
    def _mixed(self) -> dict[str, list[Person]]:
        """Made at the first letters that are typed: files need none of it."""
        mixed: dict[str, list[Person]] = {}
        for person in self.people:
            for form in _mixed_forms(person) - _whole_forms(person):
                mixed.setdefault(form, []).append(person)
        return mixed

    @cached_property
    def _typed(self) -> Sequence[str]:
        return sorted({*self._readings, *self._mixed})

    def resolve(self, token: str, *, pinyin: bool = True) -> Resolution:
        """Say whom a token means: 王芳, 王芳(12号), 12号王芳, 12号, 12, a school number, zs, zhangsan, zhsan.

        The whole name comes first, then whole initials or pinyin, then initials mixed with pinyin; a beginning
        (王欣, zhangs... of two people, zs for 张三丰) only gives candidates. A seat must agree with the name beside it.
        Bare digits are a school number or a seat, and ask where they are both; with 号 they are a seat.
        ``pinyin=False`` is for files, where letters are no shorthand.
        """
        if named := self._called(token):
            return _chosen(token, named)
        marked = _MARKED.fullmatch(_code(token))
        if marked and any(marked.group("before", "inside", "after")):
            return self._by_mark(token, marked, pinyin)
        letters = _as_letters(token) if pinyin else ""
        if letters:
            return self._by_letters(token, letters)
        return self._nearly(token)

    def _called(self, name: str) -> list[Person]:
        """Find the whole name, then the one that it is when the middle dots are left out."""
        key = match_key(name)
        return self._names.get(key) or self._undotted.get(without_dots(key), [])

    def _by_mark(self, token: str, marked: re.Match[str], pinyin: bool) -> Resolution:
        mark = next(value for value in marked.group("inside", "after", "before") if value)
        name = marked.group("name")
        if not name:
            says_seat = bool(marked.group("word") or marked.group("inside_word"))
            return _chosen(token, self._marked(mark, numbers=not says_seat))
        named = self._called(name)
        if not named and pinyin:
            named = self._readings.get(_as_letters(name), [])
        holders = self._marked(mark, numbers=True)
        both = [person for person in named if person in holders]
        if len(both) == 1:
            return Found(both[0])
        # A seat that contradicts the name is nobody's to decide but the writer's.
        return _asking(token, [*named, *(person for person in holders if person not in named)] if named else [])

    def _marked(self, digits: str, *, numbers: bool) -> list[Person]:
        people = list(self._numbers.get(digits, [])) if numbers else []
        if len(digits) < _NUMBER_FROM:
            people += [person for person in self._seats.get(int(digits), []) if person not in people]
        return people

    def _by_letters(self, token: str, letters: str) -> Resolution:
        if exact := self._readings.get(letters) or self._mixed.get(letters):
            return _chosen(token, exact)
        return _asking(token, self._beginning(letters))

    def _beginning(self, letters: str) -> list[Person]:
        people: dict[int, Person] = {}
        start = bisect_left(self._typed, letters)
        for form in self._typed[start:]:
            if not form.startswith(letters):
                break
            for person in (*self._readings.get(form, ()), *self._mixed.get(form, ())):
                people[person.pk] = person
        return list(people.values())

    def _nearly(self, token: str) -> Resolution:
        key = match_key(token)
        inside = [person for name, people in self._names.items() if key and key in name for person in people]
        if inside:
            return _asking(token, inside)
        if not _HAS_HANZI.search(key):
            return Unknown(token)
        similar = [person for name, people in self._names.items() if _one_differs(key, name) for person in people]
        if len(key) < 3 and similar:
            sounds = set(full_pinyin(key))
            similar = [person for person in similar if sounds & set(person.pinyin.split())]
        return Unknown(token, _in_order(similar))


def _chosen(token: str, people: Sequence[Person]) -> Resolution:
    """Find one person; several with the same right are asked about."""
    if len(people) == 1:
        return Found(people[0])
    return Ambiguous(token, _in_order(people), exact=True) if people else Unknown(token)


def _asking(token: str, people: Sequence[Person]) -> Resolution:
    return Ambiguous(token, _in_order(people), exact=False) if people else Unknown(token)


def _in_order(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=_seat_order))


def _seat_order(person: Person) -> tuple[bool, int, str, int]:
    return person.seat is None, person.seat or 0, person.number, person.pk


def _code(text: str) -> str:
    """Write digits, brackets and letters in one width. No normal form: the token may hold a name."""
    return text.translate(_ONE_WIDTH).strip()


def _as_letters(token: str) -> str:
    """Read the token as typed pinyin, or nothing if it is not letters only; ü is v, blanks and hyphens do not count."""
    folded = _NOT_TYPED.sub("", _code(token).casefold()).replace("ü", "v")
    return folded if _LETTERS.fullmatch(folded) else ""


def _one_differs(key: str, name: str) -> bool:
    return len(key) == len(name) and sum(a != b for a, b in zip(key, name, strict=True)) == 1


def _whole_forms(person: Person) -> set[str]:
    return {*person.pinyin.split(), *person.initials.split()}


def _mixed_forms(person: Person) -> set[str]:
    """Spell each syllable in full, by its first letter, or by zh, ch, sh: zhsan, zhangs, zhs for 张三."""
    forms: set[str] = set()
    all_initials = person.initials.split()
    for reading in person.pinyin.split():
        cut = next(filter(None, (syllables(reading, letters) for letters in all_initials)), ())
        if len(cut) <= _MIXED_SYLLABLES:
            forms.update("".join(parts) for parts in product(*(_short_forms(syllable) for syllable in cut)))
    return forms - {""}


def _short_forms(syllable: str) -> set[str]:
    digraph = syllable[:2] if syllable[:2] in {"zh", "ch", "sh"} else syllable[0]
    return {syllable, syllable[0], digraph}
