"""Whatever somebody typed stays text in every file, and a file costs as many statements for many rows as for few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Ground, Violation, ViolationState
from reports.lists.taking import file_name
from starrating.spreadsheets.formats import protected
from starrating.texts.keeping import keep
from students.models import Enrolment, Movement, MovementKind, School, SchoolClass, Student, User
from tests.factories import make_administrator, make_class, make_school, make_students, make_term, make_user, moment
from tests.project.routes.matrix_world import TODAY
from tests.reports.factories import HOSTILE, formulas, workbook
from tests.reports.lists_world import ask, book_rows, csv_rows, english

pytestmark = pytest.mark.django_db
NOW = moment(TODAY)
# The lists in which typed text of several people stands: names, numbers, reasons.
TYPED = ("roster", "violations", "movements", "accounts")


@dataclass(frozen=True)
class Case:
    school: School
    school_class: SchoolClass
    pupils: list[Student]
    reader: User

    def query(self, key: str) -> dict[str, object]:
        return {"of": self.school_class.pk} if key in ("roster", "groups", "consents", "totals") else {}


@pytest.fixture
def case() -> Iterator[Case]:
    with time_machine.travel(NOW, tick=False):
        school = make_school()
        make_term(school)
        school_class = make_class(school)
        yield Case(school, school_class, make_students(school_class, len(HOSTILE)), make_administrator(school))


def do_things(case: Case, pupils: list[Student]) -> None:
    """A violation, a movement with a reason and an account for each."""
    ground = Ground.objects.all()[0]
    for pupil in pupils:
        _violation(case, pupil, ground)
        Movement.objects.create(
            student=pupil, kind=MovementKind.GUEST, on=TODAY, reason_kept=keep(pupil.name), by=case.reader, at=NOW
        )
        make_user(case.school, pupil.name)


def _violation(case: Case, pupil: Student, ground: Ground) -> None:
    Violation.objects.create(
        student=pupil,
        school_class=case.school_class,
        term=case.school.terms.get(),
        ground=ground,
        happened_on=TODAY,
        facts=pupil.name,
        stars=1,
        state=ViolationState.PROPOSED,
        proposed_by=case.reader,
        proposed_at=NOW,
    )


def spoil(case: Case) -> None:
    for pupil, text in zip(case.pupils, HOSTILE, strict=True):
        pupil.name = pupil.number = text
    Student.objects.bulk_update(case.pupils, ["name", "number"])


@pytest.mark.parametrize("key", TYPED)
def test_hostile_text_stays_text_in_a_workbook(case: Case, key: str) -> None:
    spoil(case)
    do_things(case, case.pupils)
    answer = ask(english(case.reader), key, case.query(key), "xlsx")
    assert formulas(workbook(answer.content)) == []
    found = {cell for row in book_rows(answer) for cell in row}
    # A workbook keeps a carriage return as an escape of its own; openpyxl reads it as a line break.
    assert [text for text in HOSTILE if text not in found and text.replace("\r", "\n") not in found] == []


@pytest.mark.parametrize("key", TYPED)
def test_hostile_text_is_no_formula_in_a_text_table(case: Case, key: str) -> None:
    spoil(case)
    do_things(case, case.pupils)
    rows = csv_rows(ask(english(case.reader), key, case.query(key)))
    found = {cell for row in rows for cell in row}
    assert {str(protected(text)) for text in HOSTILE} <= found
    assert [cell for cell in found if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")] == []


def test_numbers_that_are_names_keep_their_noughts(case: Case) -> None:
    for place, pupil in enumerate(case.pupils):
        pupil.number = f"{place:06d}"
    Student.objects.bulk_update(case.pupils, ["number"])
    answer = ask(english(case.reader), "roster", case.query("roster"), "xlsx")
    sheet = workbook(answer.content).worksheets[0]
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [f"{place:06d}" for place in range(len(HOSTILE))]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    seats = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in seats} == {"n"}


def test_a_column_of_numbers_may_begin_with_a_gap(case: Case) -> None:
    Enrolment.objects.filter(student=case.pupils[0]).update(seat=None)
    answer = ask(english(case.reader), "roster", case.query("roster"), "xlsx")
    cells = [row[0] for row in workbook(answer.content).worksheets[0].iter_rows(min_row=2)]
    assert {cell.number_format for cell in cells} == {"0"}


@pytest.mark.parametrize("key", [*TYPED, "groups", "consents", "totals", "classes", "teachers", "audit"])
def test_as_many_statements_for_many_rows_as_for_few(case: Case, key: str) -> None:
    client = english(case.reader)
    do_things(case, case.pupils[:2])
    ask(client, "classes")
    few = _statements(client, case, key)
    do_things(case, case.pupils[2:])
    for number in range(2, 12):
        make_students(make_class(case.school, number), 3)
    make_students(case.school_class, 10)
    assert _statements(client, case, key) == few
    assert few < 30


def _statements(client: object, case: Case, key: str) -> int:
    with CaptureQueriesContext(connection) as found:
        csv_rows(ask(client, key, case.query(key)))  # type: ignore[arg-type]
    return len(found)


def test_file_names_are_such_as_every_system_takes() -> None:
    assert file_name("七(1)班/../..", NOW) == "七(1)班_.._.. 2026-01-12"
    assert file_name('a\\b:c*d?"e<f>|\n\u202eg', NOW) == "a_b_c_d_e_f_g 2026-01-12"
    assert len(file_name("长" * 300, NOW)) == 111
