"""Filing all but the flagged sheets, and returning a sheet that names its lines (A33)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import ClassRound, Decision, Nomination, SheetState, Verdict
from awards.office import filing
from awards.rules.problems import Problem, ProblemLevel
from awards.sheets import access, moves
from tests.awards.board_clients import client_of, said
from tests.awards.board_factories import TODAY, Board, make_board
from tests.awards.office.test_board_filing import make_submitted_board, states
from tests.awards.voice_factories import make_objection
from tests.factories import make_homeroom, make_office, make_school, make_student, make_term, moment
from tests.guarantees.factories import make_many_sheets

pytestmark = pytest.mark.django_db

NOW = moment(TODAY)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def flag(board: Board, place: int) -> ClassRound:
    """A sheet that came back from its notice with an objection still open."""
    make_objection(board.sheets[place], board.clerk)
    return board.sheets[place]


def test_all_but_the_flagged_are_filed_and_these_are_named() -> None:
    board = make_submitted_board(3)
    flagged = flag(board, 1)
    done = filing.register_unflagged(board.round, on=TODAY, by=board.clerk, at=NOW)
    assert len(done.filed) == 2
    assert [(sheet.pk, [one.code for one in flags]) for sheet, flags in done.left] == [(flagged.pk, ["objection_open"])]
    assert states(board) == [SheetState.IN_NOTICE, SheetState.SUBMITTED, SheetState.IN_NOTICE]


def test_the_page_says_how_many_and_keeps_the_flagged_with_their_reason() -> None:
    board = make_submitted_board(3)
    flag(board, 1)
    client = client_of(board.clerk)
    address = reverse("awards:file_unflagged", args=[board.round.pk])
    assert "File all but the flagged: 2 classes" in client.get(reverse("awards:board")).content.decode()
    answer = client.post(address, {"on": TODAY.isoformat(), "idempotency_key": "once"}, follow=True)
    html = answer.content.decode()
    assert "2 sheets filed. Not filed, because of findings: 七年级(2)班." in html
    assert "Objections still open: 1." in html
    client.post(address, {"on": TODAY.isoformat(), "idempotency_key": "once"})
    assert Decision.objects.filter(verdict=Verdict.FILED).count() == 2


def test_nothing_to_file_and_nothing_without_a_flag_are_told() -> None:
    board = make_submitted_board(1)
    flag(board, 0)
    address = reverse("awards:file_unflagged", args=[board.round.pk])
    client = client_of(board.clerk)
    assert said(client.post(address, {"on": TODAY.isoformat()})) == [
        "Every submitted sheet has something to look at first. Open them one by one."
    ]
    moves.recall(board.sheets[0], by=board.sheets[0].school_class.staffings.get().user, at=NOW)
    assert (
        said(client.post(address, {"on": TODAY.isoformat()}))[-1]
        == "No sheet is waiting to be filed. Load the page again."
    )
    assert client.post(reverse("awards:file_unflagged", args=[make_board(1).round.pk])).status_code == 404
    teacher = make_homeroom(board.sheets[0].school_class, "接任", starts_on=TODAY, ends_on=TODAY)
    assert client_of(teacher).post(address).status_code == 403


@pytest.mark.parametrize("classes", [2, 36])
def test_a_whole_school_costs_no_more_than_two_classes(classes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = make_many_sheets(make_term(make_school()).school, classes)
    make_student(sheets[0].school_class, "第三位")
    ClassRound.objects.update(state=SheetState.SUBMITTED)
    # What stands on them is not the matter here: one of them has a flag.
    found = [Problem("flag", ProblemLevel.WARNING, "看")]
    monkeypatch.setattr("awards.office.flags.sheet_problems", lambda facts: found if facts.roster_size == 3 else [])
    clerk = make_office(sheets[0].school_class.school)
    with CaptureQueriesContext(connection) as queries:
        done = filing.register_unflagged(sheets[0].round, on=TODAY, by=clerk, at=NOW)
    assert (len(done.filed), len(done.left)) == (classes - 1, 1)
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 21


def lines(sheet: ClassRound) -> list[Nomination]:
    return list(Nomination.objects.placed().filter(class_round=sheet).select_related("student", "item"))


def test_a_return_names_the_lines_and_each_keeps_its_remark() -> None:
    board = make_submitted_board(1)
    sheet = board.sheets[0]
    first, second = lines(sheet)[:2]
    data = {
        "line": [first.pk, second.pk],
        f"remark-{first.pk}": "与纸质表不符",
        f"remark-{second.pk}": " 本月请假  两周 ",
        "reason": "请补齐",
    }
    client = client_of(board.clerk)
    client.post(reverse("awards:return_sheet", args=[sheet.pk]), data)
    found = ClassRound.objects.get(pk=sheet.pk)
    assert found.return_reason.splitlines() == [
        f"{first.item.name}, {first.student.name}: 与纸质表不符",
        f"{second.item.name}, {second.student.name}: 本月请假 两周",
        "请补齐",
    ]
    assert access.remarks_on(found) == {first.pk: "与纸质表不符", second.pk: "本月请假 两周"}
    assert "与纸质表不符" in client.get(reverse("awards:board_sheet", args=[sheet.pk])).content.decode()
    teacher = sheet.school_class.staffings.get().user
    moves.submit(found, by=teacher, at=NOW)
    assert access.remarks_on(ClassRound.objects.get(pk=sheet.pk)) == {}
    moves.send_back(found, reason="再看", by=board.clerk, at=NOW)
    assert access.remarks_on(ClassRound.objects.get(pk=sheet.pk)) == {}


def test_a_ticked_name_needs_its_remark_and_must_stand_on_the_sheet() -> None:
    board, other = make_submitted_board(1), make_submitted_board(1)
    sheet = board.sheets[0]
    line, stranger = lines(sheet)[0], lines(other.sheets[0])[0]
    client = client_of(board.clerk)
    address = reverse("awards:return_sheet", args=[sheet.pk])
    for data in (
        {"line": [line.pk]},
        {"line": [line.pk], f"remark-{line.pk}": "长" * 101},
        {"line": [stranger.pk], f"remark-{stranger.pk}": "不符"},
        {"line": ["x"], "reason": "看"},
    ):
        assert len(said(client.post(address, data))) >= 1
    assert states(board) == [SheetState.SUBMITTED]
    assert not Decision.objects.filter(verdict=Verdict.RETURNED).exists()
