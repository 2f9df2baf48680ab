"""Who sat where and what was decided about whom: groups, the committee, formal punishments and appeals against them."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import PunishmentKind
from awards.violations import punishments
from reports.archive.checking import layout
from reports.archive.tables import tables_of
from students.models import CommitteeMember, Enrolment, GroupLeader, StudentGroup, Term
from tests.awards.appeal_factories import ANSWERED_AT, AppealCase, changed
from tests.factories import TERM_END, TERM_START, make_class, make_school, make_students, make_term, moment
from tests.surroundings import surround

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def case() -> AppealCase:
    """A class of three between an earlier term and another school."""
    school = make_school()
    term, school_class = make_term(school), make_class(school)
    pupils = make_students(school_class, 3)
    surround(term, school_class, pupils)
    return AppealCase(term, school_class, pupils[0])


def table(term: Term, path: str) -> list[dict[str, object]]:
    [found] = [one for one in tables_of(term) if one.path == path]
    return [dict(zip(found.header, row, strict=True)) for row in found.rows()]


def test_groups_with_who_sat_in_them_and_who_led_them(case: AppealCase) -> None:
    group = StudentGroup.objects.create(school_class=case.school_class, number=2, name="启明组")
    StudentGroup.objects.create(school_class=case.school_class, number=9)
    Enrolment.objects.filter(student=case.pupil, ends_on=None).update(group=group)
    GroupLeader.objects.create(group=group, student=case.pupil, starts_on=TERM_START)
    groups = table(case.term, f"{layout.TABLES}/groups.csv")
    assert [(row["group"], row["number"], row["name"]) for row in groups] == [(group.pk, 2, "启明组")]
    leaders = table(case.term, f"{layout.TABLES}/group_leaders.csv")
    assert [(row["group"], row["student_no"]) for row in leaders] == [(group.pk, case.pupil.number)]
    sitting = table(case.term, f"{layout.TABLES}/enrolments.csv")
    assert group.pk in {row["group"] for row in sitting if row["student_no"] == case.pupil.number}


def test_the_committee_of_the_term_alone(case: AppealCase) -> None:
    pupils = [row.student for row in Enrolment.objects.filter(school_class=case.school_class, ends_on=None)]
    for pupil, until in zip(pupils, (None, TERM_START - DAY, TERM_START), strict=False):
        CommitteeMember.objects.create(
            school_class=case.school_class, student=pupil, starts_on=TERM_START - 30 * DAY, ends_on=until
        )
    members = table(case.term, f"{layout.TABLES}/committee.csv")
    assert {row["student_no"] for row in members} == {pupils[0].number, pupils[2].number}


@pytest.mark.parametrize(
    ("decided_on", "until", "lifted_on", "listed"),
    [
        (TERM_START, None, None, True),
        (TERM_END, None, None, True),
        (TERM_END + DAY, None, None, False),
        (TERM_START - DAY, None, None, True),
        (TERM_START - DAY, TERM_START, None, True),
        (TERM_START - 2 * DAY, TERM_START - DAY, None, False),
        (TERM_START - DAY, None, TERM_START + DAY, True),
        (TERM_START - DAY, None, TERM_START, False),
        (TERM_START, None, TERM_START, True),
    ],
)
def test_punishments_decided_or_in_force_within_the_term(
    case: AppealCase, decided_on: dt.date, until: dt.date | None, lifted_on: dt.date | None, *, listed: bool
) -> None:
    at = moment(TERM_END + 30 * DAY)
    decision = punishments.PunishmentDecision(case.pupil, PunishmentKind.DEMERIT, decided_on, "屡次打架", until)
    punishment = punishments.record(decision, by=case.clerk, at=at)
    if lifted_on is not None:
        punishments.lift(punishment, on=lifted_on, reason="表现良好", by=case.clerk, at=at)
    found = table(case.term, f"{layout.RESTRICTED_TABLES}punishments.csv")
    assert [row["punishment"] for row in found] == ([punishment.pk] if listed else [])


def test_an_appeal_against_a_punishment_and_what_became_of_it(case: AppealCase) -> None:
    punishment = case.punishment()
    appeal = case.raised(punishment)
    case.answer(appeal, changed(kind=PunishmentKind.WARNING), by=case.other, at=ANSWERED_AT)
    [told] = table(case.term, f"{layout.RESTRICTED_TABLES}appeals.csv")
    assert (told["appeal"], told["about"], told["punishment"]) == (appeal.pk, "punishment", punishment.pk)
    [answer] = table(case.term, f"{layout.RESTRICTED_TABLES}appeal_answers.csv")
    assert (answer["appeal"], answer["outcome"], answer["kind"]) == (appeal.pk, "changed", "warning")


def test_nothing_of_a_punishment_is_outside_the_offices_part(case: AppealCase) -> None:
    case.raised(case.punishment())
    for one in tables_of(case.term):
        said = "".join(str(cell) for row in one.rows() for cell in row)
        assert ("屡次打架" in said or "不是我先动手" in said) == (
            one.path.rpartition("/")[2] in ("punishments.csv", "appeals.csv")
        )
