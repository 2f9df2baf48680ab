"""Another term of the school and a school that looks the same change nothing in what is read of a term."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from awards.home.month_end import month_end_page
from awards.home.term_end import term_end_page
from awards.home.to_do import Task
from awards.models import ClassRound, Round
from awards.office.board import board_page
from awards.office.register import register_page
from awards.rewards.forms import QueueForm
from awards.rewards.page import queue_page
from awards.settlement import facts as settlement_facts
from awards.settlement.checks import problems_before_settling
from awards.settlement.levels_page import levels_page
from awards.settlement.page import settlement_page
from awards.settlement.verbs import plan_settlement
from awards.whatif.facts import facts_of as whatif_facts
from reports.honours.board import board_levels
from reports.honours.page import honours_page
from reports.notices.notices import class_notices
from reports.papers.good_news import _seated, _winners
from reports.stars.pupil_page import pupil_page
from reports.stars.reach import most_left
from reports.terms import exports
from reports.terms.facts import facts_of
from reports.terms.figures import Chosen, figures_page
from students.models import Term
from students.permits.roles import standing_of
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import TERM_END

DAY = TERM_END + dt.timedelta(days=2)


def sheets_of(ended: Ended) -> list[ClassRound]:
    return list(ClassRound.objects.filter(round=first_round(ended)).whole().order_by("pk"))


def first_round(ended: Ended) -> Round:
    return Round.objects.select_related("term__school", "term__pinned__scheme").filter(term=ended.term)[0]


def rounds_of(ended: Ended) -> list[Round]:
    return list(Round.objects.select_related("term__school", "term__pinned__scheme").filter(term=ended.term))


def workbook(ended: Ended) -> object:
    stream = io.BytesIO()
    exports.term_workbook(ended.term, stream, by=ended.administrator, at=LATER)
    book = load_workbook(io.BytesIO(stream.getvalue()))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]


def good_news(ended: Ended) -> object:
    sheets = sheets_of(ended)
    return _seated(sheets), _winners(sheets)


def pupil(ended: Ended) -> object:
    standing = standing_of(ended.administrator, DAY)
    page = pupil_page(ended.pupils[0], ended.term, standing, DAY, deductions=True)
    return page.total, page.lines, page.chart


def month_end(ended: Ended) -> list[Task]:
    """What is left of the month; appeals wait whichever month is looked at, so another term's are among them."""
    page = month_end_page(rounds_of(ended), first_round(ended), standing_of(ended.administrator, DAY), DAY)
    return [task for task in page.tasks if task.url != reverse("awards:appeals")]


READ: dict[str, Callable[[Ended], object]] = {
    "figures": lambda ended: figures_page(ended.term, DAY, None, Chosen()),
    "facts of the term": lambda ended: facts_of(ended.term, DAY),
    "workbook": workbook,
    "settlement": lambda ended: settlement_page(ended.term, [ended.term], DAY),
    "plan of settling": lambda ended: plan_settlement(ended.term),
    "what is in the way": lambda ended: problems_before_settling(ended.term, DAY),
    "levels": lambda ended: levels_page(ended.classes[0], ended.term, DAY, balanced=True),
    "pupils at the end": lambda ended: settlement_facts.pupils_at_end(ended.term),
    "flags": lambda ended: settlement_facts.flags_by_pupil(ended.term, [one.pk for one in ended.pupils], DAY),
    "queue": lambda ended: list(queue_page(ended.term, QueueForm({}, term=ended.term)).rows),
    "letters": lambda ended: [(row.total, row.to_do) for row in honours_page(ended.term, DAY).kinds],
    "classes of letters": lambda ended: honours_page(ended.term, DAY).classes,
    "honour board": lambda ended: board_levels(ended.term, DAY),
    "notices": lambda ended: class_notices(sheets_of(ended), DAY),
    "good news": good_news,
    "register": lambda ended: register_page(first_round(ended)),
    "board": lambda ended: board_page(rounds_of(ended), first_round(ended), DAY),
    "end of the month": month_end,
    "end of the term": lambda ended: (
        term_end_page([ended.term], ended.term, standing_of(ended.administrator, DAY), DAY).tasks
    ),
    "pupil": pupil,
    "what is left to win": lambda ended: most_left(ended.term, ended.pupils[0], ended.classes[0], TERM_END),
    "what if": lambda ended: whatif_facts(ended.term, DAY),
}


@pytest.mark.django_db
@pytest.mark.parametrize("settled", [False, True])
def test_what_lies_around_changes_nothing_that_is_read_of_the_term(settled: bool) -> None:
    ended = make_ended(alone=True)
    if settled:
        ended.settle()
    term = Term.objects.select_related("school", "pinned__scheme").get(pk=ended.term.pk)
    ended = replace(ended, term=term)
    before = {name: repr(read(ended)) for name, read in READ.items()}
    ended.surround()
    after = {name: repr(read(ended)) for name, read in READ.items()}
    assert [name for name in READ if before[name] != after[name]] == []
