"""A list of confirmed violations as a file: the empty one, and each row read as one incident."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from django.utils.translation import gettext, gettext_lazy as _

from awards.models import Ground, Violation
from awards.schemes.access import scheme_to_read
from awards.terms.access import terms_of
from awards.terms.calendar import no_term
from awards.violations.verbs import Incident
from awards.violations.weeks import day_of_week, week_in
from starrating.cells.findings import Findings
from starrating.cells.headers import EXAMPLE, column
from starrating.cells.model import Kind as CellKind, Sheet, Workbook
from starrating.cells.tables import Row, RowReader
from starrating.cells.values import text_of
from starrating.days import long_day
from starrating.joiners import in_a_row
from starrating.own_words import in_own_words
from starrating.spreadsheets.blank_forms import BlankForm, form_columns
from starrating.text import Level, label_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.blank_forms import class_names, last_lines
from students.imports.pipeline.files import class_around, grade_around, tables_in
from students.imports.pipeline.fits import Fit, Kind, best, keys_in
from students.imports.pipeline.meanings import meanings_of
from students.imports.pipeline.plan import Plan, RowState
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, FURTHER_COLUMNS, PUPIL_COLUMNS, Places, PupilFinder
from students.models import School, Term
from students.names.personal import split_names

FORM_COLUMNS = (
    column("day", required=True, fill=True),
    *PUPIL_COLUMNS,
    column("ground", required=True, fill=True),
    column("place", fill=True),
    column("facts", fill=True),
)
COLUMNS = (*FORM_COLUMNS, *FURTHER_COLUMNS, column("confirmed"), column("withdrawn"))
LONGEST_PLACE = 60

_SEVERAL = re.compile(r"[、,，;；/／\n]|\s{1,}")
_WITHDRAWN = re.compile(
    r"(已|予以)?(撤销|作废|取消|驳回|删除)|(查)?不属实|(未|待|尚未)(核实|确认|审核|通过)|误报|误记|不成立|不通过"
)
_NO_VIOLATION = _("The file says that this is withdrawn or not confirmed; the row was left out.")
_SEVERAL_PUPILS = _("Pupils named in the row: %(count)d; it was read as an incident of each.")
_NO_DAY = _("The day of the incident is missing.")
_FUTURE = _("The day of the incident is still to come. Give today or an earlier day.")
_WEEKDAY_READ = _("Read as %(day)s, by the week in the title.")
_ABSENT_GRADE = _("The row is about a grade of which the school has no class; it was left out.")
_GROUND_READ = _("Read as the ground %(name)s.")
_NO_GROUND = _("This is none of the scheme's grounds: %(names)s.")
_LONG_PLACE = _("The text is longer than %(most)d characters. Shorten it.")
_TWICE = _("The same incident is in the files twice; it is entered once.")

IncidentKey = tuple[int, int, dt.date, str]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident of the files: new, or on record already; without one where the row is in error."""

    state: RowState
    incident: Incident | None = None

    @property
    def essence(self) -> tuple[object, ...]:
        one = self.incident
        return (self.state.value, one and (*incident_key(one), one.facts))


class IncidentsPlan(Plan[IncidentRow]):
    @property
    def figures(self) -> Mapping[str, object]:
        return {**super().figures, "present": self.counts[RowState.UNCHANGED]}


