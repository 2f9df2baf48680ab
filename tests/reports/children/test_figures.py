"""The figures of the yearly file against SQL of its own, over a school of three years; and the rows behind them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from reports.children import files
from reports.children.ages import full_years
from reports.children.facts import ChildrenReport, children_report
from starrating.operations.models import AuditEvent, AuditSource
from students.models import Consent, DataIncident, Enrolment, Guardian, School, SchoolClass, Student, User
from tests.factories import make_administrator, make_office, make_school, make_term, moment
from tests.refusals import refused
from tests.reports.papers.reading import by_poppler

pytestmark = pytest.mark.django_db

YEARS = (2025, 2026, 2027)
NOW = moment(dt.date(2028, 1, 15))
PER_CLASS = 20


@pytest.fixture
def school() -> School:
    made = make_school()
    make_term(made)
    make_administrator(made)
    _live(made, make_office(made))
    return made


def _live(school: School, clerk: User) -> None:
    """Three years by the bulk: five grades' entries, some with dates of birth, leavers, consents, acts, incidents."""
    classes = [SchoolClass.objects.create(school=school, entry_year=year, number=1) for year in range(2023, 2028)]
    pupils = Student.objects.bulk_create(
        Student(
            school=school,
            number=f"{row.entry_year}{seat:02}",
            name=f"学生{row.entry_year}{seat}",
            born_on=dt.date(row.entry_year - 13, 1 + seat % 12, 28) if seat % 3 else None,
        )
        for row in classes
        for seat in range(PER_CLASS)
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            student=pupil,
            school_class=classes[at // PER_CLASS],
            starts_on=dt.date(classes[at // PER_CLASS].entry_year, 9, 1),
            ends_on=dt.date(2026, 3, 1) if at % 7 == 0 else dt.date(classes[at // PER_CLASS].entry_year + 3, 7, 10),
        )
        for at, pupil in enumerate(pupils)
        if not (at % 7 == 0 and classes[at // PER_CLASS].entry_year > 2025)
    )
    Guardian.objects.bulk_create(Guardian(student=pupil, name="家长") for pupil in pupils[::4])
    Consent.objects.bulk_create(
        Consent(
            student=pupil,
            scope=("photo", "processing", "window")[at % 3],
            given_by="家长",
            text_version="1",
            given_on=dt.date(2025 + at % 3, 9, 3),
            withdrawn_on=dt.date(2027, 5, 5) if at % 5 == 0 and at % 3 < 2 else None,
        )
        for at, pupil in enumerate(pupils)
    )
    acts = ("list.exported", "job.fetched", "photo.removed", "retention.applied", "consent.given", "deed.left")
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor=clerk if at % 2 else None,
            school=school,
            action=acts[at % len(acts)],
            target_type="students.school",
            target_id=str(school.pk),
            at=moment(dt.date(2025, 1, 1)) + dt.timedelta(days=at * 2),
            source=AuditSource.WEB,
            new_codes={"pupils": 3} if acts[at % len(acts)] == "retention.applied" else {},
        )
        for at in range(540)
    )
    for year in (2026, 2026, 2027):
        day = dt.date(year, 6, 1)
        DataIncident.objects.create(
            school=school, happened_on=day, known_on=day, text="名单遗失", pupils=4, by=clerk, at=NOW
        )


def number(query: str, *values: int | str | dt.date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.fetchone()[0] or 0)


def cell(report: ChildrenReport, key: str, row: int, place: int = -1) -> object:
    table = next(one for one in report.tables if one.key == key)
    return table.rows[row][place]


IN_CLASS = """SELECT COUNT(*) FROM students_enrolment e JOIN students_student s ON s.id = e.student_id
    JOIN students_schoolclass c ON c.id = e.school_class_id
    WHERE s.school_id = %s AND e.starts_on <= %s AND (e.ends_on IS NULL OR e.ends_on >= %s)"""
LEFT = """SELECT COUNT(*) FROM students_student s WHERE s.school_id = %s
    AND (s.born_on IS NOT NULL OR EXISTS (SELECT 1 FROM students_guardian g WHERE g.student_id = s.id))
    AND NOT EXISTS (SELECT 1 FROM students_enrolment e WHERE e.student_id = s.id AND e.starts_on <= %s
                    AND (e.ends_on IS NULL OR e.ends_on >= %s))"""
EVENTS = "SELECT COUNT(*) FROM operations_auditevent WHERE school_id = %s AND action = %s AND at >= %s AND at < %s"


@pytest.mark.parametrize("year", YEARS)
def test_people_are_counted_as_sql_counts_them(school: School, year: int) -> None:
    report = children_report(school, year, at=NOW)
    day, fourteen = dt.date(year, 12, 31), dt.date(year - 14, 12, 31)
    here = (school.pk, day, day)
    # Grade 8 and below: the entry of last year and of this.
    dated = number(f"{IN_CLASS} AND s.born_on > %s", *here, fourteen)
    by_grade = number(f"{IN_CLASS} AND s.born_on IS NULL AND c.entry_year >= %s", *here, year - 1)
    assert [row[-1] for row in report.tables[0].rows] == [
        number(IN_CLASS, *here),
        number(IN_CLASS, *here),
        dated + by_grade,
        dated,
        by_grade,
        number(LEFT, *here),
    ]
    assert dated
    assert by_grade


@pytest.mark.parametrize("year", YEARS)
def test_consents_and_acts_are_counted_as_sql_counts_them(school: School, year: int) -> None:
    report = children_report(school, year, at=NOW)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    consents = next(one for one in report.tables if one.key == "consents")
    base = "SELECT COUNT(*) FROM students_consent WHERE scope = %s AND"
    for row, scope in zip(consents.rows, ("processing", "photo", "publication", "window"), strict=True):
        assert row[1:] == (
            number(f"{base} given_on BETWEEN %s AND %s", scope, first, last),
            number(f"{base} withdrawn_on BETWEEN %s AND %s", scope, first, last),
            number(f"{base} given_on <= %s AND (withdrawn_on IS NULL OR withdrawn_on > %s)", scope, last, last),
        )
    begins, ends = moment(first).replace(hour=0), moment(dt.date(year + 1, 1, 1)).replace(hour=0)
    begins, ends = (timezone.localtime(one).replace(hour=0, minute=0) for one in (begins, ends))
    deletions = next(one for one in report.tables if one.key == "deletions")
    assert deletions.rows[0][1] == number(EVENTS, school.pk, "retention.applied", begins, ends)
    assert deletions.rows[0][2] == 3 * number(EVENTS, school.pk, "retention.applied", begins, ends)
    exports = next(one for one in report.tables if one.key == "exports")
    wanted = sum(number(EVENTS, school.pk, action, begins, ends) for action in ("list.exported", "job.fetched"))
    assert sum(int(str(row[-1])) for row in exports.rows) == wanted > 0
    incidents = "SELECT COUNT(*) FROM students_dataincident WHERE happened_on BETWEEN %s AND %s"
    assert len(next(one for one in report.tables if one.key == "incidents").rows) == number(incidents, first, last)


def test_the_evidence_holds_the_rows_and_no_names(school: School) -> None:
    report = children_report(school, 2027, at=NOW)
    package = zipfile.ZipFile(io.BytesIO(files.evidence_zip(report)))
    read = {
        name: list(csv.DictReader(io.StringIO(package.read(name).decode("utf-8-sig")))) for name in package.namelist()
    }
    pupils = read["evidence/pupils.csv"]
    assert len(pupils) == cell(report, "people", 0)
    assert sum(row["under_fourteen"] == "1" for row in pupils) == cell(report, "people", 2)
    assert len(read["evidence/left.csv"]) == cell(report, "people", 5)
    assert len(read["evidence/incidents.csv"]) == 1
    assert "学生20" not in "".join(package.read(name).decode() for name in package.namelist())


def test_page_workbook_paper_and_command_say_the_same(school: School, tmp_path: Path) -> None:
    administrator = User.objects.get(school=school, school_roles__role="administrator")
    with translation.override("zh-hans"):
        report = children_report(school, 2027, at=NOW)
        made = files.take(school, 2027, "workbook", by=administrator, at=NOW)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert [sheet.title for sheet in book] == [table.title for table in report.tables]
    first = [row[-1].value for row in book.worksheets[0].iter_rows(min_row=2)][: len(report.tables[0].rows)]
    assert first == [row[-1] for row in report.tables[0].rows]
    with time_machine.travel(NOW, tick=False):
        call_command("children_report", "--year", "2027", "--out", str(tmp_path), "--only", "paper")
    text = by_poppler("pdftotext", "-layout", next(tmp_path.glob("*.pdf")), "-")
    assert str(cell(report, "people", 2)) in text
    taken = AuditEvent.objects.filter(action="children.exported")
    assert [event.new for event in taken.order_by("pk")] == [
        {"year": 2027, "what": "workbook"},
        {"year": 2027, "what": "paper"},
    ]


def test_only_an_administrator_takes_it(school: School) -> None:
    with refused("role"):
        files.take(school, 2027, "evidence", by=make_office(school), at=NOW)
    assert not AuditEvent.objects.filter(action="children.exported").exists()


def test_a_year_older_on_the_birthday() -> None:
    assert full_years(dt.date(2014, 5, 2), dt.date(2028, 5, 1)) == 13
    assert full_years(dt.date(2014, 5, 2), dt.date(2028, 5, 2)) == 14
    assert full_years(dt.date(2012, 2, 29), dt.date(2026, 2, 28)) == 13
