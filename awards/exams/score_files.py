"""Score files: the empty sheet, and from marks to first places, ranked in memory and dropped (A19)."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy as _

from awards.exams.marks import FULL_MARK, read_mark, read_total
from awards.exams.verbs import ExamSpec, Results
from awards.rules.champions import Mark, Sitting, Tie, rank
from starrating.cells.findings import Finding, Findings, Place
from starrating.cells.headers import EXAMPLE, Column, labels_of
from starrating.cells.model import Cell, Sheet
from starrating.cells.tables import RowReader, Table, header_row
from starrating.cells.values import finding
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, form_columns
from starrating.text import Level, label_key
from students.imports.pipeline.blank_forms import class_names, last_lines, subject_names
from students.imports.pipeline.files import FileMark, NamedBytes, class_around, read_source, tables_in
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, PUPIL_COLUMNS, Places, PupilFinder
from students.models import School, SchoolClass, Subject

# What schools call their subjects; a school's own are added to them.
SUBJECTS = (
    *("语文", "数学", "英语", "外语", "日语", "俄语", "物理", "化学", "生物", "生物学", "科学"),
    *("历史", "地理", "历史与社会", "道德与法治", "道法", "政治", "思想政治", "思想品德", "品德"),
    *("体育", "体育与健康", "音乐", "美术", "艺术", "信息", "信息技术", "信息科技", "通用技术"),
    *("劳动", "书法", "心理", "实验", "英语听力", "写字"),
)
TOTAL_COLUMN = Column("total", ("总分", "总成绩", "总得分", "总计", "合计"))
_SUBJECT = "subject:"
_WITH_FULL_MARK = re.compile(r"(?P<name>.+?)\((?:满分|卷面)?(?P<full>[0-9]{2,3})分?\)")
_GRADE_WORDS = re.compile(r"[一二三四五六七八九]年级|[初高][一二三四]|[1-9]年级")
_NOT_NEEDED = re.compile(
    r"考号|准考证号?|考场号?|考籍号|座位?号|序号|编号|性别|备注|小组|组别|年级|学校|平均分?|均分|.+总分|.*等级"
    r"|.*(名次|排名|位次|进退|升降|班次|级次|校次|班排|级排|校排|年排)"
)

_UNKNOWN_COLUMN = _("%(name)s is no subject that is known here. Add the subject to the school, or delete the column.")
_NO_SUBJECT = _("No column is named after a subject.")
_NOT_EXAMINED = _("This column is empty, so the subject counts as not examined.")
_TWICE = _("The pupil is in the files twice.")
_WRONG_TOTAL = _("The total is not the sum of the subjects. Correct the row, or delete the column of totals.")
_CLASS_ABSENT = _("Nobody of %(name)s is in the files: the first of the grade may be missing.")
_PUPILS_ABSENT = _("Pupils of %(name)s who are not in the files: %(count)d.")


@dataclass(frozen=True)
class Ranked:
    """What is left when the marks are dropped: the winners and the ties that the office decides."""

    results: Results
    undecided: tuple[Tie, ...]
    findings: tuple[Finding, ...]


def rank_files(files: Sequence[NamedBytes], spec: ExamSpec) -> Ranked:
    """Find the first places of all grades in one exam's files; not to be used with an error among the findings.

    Pupils are known by school number, or by class and name; an exam number tells nobody. Their class is that of the
    exam's day.
    """
    subjects = Subject.objects.filter(school=spec.term.school).values_list("name", flat=True)
    columns = _columns_with({label_key(name): name for name in (*SUBJECTS, *subjects)})
    source = read_source(files, lambda books, findings: tables_in(books, columns, findings))
    scores = _Scores(PupilFinder(Places(spec.term.school), school_year=spec.term.school_year, day=spec.held_on))
    for table in source.lines:
        _TableReader(table, scores).read()
    marks = tuple(sorted(source.files, key=lambda mark: mark["sha256"]))
    _say_absent(scores, marks)
    rankings = [rank(sittings, spec.rules) for sittings in scores.by_grade.values()]
    wins = frozenset(win for ranking in rankings for win in ranking.wins)
    return Ranked(
        results=Results(wins, frozenset(scores.by_grade), marks),
        undecided=tuple(tie for ranking in rankings for tie in ranking.undecided),
        findings=(*source.findings, *scores.findings),
    )


@dataclass
class _Scores:
    """The marks of one exam by grade, for as long as it takes to rank them."""

    finder: PupilFinder
    by_grade: dict[int, list[Sitting]] = field(default_factory=dict, repr=False)
    seen: set[int] = field(default_factory=set)
    findings: Findings = field(default_factory=Findings)

    def add(self, sitting: Sitting, school_class: SchoolClass) -> None:
        self.seen.add(sitting.pupil)
        self.by_grade.setdefault(school_class.grade_in(self.finder.school_year), []).append(sitting)


def _columns_with(known: dict[str, str]) -> Callable[[Sheet], list[Column]]:
    """Give the columns of a sheet: the pupil, the total, and each label that is a subject."""

    def columns(sheet: Sheet) -> list[Column]:
        fixed = [*PUPIL_COLUMNS, TOTAL_COLUMN]
        number = header_row(sheet, fixed)
        subjects: dict[str, list[str]] = {}
        for cell in labels_of(sheet, number).values() if number else ():
            name = known.get(label_key(_subject_label(cell)))
            if name:
                subjects.setdefault(name, []).append(cell.text)
        return [*fixed, *(Column(_SUBJECT + name, tuple(labels)) for name, labels in subjects.items())]

    return columns


def _subject_label(cell: Cell) -> str:
    label = label_key(cell.text)
    match = _WITH_FULL_MARK.fullmatch(label)
    return match["name"] if match else label


class _TableReader:
    """One table's rows to sittings."""

    def __init__(self, table: Table, scores: _Scores) -> None:
        self.table, self.scores, self.findings = table, scores, scores.findings
        self.subjects = list(self._examined())
        self.full_marks = {key: self._full_mark(key) for key in self.subjects}
        named, _title = class_around(table)
        self.around = scores.finder.class_named(named) if named else None
        texts = (table.sheet.name, *table.titles, table.sheet.file)
        self.grade = next((match.group() for match in map(_GRADE_WORDS.search, texts) if match), "")
        self._check_columns()

    def read(self) -> None:
        for one in self.table.rows:
            row = RowReader(one)
            pupil = self.scores.finder.find(row, around=self.around, grade=self.grade)
            marks = self._marks(row)
            if pupil is not None and pupil.student.pk in self.scores.seen:
                row.error("name", _TWICE)
            elif pupil is not None:
                sitting = Sitting(pupil.student.pk, pupil.school_class.pk, marks)
                self.scores.add(sitting, pupil.school_class)
            self.findings.extend(row.found)

    def _examined(self) -> Iterator[str]:
        """Give the subjects with anything in their column: one that is empty as a whole was not examined."""
        for key, number in self.table.columns.items():
            if not key.startswith(_SUBJECT):
                continue
            if self.table.rows and all(row.cell(key).is_blank for row in self.table.rows):
                place = self.table.sheet.place(self.table.header_row, number)
                self.findings.say(Level.WARNING, place, "", _NOT_EXAMINED)
                continue
            yield key

    def _marks(self, row: RowReader) -> dict[str, Mark]:
        marks: dict[str, Mark] = {}
        for key in self.subjects:
            mark = row.keep(read_mark(row.cell(key), row.place(key), full=self.full_marks[key]))
            if mark is not None:
                marks[key.removeprefix(_SUBJECT)] = mark
        self._check_total(row, marks)
        return marks

    def _check_total(self, row: RowReader, marks: dict[str, Mark]) -> None:
        if "total" not in self.table.columns or len(marks) < len(self.subjects):
            return
        total = row.keep(read_total(row.cell("total"), row.place("total")))
        counted = sum((mark for mark in marks.values() if isinstance(mark, Decimal)), Decimal())
        if total is not None and total != counted:
            row.found.say(Level.ERROR, row.place("total"), "", _WRONG_TOTAL)

    def _full_mark(self, key: str) -> Decimal:
        label = label_key(self.table.sheet.filled(self.table.header_row, self.table.columns[key]).text)
        match = _WITH_FULL_MARK.fullmatch(label)
        return Decimal(match["full"]) if match else FULL_MARK

    def _check_columns(self) -> None:
        sheet, number = self.table.sheet, self.table.header_row
        used = set(self.table.columns.values())
        for column, cell in labels_of(sheet, number).items():
            # A merged label repeats the cell of its first column.
            if column in used or cell.column in used or column in sheet.hidden_columns:
                continue
            if not _NOT_NEEDED.fullmatch(label_key(cell.text)):
                self.findings.append(
                    finding(Level.ERROR, cell, sheet.place(number, column), _UNKNOWN_COLUMN, name=cell.text)
                )
        if not self.subjects:
            self.findings.say(Level.ERROR, sheet.place(number), "", _NO_SUBJECT)


