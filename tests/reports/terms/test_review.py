"""A term on one page: its figures are those of the tables, nobody is named, and what is too small is left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from awards.appeals import raising
from awards.models import Appeal, ClassRound, Level, Objection, ObjectionState, Scheme, SheetState
from reports.access import terms_of
from reports.terms.review.page import ReviewPage, review_page
from reports.terms.review.shares import Share
from students.models import Enrolment, Student, StudentGroup
from tests.awards.appeal_factories import ANSWERED_AT, RAISED_AT, UPHELD, AppealCase, make_headmaster
from tests.awards.settlement_factories import Ended, make_ended
from tests.awards.voice_factories import make_objection
from tests.factories import TERM_END, make_homeroom, make_school, make_term, moment
from tests.reports.factories import signed_in

pytestmark = pytest.mark.django_db
STARS = (32, 0, 26, 0, 21, 16, 0, 11, 3, 0, 0, 12, 1, 1, 0, 0, 22, 0, 15, 0, 0, 0, 10, 9)


@pytest.fixture
def ended() -> Ended:
    """Two classes of twelve, seven girls in the first and six in the second, in two groups each."""
    found = make_ended(STARS)
    for row, girls in zip(found.classes, (7, 6), strict=True):
        places = list(Enrolment.objects.filter(school_class=row).order_by("seat", "pk"))
        groups = [StudentGroup.objects.create(school_class=row, number=number) for number in (1, 2)]
        for number, place in enumerate(places):
            Student.objects.filter(pk=place.student_id).update(sex="f" if number < girls else "m")
            Enrolment.objects.filter(pk=place.pk).update(group=groups[number % 2])
    return found


def page_of(ended: Ended, day: dt.date = TERM_END) -> ReviewPage:
    with translation.override("en"):
        return review_page(terms_of(ended.school).get(pk=ended.term.pk), day)


def asked(sql: str, *values: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
    return rows


TOTALS = """
    select e.school_class_id as class, s.sex as sex, e.group_id as place, s.id as pupil,
           coalesce((select sum(stars) from awards_starentry l where l.student_id = s.id and l.term_id = %s), 0) as sum,
           coalesce((select sum(stars) from awards_starentry l where l.student_id = s.id and l.term_id = %s
                     and l.item_id is not null), 0) as won
    from students_enrolment e join students_student s on s.id = e.student_id
    where e.ends_on is null and s.school_id = %s
"""


def totals(ended: Ended) -> list[Any]:
    return asked(TOTALS, ended.term.pk, ended.term.pk, ended.school.pk)


def share(rows: list[Any]) -> Share:
    return Share(len(rows), len([row for row in rows if row[5] > 0]))


def test_levels_by_grade_are_those_of_the_tables(ended: Ended) -> None:
    page, rows = page_of(ended), totals(ended)
    bounds = list(Level.objects.filter(scheme=ended.term.pinned.scheme).values_list("name", "lower_bound"))
    reached = [
        max((place for place, (_name, bound) in enumerate(bounds) if row[4] >= bound), default=-1) for row in rows
    ]
    (grade,) = page.grades
    assert grade.named == [(name, reached.count(place)) for place, (name, _bound) in enumerate(bounds)]
    assert grade.below == reached.count(-1)
    assert grade.share == page.whole == share(rows) == Share(24, len([stars for stars in STARS if stars]))


def test_classes_sexes_and_groups_are_those_of_the_tables(ended: Ended) -> None:
    rows = totals(ended)
    for line, row in zip(page_of(ended).classes, ended.classes, strict=True):
        mine = [one for one in rows if one[0] == row.pk]
        assert line.whole == share(mine)
        assert (line.girls, line.boys) == tuple(share([one for one in mine if one[1] == sex]) for sex in "fm")
        groups = sorted({one[2] for one in mine})
        assert [found for _name, found in line.groups] == [share([o for o in mine if o[2] == pk]) for pk in groups]


def test_a_part_of_few_hides_all_parts_of_the_class(ended: Ended) -> None:
    girls = Student.objects.filter(enrolments__school_class=ended.classes[0], sex="f")
    Student.objects.filter(pk__in=girls.values_list("pk")[:3]).update(sex="m")
    first, second = page_of(ended).classes
    assert (first.girls, first.boys) == (None, None)
    assert first.whole is not None
    assert first.groups
    assert second.girls is not None


def test_those_of_whom_the_sex_is_not_known_are_a_part_too(ended: Ended) -> None:
    one = Student.objects.filter(enrolments__school_class=ended.classes[0])[0]
    Student.objects.filter(pk=one.pk).update(sex="")
    assert page_of(ended).classes[0].boys is None


def test_a_class_of_few_has_no_figure() -> None:
    (line,) = page_of(make_ended((12, 3, 0), classes=1)).classes
    assert (line.whole, line.girls, list(line.groups)) == (None, None, [])


NEVER = """
    select i.name from awards_staritem i where i.scheme_id = %s and i.kind = 'ordinary' and not exists
      (select 1 from awards_starentry l where l.item_id = i.id and l.term_id = %s) order by i."order"
