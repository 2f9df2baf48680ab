"""Score files: the empty sheet, and from marks to first places, ranked in memory and dropped (A19)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy as _

from awards.exams.marks import FULL_MARK, AbsenceWords, read_mark, read_total
from awards.exams.score_columns import SUBJECT, ScoreColumns, score_columns
from awards.exams.verbs import ExamSpec, Results
from awards.rules.champions import Mark, Sitting, Tie, rank
from starrating.cells.findings import Finding, Findings, Place, Question
from starrating.cells.headers import EXAMPLE
from starrating.cells.tables import RowReader, Table
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, form_columns
from starrating.text import Level
from students.imports.pipeline.blank_forms import class_names, last_lines, subject_names
from students.imports.pipeline.files import FileMark, NamedBytes, class_around, grade_around, read_source, tables_in
from students.imports.pipeline.meanings import NO_MEANINGS, Meanings
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, PUPIL_COLUMNS, Places, PupilFinder
from students.models import School, SchoolClass, Subject

_NO_SUBJECT = _("No column is named after a subject.")
_NOT_EXAMINED = _("This column is empty, so the subject counts as not examined.")
_TWICE = _("The pupil is in the files twice.")
_WRONG_TOTAL = _("The total is not the sum of the subjects. Correct the row, or say that the totals are not read.")
_CLASSES_ABSENT = _("Nobody of %(names)s is in the files: the first of the grade may be missing.")
_PUPILS_ABSENT = _("Pupils of %(name)s who are not in the files: %(count)d.")


@dataclass(frozen=True)
class Ranked:
    """What is left when the marks are dropped: the winners and the ties that the office decides."""

    results: Results
    undecided: tuple[Tie, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...] = ()


def rank_files(files: Sequence[NamedBytes], spec: ExamSpec, meanings: Meanings = NO_MEANINGS) -> Ranked:
    """Find the first places of all grades in one exam's files; not to be used with an error among the findings.

    Pupils are known by school number, or by class and name; an exam number tells nobody. Their class is that of the
    exam's day.
    """
    subjects = Subject.objects.filter(school=spec.term.school).values_list("name", flat=True)
    columns = score_columns(subjects)
    source = read_source(
        files,
        lambda books, findings: tables_in(books, columns, findings, meanings, strict=True),
        hidden=meanings.hidden,
    )
    scores = _Scores(PupilFinder(Places(spec.term.school), school_year=spec.term.school_year, day=spec.held_on))
    questions = list(source.questions)
    for table in source.lines:
        reader = _TableReader(table, columns, scores, meanings)
        reader.read()
        questions.extend(reader.questions)
    marks = tuple(sorted(source.files, key=lambda mark: mark["sha256"]))
    _say_absent(scores, marks)
    rankings = [rank(sittings, spec.rules) for sittings in scores.by_grade.values()]
    wins = frozenset(win for ranking in rankings for win in ranking.wins)
    return Ranked(
        results=Results(wins, frozenset(scores.by_grade), marks),
        undecided=tuple(tie for ranking in rankings for tie in ranking.undecided),
        findings=(*source.findings, *scores.findings),
        questions=tuple({one.header: one for one in questions}.values()),
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


class _TableReader:
    """One table's rows to sittings."""

    def __init__(self, table: Table, columns: ScoreColumns, scores: _Scores, meanings: Meanings) -> None:
        self.table, self.columns, self.scores, self.findings = table, columns, scores, scores.findings
        self.words = AbsenceWords(meanings.answers)
        self.subjects = list(self._examined())
        self.full_marks = {key: self._full_mark(key) for key in self.subjects}
        named, _title = class_around(table)
        named = named or table.sheet.name
        self.around = scores.finder.class_named(named, grade_around(table)) if named else None
        self.grade = grade_around(table)
        if not self.subjects:
            self.findings.say(Level.ERROR, table.sheet.place(table.header_row), "", _NO_SUBJECT)

    @property
    def questions(self) -> list[Question]:
        """The words in place of marks that nobody knows."""
        return self.words.questions

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
        self.words.say(self.table.sheet.place(), self.findings)

    def _examined(self) -> Iterator[str]:
        """Give the subjects with anything in their column: one that is empty as a whole was not examined."""
        for key, number in self.table.columns.items():
            if not key.startswith(SUBJECT):
                continue
            if self.table.rows and all(row.cell(key).is_blank for row in self.table.rows):
                place = self.table.sheet.place(self.table.header_row, number)
                self.findings.say(Level.WARNING, place, "", _NOT_EXAMINED)
                continue
            yield key

    def _marks(self, row: RowReader) -> dict[str, Mark]:
        marks: dict[str, Mark] = {}
        for key in self.subjects:
            mark = row.keep(read_mark(row.cell(key), row.place(key), full=self.full_marks[key], words=self.words))
            if mark is not None:
                marks[key.removeprefix(SUBJECT)] = mark
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
        return self.columns.full_mark(self.table.label(key), self.table.labels or {}) or FULL_MARK


def _say_absent(scores: _Scores, files: Sequence[FileMark]) -> None:
    """Tell of a class or pupils that no file names: perhaps a file is missing."""
    finder, year = scores.finder, scores.finder.school_year
    place = Place("、".join(mark["name"] for mark in files))
    for grade, sittings in sorted(scores.by_grade.items()):
        sat = {sitting.school_class for sitting in sittings}
        here = [one for one in finder.classes.values() if one.grade_in(year) == grade]
        absent = [one.name_in(year) for one in here if one.pk not in sat]
        if absent:
            scores.findings.say(Level.WARNING, place, "", _CLASSES_ABSENT, names="、".join(absent))
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
