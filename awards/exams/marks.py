"""One cell of a score sheet: a mark, or why there is none. Findings tell the place and never the mark."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.rules.champions import Absence, Mark
from starrating.cells.findings import Finding, Findings, Place, Question
from starrating.cells.model import Cell
from starrating.cells.values import Reading, code_of
from starrating.own_words import in_own_words_lazy
from starrating.text import Level, label_key, sentence

FULL_MARK = Decimal(150)

# Never Decimal() of the bare text, which would take NaN, 1e2, 1_0 and the digits of other scripts.
_MARK = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_LETTERS = re.compile(r"[a-e][+-]?|优秀?|良好?|中等?|差|(不?合|不?及)格|待合格", re.IGNORECASE)
_ABSENCE_WORDS = {
    Absence.BLANK: ("",),
    Absence.ABSENT: (
        *(
            "缺考",
            "缺",
            "缺席",
            "缺卷",
            "未考",
            "未参考",
            "未参加",
            "未到",
            "旷考",
            "弃考",
            "请假",
            "病假",
            "事假",
            "病",
            "病缺",
            "事缺",
        ),
        *(
            "未扫描",
            "未扫",
            "无卷",
            "无成绩",
            "未交",
            "q",
            "qk",
            "×",
            "x",
            "✕",
            "╳",
            "/",
            "\\",
            "-",
            "--",
            "–",
            "—",
            "——",
            "-1",
            "无",
        ),
    ),
    Absence.DEFERRED: ("缓考", "缓", "补考"),
    Absence.EXEMPT: ("免考", "免", "免试", "免修"),
    Absence.CHEATED: ("作弊", "违纪", "舞弊", "零分处理"),
}
_CHOICES = {Absence.ABSENT: "缺考", Absence.DEFERRED: "缓考", Absence.EXEMPT: "免考", Absence.CHEATED: "作弊"}
# 缺考（病）, 缺考0: what stands behind the word does not change it.
_BEHIND_WORD = re.compile(r"(?:\([^()]*\)|(?<=[\u4e00-\u9fff])0+(?:\.0+)?)$")
_WORD = re.compile(r"[\u4e00-\u9fff]{1,6}")
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
_WORDS_READ = _("No mark, and how often it stands there: %(words)s.")
_UNKNOWN_WORD = _(
    "It is not known what %(word)s means in place of a mark. Say below which it is, or in a command: "
    "--column '%(word)s=缺考' (缓考, 免考, 作弊)."
)
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百点两]+分?")
_POINTS = _("The word 分 behind the mark was left out.")
_NOT_A_MARK = _("This is not a mark. Write a number with at most two decimals, or 缺考.")
_A_GRADE = _("A mark was expected here, not a grade such as A or 优. Write it as a number.")
_TOO_HIGH = _("The mark is above the full mark of %(full)s.")


class AbsenceWords:
    """The words that stand in place of marks, with what the school has said of others: counted, asked about."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self._answers = answers or {}
        self._counts: Counter[str] = Counter()
        self.questions: list[Question] = []

    def read(self, text: str) -> Absence | None:
        """Say why there is no mark; None for what is none of the words."""
        key = _BEHIND_WORD.sub("", text.casefold())
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
            words = "、".join(f"{word} {count}" for word, count in self._counts.most_common())
            findings.say(Level.NOTE, place, "", _WORDS_READ, words=words)


def read_mark(
    cell: Cell, place: Place, *, full: Decimal = FULL_MARK, words: AbsenceWords | None = None
) -> Reading[Mark | None]:
    """Read the mark of a cell, or why there is none; None with an error. Numbers may be text or full-width."""
    text, findings = _text(cell, place)
    if _refused(findings):
        return Reading(None, findings)
    words = words or AbsenceWords()
    absence = words.read(text)
    if absence is not None:
        level, message = _ABSENCE_NOTES[absence]
        return Reading(absence, (*findings, _finding(level, place, message)))
    mark = _number(text)
    if mark is None:
        if _WORD.fullmatch(text) and not _NUMERAL.fullmatch(text) and not _LETTERS.fullmatch(text):
            words.ask(text, place)
            return Reading(None, (*findings, _finding(Level.ERROR, place, _UNKNOWN_WORD, word=text)))
        message = _A_GRADE if _LETTERS.fullmatch(text) else _NOT_A_MARK
        return Reading(None, (*findings, _finding(Level.ERROR, place, message)))
    if mark > full:
        return Reading(None, (*findings, _finding(Level.ERROR, place, _TOO_HIGH, full=full)))
    return Reading(mark, (*findings, *_points(cell, place)))


def read_total(cell: Cell, place: Place) -> Reading[Decimal | None]:
    """Read the total that the file gives; None for none."""
    text, findings = _text(cell, place)
    if _refused(findings) or text.casefold() in _ABSENCES or _BEHIND_WORD.sub("", text) in _ABSENCES:
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