"""


def test_items_never_named_and_always_full() -> None:
    few = make_ended((3, 2, 0, 0))
    page = page_of(few)
    assert page.items.never == [name for (name,) in asked(NEVER, few.term.pinned.scheme_id, few.term.pk)] != []
    assert (page.items.sheets, page.items.full) == (10, [])
    every = make_ended((55, 55), alone=True)
    Scheme.objects.filter(pk=every.term.pinned.scheme_id).update(quota_number=1)
    page = page_of(every)
    assert (len(page.items.full), page.items.never) == (11, [])
    Scheme.objects.filter(pk=every.term.pinned.scheme_id).update(quota_number=2)
    assert page_of(every).items.full == []


def test_objections_by_their_day(ended: Ended) -> None:
    sheets = list(ClassRound.objects.filter(round__term=ended.term))
    found = [make_objection(sheet, ended.clerk) for sheet in sheets[:6]]
    due = found[0].due_on
    told = {"answer": "核对无误", "decided_by": ended.clerk}
    days = ((due, ObjectionState.UPHELD), (due, ObjectionState.DISMISSED), (due + dt.timedelta(days=1), "dismissed"))
    for row, (day, state) in zip(found, days, strict=False):
        Objection.objects.filter(pk=row.pk).update(state=state, decided_at=moment(day, 23), **told)
    withdrawn = Objection.objects.filter(pk=found[3].pk)
    withdrawn.update(state=ObjectionState.WITHDRAWN, decided_at=moment(due), **told)
    Objection.objects.filter(pk=found[4].pk).update(due_on=due - dt.timedelta(days=1))
    counts = page_of(ended, due).objections
    said = (counts.received, counts.in_time, counts.late, counts.waiting, counts.overdue, counts.withdrawn)
    assert said == (6, 2, 1, 1, 1, 1)


def test_appeals_by_the_day_of_their_step(ended: Ended) -> None:
    case = AppealCase(ended.term, ended.classes[0], ended.pupils[0])
    found = [case.raised(case.deduction(place=place)) for place in ("操场", "教室", "走廊", "食堂", "宿舍")]
    found.append(case.raised(case.punishment()))
    due = timezone.localdate(ANSWERED_AT)
    Appeal.objects.update(due_on=due)
    for appeal, days in zip(found[:3], (0, 0, 1), strict=True):
        case.answer(appeal, UPHELD, by=case.other, at=ANSWERED_AT + dt.timedelta(days=days))
    raising.withdraw(found[3], by=case.user, at=RAISED_AT)
    Appeal.objects.filter(pk=found[4].pk).update(due_on=due - dt.timedelta(days=1))
    counts = page_of(ended, due).appeals
    said = (counts.received, counts.in_time, counts.late, counts.waiting, counts.overdue, counts.withdrawn)
    assert said == (6, 2, 1, 1, 1, 1)
    other = make_school()
    assert Appeal.objects.decided_in(make_term(other)).count() == 0


def test_an_appeal_that_went_up_counts_by_its_second_step(ended: Ended) -> None:
    case = AppealCase(ended.term, ended.classes[0], ended.pupils[0])
    appeal = case.raised()
    case.answer(appeal, UPHELD, by=case.other)
    headmaster = case.headmaster
    raising.go_up(appeal, reason="仍不同意", by=case.user, at=ANSWERED_AT)
    appeal.refresh_from_db()
    counts = page_of(ended, appeal.due_on).appeals
    assert (counts.received, counts.in_time, counts.waiting) == (1, 0, 1)
    case.answer(appeal, UPHELD, by=headmaster, at=moment(appeal.due_on))
    counts = page_of(ended, appeal.due_on).appeals
    assert (counts.received, counts.in_time, counts.waiting) == (1, 1, 0)


def test_what_was_late(ended: Ended) -> None:
    ClassRound.objects.filter(round__term=ended.term).update(first_submitted_at=moment(dt.date(2025, 9, 1)))
    first, second, *_others = ClassRound.objects.filter(round__term=ended.term).order_by("round__starts_on", "pk")
    due = first.round.due_on
    ClassRound.objects.filter(pk=first.pk).update(first_submitted_at=moment(due + dt.timedelta(days=1), 0))
    owed = {"state": SheetState.OPEN, "first_submitted_at": None, "filing_number": None, "final_at": None}
    ClassRound.objects.filter(pk=second.pk).update(**owed, notice_from=None, notice_until=None)
    (month,) = page_of(ended).late
    assert (month.late, month.missing) == (["七年级(1)班"], ["七年级(2)班"])
    assert page_of(ended, due).late[0].missing == []


def test_as_many_queries_for_a_larger_school() -> None:
    counts = []
    for stars in ((12, 3), STARS):
        found = make_ended(stars, classes=2)
        with CaptureQueriesContext(connection) as queries:
            page_of(found)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_a_headmaster_reads_it_and_no_pupil_is_named(ended: Ended) -> None:
    client = signed_in(make_headmaster(ended.school))
    with time_machine.travel(moment(TERM_END), tick=False):
        response = client.get(reverse("reports:term_review"))
        assert client.get(reverse("reports:figures")).status_code == 200
    assert not [pupil.name for pupil in ended.pupils if pupil.name in response.content.decode()]
    assert response.context["page"].provisional


def test_a_homeroom_teacher_does_not_and_another_school_finds_nothing(ended: Ended) -> None:
    address = reverse("reports:term_review")
    assert signed_in(make_homeroom(ended.classes[0])).get(address).status_code == 403
    other = signed_in(make_headmaster(make_school()))
    assert other.get(address, {"term": ended.term.pk}).status_code == 404
    assert other.get(address).context["page"] is None
