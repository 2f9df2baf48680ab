"""Readings of names for search: zs and zhangsan find 张三, and both readings of a surname find its bearer."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice, product
from typing import Any

from students.names.personal import HANZI, MIDDLE_DOT, match_key

MAX_READINGS = 6

# Read otherwise as a surname than as a word; the surname's own reading comes first, then what people type.
SURNAMES = {
    name: tuple(readings.split())
    for name, readings in {
        "单": "shan dan", "仇": "qiu chou", "解": "xie jie", "查": "zha cha", "朴": "piao pu", "区": "ou qu",
        "曾": "zeng ceng", "翟": "zhai di", "盖": "ge gai", "乐": "yue le", "冼": "xian", "洗": "xian xi",
        "缪": "miao mou miu", "晟": "cheng sheng", "尉": "wei yu", "员": "yun yuan", "覃": "qin tan", "谌": "chen shen",
        "召": "shao zhao", "种": "chong zhong", "秘": "bi mi", "折": "she zhe", "黑": "he hei", "繁": "po fan",
        "牟": "mu mou", "郇": "xun huan", "车": "che ju", "句": "gou ju", "那": "na nuo", "祭": "zhai ji",
        "柏": "bai bo", "郗": "xi chi", "褚": "chu zhu", "藏": "zang cang", "臧": "zang cang", "隗": "wei kui",
        "佴": "nai er", "盛": "sheng cheng", "能": "nai neng", "宓": "mi fu", "莘": "shen xin", "都": "du dou",
        "强": "qiang jiang", "行": "xing hang", "难": "ning nan", "适": "kuo shi", "角": "jue jiao", "乜": "nie mie",
        "粘": "nian zhan", "术": "zhu shu", "朝": "chao zhao", "不": "fou bu", "贲": "ben bi",
        "长": "chang zhang",
    }.items()
}  # fmt: skip

# Two-character surnames whose first character alone would be read otherwise. 单于飞 may also be a 单 called 于飞.
COMPOUND_SURNAMES = {
    "尉迟": ("yu chi", "wei chi"),
    "万俟": ("mo qi", "wan si"),
    "单于": ("chan yu", "shan yu"),
    "长孙": ("zhang sun", "chang sun"),
    "乐正": ("yue zheng", "le zheng"),
    "澹台": ("tan tai", "dan tai"),
    "亓官": ("qi guan",),
    "宰父": ("zai fu",),
}

# Common in given names with two readings: only the bearer knows which.
GIVEN_NAMES = {
    "乐": ("le", "yue"),
    "晟": ("sheng", "cheng"),
    "茜": ("qian", "xi"),
    "朝": ("zhao", "chao"),
    "长": ("chang", "zhang"),
    "柏": ("bai", "bo"),
    "莘": ("shen", "xin"),
    "盛": ("sheng", "cheng"),
    "颉": ("jie", "xie"),
}

# The row of GB 2312 with which its less common characters begin, as the first byte.
_SECOND_LEVEL = 0xD8
_PIECES = re.compile(rf"[{HANZI}]+|[^\W\d_{HANZI}]+")
_HANZI_FIRST = re.compile(f"[{HANZI}]")
_NOT_A_LETTER = re.compile("[^a-z]")


def full_pinyin(name: str) -> tuple[str, ...]:
    """Give readings without tones, a surname's own first: 单鑫 gives ``("shanxin", "danxin")``; ü is v, then u, yu."""
    return _unique("".join(reading) for reading in _readings(name))


def initials(name: str) -> tuple[str, ...]:
    """Give the first letters of each reading, in the same order: 单鑫 gives ``("sx", "dx")``."""
    return _unique("".join(syllable[0] for syllable in reading) for reading in _readings(name))


def spoken(name: str) -> str:
    """Give how a name is read out, with tones: 单昱辰 gives ``shàn yù chén``; empty where everybody can read it.

    Who calls names is helped with the characters beyond the 3,755 common ones of GB 2312, and with surnames that are
    read otherwise than the word.
    """
    key = match_key(name)
    surname = key[:2] if key[:2] in COMPOUND_SURNAMES else key[:1]
    known = COMPOUND_SURNAMES.get(surname) or SURNAMES.get(surname)
    if not known and not any(map(_is_uncommon, key)):
        return ""
    marked = _library().pinyin(key, style=_library().Style.TONE, errors=lambda text: [[one] for one in text])
    syllables_of = [one[0] for one in marked]
    if known:
        own = known[0].split()
        syllables_of[: len(own)] = map(_with_tone, surname, own)
    return " ".join(one for one in syllables_of if one.strip())


