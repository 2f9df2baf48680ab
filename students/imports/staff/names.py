"""The names in a cell of a staff matrix, without what schools write around them."""

import re
from dataclasses import dataclass

from starrating.cells.words import as_above, staff_marks, staff_nobody, staff_titles
from starrating.text import fold_width
from students.names.personal import split_names

_BRACKETED = re.compile(r"\s*[(（\[【〔]\s*([^()（）\[\]【】〔〕]{0,20})\s*[)）\]】〕]")
_SIGNS = re.compile(r"[\s*＊★☆※#＃△▲●○◆◇■□✓√^~～·.。:：!！]+$|^[\s*＊★☆※#＃△▲●○◆◇■□✓√]+")
_DIGITS = re.compile(r"(?P<name>.*[^\d\s])\s*(?P<digits>\d{1,2})")
_HOURS = re.compile(r"\d{1,3}(?:\.\d)?(?:节|课时|班|个班)?")
_TAGGED = re.compile(r"(.+?)\(([^()]{1,20})\)")
_LETTERS = re.compile(r"[^\W\d_]")
_NO_LETTERS = re.compile(r"[-—–/\\*×]+")
_HERE = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, staff_marks()), key=len, reverse=True))})[:：]\s*")


@dataclass(frozen=True, slots=True)
class StaffName:
    """A teacher as written: ``李静(大)`` has the tag 大, which tells two people of one name apart.

    ``text`` is without marks such as 老师 and （代）; digits behind a name are a tag.
    """

    text: str
    name: str
    tag: str = ""


def names_in(text: str) -> tuple[tuple[StaffName, ...], tuple[str, ...]]:
    """Give the teachers that a cell names, and the marks around them that are no part of a name."""
    if _is_nobody(text.strip()):
        return (), ()
    names: list[StaffName] = []
    marks: list[str] = []
    for part in split_names(_unmarked(fold_brackets(text), marks)):
        name = _name(part, marks)
        if name is not None:
            names.append(name)
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(marks))


def fold_brackets(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def _unmarked(text: str, marks: list[str]) -> str:
    """Take the brackets off that hold a mark; what stands on both sides of one stays apart."""

    def taken(found: re.Match[str]) -> str:
        inside = fold_width(found.group(1)).strip()
        if _is_mark(inside):
            marks.append(found.group().strip())
            return "、"
        return found.group()

    return _BRACKETED.sub(taken, text)


def _is_mark(inside: str) -> bool:
    return (
        not inside
        or inside in staff_marks()
        or bool(_HOURS.fullmatch(inside))
        or any(inside.startswith(word) or inside.endswith(word) for word in staff_marks() if len(word) > 1)
    )


def _is_nobody(text: str) -> bool:
    """Tell 待聘, 外聘1 and a dash, which stand where nobody is named yet."""
    return bool(_NO_LETTERS.fullmatch(text)) or text.rstrip("0123456789 ") in (staff_nobody() | as_above())


def _name(part: str, marks: list[str]) -> StaffName | None:
    if part in staff_marks():
        marks.append(part)
        return None
    plain = part
    if here := _HERE.match(part):
        marks.append(here.group().strip())
        plain = part[here.end() :]
    while (shorter := _shorter(plain)) != plain:
        marks.append(plain.replace(shorter, "").strip() if shorter else plain)
        plain = shorter
    if not _LETTERS.search(plain) or _is_nobody(plain) or _HOURS.fullmatch(fold_width(plain)):
        return None
    if tagged := _TAGGED.fullmatch(plain):
        return StaffName(plain, tagged.group(1).strip(), fold_width(tagged.group(2)).strip())
    if numbered := _DIGITS.fullmatch(fold_width(plain)):
        return StaffName(plain, numbered["name"].strip(), numbered["digits"])
    return StaffName(plain, plain)


def _shorter(name: str) -> str:
    bare = _SIGNS.sub("", name)
    if bare in staff_titles():
        return ""
    for title in staff_titles():
        if bare.endswith(title) and len(bare) > len(title) + 1:
            return bare.removesuffix(title)
    return bare
