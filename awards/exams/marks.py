"""One cell of a score sheet: a mark, or why there is none. Findings tell the place and never the mark."""

import re
from dataclasses import replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.rules.champions import Absence, Mark
from starrating.cells.findings import Finding, Place
from starrating.cells.model import Cell
from starrating.cells.values import Reading, code_of
from starrating.own_words import in_own_words_lazy
from starrating.text import Level, sentence

FULL_MARK = Decimal(150)

# Never Decimal() of the bare text, which would take NaN, 1e2, 1_0 and the digits of other scripts.
_MARK = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_LETTERS = re.compile(r"[a-e][+-]?|优秀?|良好?|中等?|差|(不?合|不?及)格|待合格", re.IGNORECASE)
_ABSENCE_WORDS = {
    Absence.BLANK: ("",),
    Absence.ABSENT: ("缺考", "缺", "缺席", "未考", "请假", "/", "\\", "-", "--", "–", "—", "——"),
    Absence.DEFERRED: ("缓考", "缓"),
    Absence.EXEMPT: ("免考", "免"),
    Absence.CHEATED: ("作弊", "违纪"),
}
_ABSENCES = {word: absence for absence, words in _ABSENCE_WORDS.items() for word in words}
_ABSENCE_NOTES: dict[Absence, tuple[Level, Promise]] = {
    Absence.BLANK: (Level.NOTE, _("No mark: counted as absent, not as zero.")),
    Absence.ABSENT: (Level.NOTE, _("Absent: in no ranking of this subject and of the total.")),
    Absence.DEFERRED: (Level.NOTE, _("The exam was put off: in no ranking of this subject and of the total.")),
    Absence.EXEMPT: (Level.NOTE, _("Exempt: in no ranking of this subject and of the total.")),
    Absence.CHEATED: (
        Level.WARNING,
        in_own_words_lazy(
            _(
                "Marked as cheating: in no ranking of this subject and of the total. "
                "The %(office)s decides what follows."
            )
        ),
    ),
}
_POINTS = _("The word 分 behind the mark was left out.")
_NOT_A_MARK = _("This is not a mark. Write a number with at most two decimals, or 缺考.")
_A_GRADE = _("A mark was expected here, not a grade such as A or 优. Write it as a number.")
_TOO_HIGH = _("The mark is above the full mark of %(full)s.")


def read_mark(cell: Cell, place: Place, *, full: Decimal = FULL_MARK) -> Reading[Mark | None]:
    """Read the mark of a cell, or why there is none; None with an error. Numbers may be text or full-width."""
    text, findings = _text(cell, place)
    if _refused(findings):
        return Reading(None, findings)
    absence = _ABSENCES.get(text)
    if absence is not None:
        level, message = _ABSENCE_NOTES[absence]
        return Reading(absence, (*findings, _finding(level, place, message)))
    mark = _number(text)
    if mark is None:
        message = _A_GRADE if _LETTERS.fullmatch(text) else _NOT_A_MARK
        return Reading(None, (*findings, _finding(Level.ERROR, place, message)))
    if mark > full:
        return Reading(None, (*findings, _finding(Level.ERROR, place, _TOO_HIGH, full=full)))
    return Reading(mark, (*findings, *_points(cell, place)))


def read_total(cell: Cell, place: Place) -> Reading[Decimal | None]:
    """Read the total that the file gives; None for none."""
    text, findings = _text(cell, place)
    if _refused(findings) or text in _ABSENCES:
        return Reading(None, findings)
    total = _number(text)
    if total is None:
        return Reading(None, (*findings, _finding(Level.ERROR, place, _NOT_A_MARK)))
    return Reading(total, findings)


def _text(cell: Cell, place: Place) -> tuple[str, tuple[Finding, ...]]:
    reading = code_of(cell, place)
    return reading.value, tuple(replace(one, value="") for one in reading.findings)


def _refused(findings: tuple[Finding, ...]) -> bool:
    return any(one.level is Level.ERROR for one in findings)


def _number(text: str) -> Decimal | None:
    plain = text.removesuffix("分")
    return Decimal(plain) if _MARK.fullmatch(plain) else None


def _points(cell: Cell, place: Place) -> list[Finding]:
    return [_finding(Level.NOTE, place, _POINTS)] if cell.text.strip().endswith("分") else []


def _finding(level: Level, place: Place, message: Promise, **values: object) -> Finding:
    return Finding(level, place, "", sentence(message, **values))
