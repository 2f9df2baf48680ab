"""Facts leave: so many days after the term is settled, and at once without the consent to their processing."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.deeds import leaving
from awards.models import Deed
from starrating.operations.models import AuditEvent
from starrating.texts.keeping import keep
from students.models import Consent, Enrolment, GradeSettlement, School, Term, TermState
from tests.awards.deed_factories import Noting, make_deed, make_noting
from tests.awards.pupil_factories import CHOOSING, WHEN
from tests.factories import moment

pytestmark = pytest.mark.django_db
SETTLED = moment(dt.date(2026, 1, 23))


def settled(noting: Noting, at: dt.datetime = SETTLED) -> School:
    """Settle the grade of the class; the term has others, which are not."""
    term, year = noting.sheet.round.term, noting.sheet.school_class.entry_year
    GradeSettlement.objects.create(term=term, entry_year=year, ends_on=at.date(), at=at, by=noting.homeroom)
    return School.objects.get(pk=term.school_id)


def test_they_stay_as_long_as_the_school_says_and_then_leave_once() -> None:
    noting, other = make_noting(), make_noting()
    for one in (noting, other):
        make_deed(one)
    school = settled(noting)
    over = SETTLED + dt.timedelta(days=30)
    assert leaving.forget_due(at=over - dt.timedelta(minutes=1)) == 0
    assert leaving.forget_due(at=over) == 1
    assert Deed.objects.get().student in other.pupils, "what is not settled keeps its facts"
    event = AuditEvent.objects.get(action="deed.left")
    assert (event.school_id, event.actor_id, event.new) == (school.pk, None, {"facts": 1})
    assert leaving.forget_due(at=over + dt.timedelta(days=9)) == 0
    assert AuditEvent.objects.filter(action="deed.left").count() == 1


def test_another_number_of_days() -> None:
    noting = make_noting()
    make_deed(noting)
    School.objects.update(keep_deeds_days=7)
    school = settled(noting)
    assert leaving.forget(school, at=SETTLED + dt.timedelta(days=6, hours=23)) == 0
    assert leaving.forget(school, at=SETTLED + dt.timedelta(days=7)) == 1


def test_a_grade_that_is_open_again_keeps_them_and_so_does_another() -> None:
    noting = make_noting()
    make_deed(noting)
    school = settled(noting)
    late = SETTLED + dt.timedelta(days=99)
    GradeSettlement.objects.update(reopened_at=late, reopened_by=noting.homeroom, reason_kept=keep("漏了一项"))
    assert leaving.forget(school, at=late) == 0
    GradeSettlement.objects.create(
        term=noting.sheet.round.term, entry_year=2023, ends_on=SETTLED.date(), at=SETTLED, by=noting.homeroom
    )
    assert leaving.forget(school, at=late) == 0
    settled(noting, late)
    assert leaving.forget(school, at=late + dt.timedelta(days=30)) == 1


def test_what_no_class_is_on_record_for_leaves_with_the_term() -> None:
    noting = make_noting()
    make_deed(noting)
    school, term = settled(noting), noting.sheet.round.term
    Enrolment.objects.update(starts_on=CHOOSING)
    over = SETTLED + dt.timedelta(days=30)
    assert leaving.forget(school, at=over) == 0
    Term.objects.filter(pk=term.pk).update(state=TermState.SETTLED)
    assert leaving.forget(school, at=over - dt.timedelta(minutes=1)) == 0
    assert leaving.forget(school, at=over) == 1


def test_with_the_consent_they_go() -> None:
    noting = make_noting()
    make_deed(noting)
    make_deed(noting, pupil=1)
    school = noting.sheet.school_class.school
    assert leaving.forget(school, at=WHEN) == 0
    Consent.objects.filter(student=noting.pupils[0]).update(withdrawn_on=CHOOSING)
    assert leaving.forget(school, at=WHEN) == 1
    assert Deed.objects.get().student == noting.pupils[1]
