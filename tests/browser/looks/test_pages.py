"""Every main page on a classroom's PC and on a phone: nothing sticks out, nothing fails, everybody can use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from awards.models import Reminder, ReminderSettings, SheetState
from starrating.operations import jobs
from students.imports.columns.verbs import remember
from students.imports.importer import ROSTER as ROSTER_FILES
from students.models import FileImport, Movement, User
from students.pupils.movements import change_class
from tests.awards.board_factories import TODAY, Board, make_board
from tests.awards.month_files import one_class
from tests.browser.conftest import SignIn
from tests.factories import moment, pupils_of
from tests.guarantees.factories import make_subject_teacher
from tests.hostile.making.content import HEADER, ROSTER, Grid, csv_text
from tests.imports import imported
from tests.students.factories import MATRIX, preview_roster

pytestmark = pytest.mark.django_db(transaction=True)

WHO = ("teacher", "subject", "clerk", "administrator")
SIZES = ((1366, 768), (360, 740))
# Sheets of the board in their order: see `make_board`.
BEGUN, SUBMITTED, FILED, FINAL = 1, 2, 4, 5
# No page asks the server for more once it is loaded, so it is ready when nothing on it moves any more.
STILL = """Promise.allSettled(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime < Infinity).map(one => one.finished)).then(() => null)"""
# What can be pressed or filled in but is not reached by the tabulator key. One cell of a grid is, the others by arrows.
UNREACHABLE = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(one => one.checkVisibility() && !one.disabled && one.tabIndex !== 0 && !one.closest("[role=grid]"))
    .map(one => one.outerHTML.slice(0, 120))"""
# How many lines the words of the main navigation take, on top or below.
LINES = """Math.max(0, ...[...document.querySelectorAll(".nav__in")]
    .map(row => new Set([...row.children].map(one => one.offsetTop)).size))"""
# A class in each state; pupils enough that a page is longer than a screen.
CLASSES, PUPILS = 6, 12
GROUPS: Grid = (
    ("班级", "学号", "姓名", "小组", "组长", "班干部/评委"),
    ("七年级(1)班", "", "赵安然", "第1组", "是", ""),
    ("七年级(1)班", "", "没有这个人", "第1组", "", ""),
)
AXE = Axe()


@dataclass(frozen=True)
class Place:
    """A page: its address, made from the school at hand, and who looks at it."""

    who: str
    path: Callable[[Board], str]


def fixed(who: str, path: str) -> Place:
    return Place(who, lambda _board: path)


def sheet_of(who: str, which: int, path: str) -> Place:
    return Place(who, lambda board: path.format(board.sheets[which].pk))


def class_of(who: str, which: int, path: str) -> Place:
    return Place(who, lambda board: path.format(board.sheets[which].school_class_id))


def round_of(who: str, path: str) -> Place:
    return Place(who, lambda board: path.format(round=board.round.pk, term=board.round.term_id))


def uploaded(path: str, file: str, content: bytes) -> Place:
    """The preview of a file that the administrator has just sent."""

    def preview(board: Board) -> str:
        client = Client()
        client.force_login(board.administrator)
        form = {"file": SimpleUploadedFile(file, content), "starts_on": "2025-09-01", "round": board.round.pk}
        return str(client.post(path, form).headers["Location"])

    return Place("administrator", preview)


def table(path: str, grid: Grid) -> Place:
    return uploaded(path, "upload.csv", csv_text(grid).encode())


def moved(board: Board) -> str:
    """The page to correct the day of a movement."""
    pupil, other = (pupils_of(board.sheets[which])[-1] for which in (FINAL, FILED))
    target = other.enrolments.get().school_class
    change_class(pupil, target, on=TODAY, reason="家长申请", by=board.administrator, at=moment(TODAY))
    return f"/movements/{Movement.objects.get().pk}/day/"


def file_in_the_making(board: Board) -> str:
    """No worker runs here: it stays where it is."""
    order: dict[str, object] = {"term": board.round.term_id}
    job = jobs.start(
        "workbook", order, title="学期评星汇总表", by=board.clerk, school_id=board.school.pk, at=moment(TODAY)
    )
    return f"/account/files/{job.pk}"


def remembered_columns(board: Board) -> str:
    remember(board.school, "roster", {"证号": "学号", "宿舍": ""}, by=board.clerk, at=moment(TODAY))
    return "/import/columns/"


def reminders(board: Board) -> str:
    """A robot, a message that arrived and one that did not."""
    school = board.round.term.school
    ReminderSettings.objects.create(school=school, service="wecom", address="https://robot.example/?key=1234")
    sent = {"school": school, "way": "robot", "day": TODAY, "next_try_at": moment(TODAY)}
    Reminder.objects.create(**sent, text="7(1)班", state="sent", sent_at=moment(TODAY))
    Reminder.objects.create(**sent, text="7(2)班", state="failed", trouble="refused")
    return "/reminders/"


