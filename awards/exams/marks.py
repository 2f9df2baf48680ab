"""One cell of a score sheet: a mark, or why there is none. Findings tell the place and never the mark."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.rules.champions import Absence, Mark
from starrating.cells.findings import Finding, Findings, Place, Question
from starrating.cells.model import Cell
from starrating.cells.values import Reading, code_of, is_error, optional
from starrating.cells.words import absence_words
from starrating.joiners import in_a_row
from starrating.own_words import in_own_words_lazy
from starrating.text import Level, clean_text, fold_code, label_key, sentence

FULL_MARK = Decimal(150)

# Never Decimal() of the bare text, which would take NaN, 1e2, 1_0 and the digits of other scripts.
_MARK = re.compile(r"[0-9]{1,4}(\.[0-9]{1,20})?")
# What is calculated has more decimals than anybody writes; beyond these, they are those of the machine.
_DECIMALS = Decimal("0.0001")
_WRITTEN_DECIMALS = 2
_LEAST_FULL_MARK = Decimal(10)
_LETTERS = re.compile(r"[a-e][+-]?|优秀?|良好?|中等?|差|(不?合|不?及)格|待合格", re.IGNORECASE)
_CHOICES = {Absence.ABSENT: "缺考", Absence.DEFERRED: "缓考", Absence.EXEMPT: "免考", Absence.CHEATED: "作弊"}
# 缺考（病）, 缺考0, 缺考-病, 0(缺考), —缺—: what stands around the word does not change it.
_AROUND_WORD = re.compile(
    r"0?[(—–-]*(?P<word>[\u4e00-\u9fff]{1,6}|[a-z]{1,2})(?:\([^()]*\)|[-/][\u4e00-\u9fff]{1,4}|0+(?:\.0+)?分?)?[)—–-]*"
)
_WORD = re.compile(r"(?:\([^()]*\)|(?<=[\u4e00-\u9fff])0+(?:\.0+)?)$")
_WORD = re.compile(r"[\u4e00-\u9fff]{1,6}")
_ABSENCES = {"": Absence.BLANK, **{word: Absence(kind) for kind, words in absence_words().items() for word in words}}
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
_WORDS_READ = _("No mark, and how often it stands there: %(words)s.")
_UNKNOWN_WORD = _(
    "It is not known what %(word)s means in place of a mark. Say below which it is, or in a command: "
    "--column '%(word)s=缺考' (缓考, 免考, 作弊)."
)
_SIGNS = re.compile(r"[^\w\s]{1,4}")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百点两]+分?")
_POINTS = _("The word 分 behind the mark was left out.")
_NOT_A_MARK = _("This is not a mark. Write a number such as 98.5, or 缺考.")
_A_GRADE = _(
    "A mark was expected here, not a grade such as A or 优. Write it as a number, or say below what %(word)s stands "
    "for; in a command: --column '%(word)s=缺考'."
)
_ERROR_VALUE = _(
    "The cell shows a spreadsheet error. Correct it in the file, or say below what %(word)s stands for; in a command: "
    "--column '%(word)s=缺考'."
)
_NO_TOTAL = _("This is not a total; it was not compared with the subjects.")
_TOO_HIGH = _("The mark is above the full mark of %(full)s.")


class AbsenceWords:
    """The words that stand in place of marks, with what the school has said of others: counted, asked about."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self._answers = answers or {}
        self._counts: Counter[str] = Counter()
        self.questions: list[Question] = []

    def read(self, text: str) -> Absence | None:
        """Say why there is no mark; None for what is none of the words."""
        around = _AROUND_WORD.fullmatch(text.casefold())
        key = around["word"] if around else text.casefold()
        found = _ABSENCES.get(text.casefold(), _ABSENCES.get(key))
        if found is None:
            found = _ABSENCES.get(self._answers.get(label_key(text), "").casefold() or " ")
        if found is not None and text:
            self._counts[text] += 1
        return found

    def ask(self, text: str, place: Place) -> None:
        """Ask about a word, once."""
        choices = tuple((word, word) for word in _CHOICES.values())
        if all(one.header != text for one in self.questions):
            self.questions.append(Question(text, place, (), blocks=True, choices=choices))

    def say(self, place: Place, findings: Findings) -> None:
        """Tell the words that were read as no mark, and how often each."""
        if self._counts:
            words = in_a_row(f"{word} {count}" for word, count in self._counts.most_common())
            findings.say(Level.NOTE, place, "", _WORDS_READ, words=words)


