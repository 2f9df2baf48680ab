"""The yearly file as a workbook, a paper and the evidence behind its figures; whoever takes one is on record."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import tablib
from django.db import transaction
from django.utils import timezone, translation

from reports.children.facts import ChildrenReport, Row, children_report
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import labels
from starrating.operations import audit
from starrating.spreadsheets.columns import Cell, Column, Kind
from starrating.spreadsheets.formats import SafeCsv
from starrating.spreadsheets.workbooks import CONTENT_TYPE, Imprint, Sheet, write
from students.models import School, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

TAKE = "reports:children_file"
_PAPER_LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Made:
    """A file, and how it is called at its end."""

    content: bytes
    ending: str
    content_type: str


@transaction.atomic
def take(school: School, year: int, kind: str, *, by: User, at: dt.datetime) -> Made:
    """Make one of :data:`MAKERS`' files of a calendar year, and record that ``by`` took it.

    Raises :class:`Refused` for anybody but an administrator of the school.
    """
    demand_school(standing_of(by, timezone.localdate(at)), TAKE, school.pk)
    made = MAKERS[kind](school, year, by, at)
    new = {"year": year, "what": kind}
    audit.record("children.exported", school, by=by, at=at, school_id=school.pk, new=new)
    return made


def _workbook(school: School, year: int, by: User, at: dt.datetime) -> Made:
    report = children_report(school, year, at=at)
    stream = io.BytesIO()
    imprint = Imprint(school.name, report.title, by.name, timezone.localdate(at).isoformat())
    write(stream, (_sheet(table.title, table.heads, table.rows) for table in report.tables), imprint)
    return Made(stream.getvalue(), "xlsx", CONTENT_TYPE)


def _sheet(title: str, heads: Sequence[str], rows: Sequence[Row]) -> Sheet:
    columns = [
        Column(column_name=head, width=_width(head, rows, place), kind=_kind(rows, place))
        for place, head in enumerate(heads)
    ]
    return Sheet(title, columns, [[_cell(value) for value in row] for row in rows])


def _kind(rows: Sequence[Row], place: int) -> Kind:
    numbers = bool(rows) and all(isinstance(row[place], int) for row in rows)
    return Kind.NUMBER if numbers else Kind.TEXT


def _width(head: str, rows: Sequence[Row], place: int) -> float:
    longest = max((len(str(row[place])) for row in rows), default=0)
    return min(60, max(10, 2 * len(head), 1.8 * longest))


def _cell(value: object) -> Cell:
    return value if isinstance(value, int) else "" if value is None else str(value)


def _paper(school: School, year: int, _by: User, at: dt.datetime) -> Made:
    """Set it in Chinese, whatever the reader's language: it is handed in."""
    with translation.override(_PAPER_LANGUAGE):
        content = paper_pdf(children_report(school, year, at=at), timezone.localdate(at))
    return Made(content, "pdf", "application/pdf")


def paper_pdf(report: ChildrenReport, day: dt.date) -> bytes:
    """Set the tables one below the other on A4."""
    tables = [
        {
            "title": table.title,
            "lead": table.lead,
            "heads": list(table.heads),
            "rows": [[str(_cell(value)) for value in row] for row in table.rows],
        }
        for table in report.tables
    ]
    said = {"school": report.school.name, "title": report.title, "period": report.day.isoformat()}
    words = labels("children_data")
    return typeset("children_data", {**said, "tables": tables, "day": day.isoformat(), "labels": words})


def _evidence(school: School, year: int, _by: User, at: dt.datetime) -> Made:
    return Made(evidence_zip(children_report(school, year, at=at)), "zip", "application/zip")


def evidence_zip(report: ChildrenReport) -> bytes:
    """Pack each table of the report, and the rows behind its figures, as text files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for table in report.tables:
            package.writestr(f"report/{table.key}.csv", _csv(table.heads, table.rows))
        for rows in report.evidence:
            package.writestr(f"evidence/{rows.key}.csv", _csv(rows.heads, rows.rows))
    return stream.getvalue()


def _csv(heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    dataset = tablib.Dataset(*([_cell(value) for value in row] for row in rows), headers=list(heads))
    content: bytes = SafeCsv().export_data(dataset)
    return content


MAKERS: Mapping[str, Callable[[School, int, User, dt.datetime], Made]] = {
    "workbook": _workbook,
    "paper": _paper,
    "evidence": _evidence,
}
