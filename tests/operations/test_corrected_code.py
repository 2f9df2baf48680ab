"""A school's code may be corrected: what was recorded, uploaded and asked for under the old one stays the school's."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from awards.audit.search import events_of
from reports.jobs import term_of
from starrating.operations import audit, jobs, uploads
from starrating.operations.admin import AuditEventAdmin
from starrating.operations.models import AuditEvent
from students.models import School
from tests.factories import TERM_START, make_office, make_school, make_term, moment

pytestmark = pytest.mark.django_db

NOW = moment(TERM_START)


def test_a_corrected_code_strands_nothing() -> None:
    school = make_school()
    clerk, term = make_office(school), make_term(school)
    event = audit.record("term.opened", term, by=clerk, at=NOW, school_id=school.pk)
    upload = uploads.keep([("a.xlsx", b"x")], kind="roster", school_id=school.pk, by=clerk, at=NOW)
    job = jobs.start("workbook", {"term": term.pk}, title="x", by=clerk, school_id=school.pk, at=NOW)
    School.objects.filter(pk=school.pk).update(code="corrected")
    school.refresh_from_db()
    clerk.refresh_from_db()
    assert event in events_of(school)
    request = RequestFactory().get("/")
    request.user = clerk
    assert event in AuditEventAdmin(AuditEvent, None).get_queryset(request)  # type: ignore[arg-type]
    assert uploads.own(upload.pk, kind="roster", school_id=school.pk, by=clerk) == upload
    assert term_of(job) == term


def test_a_school_with_a_trace_cannot_be_deleted_past_the_application() -> None:
    school = make_school()
    audit.record("school.changed", school, by=None, at=NOW, school_id=school.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM students_school WHERE id = %s", [school.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    transaction.set_rollback(True)
