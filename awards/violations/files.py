"""A list of confirmed violations as a file: the empty one, and each row read as one incident."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy as _

from awards.models import Ground, Violation
from awards.schemes.access import scheme_to_read
from awards.terms.access import terms_of
from awards.terms.calendar import no_term
from awards.violations.verbs import Incident
from starrating.cells.findings import Findings
from starrating.cells.headers import EXAMPLE, Column
from starrating.cells.model import Workbook
from starrating.cells.tables import Row, RowReader
from starrating.own_words import in_own_words
from starrating.spreadsheets.blank_forms import BlankForm, form_columns
from starrating.text import Level, label_key
from students.imports.pipeline.blank_forms import class_names, last_lines
from students.imports.pipeline.files import tables_in
from students.imports.pipeline.importer import Asked
from students.imports.pipeline.plan import Plan, RowState
from students.imports.pipeline.pupil_rows import EXAMPLE_PUPIL, PUPIL_COLUMNS, Places, PupilFinder
from students.models import School, Term

COLUMNS = (
    Column("day", ("日期", "违纪日期", "时间", "发生日期", "违纪时间"), required=True),
    *PUPIL_COLUMNS,
    Column("ground", ("违纪类型", "类型", "违纪项目", "依据", "扣星依据"), required=True),
    Column("place", ("地点", "违纪地点")),
    Column("facts", ("情况说明", "事实", "说明", "情况", "事由")),
)
LONGEST_PLACE = 60

_NO_DAY = _("The day of the incident is missing.")
_FUTURE = _("The day of the incident is still to come. Give today or an earlier day.")
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

    def term_on(self, day: dt.date) -> Term | None:
        """Find the term of a day as :func:`awards.terms.calendar.term_of_day` does."""
        return next((term for term in self.terms if term.starts_on <= day), None)


def read_incidents(books: Sequence[Workbook], _asked: Asked, findings: Findings) -> Iterator[Row]:
    for table in tables_in(books, COLUMNS, findings):
        yield from table.rows


def incident_facts(_rows: Sequence[Row], asked: Asked) -> IncidentFacts:
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
    )


def plan_incidents(rows: Sequence[Row], facts: IncidentFacts) -> IncidentsPlan:
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

    def row(self, row: Row) -> IncidentRow | None:
        """Say what becomes of a row; ``None`` where it only repeats another."""
        reader = RowReader(row)
        incident = self._incident(reader)
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

    def _incident(self, row: RowReader) -> Incident | None:
        day = self._day(row)
        term = self.facts.term_on(day) if day else None
        if day is None or term is None:
            if day is not None:
                row.error("day", no_term(day))
            return None
        pupil = self._finder(term, day).find(row)
        ground = self._ground(row, term)
        place, facts = row.text("place"), row.text("facts")
        if len(place) > LONGEST_PLACE:
            row.error("place", _LONG_PLACE, most=LONGEST_PLACE)
        if pupil is None or ground is None:
            return None
        # What the file says of repeated minor faults is the written ground that stands for their records (A25).
        facts = facts or ground.name
        return Incident(pupil.student, ground, day, facts, place, written_ground=facts)

    def _day(self, row: RowReader) -> dt.date | None:
        day = row.day("day")
        if not row.refused and (day is None or day > self.facts.today):
            row.error("day", _FUTURE if day else _NO_DAY)
        return None if row.refused else day

    def _finder(self, term: Term, day: dt.date) -> PupilFinder:
        if day not in self._finders:
            self._finders[day] = PupilFinder(self.facts.places, school_year=term.school_year, day=day)
        return self._finders[day]

    def _ground(self, row: RowReader, term: Term) -> Ground | None:
        grounds = self.facts.grounds.get(term.pinned.scheme_id, {})
        found = grounds.get(_ground_key(row.cell("ground").text))
        if found is None:
            row.error("ground", _NO_GROUND, names="、".join(one.name for one in grounds.values()))
        return found


def _ground_key(name: str) -> str:
    # 小错误屡教不改 is also written 犯小错误, and 范小错误 by mistake.
    return label_key(name).removeprefix("犯").removeprefix("范")


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
    return BlankForm("违纪名单", form_columns(COLUMNS, example, choices, {"facts": 40}), lines, frozen=1)
