"""Which columns of a score file are the marks of a subject, whatever is written behind its name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from starrating.cells.headers import Column, Label, Labels, column
from starrating.cells.model import Sheet
from starrating.cells.words import is_rank, names_of, score_ends, short_subjects
from starrating.text import clean_text, label_key
from students.imports.pipeline.pupil_rows import FURTHER_COLUMNS, PUPIL_COLUMNS

# What schools call their subjects; a school's own are added to them.
SUBJECTS = (
    *("语文", "数学", "英语", "外语", "日语", "俄语", "物理", "化学", "生物", "生物学", "科学"),
    *("历史", "地理", "历史与社会", "道德与法治", "道法", "政治", "思想政治", "思想品德", "品德"),
    *("体育", "体育与健康", "音乐", "美术", "艺术", "信息", "信息技术", "信息科技", "通用技术"),
    *("劳动", "书法", "心理", "实验", "英语听力", "写字"),
)
SUBJECT = "subject:"
TOTAL = "total"
_FIXED = (*PUPIL_COLUMNS, *FURTHER_COLUMNS)
# 语文(120), 语文（满分120分）, 英语/120, 总分360.
_WITH_FULL_MARK = re.compile(r"(?P<name>.+?)[(/\[【]?(?:满分|卷面)?:?(?P<full>[0-9]{2,4})分?[)\]】]?")
_SIGNS = re.compile(r"[-_·.:/\\]")
_SERIAL = re.compile(r"^[0-9]{1,2}")
_REMARK = re.compile(r"[(\[【][^()\[\]【】0-9]*(?:100%)?[)\]】]$")
_SHORT_FROM = 3


@dataclass(frozen=True)
class Meant:
    """What a label says of marks: the subject (TOTAL for the sum), how near it is to the mark itself, the full mark."""

    name: str
    rank: int
    full: Decimal | None


@dataclass(frozen=True)
class ScoreColumns:
    """The columns of a score sheet, for the reader of tables; ``known``: the subjects by label_key."""

    known: Mapping[str, str]

    def __call__(self, sheet: Sheet, labels: Labels) -> Sequence[Column]:
        """Give the pupil, the total, and each subject with the columns that could hold its mark, the nearest first."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        shorts = self._shorts(labels)
        for label in labels.values():
            meant = self.meant(label.key, shorts)
            if meant is not None:
                found[meant.name].append((meant.rank, label.text))
        if not any(name != TOTAL for name in found) and (alone := self._only_one(sheet, labels)):
            found = alone
        totals = [text for _rank, text in sorted(found.pop(TOTAL, []))]
        total = Column(TOTAL, tuple(totals), exact=True) if totals else column(TOTAL)
        subjects = {name: tuple(text for _rank, text in sorted(texts)) for name, texts in found.items()}
        others = {name: (name,) for name in dict.fromkeys(self.known.values()) if name not in subjects}
        return [
            *_FIXED,
            total,
            *(Column(SUBJECT + name, texts, exact=True) for name, texts in {**subjects, **others}.items()),
        ]

    def meant(self, key: str, shorts: Mapping[str, str]) -> Meant | None:
        """Say of which subject a label_key tells the mark; None for ranks, grades and all else."""
        if (found := self._named(key, shorts)) is not None:
            return Meant(*found, None)
        match = _WITH_FULL_MARK.fullmatch(key)
        if match and (found := self._named(match["name"], shorts)) is not None:
            return Meant(*found, Decimal(match["full"]))
        return None

    def full_mark(self, label: Label, labels: Labels) -> Decimal | None:
        """Give the full mark that stands behind a subject's name."""
        meant = self.meant(label.key, self._shorts(labels))
        return meant.full if meant else None

    def _named(self, key: str, shorts: Mapping[str, str]) -> tuple[str, int] | None:
        if (remark := _REMARK.search(key)) and is_rank(remark.group()[1:-1]):
            # 语文(班排) is no mark.
            return None
        # 语文-得分, 1语文, 语文(A卷): signs, a serial number and a remark are no part of the name.
        key = _REMARK.sub("", key)
        key = _SERIAL.sub("", _SIGNS.sub("", key)) or key
        for rank, end in enumerate(score_ends()):
            if not key.endswith(label_key(end)):
                continue
            name = key[: len(key) - len(label_key(end))] if end else key
            if name in _totals():
                return TOTAL, rank
            subject = self.known.get(name) or shorts.get(name)
            if subject is not None:
                return subject, rank
        return None

    def _shorts(self, labels: Labels) -> Mapping[str, str]:
        """Give the short forms of subjects where a header has several: 语 数 英, YW SX YY."""
        table = {short: self.known.get(label_key(name), name) for short, name in short_subjects().items()}
        met = {label.key for label in labels.values()} & table.keys()
        return table if len(met) >= _SHORT_FROM else {}

    def _only_one(self, sheet: Sheet, labels: Labels) -> dict[str, list[tuple[int, str]]] | None:
        """Give the columns of marks of a sheet whose subject stands in its name, its title or the file's name."""
        ends = [label_key(end) for end in score_ends()]
        marks = [(ends.index(label.key), label.text) for label in labels.values() if label.key in _marks()]
        if not marks:
            return None
        above = min(label.cell.row for label in labels.values() if label.key in _marks())
        titles = (cell.text for row in sheet.rows[: above - 1] for cell in row if not cell.is_blank)
        for text in (sheet.name, *titles, sheet.file):
            subject = self._subject_in(clean_text(text).text)
            if subject:
                return {subject: marks}
        return None

    def _subject_in(self, text: str) -> str:
        key = label_key(text)
        names = sorted((name for name in self.known if name in key), key=len, reverse=True)
        apart = {self.known[name] for name in names if not any(name in other for other in names if other != name)}
        return apart.pop() if len(apart) == 1 else ""


def score_columns(own_subjects: Iterable[str]) -> ScoreColumns:
    """Give the columns of a school with these subjects of its own."""
    return ScoreColumns({label_key(name): name for name in (*SUBJECTS, *own_subjects)})


def _totals() -> frozenset[str]:
    return frozenset(map(label_key, names_of(TOTAL)))


def _marks() -> frozenset[str]:
    return frozenset(label_key(end) for end in score_ends() if end)
