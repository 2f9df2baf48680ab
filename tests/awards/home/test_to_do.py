"""The to-do lists of month and term: each line follows the data, leads somewhere, and ticks itself."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from awards.home.month_end import month_end_page
from awards.home.term_end import term_end_page
from awards.home.to_do import ToDoPage
from awards.models import Entitlement, Exam, ExamKind, Ground, Objection, Round, Violation
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from awards.settlement import verbs as settlement
from awards.terms.access import rounds_of, terms_of
from students.models import Term, User
from students.permits.roles import standing_of
from tests.awards.board_clients import client_of
from tests.awards.board_factories import TODAY, make_board
from tests.awards.settlement_factories import LATER, make_ended
from tests.factories import (
    TERM_END,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_sheet,
    make_term,
    moment,
)

pytestmark = pytest.mark.django_db


def month(round_: Round, user: User, today: dt.date = TODAY) -> ToDoPage:
    school_rounds = list(rounds_of(round_.term.school))
    chosen = next(row for row in school_rounds if row.pk == round_.pk)
    with translation.override("en"):
        return month_end_page(school_rounds, chosen, standing_of(user, today), today)


def lines(page: ToDoPage) -> dict[str, tuple[bool | None, str]]:
    return {task.title: (task.done, task.text) for task in page.tasks}


def test_a_month_half_done() -> None:
    board = make_board()
    tasks = month(board.round, board.clerk).tasks
    assert [(task.title, task.done, task.text, task.more) for task in tasks] == [
        (
            "September 2025: 3 classes have not submitted", False, "七年级(1)班, 七年级(2)班 and 七年级(4)班",
            "2 are overdue; the filing board has a text to remind them.",
        ),
        ("View the sheets with findings", True, "No submitted sheet has a finding.", ""),
        ("File the sheets", False, "Sheets on file: 2 of 6.", "1 can be filed now."),
        ("Enter the exam champions", True, "No exam of the month waits for its results.", ""),
        ("Answer objections", True, "No objection is open.", ""),
        ("Decide violations", True, "No violation awaits a decision.", ""),
        # Of the earlier term: an appeal waits whichever month is looked at.
        ("Answer appeals", False, "1 waits, the answer due on 28 February 2025.", "1 is overdue."),
        ("Print the notices", None, "One print job for the notices of all classes on file.", ""),
        ("Print the register", None, "One row per class; classes that are missing are named below.", ""),
        (
            "The stars take effect", False, "Classes whose stars count: 1 of 6.",
            "The last notice runs until the end of 11 October 2025; nobody has to do anything.",
        ),
        ("The next month", None, "October 2025 has been open since 1 October 2025.", ""),
    ]  # fmt: skip
    assert [task.title for task in tasks if not task.url] == []


def test_what_waits_in_a_month_is_counted_and_named_in_it_alone() -> None:
    """An exam, objections and a violation of the month, and the same of the month after."""
    board = make_board()
    for number, sheet in enumerate(board.sheets[:2]):
        told = {"route": "slip", "raised_by": "某人", "facts": "名单有误", "recorded_by": board.clerk}
        told |= {"received_at": moment(TODAY), "due_on": TODAY + dt.timedelta(days=3 + number)}
        Objection.objects.create(class_round=sheet, number=1, **told)
    after = Round.objects.filter(term=board.round.term, starts_on__gt=board.round.starts_on)[0]
    kind = ExamKind.objects.filter(scheme=board.round.term.pinned.scheme, counts=True)[0]
    pupil = board.sheets[0].school_class.enrolments.all()[0].student
    incident = {"student": pupil, "school_class": board.sheets[0].school_class, "term": board.round.term, "stars": 1}
    incident |= {"ground": Ground.objects.filter(scheme=kind.scheme)[0], "proposed_by": board.clerk}
    for round_ in (board.round, after):
        name = f"{round_.label}月考"
        Exam.objects.create(term=round_.term, kind=kind, name=name, held_on=round_.ends_on, round=round_)
        Violation.objects.create(**incident, happened_on=round_.ends_on, proposed_at=moment(TODAY))
    found = lines(month(board.round, board.clerk))
    assert found["Enter the exam champions"] == (False, "Results are awaited of: 2025-09月考.")
    assert found["Answer objections"] == (False, "2 are open, the first answer due on 12 October 2025.")
    assert found["Decide violations"] == (False, "1 awaits a decision.")
    assert lines(month(after, board.clerk))["Answer objections"] == (True, "No objection is open.")
    last = Round.objects.filter(term=board.round.term).latest("starts_on")
    assert lines(month(last, board.clerk))["Go on to the end of the term"] == (
        None, "This was the last month of the term."
    )  # fmt: skip
    assert lines(month(after, board.clerk))["The next month"] == (
        None, "November 2025 opens by itself on 1 November 2025."
    )  # fmt: skip


def test_a_class_whose_teacher_cannot_sign_in_is_named_first() -> None:
    board = make_board(3)
    classes = [sheet.school_class for sheet in board.sheets]
    titles = [task.title for task in month(board.round, board.clerk).tasks]
    teachers = [make_homeroom(one) for one in classes if not one.staffings.exists()]
    assert "Name homeroom teachers" in titles or not teachers
    assert "Name homeroom teachers" not in lines(month(board.round, board.clerk))
    User.objects.filter(staffings__school_class=classes[0]).update(is_active=False)
    task = month(board.round, board.clerk).tasks[0]
    assert (task.title, task.done) == ("Name homeroom teachers", False)
    assert task.text == f"Nobody can enter the sheets of: {classes[0].name_in(2025)}."
    page = client_of(board.clerk).get(reverse("awards:board"), {"round": board.round.pk})
    assert page.content.decode().count("Nobody can enter this sheet") == 1
    make_homeroom(classes[0], "代班", starts_on=TODAY, ends_on=TERM_END)
    assert "Name homeroom teachers" not in lines(month(board.round, board.clerk))


def test_the_last_step_ticks_itself() -> None:
    sheet = make_sheet(make_class(make_school()), pupils=4)
    make_homeroom(sheet.school_class)
    office = make_office(sheet.school_class.school)
    page = month(sheet.round, office)
    assert page.left == 3
    type(sheet).objects.filter(pk=sheet.pk).update(
        state="final", filing_number="1", notice_from=TODAY, notice_until=TODAY
    )
    assert month(sheet.round, office).left == 0


def test_statements_do_not_grow_with_the_classes() -> None:
    few, many = make_board(3), make_board(12)
    numbers = []
    for board in (few, many):
        with CaptureQueriesContext(connection) as queries:
            month(board.round, board.clerk)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 24


def term_page(term: Term, user: User, today: dt.date) -> ToDoPage:
    terms = list(terms_of(term.school).order_by("-starts_on"))
    chosen = next(row for row in terms if row.pk == term.pk)
    with translation.override("en"):
        return term_end_page(terms, chosen, standing_of(user, today), today)


def test_what_is_in_the_way_comes_first_with_its_page() -> None:
    board = make_board()
    page = term_page(board.round.term, board.clerk, TERM_END)
    assert [(task.done, task.title, task.text) for task in page.tasks[:8]] == [
        (False, *told)
        for told in (
            ("October 2025: no sheet has been opened yet", ""),
            ("November 2025: no sheet has been opened yet", ""),
            ("December 2025: no sheet has been opened yet", ""),
            ("January 2026: no sheet has been opened yet", ""),
            ("September 2025: 2 classes have not submitted", "七年级(1)班 and 七年级(2)班"),
            ("September 2025: 1 sheet is not filed", "七年级(3)班"),
            ("September 2025: 1 class has not submitted again", "七年级(4)班"),
            ("September 2025: 1 class is on public notice", "七年级(5)班"),
        )
    ]
    assert [(task.title, task.text) for task in page.tasks[8:]] == [
        (
            "Look through the preview",
            "Levels by class, changes since the last term, pupils one star short: look for mistakes.",
        ),
        ("Settle the term", "The administrator freezes the levels; the rewards follow from them."),
        ("Download the workbook and the ledger", "The term's workbook, and the ledger with every star."),
        ("Open the next term", "Its months are opened with it."),
    ]
    assert f"/board/?round={board.round.pk}" in [task.url for task in page.tasks]
    assert all(task.url for task in page.tasks[:8])
    assert page.next == page.tasks[0]
    # Opening a term is the administrator's: the clerk reads it without a link.
    assert {task.title: bool(task.url) for task in page.tasks}["Open the next term"] is False
    assert {task.title: bool(task.url) for task in term_page(board.round.term, board.administrator, TERM_END).tasks}[
        "Open the next term"
    ]


def test_before_the_last_month_nothing_of_the_term_is_due() -> None:
    board = make_board()
    page = term_page(board.round.term, board.clerk, TODAY)
    assert page.early == "It is not time for this yet: the last month is January 2026 and begins on 1 January 2026."
    assert page.next is None
    assert term_page(board.round.term, board.clerk, dt.date(2026, 1, 1)).early == ""


def test_the_next_thing_is_the_first_that_the_reader_can_do() -> None:
    board = make_board()
    page = month(board.round, board.clerk)
    assert page.next == page.tasks[0]
    shown = client_of(board.clerk).get(reverse("awards:month_end"), {"round": board.round.pk}).content.decode()
    assert shown.count('class="next no-print"') == 1


def test_a_settled_term_goes_on_to_papers_and_the_next() -> None:
    school = make_school()
    term, administrator = make_term(school), make_administrator(school)
    after = TERM_END + dt.timedelta(days=1)
    settlement.settle(term, by=administrator, at=moment(after))
    term.refresh_from_db()
    found = lines(term_page(term, administrator, after))
    assert found["Settle the term"][0] is True
    assert found["Hand out the rewards"] == (True, "Everything has been handed out.")
    assert (found["Download the archive"][0], found["Open the next term"][0]) == (None, False)


@pytest.mark.parametrize("address", ["/to-do/month/", "/to-do/term/"])
def test_a_school_without_anything_says_what_to_do_next(address: str) -> None:
    school = make_school()
    with time_machine.travel(moment(TODAY)):
        assert "/terms/open/" in client_of(make_administrator(school)).get(address).content.decode()
        assert "/terms/open/" not in client_of(make_office(school)).get(address).content.decode()


def test_another_schools_month_is_not_there() -> None:
    board, stranger = make_board(1), make_office(make_school())
    with time_machine.travel(moment(TODAY)):
        assert client_of(stranger).get(f"/to-do/month/?round={board.round.pk}").status_code == 404
        assert client_of(stranger).get(f"/to-do/term/?term={board.round.term_id}").status_code == 404


def test_what_is_handed_out_is_no_longer_to_do() -> None:
    ended = make_ended([32, 26])
    ended.settle()
    mine = Entitlement.objects.filter(term=ended.term)
    letters = list(mine.filter(kind=RewardKind.LETTER).values_list("pk", flat=True))
    rewards.hand_out(ended.term, letters, by=ended.clerk, at=LATER)
    standing = standing_of(ended.clerk, LATER.date())
    term = terms_of(ended.school).get(pk=ended.term.pk)
    with translation.override("en"):
        found = lines(term_end_page([term], term, standing, LATER.date()))
    left = mine.count() - len(letters)
    assert letters
    assert left > 1
    assert found["Hand out the rewards"] == (False, f"{left} are still to be handed out.")