def search_text(readings: tuple[str, ...], length: int) -> str:
    """Give readings as kept in a column: separated by blanks, as many as fit ``length`` characters."""
    text = ""
    for reading in readings:
        longer = f"{text} {reading}".strip()
        if len(longer) > length:
            break
        text = longer
    return text


def syllables(reading: str, letters: str) -> tuple[str, ...]:
    """Cut a reading where its initials say: ``("xian", "xa")`` gives ``("xi", "an")``; ``()`` if they do not agree."""
    pattern = "".join(_SYLLABLE.get(letter, rf"({letter}[a-z]*?)") for letter in letters)
    found = re.fullmatch(pattern, reading)
    return found.groups() if found else ()


_SECOND = {"z": "h?", "c": "h?", "s": "h?", "l": "y?", "n": "y?"}
_SYLLABLE = {
    letter: rf"({letter}{_SECOND.get(letter, '')}{'[aeiouv]*' if letter in 'aeo' else '[aeiouv]+'}(?:ng|n|r)?)"
    for letter in "abcdefghjklmnopqrstwxyz"
}


def _is_uncommon(character: str) -> bool:
    """Tell whether a character is hanzi, but none of the common ones: those lie below row 56 of GB 2312."""
    if not _HANZI_FIRST.match(character):
        return False
    try:
        return character.encode("gb2312")[0] >= _SECOND_LEVEL
    except UnicodeEncodeError:
        return True


def _with_tone(character: str, syllable: str) -> str:
    """Give the reading of one character that is spelled ``syllable``, with its tone where that is known."""
    library = _library()
    readings = library.pinyin(character, style=library.Style.TONE, heteronym=True)[0]
    return next((one for one in readings if _letters(one) == syllable), syllable)


def _unique(readings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading for reading in readings if reading))


@lru_cache(maxsize=1024)
def _readings(name: str) -> list[tuple[str, ...]]:
    """Give readings as syllables; a Latin word is one syllable. At most ``MAX_READINGS``."""
    key = match_key(name)
    pieces = _PIECES.findall(key)
    surname = "" if MIDDLE_DOT in key or not pieces else _surname(pieces[0])
    if surname:
        pieces[0] = pieces[0].removeprefix(surname)
    options = _surname_options(surname)
    for piece in pieces:
        options.extend(_piece_options(piece))
    combined = (tuple(" ".join(reading).split()) for reading in product(*options))
    return list(islice(combined, MAX_READINGS))


def _surname(piece: str) -> str:
    """Give the part of a name that is read as a surname; none where the name is not written in hanzi."""
    if len(piece) > 2 and piece[:2] in COMPOUND_SURNAMES:
        return piece[:2]
    return piece[:1] if _HANZI_FIRST.match(piece) else ""


def _surname_options(surname: str) -> list[tuple[str, ...]]:
    if not surname:
        return []
    known = COMPOUND_SURNAMES.get(surname) or SURNAMES.get(surname)
    if known:
        return [known]
    return [_spellings(syllable) for syllable in _read(surname)]


def _piece_options(piece: str) -> list[tuple[str, ...]]:
    """Give for each syllable of the piece what it may be, the reading in context first."""
    if not _HANZI_FIRST.match(piece):
        return [(_letters(piece),)]
    return [
        tuple(dict.fromkeys((*_spellings(syllable), *GIVEN_NAMES.get(character, ()))))
        for character, syllable in zip(piece, _read(piece), strict=True)
    ]


def _spellings(syllable: str) -> tuple[str, ...]:
    """Give the ways to type a syllable: 吕 is lv on keyboards, lu where the dots are left out, lyu in passports."""
    first, rest = syllable[:1], syllable[1:]
    if first in {"l", "n"} and rest.startswith("v"):
        return syllable, f"{first}u{rest[1:]}", f"{first}yu{rest[1:]}"
    return (syllable,)


def _read(hanzi: str) -> list[str]:
    """Read one syllable a character, in context."""
    # The library takes a list here, one entry a character, though its types tell only of text.
    return [_letters(syllable) for syllable in _library().lazy_pinyin(hanzi, errors=_unreadable)]


def _unreadable(characters: str) -> list[str]:
    """Keep the place of a character without a known reading, with nothing in it."""
    return [""] * len(characters)


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKD", text.casefold()))


@cache
def _library() -> Any:
    """Load the library with the first name that is read: its dictionaries take a third of a second."""
    return import_module("pypinyin")