def _say_absent(scores: _Scores, files: Sequence[FileMark]) -> None:
    """Tell of a class or pupils that no file names: perhaps a file is missing."""
    finder, year = scores.finder, scores.finder.school_year
    place = Place("、".join(mark["name"] for mark in files))
    for grade, sittings in sorted(scores.by_grade.items()):
        sat = {sitting.school_class for sitting in sittings}
        here = [one for one in finder.classes.values() if one.grade_in(year) == grade]
        for one in here:
            if one.pk not in sat:
                scores.findings.say(Level.WARNING, place, "", _CLASS_ABSENT, name=one.name_in(year))
        missing = sum(1 for pupil in finder.by_number.values() if pupil.school_class.pk in sat) - len(sittings)
        if missing:
            name = here[0].grade_name_in(year)
            scores.findings.say(Level.WARNING, place, "", _PUPILS_ABSENT, count=missing, name=name)


_MARKS = ("98", "105.5", "缺考")


def exam_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty sheet of scores, a column a subject of the school."""
    lines = (
        gettext(
            "One row per pupil: the school number and the name, or the class and the name; under each subject the mark."
        ),
        gettext("A mark has at most two decimals. 缺考, 缓考 and 免考 are written in its place."),
        gettext("Subjects that were not examined may stay empty as a whole, or be deleted."),
        gettext("A full mark other than 150 is given behind the subject: 物理(100)."),
        gettext("The scores are ranked and not stored; only the first places are."),
        *last_lines(),
    )
    example = {**EXAMPLE_PUPIL, "class": f"{EXAMPLE}：{EXAMPLE_PUPIL['class']}"}
    pupil = form_columns(PUPIL_COLUMNS, example, {"class": class_names(school, today)})
    subjects = [FormColumn(name, _MARKS[at % 3], width=9) for at, name in enumerate(subject_names(school))]
    return BlankForm("成绩表", [*pupil, *subjects], lines, frozen=3)
