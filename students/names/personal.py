"""Names of people as typed, pasted or read from a file: repaired, compared, and cut out of a line."""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Private-use characters count as hanzi: old registration exports write rare characters with them.
HANZI = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\ue000-\uf8ff\U000f0000-\U0010fffd"
MIDDLE_DOT = "\u00b7"

_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff0e\uff65"
_DOT_TABLE = str.maketrans(dict.fromkeys(_DOTS, MIDDLE_DOT))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ONE_HANZI = f"[{HANZI}][\ufe00-\ufe0f\U000e0100-\U000e01ef]?"
_SPACED_OUT = re.compile(rf"{_ONE_HANZI}(?:\s+{_ONE_HANZI}){{1,3}}")
_BLANKS_AFTER_HANZI = re.compile(rf"(?<=[{HANZI}])\s+(?=[{HANZI}])")
_BLANKS_AT_DOT = re.compile(rf"\s*{MIDDLE_DOT}\s*")
_FULL_STOP_AS_DOT = re.compile(rf"(?<=[{HANZI}])\.(?=[{HANZI}])")

_SEAT = r"[(（\[【〔]\s*([0-9０-９]{1,20})\s*([号號]?)\s*[)）\]】〕]"
_SEAT_IN_BRACKETS = re.compile(rf"[^\S\r\n\t]*{_SEAT}")
_SEPARATORS = re.compile("[、,，､﹑;；|｜/／\\\\＼。&＆+＋\t\r\n\v\f\u2028\u2029\u2460-\u2473]+")
_DOT_IN_LIST = re.compile(rf"[^\S\r\n\t]*([{_DOTS}])[^\S\r\n\t]*")
_NUMBERING = re.compile(rf"(?:(?<=[\s、,，;；])|^)[(（]?([0-9０-９]{{1,2}})([.．、)）])[^\S\r\n]*(?=[{HANZI}A-Za-z])")
_SINGLE = re.compile(rf"{_ONE_HANZI}(?:{_SEAT})?")
_TITLE_WORD = re.compile(r"[A-Z][a-z'’-]+")
_SAYS_SOMETHING = re.compile(rf"[\w{HANZI}]")


class NameNote(TextChoices):
    """What was repaired in a name, or is odd about it. Shown in previews, folded by value."""

    TRIMMED = "trimmed", _("Spaces around the name were removed.")
    JOINED = "joined", _("Spaces inside the name were removed.")
    FOLDED = "folded", _("A line break or several spaces inside the name became one space.")
    INVISIBLE = "invisible", _("Invisible characters were removed from the name.")
    DIRECTION = "direction", _("The name holds characters that change the direction of writing.")
    PRIVATE = "private", _("The name holds characters of a private font; check how it prints.")


@dataclass(frozen=True)
class CleanName:
    name: str
    notes: tuple[NameNote, ...] = ()


def normalise_name(text: str) -> CleanName:
    """Give the name exactly as given but for blanks and invisible characters; each repair is a note.

    Dots and characters stay as typed: no Unicode normal form is applied, because a name is written as its bearer
    writes it. ``DIRECTION`` and ``PRIVATE`` repair nothing: the caller refuses the first and warns of the second.
    """
    notes: list[NameNote] = []

    def step(before: str, after: str, note: NameNote) -> str:
        if before != after:
            notes.append(note)
        return after

    name = step(text, _INVISIBLE.sub("", text), NameNote.INVISIBLE)
    name = step(name, name.strip(), NameNote.TRIMMED)
    if _SPACED_OUT.fullmatch(name):
        name = step(name, "".join(name.split()), NameNote.JOINED)
    name = step(name, " ".join(name.split()), NameNote.FOLDED)
    if _DIRECTION.search(name):
        notes.append(NameNote.DIRECTION)
    if _PRIVATE.search(name):
        notes.append(NameNote.PRIVATE)
    return CleanName(name, tuple(notes))


def one_dot(name: str) -> str:
    """Give the name with U+00B7 for whichever middle dot it was typed with.

    For tables that other programs look names up in; papers and pages show the name as its bearer writes it.
    """
    return name.translate(_DOT_TABLE)


def without_dots(name: str) -> str:
    """Give the name without its middle dots, as people type 阿卜杜·热合曼 who do not find the dot."""
    return one_dot(name).replace(MIDDLE_DOT, "")


def match_key(name: str) -> str:
    """Give what two spellings of one name have in common. For comparing only, never shown or stored as the name.

    All middle dots become U+00B7, blanks between hanzi and around dots go, variation selectors and invisible
    characters go, Latin letters lose their case. Characters are not exchanged for others that look alike.
    """
    if name.isascii():
        return " ".join(name.split()).casefold()
    key = _VARIATION.sub("", _INVISIBLE.sub("", name)).translate(_DOT_TABLE).strip()
    key = _BLANKS_AFTER_HANZI.sub("", key)
    key = _FULL_STOP_AS_DOT.sub(MIDDLE_DOT, _BLANKS_AT_DOT.sub(MIDDLE_DOT, key))
    return " ".join(key.split()).casefold()


def split_names(text: str) -> list[str]:
    """Cut a typed or pasted line into names, in order, repeats kept; seats stay with their name: ``王芳(12号)``.

    Any separator will do. Where blanks separate, single hanzi next to each other are one spaced-out name
    (李 明 王欣怡 张 三), and so are capitalised Latin words (Anna Maria). Numbers that count the list (1. 2. 3.) go.
    """
    text = _without_numbering(_INVISIBLE.sub("", text))
    text = _SEAT_IN_BRACKETS.sub(lambda found: "".join(found.group().split()) + "\n", text)
    text = _DOT_IN_LIST.sub(r"\1", text)
    names = [name.strip(_DOTS + " ") for part in _SEPARATORS.split(text) for name in _words(part)]
    return [name for name in names if _SAYS_SOMETHING.search(name)]


def _without_numbering(text: str) -> str:
    """Take off numbers that count 1, 2, 3; any other number may be a seat. A lone ``1、`` may be seat 1."""
    found = list(_NUMBERING.finditer(text))
    counted = [int(number.group(1)) for number in found] == list(range(1, len(found) + 1))
    if not counted or (len(found) == 1 and found[0].group(2) == "、"):
        return text
    return _NUMBERING.sub("", text)


def _words(part: str) -> list[str]:
    """Give the names in a part without separators but blanks."""
    names: list[str] = []
    run: list[str] = []
    for word in [*part.split(), ""]:
        if run and not _same_kind(run[-1], word):
            names.extend(_joined(run))
            run = []
        run.append(word)
    return names


def _same_kind(word: str, following: str) -> bool:
    return any(kind.fullmatch(word) and kind.fullmatch(following) for kind in (_SINGLE, _TITLE_WORD))


def _joined(run: list[str]) -> list[str]:
    """Join a run of like words: Latin words are one name; hanzi pair up, three alone are one spaced-out name."""
    if len(run) == 1 or _TITLE_WORD.fullmatch(run[0]):
        return [" ".join(run)]
    if len(run) == 3:
        return ["".join(run)]
    return ["".join(run[start : start + 2]) for start in range(0, len(run), 2)]