def read_mark(
    cell: Cell, place: Place, *, full: Decimal = FULL_MARK, words: AbsenceWords | None = None
) -> Reading[Mark | None]:
    """Read the mark of a cell, or why there is none; None with an error. Numbers may be text or full-width."""
    words = words or AbsenceWords()
    if is_error(cell):
        return _error_value(clean_text(cell.text).text.upper(), place, words)
    text, findings = _text(cell, place)
    if _refused(findings):
        return Reading(None, findings)
    absence = words.read(text)
    if absence is not None:
        level, message = _ABSENCE_NOTES[absence]
        return Reading(absence, (*findings, _finding(level, place, message)))
    mark = _number(text)
    if mark is None:
        is_word = _WORD.fullmatch(text) or _SIGNS.fullmatch(text)
        if is_word and not _NUMERAL.fullmatch(text) and not _LETTERS.fullmatch(text):
            words.ask(text, place)
            return Reading(None, (*findings, _finding(Level.ERROR, place, _UNKNOWN_WORD, word=text)))
        if _LETTERS.fullmatch(text):
            words.ask(text, place)
            return Reading(None, (*findings, _finding(Level.ERROR, place, _A_GRADE, word=text)))
        return Reading(None, (*findings, _finding(Level.ERROR, place, _NOT_A_MARK)))
    if mark > full:
        return Reading(None, (*findings, _finding(Level.ERROR, place, _TOO_HIGH, full=full)))
    return Reading(mark, (*findings, *_points(cell, place)))


def _error_value(text: str, place: Place, words: AbsenceWords) -> Reading[Mark | None]:
    """Read #N/A as what the school has said that it stands for; else ask."""
    absence = words.read(text)
    if absence is None:
        words.ask(text, place)
        return Reading(None, (_finding(Level.ERROR, place, _ERROR_VALUE, word=text),))
    level, message = _ABSENCE_NOTES[absence]
    return Reading(absence, (_finding(level, place, message),))


def all_grades(cells: Iterable[Cell]) -> bool:
    """Tell whether a column holds grades and not one mark."""
    texts = [text for cell in cells if (text := fold_code(cell.text).text)]
    grades = sum(bool(_LETTERS.fullmatch(text)) for text in texts)
    return grades * 2 > len(texts) and not any(_number(text) is not None for text in texts) and len(texts) > 1


def read_full_mark(cell: Cell) -> Decimal | None:
    """Give a full mark that stands below a subject; None for what can be none, such as how many had it."""
    full = _number(fold_code(cell.text).text)
    return full if full is not None and full >= _LEAST_FULL_MARK else None


def adds_up(total: Decimal, counted: Decimal) -> bool:
    """Tell whether a total is a sum, but for the decimals that the total has not."""
    if total == counted:
        return True
    decimals = max(-int(total.as_tuple().exponent), 0)
    return decimals >= _WRITTEN_DECIMALS and abs(total - counted) <= Decimal(1).scaleb(-decimals)


def read_total(cell: Cell, place: Place) -> Reading[Decimal | None]:
    """Read the total that the file gives; None for none. One that cannot be read is a warning: it is never needed."""
    text, findings = _text(cell, place)
    if _refused(findings):
        return optional(Reading(None, findings))
    if AbsenceWords().read(text) is not None:
        return Reading(None, findings)
    total = _number(text)
    if total is None:
        return Reading(None, (*findings, _finding(Level.WARNING, place, _NO_TOTAL)))
    return Reading(total, findings)


def _text(cell: Cell, place: Place) -> tuple[str, tuple[Finding, ...]]:
    reading = code_of(cell, place)
    return reading.value, tuple(replace(one, value="") for one in reading.findings)


def _refused(findings: tuple[Finding, ...]) -> bool:
    return any(one.level is Level.ERROR for one in findings)


def _number(text: str) -> Decimal | None:
    plain = text.removesuffix("分")
    if not _MARK.fullmatch(plain):
        return None
    mark = Decimal(plain)
    return mark if mark == round(mark, 4) else mark.quantize(_DECIMALS)


def _points(cell: Cell, place: Place) -> list[Finding]:
    return [_finding(Level.NOTE, place, _POINTS)] if cell.text.strip().endswith("分") else []


def _finding(level: Level, place: Place, message: Promise, **values: object) -> Finding:
    return Finding(level, place, "", sentence(message, **values))
