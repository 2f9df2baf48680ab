"""Score files: the empty sheet, and from marks to first places, ranked in memory and dropped (A19)."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy as _

from awards.exams.marks import FULL_MARK, AbsenceWords, adds_up, all_grades, read_full_mark, read_mark, read_total
from awards.exams.score_columns import SUBJECT, ScoreColumns, score_columns
from awards.exams.verbs import ExamSpec, Results
from awards.rules.champions import Mark, Sitting, Tie, Win, rank
from starrating.cells.findings import Finding, Findings, Place, Question, has_errors
from starrating.cells.headers import EXAMPLE
from starrating.cells.model import Sheet
from starrating.cells.tables import RowReader, Table
from starrating.cells.words import is_full_mark_row, is_remark
from starrating.joiners import in_a_row
from starrating.spreadsheets.blank_forms import BlankForm, FormColumn, form_columns
from starrating.text import Level
from students.imports.pipeline.blank_forms import class_names, last_lines, subject_names
from students.imports.pipeline.files import FileMark, NamedBytes, class_around, grade_around, read_source, tables_in
from students.imports.pipeline.fits import Fit, Kind, best, keys_in
from students.imports.pipeline.meanings import NO_MEANINGS, Meanings
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, PUPIL_COLUMNS, Places, Pupil, PupilFinder
from students.models import School, SchoolClass, Subject

_NO_SUBJECT = _("No column is named after a subject.")
_NOT_EXAMINED = _("This column is empty, so the subject counts as not examined.")
_TWICE = _("The pupil is in the files twice.")
_GRADES_ONLY = _("This column holds grades such as A or 优 and no marks, so the subject is not ranked.")
_ABSENT_GRADE = _("The row is about a grade of which the school has no class; it was left out.")
_NOBODY = _("Nobody of the school is in the files.")
_STATISTICS = _("The row was read as a total, a remark or a signature and skipped.")
_FULL_MARKS = _("The row of full marks was used: %(names)s.")
_THE_OTHER = _("%(name)s: of several pupils of this name the one who is left: %(number)s.")
_NAMESAKES_FIRST = _(
    "%(name)s: the class has several pupils of this name (%(numbers)s), and the row tells not which. It is first in "
    "something: choose who gets the star; in a command: --cell '%(where)s=%(number)s'."
)
_NAMESAKES = _(
    "%(name)s: the class has several pupils of this name (%(numbers)s), and the row tells not which. It is first in "
    "nothing, so nothing depends on it."
)
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
        kind=scores_kind(columns),
    )
    places, year = Places(spec.term.school), spec.term.school_year
    scores = _Scores(PupilFinder(places, school_year=year, day=spec.held_on, said=meanings.cells))
    questions = list(source.questions)
    for table in source.lines:
        reader = _TableReader(table, columns, scores, meanings)
        reader.read()
        questions.extend(reader.questions)
    marks = tuple(sorted(source.files, key=lambda mark: mark["sha256"]))
    scores.settle()
    if scores.left_out and not scores.by_grade and not has_errors((*source.findings, *scores.findings)):
        scores.findings.say(Level.ERROR, Place(in_a_row(mark["name"] for mark in marks)), "", _NOBODY)
    _say_absent(scores, marks)
    rankings = [rank(sittings, spec.rules) for sittings in scores.by_grade.values()]
    wins = frozenset(win for ranking in rankings for win in ranking.wins)
    ties = (*(tie for ranking in rankings for tie in ranking.undecided), *_ties_of_namesakes(wins, scores))
    _say_namesakes(ties, scores)
    return Ranked(
        results=Results(frozenset(win for win in wins if win.pupil > 0), frozenset(scores.by_grade), marks),
        undecided=tuple(replace(tie, pupils=scores.meant(tie.pupils)) for tie in ties),
        findings=(*source.findings, *scores.findings),
        questions=tuple({one.header: one for one in questions}.values()),
    )


@dataclass(frozen=True)
class _Unsure:
    """A row that names one of several namesakes, with its marks."""

    people: Sequence[Pupil]
    marks: Mapping[str, Mark] = field(repr=False)
    place: Place


def scores_kind(columns: ScoreColumns) -> Kind:
    """Tell a table of scores: it has pupils and, beside them, subjects."""

    def fit(sheet: Sheet) -> Fit:
        found = keys_in(sheet, columns)
        subjects = sum(key.startswith(SUBJECT) for key in found)
        pupils = bool(found & {"number", "name", "exam_number"})
        return Fit.SURELY if pupils and subjects > 1 else Fit(min(subjects, 1)) if pupils else Fit.NO

    return Kind("姓名、学科", lambda book: best(book, fit))


@dataclass
class _Scores:
    """The marks of one exam by grade, for as long as it takes to rank them.

    ``unsure``: rows of namesakes; where nobody can tell who it is they are ranked by their place among these, below 0.
    """

    finder: PupilFinder
    unsure: list[_Unsure] = field(default_factory=list)
    left_out: int = 0
    by_grade: dict[int, list[Sitting]] = field(default_factory=dict, repr=False)
    seen: set[int] = field(default_factory=set)
    findings: Findings = field(default_factory=Findings)

    def add(self, sitting: Sitting, school_class: SchoolClass) -> None:
        self.seen.add(sitting.pupil)
        self.by_grade.setdefault(school_class.grade_in(self.finder.school_year), []).append(sitting)

    def settle(self) -> None:
        """Give the rows of namesakes to whom they must be; the others are ranked without a name."""
        left, settled = self.unsure, True
        while settled:
            settled = False
            for one in list(left):
                people = [pupil for pupil in one.people if pupil.student.pk not in self.seen]
                if not people:
                    left.remove(one)
                    self.findings.say(Level.ERROR, one.place, "", _TWICE)
                elif len(people) == 1:
                    left.remove(one)
                    settled = True
                    values = {"name": people[0].student.name, "number": people[0].student.number}
                    self.findings.say(Level.NOTE, one.place, "", _THE_OTHER, **values)
                    self._seat(people[0], one, people[0].student.pk)
        self.unsure = left
        for at, one in enumerate(left, 1):
            self._seat(one.people[0], one, -at)

    def _seat(self, pupil: Pupil, row: _Unsure, key: int) -> None:
        self.add(Sitting(key, pupil.school_class.pk, row.marks), pupil.school_class)

    def meant(self, pupils: Sequence[int]) -> tuple[int, ...]:
        """Give whom these may be: for a row without a certain name, each of its namesakes."""
        people = (self.unsure[-one - 1].people if one < 0 else () for one in pupils)
        named = (pupil.student.pk for found in people for pupil in found if pupil.student.pk not in self.seen)
        return tuple(dict.fromkeys((*(one for one in pupils if one > 0), *named)))


def _ties_of_namesakes(wins: Collection[Win], scores: _Scores) -> Iterator[Tie]:
    """Give what a row without a certain name has won, for the office to say who it is."""
    for win in sorted(win for win in wins if win.pupil < 0):
        yield Tie(win.kind, win.subject, scores.unsure[-win.pupil - 1].people[0].school_class.pk, (win.pupil,))


def _say_namesakes(ties: Sequence[Tie], scores: _Scores) -> None:
    first = {pupil for tie in ties for pupil in tie.pupils}
    for at, one in enumerate(scores.unsure, 1):
        numbers = in_a_row(pupil.student.number for pupil in one.people)
        name, number = one.people[0].student.name, one.people[0].student.number
        values = {"name": name, "numbers": numbers, "where": f"{one.place} {name}", "number": number}
        level, message = (Level.WARNING, _NAMESAKES_FIRST) if -at in first else (Level.NOTE, _NAMESAKES)
        scores.findings.say(level, one.place, "", message, **values)


class _TableReader:
    """One table's rows to sittings."""

    def __init__(self, table: Table, columns: ScoreColumns, scores: _Scores, meanings: Meanings) -> None:
        self.table, self.columns, self.scores, self.findings = table, columns, scores, scores.findings
        self.words = AbsenceWords(meanings.answers)
        self.subjects = list(self._examined())
        self.full_marks = {key: self._full_mark(key) for key in self.subjects}
        self._say_full_marks()
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
            if self.scores.finder.is_of_absent_grade(row, self.grade):
                self.findings.say(Level.WARNING, one.place(), "", _ABSENT_GRADE)
                self.scores.left_out += 1
                continue
            if is_remark(one.cell("name").text) and one.cell("number").text.strip() not in self.scores.finder.by_number:
                # 七年级(1)班, 平均分: a class or a serial number stands before what the row is.
                self.findings.say(Level.NOTE, one.place(), "", _STATISTICS)
                continue
            namesakes: list[Pupil] = []
            pupil = self.scores.finder.find(row, around=self.around, grade=self.grade, namesakes=namesakes)
            marks = self._marks(row)
            if namesakes:
                self.scores.unsure.append(_Unsure(namesakes, marks, row.place("name")))
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
            if self.table.rows and all_grades(row.cell(key) for row in self.table.rows):
                place = self.table.sheet.place(self.table.header_row, number)
                self.findings.say(Level.WARNING, place, "", _GRADES_ONLY)
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
        if total is not None and not adds_up(total, counted):
            row.found.say(Level.ERROR, row.place("total"), "", _WRONG_TOTAL)

    def _full_mark(self, key: str) -> Decimal:
        said = self.columns.full_mark(self.table.label(key), self.table.labels or {})
        return said or self._of_full_row(key) or FULL_MARK

    def _of_full_row(self, key: str) -> Decimal | None:
        """Give what a row 满分 says below the header."""
        for row in self.table.remarks:
            if is_full_mark_row(row.first.text) and (full := read_full_mark(row.cell(key))):
                return full
        return None

    def _say_full_marks(self) -> None:
        said = {key.removeprefix(SUBJECT): self._of_full_row(key) for key in self.subjects}
        names = in_a_row(f"{subject} {full}" for subject, full in said.items() if full)
        if names:
            self.findings.say(Level.NOTE, self.table.sheet.place(self.table.header_row), "", _FULL_MARKS, names=names)


def _say_absent(scores: _Scores, files: Sequence[FileMark]) -> None:
    """Tell of a class or pupils that no file names: perhaps a file is missing."""
    finder, year = scores.finder, scores.finder.school_year
    place = Place(in_a_row(mark["name"] for mark in files))
    for grade, sittings in sorted(scores.by_grade.items()):
        sat = {sitting.school_class for sitting in sittings}
        here = [one for one in finder.classes.values() if one.grade_in(year) == grade]
        absent = [one.name_in(year) for one in here if one.pk not in sat]
        if absent:
            scores.findings.say(Level.WARNING, place, "", _CLASSES_ABSENT, names=in_a_row(absent))
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