def imports(board: Board) -> str:
    """The list, with an import that has just been made."""
    imported_roster(board, "20259901", "欧阳若溪")
    return "/import/done/"


def an_import(board: Board) -> str:
    return f"/import/done/{imported_roster(board, '20259902', '司徒景行').pk}/"


def imported_roster(board: Board, number: str, name: str) -> FileImport:
    """One import, of a new pupil in a class that is there."""
    school_class = board.sheets[BEGUN].school_class.name_in(2025)
    preview = preview_roster(board.school, [HEADER, (number, name, "女", school_class, "", "")], today=TODAY)
    assert preview.writes
    imported(ROSTER_FILES, preview, by=board.administrator)
    return FileImport.objects.latest("pk")


def pupil_of_final(board: Board) -> str:
    row = board.sheets[FINAL].school_class.enrolments.order_by("seat")[0]
    return f"/pupils/{row.student_id}/"


PLACES = {
    "home of a homeroom teacher": fixed("teacher", "/"),
    "home of a subject teacher": fixed("subject", "/"),
    "home of the office": fixed("clerk", "/"),
    "home of the administrator": fixed("administrator", "/"),
    "months of a class": fixed("teacher", "/sheets/?all"),
    "sheet by star": sheet_of("teacher", BEGUN, "/sheets/{}/?view=stars"),
    "sheet by tapping": sheet_of("teacher", BEGUN, "/sheets/{}/?view=tiles"),
    "sheet as a grid": sheet_of("teacher", BEGUN, "/sheets/{}/?view=grid"),
    "progress of a class on paper": sheet_of("teacher", BEGUN, "/sheets/{}/progress/"),
    "board": fixed("clerk", "/board/"),
    "board, a class to file": sheet_of("clerk", SUBMITTED, "/board/{}/"),
    "board, a class on file": sheet_of("clerk", FILED, "/board/{}/"),
    "star left out of a final sheet": sheet_of("clerk", FINAL, "/board/{}/stars/"),
    "settings": fixed("administrator", "/settings/"),
    "rules of data processing": fixed("administrator", "/settings/data-rules/"),
    "yearly file on children's data": fixed("administrator", "/children-data/"),
    "what is held on a pupil": Place("administrator", lambda board: f"{pupil_of_final(board)}data/"),
    "incidents": fixed("administrator", "/settings/incidents/"),
    "remembered columns": Place("clerk", remembered_columns),
    "reminders": Place("administrator", reminders),
    "own reminders": fixed("teacher", "/reminders/mine"),
    "imports": Place("administrator", imports),
    "an import": Place("administrator", an_import),
    "first steps": fixed("administrator", "/first-steps/"),
    "own files": fixed("clerk", "/account/files"),
    "a file being made": Place("clerk", file_in_the_making),
    "to-do list of the month": fixed("clerk", "/to-do/month/"),
    "to-do list of the term": fixed("clerk", "/to-do/term/"),
    "search": fixed("clerk", "/search/?q=2025"),
    "figures": fixed("clerk", "/figures/"),
    "term on one page": fixed("clerk", "/figures/page/"),
    "months": round_of("clerk", "/board/months/?round={round}"),
    "register": round_of("clerk", "/board/rounds/{round}/register/"),
    "notice of a class": sheet_of("clerk", FILED, "/notices/class/{}/"),
    "notices of all classes": round_of("clerk", "/notices/rounds/{round}/classes/"),
    "notice of a grade": round_of("clerk", "/notices/rounds/{round}/grades/7/"),
    "notice of the school": round_of("clerk", "/notices/rounds/{round}/"),
    "pupil": Place("clerk", pupil_of_final),
    "totals of a class": class_of("clerk", FINAL, "/classes/{}/totals/"),
    "settings of the guardian's window": fixed("administrator", "/guardians/window/"),
    "classes": fixed("administrator", "/classes/"),
    "class": class_of("administrator", FINAL, "/classes/{}/"),
    "homeroom teacher of a class": class_of("administrator", FINAL, "/classes/{}/homeroom"),
    "subject teacher of a class": class_of("administrator", FINAL, "/classes/{}/subject-teacher"),
    "consents of a class": class_of("teacher", BEGUN, "/classes/{}/consents/"),
    "photos to add": fixed("teacher", "/photos/add"),
    "groups of a class": class_of("teacher", BEGUN, "/classes/{}/groups/"),
    "roster upload": fixed("administrator", "/import/roster/"),
    "staff upload": fixed("administrator", "/import/staff/"),
    "groups upload": fixed("administrator", "/import/groups/"),
    "roster of a file": table("/import/roster/", ROSTER),
    "first files": fixed("administrator", "/first-steps/files/"),
    "first files, told apart": table("/first-steps/files/", ROSTER),
    "staff of a file": table("/import/staff/", MATRIX),
    "groups of a file": table("/import/groups/", GROUPS),
    "sheets of a file": uploaded("/sheets/files/", "2025-09.xlsx", one_class({"文明星": "赵安然、没有这人"})),
    "new school year": fixed("administrator", "/years/start/"),
    "sheets upload": fixed("administrator", "/sheets/files/"),
    "accounts": fixed("administrator", "/accounts/"),
    "new account": fixed("administrator", "/accounts/add"),
    "account": Place("administrator", lambda board: f"/accounts/{board.clerk.pk}/"),
    "terms": fixed("administrator", "/terms/"),
    "opening a term": fixed("administrator", "/terms/open/"),
    "days of a term": round_of("administrator", "/terms/{term}/change/"),
    "term": round_of("administrator", "/terms/{term}/"),
    "month of its own": round_of("administrator", "/terms/{term}/rounds/add/"),
    "month": round_of("administrator", "/terms/rounds/{round}/"),
    "scheme of a term": round_of("administrator", "/scheme/{term}/"),
    "scheme": fixed("administrator", "/scheme/"),
    "versions of the scheme": fixed("teacher", "/scheme/versions/"),
    "audit": fixed("administrator", "/audit/"),
    "who saw a pupil": fixed("administrator", "/readings/pupil/"),
    "what an account saw": fixed("administrator", "/readings/account/"),
    "objections": fixed("clerk", "/objections/"),
    "movements": fixed("clerk", "/movements/"),
    "arrival of a pupil": fixed("clerk", "/movements/arrival/"),
    "movements of a pupil": Place("clerk", lambda board: f"/movements{pupil_of_final(board)}"),
    "day of a movement": Place("clerk", moved),
    "papers": fixed("clerk", "/papers/"),
    "wording of papers": fixed("administrator", "/papers/wording/"),
    "papers of a homeroom teacher": fixed("teacher", "/papers/"),
    "own password": fixed("teacher", "/password"),
    "own account": fixed("teacher", "/account"),
    "own sessions": fixed("teacher", "/account/sessions"),
    "second step": fixed("administrator", "/account/second-step"),
}


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(moment(TODAY)):
        yield


