"""The same roster confirmed by two people at the same time, on either database."""

from __future__ import annotations

from functools import partial

import pytest

from starrating.operations.models import AuditEvent
from students.imports.importer import ROSTER
from students.models import Student
from tests.guarantees.factories import at_once, kinds
from tests.imports import imported
from tests.students.factories import preview_roster, school_with_administrator

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_finds_that_the_ground_has_changed() -> None:
    school, by = school_with_administrator()
    preview = preview_roster(school)
    assert kinds(at_once(*[partial(imported, ROSTER, preview, by=by)] * 2)) == ["Preview", "stale"]
    assert (Student.objects.count(), AuditEvent.objects.filter(action="roster.imported").count()) == (3, 1)
