"""Cleaning of typed text, the same for every import and form; pure, and silent about nothing that it changed."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from starrating.joiners import in_a_row


class Level(StrEnum):
    """How grave a finding is: an error blocks, a warning asks to be read, a note tells of a repair."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable template with its named values; translated when it is shown, not when it is made."""

    template: str | Promise
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return str(self.template) % dict(self.values) if self.values else str(self.template)


def sentence(template: str | Promise, **values: object) -> Sentence:
    """Give the template (a lazy translation with %(name)s placeholders) and the values that it names."""
    return Sentence(template, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that cleaning found in a text."""

    level: Level
    message: Sentence


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text as it may be stored, and what was repaired or is wrong in it."""

    text: str
    notes: tuple[Remark, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the text must not be stored."""
        return any(note.level is Level.ERROR for note in self.notes)


# Ideographs of all planes with those of private fonts, and the variation selectors that may follow one.
_HAN = (
    "\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\ufe00-\ufe0f"
    "\U00020000-\U0003ffff\U000e0100-\U000e01ef"
)
_NUL = re.compile("\x00")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAK = re.compile("[ \t]*[\r\n\v\f\x85\u2028\u2029]+[ \t]*")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ZERO_WIDTH = re.compile("[\u00ad\u180e\u200b-\u200d\u2060\ufeff]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

_NUL_MESSAGE = sentence(_("The text holds a NUL character; type it again."))
_BIDI_MESSAGE = sentence(_("The text holds an invisible character that turns the reading direction; type it again."))
_BREAK_MESSAGE = sentence(_("A line break inside the text was read as a space."))
_CONTROL_MESSAGE = sentence(_("Invisible control characters were removed."))
_ZERO_WIDTH_MESSAGE = sentence(_("Zero-width characters were removed."))
_SPACE_MESSAGE = sentence(_("Extra spaces were removed."))
_WIDTH_MESSAGE = sentence(_("Full-width characters were read as ordinary digits and letters."))
_PRIVATE_TEMPLATE = _("The text holds a character from a private font (%(codes)s) that other computers may not show.")


def _tidy_spaces(text: str, *, join_han: bool) -> str:
    text = _SPACE.sub(" ", text).strip(" ")
    if not join_han:
        return text
    return _BETWEEN_HAN.sub("", re.sub(" {2,}", " ", text))


def _removed(text: str, pattern: re.Pattern[str], by: str, remark: Remark, notes: list[Remark]) -> str:
    changed = pattern.sub(by, text)
    if changed != text:
        notes.append(remark)
    return changed


def clean_text(value: str, *, join_han: bool = True) -> Cleaned:
    """Give the text without what nobody can see; characters themselves are never replaced (rare names stay as typed).

    With join_han, spaces between two Chinese characters go (李  明 is 李明) and other runs shrink to one space; without
    it inner spaces stay, as a cell that lists several names may part them by spaces.
    """
    if value.isascii() and value.isprintable() and " " not in value:
        # Most cells of a workbook are numbers: nothing below could find anything in them.
        return Cleaned(value, ())
    notes: list[Remark] = []
    text = _removed(value, _NUL, "", Remark(Level.ERROR, _NUL_MESSAGE), notes)
    text = _removed(text, _BIDI, "", Remark(Level.ERROR, _BIDI_MESSAGE), notes)
    text = _removed(text.strip("\r\n"), _BREAK, " ", Remark(Level.NOTE, _BREAK_MESSAGE), notes)
    text = _removed(text, _CONTROL, "", Remark(Level.NOTE, _CONTROL_MESSAGE), notes)
    text = _removed(text, _ZERO_WIDTH, "", Remark(Level.NOTE, _ZERO_WIDTH_MESSAGE), notes)
    tidy = _tidy_spaces(text, join_han=join_han)
    if tidy != text:
        notes.append(Remark(Level.NOTE, _SPACE_MESSAGE))
    private = sorted({f"U+{ord(character):04X}" for character in _PRIVATE.findall(tidy)})
    if private:
        notes.append(Remark(Level.WARNING, sentence(_PRIVATE_TEMPLATE, codes=in_a_row(private))))
    return Cleaned(tidy, tuple(notes))


def fold_width(value: str) -> str:
    """Write full-width digits, letters and signs as ordinary ones (NFKC): codes, numbers and dates, never names."""
    return unicodedata.normalize("NFKC", value)


def fold_code(value: str) -> Cleaned:
    """Give a code or a number as typed text: NFKC, no spaces at all; the notes tell what was repaired."""
    cleaned = clean_text(value)
    folded = fold_width(cleaned.text)
    notes = list(cleaned.notes)
    if folded != cleaned.text:
        notes.append(Remark(Level.NOTE, _WIDTH_MESSAGE))
    text = folded.replace(" ", "")
    if text != folded and all(note.message != _SPACE_MESSAGE for note in notes):
        notes.append(Remark(Level.NOTE, _SPACE_MESSAGE))
    return Cleaned(text, tuple(notes))


def label_key(value: str) -> str:
    """Give a header or label for comparing: no spaces, no * and no trailing colon, ordinary width and case."""
    squeezed = re.sub(r"\s", "", fold_width(clean_text(value).text))
    bare = re.sub(r"\((必填|选填|required|optional)\)$", "", squeezed.strip("*:"), flags=re.IGNORECASE)
    return bare.strip("*:").casefold()