def make_board_of_pages() -> Board:
    return make_board(CLASSES, pupils=PUPILS)


@pytest.fixture
def board() -> Board:
    return make_board_of_pages()


def account(board: Board, who: str) -> User:
    if who == "teacher":
        return board.sheets[BEGUN].school_class.staffings.get().user
    if who == "subject":
        return make_subject_teacher(board.sheets[BEGUN])
    return board.clerk if who == "clerk" else board.administrator


def faults_of(page: Page, address: str) -> list[str]:
    """What is wrong at some size: headings, sideways scrolling, what keeps somebody out (WCAG 2.2 AA and axe's own)."""
    faults = []
    page.goto(address)
    faults += [f"not reached by keyboard: {one}" for one in page.evaluate(UNREACHABLE)]
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(STILL)
        if (headings := page.locator("h1").count()) != 1:
            faults.append(f"{width} px: {headings} main headings")
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults.append(f"{width} px: {needed} px wide")
        if (lines := page.evaluate(LINES)) > 1:
            faults.append(f"{width} px: main navigation of {lines} lines")
        found = AXE.run(page)
        if found.violations_count:
            faults.append(f"{width} px: {found.generate_report()}")
    return faults


@pytest.mark.parametrize("who", WHO)
def test_every_page_of(signed_in_page: SignIn, live_server: LiveServer, board: Board, who: str) -> None:
    """One test an account and not one a page: making the school takes longer than looking at its pages."""
    page = signed_in_page(account(board, who))
    places = {name: place.path(board) for name, place in PLACES.items() if place.who == who}
    assert places
    found = {name: faults_of(page, f"{live_server.url}{path}") for name, path in places.items()}
    assert "\n".join(f"{name}: {fault}" for name, faults in found.items() for fault in faults) == ""


def test_the_door(context: BrowserContext, live_server: LiveServer) -> None:
    assert faults_of(context.new_page(), f"{live_server.url}/sign-in") == []


def test_the_school_stands_as_these_pages_need_it(board: Board) -> None:
    """A page of an empty list would show little."""
    states = [board.sheets[which].state for which in (BEGUN, SUBMITTED, FILED, FINAL)]
    assert states == [SheetState.OPEN, SheetState.SUBMITTED, SheetState.IN_NOTICE, SheetState.FINAL]
