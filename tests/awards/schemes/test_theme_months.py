"""Items of a month: offered, named, printed and read from paper in their own months, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation

from awards.models import ClassRound, Nomination, Round, StarItem
from awards.office.forms import LateStarForm
from awards.office.register import register_page
from awards.rules.whatif import ceiling
from awards.schemes.page import scheme_page
from awards.sheet_files.facts import round_facts
from awards.sheets import entering
from awards.sheets.contents import Contents
from awards.sheets.entering import Change
from awards.terms import opening
from awards.whatif.facts import facts_of, numbers_of
from reports.notices.notices import class_notices
from reports.papers.scheme_wall import scheme_pdf
from students.models import Term, User
from students.permits.roles import standing_of
from tests.awards.board_clients import client_of
from tests.factories import (
    TERM_END,
    TERM_START,
    make_administrator,
    make_class,
    make_filed,
    make_homeroom,
    make_scheme,
    make_school,
    make_sheet,
    moment,
    pupils_of,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
SEPTEMBER = ["规范之星", "进步之星"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def term() -> Term:
    school = make_school()
    make_scheme(school, "monthly-theme")
    now = moment(TERM_START)
    return opening.open_term(
        school, school_year=2025, ordinal=1, starts_on=TERM_START, ends_on=TERM_END, by=None, at=now
    )


def names(items: list[StarItem]) -> list[str]:
    return [item.name for item in items]


def round_of(term: Term, label: str) -> Round:
    return Round.objects.select_related("term__pinned__scheme", "term__school").get(term=term, label=label)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-09-01", "2025-09-30", {9}),
        ("2025-12-01", "2026-01-23", {12, 1}),
        ("2025-09-01", "2026-08-31", set(range(1, 13))),
    ],
)
def test_a_round_has_the_months_that_its_days_touch(first: str, last: str, months: set[int]) -> None:
    assert Round(starts_on=dt.date.fromisoformat(first), ends_on=dt.date.fromisoformat(last)).months == months


def test_each_month_has_its_theme_and_what_is_always_there(term: Term) -> None:
    found = [names(StarItem.objects.of_round(round_of(term, row.label))) for row in term.rounds.all()]
    assert [one[0] for one in found] == ["规范之星", "运动之星", "勤学之星", "感恩之星", "劳动之星"]
    assert all(one[1:] == ["进步之星"] for one in found)


def filed(term: Term) -> ClassRound:
    sheet = make_filed(make_class(term.school))
    return ClassRound.objects.select_related("round__term__pinned__scheme", "round__term__school", "school_class").get(
        pk=sheet.pk
    )


def test_sheet_register_notice_and_paper_show_the_theme_alone(term: Term) -> None:
    sheet = filed(term)
    contents = Contents.load(sheet)
    assert names(list(contents.items.values())) == SEPTEMBER
    assert names(list(register_page(sheet.round).items)) == SEPTEMBER
    (notice,) = class_notices([sheet], dt.date(2025, 10, 9))
    assert [row.star for row in notice.sections[0].rows] == SEPTEMBER
    standing = standing_of(make_administrator(term.school), dt.date(2025, 10, 9))
    assert names(list(round_facts(sheet.round, standing).items)) == SEPTEMBER
    assert names(list(LateStarForm(sheet=sheet).fields["item"].queryset)) == SEPTEMBER  # type: ignore[attr-defined]


def test_a_star_of_another_month_is_refused(term: Term) -> None:
    sheet = make_sheet(make_class(term.school))
    teacher = make_homeroom(sheet.school_class)
    october = StarItem.objects.get(scheme=term.pinned.scheme, code="sport")
    changes = [Change(pupils_of(sheet)[0].pk, october.pk, wanted=True)]
    answer = entering.save_lines(sheet, changes, by=teacher, at=moment(TERM_START))
    assert answer.refused
    assert not Nomination.objects.filter(class_round=sheet).exists()


def test_a_round_keeps_the_month_whose_items_pupils_stand_under(term: Term) -> None:
    sheet = make_sheet(make_class(term.school))
    theme = StarItem.objects.of_round(sheet.round)[0]
    teacher = make_homeroom(sheet.school_class)
    changes = [Change(pupils_of(sheet)[0].pk, theme.pk, wanted=True)]
    entering.save_lines(sheet, changes, by=teacher, at=moment(TERM_START))
    administrator, at = make_administrator(term.school), moment(TERM_START)
    opening.remove_round(round_of(term, "2025-10"), by=administrator, at=at)
    with refused("state", match="规范之星"):
        move(term, dt.date(2025, 10, 8), administrator)
    move(term, dt.date(2025, 9, 1), administrator)
    assert names(StarItem.objects.of_round(round_of(term, "2025-09"))) == ["规范之星", "运动之星", "进步之星"]


def move(term: Term, starts_on: dt.date, by: User) -> None:
    """The round of September, from that day to 20 October."""
    until, due = dt.date(2025, 10, 20), dt.date(2025, 10, 25)
    round_, grades = round_of(term, "2025-09"), [7, 8, 9]
    opening.change_round(
        round_, starts_on=starts_on, ends_on=until, due_on=due, grades=grades, by=by, at=moment(TERM_START)
    )


def test_trying_out_knows_the_months(term: Term) -> None:
    make_sheet(make_class(term.school))
    (grade,) = facts_of(Term.objects.select_related("school").get(pk=term.pk), TERM_START)
    settings = numbers_of(term.pinned.scheme).settings
    # One theme and one star of progress in each of five months.
    assert ceiling(grade, settings).conduct == 10


def test_the_text_for_the_wall_says_the_months(term: Term) -> None:
    page = scheme_page(term.pinned.scheme, term)
    assert [months for item, months in page.items_in_months if item.code in ("discipline", "progress")] == [
        "February and September",
        "",
    ]
    html = client_of(make_administrator(term.school)).get(reverse("awards:scheme_of_term", args=[term.pk])).content
    assert "February and September" in html.decode()
    assert scheme_pdf(page).startswith(b"%PDF")
