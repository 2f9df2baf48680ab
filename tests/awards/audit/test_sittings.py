"""The audit's page says a sitting at a sheet in one line, and names what it is about; the file keeps each event."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from awards.audit.page import AuditLine, audit_lines, merged_lines
from awards.audit.sittings import PAUSE
from awards.models import ClassRound, Verdict
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from students.models import School, Student, User
from tests.factories import items_of, make_homeroom, make_office, make_sheet, moment, pupils_of

pytestmark = pytest.mark.django_db
FIRST = moment(dt.date(2025, 9, 28))


@pytest.fixture
def sheet() -> ClassRound:
    return make_sheet()


def entered(sheet: ClassRound, *lines: tuple[Student, int, str], by: User, after: dt.timedelta) -> None:
    new = {"lines": [[pupil.pk, items_of(sheet)[item].pk, verdict] for pupil, item, verdict in lines]}
    school = sheet.school_class.school_id
    audit.record("sheet.entered", sheet, by=by, at=FIRST + after, school_id=school, new=new)


def shown(school: School, *, merged: bool = True) -> list[AuditLine]:
    events = list(AuditEvent.objects.filter(school_id=school.pk, action="sheet.entered").order_by("-at"))
    with translation.override("zh-hans"):
        return (merged_lines if merged else audit_lines)(events, school)


def test_one_sitting_is_one_line_by_star(sheet: ClassRound) -> None:
    teacher, (one, two, three, *_rest) = make_homeroom(sheet.school_class), pupils_of(sheet)
    minute = dt.timedelta(minutes=1)
    entered(sheet, (one, 0, Verdict.ENTERED), (three, 1, Verdict.ENTERED), by=teacher, after=0 * minute)
    entered(sheet, (two, 0, Verdict.ENTERED), by=teacher, after=3 * minute)
    entered(sheet, (three, 1, Verdict.STRUCK), by=teacher, after=5 * minute)
    (line,) = shown(sheet.school_class.school)
    star = items_of(sheet)[0].name
    assert [(value.after, value.sentence) for value in line.values] == [(f"{star} ＋{one.name}、{two.name}", True)]
    assert line.event.at == FIRST + 5 * minute
    assert len(shown(sheet.school_class.school, merged=False)) == 3


def test_another_person_or_a_pause_begins_another_line(sheet: ClassRound) -> None:
    teacher, other = make_homeroom(sheet.school_class), make_office(sheet.school_class.school)
    one = pupils_of(sheet)[0]
    entered(sheet, (one, 0, Verdict.ENTERED), by=teacher, after=dt.timedelta(0))
    entered(sheet, (one, 1, Verdict.ENTERED), by=teacher, after=PAUSE)
    entered(sheet, (one, 1, Verdict.STRUCK), by=other, after=PAUSE * 1.5)
    entered(sheet, (one, 2, Verdict.ENTERED), by=other, after=PAUSE * 3)
    lines = shown(sheet.school_class.school)
    names = [item.name for item in items_of(sheet)]
    assert [line.values[0].after for line in lines] == [
        f"{names[2]} ＋{one.name}",
        f"{names[1]} −{one.name}",
        f"{names[0]} ＋{one.name}；{names[1]} ＋{one.name}",
    ]


def test_what_has_no_name_goes_by_its_kind(sheet: ClassRound) -> None:
    school = sheet.school_class.school
    event = AuditEvent(action="ceremony.planned", target_type="awards.ceremony", target_id="7", school_id=school.pk)
    event.at = FIRST
    with translation.override("en"):
        (line,) = audit_lines([event], school)
    assert line.about == "ceremony 7"


def test_months_and_terms_are_named_as_people_do(sheet: ClassRound) -> None:
    codes = {"round": "2025-09", "term": "2025-2", "number": "2025-2"}
    event = AuditEvent(action="violation.confirmed", target_type="x", target_id="1", new_codes=codes)
    with translation.override("zh-hans"):
        (line,) = audit_lines([event], sheet.school_class.school)
    assert [value.after for value in line.values] == ["2025年9月", "2025—2026学年第二学期", "2025-2"]


def test_few_values_stand_in_a_line_and_many_are_opened(sheet: ClassRound) -> None:
    few = AuditEvent(action="sheet.filed", target_type="x", target_id="1", new_codes={"state": "in_notice"})
    many = AuditEvent(
        action="x", target_type="x", target_id="1", new_codes={f"count_{n}": n for n in range(1000, 1020)}
    )
    with translation.override("en"):
        lines = audit_lines([few, many], sheet.school_class.school)
        assert [line.short for line in lines] == ["state: on notice", ""]
    assert len(lines[1].plain) == 20