@dataclass(frozen=True)
class IncidentFacts:
    """``terms`` with their schemes, latest first; the schemes' ``grounds``; and which incidents are on record."""

    today: dt.date
    places: Places
    terms: Sequence[Term]
    grounds: Mapping[int, Mapping[str, Ground]]
    on_record: frozenset[IncidentKey]
    said: Mapping[str, str]

    def term_on(self, day: dt.date) -> Term | None:
        """Find the term of a day as :func:`awards.terms.calendar.term_of_day` does."""
        return next((term for term in self.terms if term.starts_on <= day), None)


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A row that names one pupil, with what sheet, title and file say of class, grade and week."""

    row: Row
    around: str
    grade: str
    titles: tuple[str, ...] = ()


def read_incidents(books: Sequence[Workbook], asked: Asked, findings: Findings) -> Iterator[IncidentLine]:
    """Read the rows of the files; one that names several pupils is one for each of them."""
    for table in tables_in(books, COLUMNS, findings, meanings_of(asked, "violations")):
        around, grade = class_around(table)[0], grade_around(table)
        titles = (*table.titles, table.sheet.name, table.sheet.file)
        for row in table.rows:
            for one in _of_one_pupil(row, findings):
                yield IncidentLine(one, around, grade, titles)


def _of_one_pupil(row: Row, findings: Findings) -> Iterator[Row]:
    cell = row.cell("name")
    several = _SEVERAL.search(cell.text) and not text_of(cell, row.place("name")).refused
    names = split_names(cell.text) if several else []
    if len(names) < 2:
        yield row
        return
    findings.say(Level.NOTE, row.place("name"), "", _SEVERAL_PUPILS, count=len(names))
    numbers = split_names(row.cell("number").text)
    for at, name in enumerate(names):
        number = numbers[at] if len(numbers) == len(names) else ""
        blank = {"number": replace(row.cell("number"), kind=CellKind.TEXT if number else CellKind.BLANK, text=number)}
        shown = {key: value for key, value in blank.items() if key in row.cells}
        yield replace(row, cells={**row.cells, **shown, "name": replace(cell, text=name)})


def incidents_kind(_asked: Asked) -> Kind:
    """Tell a list of violations: it has days and grounds."""
    return Kind("日期、违纪事由", lambda book: best(book, _fit))


def _fit(sheet: Sheet) -> Fit:
    return (Fit.NO, Fit.MAYBE, Fit.SURELY)[len(keys_in(sheet, COLUMNS) & {"day", "ground"})]


def incident_facts(_rows: Sequence[IncidentLine], asked: Asked) -> IncidentFacts:
    school = asked.school
    terms = list(terms_of(school).order_by("-starts_on"))
    grounds: dict[int, dict[str, Ground]] = defaultdict(dict)
    for ground in Ground.objects.filter(scheme__in={term.pinned.scheme_id for term in terms}):
        grounds[ground.scheme_id][_ground_key(ground.name)] = ground
    live = Violation.objects.live().filter(student__school=school)
    return IncidentFacts(
        today=asked.today,
        places=Places(school),
        terms=terms,
        grounds=grounds,
        on_record=frozenset(live.values_list("student_id", "ground_id", "happened_on", "place")),
        said=asked.cells,
    )


def plan_incidents(rows: Sequence[IncidentLine], facts: IncidentFacts) -> IncidentsPlan:
    """Plan these rows: each incident once, however many have it."""
    planner = _Planner(facts)
    planned = tuple(row for row in map(planner.row, rows) if row is not None)
    return IncidentsPlan(planned, tuple(planner.findings))


def incident_key(incident: Incident) -> IncidentKey:
    return (incident.student.pk, incident.ground.pk, incident.happened_on, incident.place)


class _Planner:
    """What all rows of the files have in common; ``findings`` grows on the way."""

    def __init__(self, facts: IncidentFacts) -> None:
        self.facts = facts
        self.findings = Findings()
        self._seen: set[IncidentKey] = set()
        self._finders: dict[dt.date, PupilFinder] = {}

    def row(self, line: IncidentLine) -> IncidentRow | None:
        """Say what becomes of a row; ``None`` where it only repeats another."""
        reader = RowReader(line.row)
        if said := _withdrawn(line.row):
            self.findings.say(Level.WARNING, line.row.place(), said, _NO_VIOLATION)
            return None
        incident = self._incident(reader, line)
        if incident is None and self._is_of_nobody(reader, line):
            return None
        again = incident is not None and incident_key(incident) in self._seen
        if again:
            reader.say(Level.WARNING, "name", _TWICE)
        self.findings.extend(reader.found)
        if incident is None or reader.refused:
            return IncidentRow(RowState.ERROR)
        if again:
            return None
        self._seen.add(incident_key(incident))
        known = incident_key(incident) in self.facts.on_record
        return IncidentRow(RowState.UNCHANGED if known else RowState.NEW, incident)

    def _is_of_nobody(self, row: RowReader, line: IncidentLine) -> bool:
        """Leave a row out, with a warning, that is about a grade of which the school has no class."""
        day = self._day(RowReader(line.row), line)
        term = self.facts.term_on(day) if day else None
        if day is None or term is None or not self._finder(term, day).is_of_absent_grade(row, line.grade):
            return False
        self.findings.say(Level.WARNING, line.row.place(), "", _ABSENT_GRADE)
        return True

    def _incident(self, row: RowReader, line: IncidentLine) -> Incident | None:
        day = self._day(row, line)
        term = self.facts.term_on(day) if day else None
        if day is None or term is None:
            if day is not None:
                row.error("day", no_term(day))
            return None
        finder = self._finder(term, day)
        around = finder.class_named(line.around, line.grade) if line.around else None
        pupil = finder.find(row, around=around, grade=line.grade)
        ground = self._ground(row, term)
        place, facts = row.text("place"), row.text("facts")
        if len(place) > LONGEST_PLACE:
            row.error("place", _LONG_PLACE, most=LONGEST_PLACE)
        if pupil is None or ground is None:
            return None
        # What the file says of repeated minor faults is the written ground that stands for their records (A25).
        facts = facts or ground.name
        return Incident(pupil.student, ground, day, facts, place, written_ground=facts)

    def _day(self, row: RowReader, line: IncidentLine) -> dt.date | None:
        named = day_of_week(row.cell("day").text, week_in(line.titles, self._complete))
        if named is not None:
            row.say(Level.NOTE, "day", _WEEKDAY_READ, day=long_day(named))
            return named
        day = row.day("day", complete=self._complete)
        if not row.refused and (day is None or day > self.facts.today):
            row.error("day", _FUTURE if day else _NO_DAY)
        return None if row.refused else day

    def _complete(self, month: int, day: int) -> dt.date | None:
        """Give the latest day of that name that lies in a term and is not still to come."""
        for year in range(self.facts.today.year, self.facts.today.year - 2, -1):
            with suppress(ValueError):
                found = dt.date(year, month, day)
                within = any(term.starts_on <= found <= term.ends_on for term in self.facts.terms)
                if found <= self.facts.today and within:
                    return found
        return None

    def _finder(self, term: Term, day: dt.date) -> PupilFinder:
        if day not in self._finders:
            year, said = term.school_year, self.facts.said
            self._finders[day] = PupilFinder(self.facts.places, school_year=year, day=day, said=said)
        return self._finders[day]

    def _ground(self, row: RowReader, term: Term) -> Ground | None:
        grounds = self.facts.grounds.get(term.pinned.scheme_id, {})
        written = _ground_key(row.cell("ground").text)
        found = grounds.get(written)
        if found is None and written:
            # 打架斗殴 begins with 打架 and with no other ground.
            begun = [one for key, one in grounds.items() if written.startswith(key)]
            if len(begun) == 1:
                found = begun[0]
                row.say(Level.NOTE, "ground", _GROUND_READ, name=found.name)
        if found is None:
            row.error("ground", _NO_GROUND, names=in_a_row(one.name for one in grounds.values()))
        return found


def _withdrawn(row: Row) -> str:
    """Give what a row says of itself that makes it no violation: 不属实, 已撤销."""
    for key, word in (("confirmed", "否"), ("withdrawn", "是")):
        said = label_key(row.cell(key).text)
        if said and (_WITHDRAWN.fullmatch(said) or said == word):
            return said[:20]
    return ""


def _ground_key(name: str) -> str:
    # 小错误屡教不改 is also written 犯小错误, and 范小错误 by mistake.
    return label_key(name).removeprefix("犯").removeprefix("范").replace("教师", "老师")


def violations_form(school: School, today: dt.date) -> BlankForm:
    """Make the empty list of violations, with the grounds of the scheme to choose from."""
    scheme, _term = scheme_to_read(school, None, today)
    grounds = list(Ground.objects.filter(scheme=scheme).values_list("name", flat=True)) if scheme else []
    example = {
        "day": f"{EXAMPLE}：{today.isoformat()}",
        **EXAMPLE_PUPIL,
        "ground": "打架" if "打架" in grounds or not grounds else grounds[0],
        "place": "操场",
        "facts": "经核实属实。",
    }
    choices = {"class": class_names(school, today), "ground": grounds}
    lines = (
        in_own_words(
            gettext(
                "One row per incident. They are entered as confirmed by the %(office)s, "
                "so write down only what is settled."
            )
        ),
        gettext("The day is written like 2025-10-21 and lies within a term that is open."),
        gettext("The school number tells who is meant; without it, class and name."),
        gettext("The ground is one of the scheme's, as the list beside has them."),
        *last_lines(),
    )
    return BlankForm("违纪名单", form_columns(FORM_COLUMNS, example, choices, {"facts": 40}), lines, frozen=1)
