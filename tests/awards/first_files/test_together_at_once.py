"""Drops confirmed by two people at the same time, on either database."""

from __future__ import annotations

from functools import partial

import pytest

from awards.first_files.importer import TOGETHER
from awards.models import Nomination
from starrating.operations.models import AuditEvent
from students.imports.importer import ROSTER
from students.models import Staffing, Student
from tests.awards.first_files.test_together import FILES, NOW
from tests.factories import make_administrator, make_school, make_term
from tests.guarantees.factories import at_once, kinds
from tests.imports import imported, looked_at

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_drop_finds_that_the_ground_has_changed() -> None:
    school = make_school()
    make_term(school)
    by = make_administrator(school)
    preview = looked_at(TOGETHER, list(FILES.items()), school, by=by, at=NOW)
    assert kinds(at_once(*[partial(imported, TOGETHER, preview, by=by)] * 2)) == ["Preview", "stale"]
    assert Student.objects.count() == 6
    assert Staffing.objects.count() == 5
    assert Nomination.objects.count() == 3
    assert AuditEvent.objects.filter(action__endswith=".imported").count() == 3


def test_a_roster_of_its_own_page_in_between() -> None:
    school = make_school()
    by = make_administrator(school)
    drop = looked_at(TOGETHER, list(FILES.items())[:4], school, by=by, at=NOW)
    alone = looked_at(ROSTER, list(FILES.items())[:1], school, by=by, at=NOW)
    found = kinds(at_once(partial(imported, TOGETHER, drop, by=by), partial(imported, ROSTER, alone, by=by)))
    assert found == ["Preview", "stale"]
    assert Student.objects.count() in (3, 6)
