"""A list of confirmed violations as a file: each row one incident, entered as the office's own decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from awards.models import Ground, Violation
from awards.terms.calendar import term_of_day
from awards.violations.verbs import Incident, record
from starrating.cells.findings import Finding, has_errors
from starrating.cells.headers import Column
from starrating.cells.tables import Row
from starrating.cells.values import finding, parse_day, text_of
from starrating.refused import Refused
from starrating.text import Level, label_key
from students.imports.pipeline.files import NamedBytes, read_workbooks, tables_of
from students.imports.pipeline.preview import RowState, counted, digest_of
from students.imports.pipeline.pupil_rows import PUPIL_COLUMNS, Places, PupilFinder
from students.models import School, Term, User

COLUMNS = (
    Column("day", ("日期", "违纪日期", "时间", "发生日期", "违纪时间"), required=True),
    *PUPIL_COLUMNS,
    Column("ground", ("违纪类型", "类型", "违纪项目", "依据", "扣星依据"), required=True),
    Column("place", ("地点", "违纪地点")),
    Column("facts", ("情况说明", "事实", "说明", "情况", "事由")),
)
LONGEST_PLACE = 60

_NO_DAY = _("The day of the incident is missing.")
_FUTURE = _("The day of the incident is still to come.")
_NO_GROUND = _("This is none of the scheme's grounds: %(names)s.")
_LONG_PLACE = _("The text is longer than %(most)d characters.")
_TWICE = _("The same incident stands in the files twice; it is entered once.")


@dataclass(frozen=True)
class Plan:
    """What confirming would enter. ``present``: rows whose incident is on record already."""

    incidents: tuple[Incident, ...]
    present: int
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        return has_errors(self.findings)

    @property
    def writes(self) -> bool:
        return bool(self.incidents)

    @property
    def counts(self) -> dict[RowState, int]:
        states = [RowState.NEW] * len(self.incidents) + [RowState.UNCHANGED] * self.present
        errors = sum(1 for one in self.findings if one.level is Level.ERROR)
        return counted([*states, *[RowState.ERROR] * errors])

    @property
    def digest(self) -> str:
        rows = ((one.student.pk, one.ground.pk, one.happened_on, one.place, one.facts) for one in self.incidents)
        return digest_of([*rows, self.present, self.blocked])


def read_violations(files: Sequence[NamedBytes], school: School, *, today: dt.date) -> Plan:
    """The incidents of the files that are not on record yet; an error among the findings keeps all of them out."""
    reader = _Reader(school, today)
    for book in read_workbooks(files, reader.findings):
        for table in tables_of(book, COLUMNS, reader.findings):
            for row in table.rows:
                reader.read(row)
    return reader.plan()


def apply(plan: Plan, *, by: User, at: dt.datetime) -> list[Violation]:
    """Enter the incidents as confirmed; the caller has made sure that there is no error among the findings."""
    return [record(incident, by=by, at=at) for incident in plan.incidents]


class _Reader:
    """What all rows of the files have in common."""

    def __init__(self, school: School, today: dt.date) -> None:
        self.school, self.today = school, today
        self.findings: list[Finding] = []
        self.incidents: dict[tuple[int, int, dt.date, str], Incident] = {}
        self.present = 0
        self._places = Places(school)
        self._finders: dict[dt.date, PupilFinder] = {}
        self._grounds: dict[int, dict[str, Ground]] = {}

    def read(self, row: Row) -> None:
        day = self._day(row)
        if day is None:
            return
        try:
            term = term_of_day(self.school, day)
        except Refused as refused:
            self.findings.append(finding(Level.ERROR, row.cell("day"), row.place("day"), refused.message))
            return
        pupil = self._finder(term, day).find(row, self.findings)
        ground = self._ground(row, term)
        place, facts = self._text(row, "place"), self._text(row, "facts")
        if len(place) > LONGEST_PLACE:
            self.findings.append(
                finding(Level.ERROR, row.cell("place"), row.place("place"), _LONG_PLACE, most=LONGEST_PLACE)
            )
        if pupil is None or ground is None:
            return
        # What the file says of repeated minor faults is the written ground that stands for their records (A25).
        facts = facts or ground.name
        self._keep(row, Incident(pupil.student, ground, day, facts, place, written_ground=facts))

    def plan(self) -> Plan:
        on_record = set(
            Violation.objects.live()
            .filter(student__school=self.school)
            .values_list("student_id", "ground_id", "happened_on", "place")
        )
        new = tuple(incident for key, incident in self.incidents.items() if key not in on_record)
        return Plan(new, len(self.incidents) - len(new), tuple(self.findings))

    def _keep(self, row: Row, incident: Incident) -> None:
        key = (incident.student.pk, incident.ground.pk, incident.happened_on, incident.place)
        if key in self.incidents:
            self.findings.append(finding(Level.WARNING, row.cell("name"), row.place("name"), _TWICE))
        self.incidents.setdefault(key, incident)

    def _day(self, row: Row) -> dt.date | None:
        cell, place = row.cell("day"), row.place("day")
        reading = parse_day(cell, place, epoch_1904=row.sheet.epoch_1904)
        self.findings.extend(reading.findings)
        if reading.refused:
            return None
        if reading.value is None or reading.value > self.today:
            self.findings.append(finding(Level.ERROR, cell, place, _FUTURE if reading.value else _NO_DAY))
            return None
        return reading.value

    def _finder(self, term: Term, day: dt.date) -> PupilFinder:
        if day not in self._finders:
            self._finders[day] = PupilFinder(self._places, school_year=term.school_year, day=day)
        return self._finders[day]

    def _ground(self, row: Row, term: Term) -> Ground | None:
        scheme = term.pinned.scheme
        if scheme.pk not in self._grounds:
            grounds = Ground.objects.filter(scheme=scheme)
            self._grounds[scheme.pk] = {_ground_key(ground.name): ground for ground in grounds}
        known = self._grounds[scheme.pk]
        ground = known.get(_ground_key(row.cell("ground").text))
        if ground is None:
            names = "、".join(one.name for one in known.values())
            self.findings.append(finding(Level.ERROR, row.cell("ground"), row.place("ground"), _NO_GROUND, names=names))
        return ground

    def _text(self, row: Row, key: str) -> str:
        reading = text_of(row.cell(key), row.place(key))
        self.findings.extend(reading.findings)
        return reading.value


def _ground_key(name: str) -> str:
    # 小错误屡教不改 is also written 犯小错误, and 范小错误 by mistake.
    return label_key(name).removeprefix("犯").removeprefix("范")
