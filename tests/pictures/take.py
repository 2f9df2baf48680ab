"""Takes the pictures of docs/pages.md from the running program: `make pictures`. No test, and not collected as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from django.db.models import Sum
from playwright.sync_api import BrowserContext, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from awards.demo.build import Demo, build
from awards.demo.months import Fate
from awards.demo.portraits import give_portraits
from awards.models import Appeal, Ceremony
from students.models import Enrolment, Student, Term, TermState, User
from students.sessions import setup_word
from tests.awards.pupil_factories import account_of
from tests.browser.conftest import SignIn
from tests.factories import moment
from tests.lock_order import Watch
from tests.pictures.take_papers import put_on_board

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# Around this day the demonstration is made: fixed, and late in a month, so that its months are a term from the start.
TODAY = dt.date(2025, 12, 22)
SIZES = {"pc": (1366, 768), "phone": (360, 740)}
CLASSES_PER_GRADE, PUPILS = 8, 48


def clerk(demo: Demo) -> User:
    return demo.staff.clerks[0].user


def teacher(demo: Demo) -> User:
    return demo.homeroom_of(Fate.BEGUN)[1].user


def sheet(demo: Demo) -> str:
    return f"/sheets/{demo.homeroom_of(Fate.BEGUN)[0].pk}/"


def notice(demo: Demo) -> str:
    return f"/notices/class/{demo.homeroom_of(Fate.IN_NOTICE)[0].pk}/"


def consents(demo: Demo) -> str:
    return f"/classes/{demo.homeroom_of(Fate.BEGUN)[0].school_class_id}/consents/"


def shining(demo: Demo) -> Student:
    """Whoever of the teacher's class has most stars: with a level, and with several months to explain it."""
    own = Enrolment.objects.of_class(demo.homeroom_of(Fate.BEGUN)[0].school_class, TODAY)
    return own.annotate(total=Sum("student__entries__stars")).order_by("-total", "seat")[0].student


def pupil(demo: Demo) -> str:
    return f"/pupils/{shining(demo).pk}/"


def oneself(demo: Demo) -> User:
    return account_of(shining(demo))


@dataclass(frozen=True)
class Shot:
    """One page: the name of its pictures, who looks at it, and its address."""

    name: str
    who: Callable[[Demo], User]
    path: Callable[[Demo], str]


def at(path: str) -> Callable[[Demo], str]:
    """An address that is the same in every school."""
    return lambda _demo: path


def of(fate: Fate, path: str) -> Callable[[Demo], str]:
    """An address that names the sheet of the first class with that fate."""
    return lambda demo: path.format(demo.homeroom_of(fate)[0].pk)


def administrator(demo: Demo) -> User:
    return demo.staff.administrator.user


def headmaster(demo: Demo) -> User:
    assert demo.staff.headmaster is not None
    return demo.staff.headmaster.user


def teacher_on_screen(demo: Demo) -> User:
    return demo.homeroom_of(Fate.ON_SCREEN)[1].user


def class_page(demo: Demo) -> str:
    return f"/classes/{demo.homeroom_of(Fate.BEGUN)[0].school_class_id}/"


def an_appeal(_demo: Demo) -> str:
    return f"/appeals/{Appeal.objects.earliest('pk').pk}/"


def a_term(_demo: Demo) -> str:
    return f"/terms/{Term.objects.latest('starts_on').pk}/"


def a_ceremony(_demo: Demo) -> str:
    return f"/ceremonies/{Ceremony.objects.earliest('day').pk}/"


SHOTS = (
    Shot("sheet", teacher, sheet),
    Shot("sheet-tiles", teacher, lambda demo: f"{sheet(demo)}?view=tiles"),
    Shot("sheet-grid", teacher, lambda demo: f"{sheet(demo)}?view=grid"),
    Shot("progress", teacher_on_screen, of(Fate.ON_SCREEN, "/sheets/{}/progress/")),
    Shot("shortlist", teacher_on_screen, of(Fate.ON_SCREEN, "/sheets/{}/shortlist/")),
    Shot("board", clerk, at("/board/")),
    Shot("board-filing", clerk, at("/board/#submitted")),
    Shot("board-months", clerk, at("/board/months/")),
    Shot("board-sheet", clerk, of(Fate.PUPIL_MOVED, "/board/{}/")),
    Shot("to-do", clerk, at("/to-do/month/")),
    Shot("to-do-term", clerk, at("/to-do/term/")),
    Shot("exams", clerk, at("/exams/")),
    Shot("violations", clerk, at("/violations/")),
    Shot("objections", clerk, at("/objections/")),
    Shot("appeals", clerk, at("/appeals/")),
    Shot("appeal", clerk, an_appeal),
    Shot("ceremonies", clerk, at("/ceremonies/")),
    Shot("ceremony", clerk, a_ceremony),
    Shot("reminders", administrator, at("/reminders/")),
    Shot("movements", clerk, at("/movements/")),
    Shot("papers", clerk, at("/papers/")),
    Shot("audit", clerk, at("/audit/")),
    Shot("figures", clerk, at("/figures/")),
    Shot("figures-page", headmaster, at("/figures/page/")),
    Shot("consents", teacher, consents),
    Shot("window-codes", teacher, lambda demo: consents(demo).replace("consents", "window")),
    Shot("guardian-window", teacher, lambda demo: f"{pupil(demo)}window/"),
    Shot("facts", teacher, at("/facts/")),
    Shot("faults", teacher, lambda demo: f"{class_page(demo)}faults/"),
    Shot("my-facts", lambda demo: demo.voices.others[0].user, at("/my-facts/")),
    Shot("search", clerk, at("/search/?q=w")),
    Shot("notice", clerk, notice),
    Shot("pupil", teacher, pupil),
    Shot("my-month", lambda demo: demo.voices.others[0].user, at("/my-month/")),
    Shot("group-step", lambda demo: demo.voices.leaders[0].user, at("/my-group/")),
    Shot("committee-step", lambda demo: demo.voices.cadres[0].user, at("/committee/")),
    Shot("my-stars", oneself, at("/my-stars/")),
    Shot("classes", administrator, at("/classes/")),
    Shot("class", administrator, class_page),
    Shot("accounts", administrator, at("/accounts/")),
    Shot("roster-upload", administrator, at("/import/roster/")),
    Shot("terms", administrator, at("/terms/")),
    Shot("term", administrator, a_term),
    Shot("scheme", administrator, at("/scheme/")),
    Shot("scheme-versions", administrator, at("/scheme/versions/")),
    Shot("schemes", administrator, at("/schemes/")),
    Shot("what-if", administrator, at("/what-if/")),
    Shot("settlement", administrator, at("/settlement/")),
    Shot("settings", administrator, at("/settings/")),
    Shot("first-steps", administrator, at("/first-steps/")),
)


def take(page: Page, address: str, name: str) -> None:
    """One picture a size, as much of the page as the screen shows."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if part := address.partition("#")[2]:
            # The address is the same at the second size, and then the browser stays where it was.
            page.locator(f"#{part}").evaluate("section => section.scrollIntoView({behavior: 'instant'})")
        page.screenshot(path=FOLDER / f"{name}-{size}.png", caret="hide", animations="disabled")


def settled_as_it_is(demo: Demo) -> Term:
    """The demonstration's term is never over; the board is what a settled one would have."""
    term = Term.objects.select_related("school", "pinned__scheme__school").order_by("-starts_on")[0]
    put_on_board(term, demo)
    give_portraits(term, by=clerk(demo), at=moment(TODAY))
    Term.objects.filter(pk=term.pk).update(state=TermState.SETTLED)
    return term


@pytest.fixture(autouse=True)
def without_the_card(settings: Settings) -> None:
    """Show pages as a school sees them, without the card at the foot of the demonstration's."""
    settings.SERVES_OTHERS = True


def test_take_pictures(signed_in_page: SignIn, context: BrowserContext, live_server: LiveServer, locks: Watch) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with time_machine.travel(moment(TODAY)):
        setup_word.draw(at=moment(TODAY))
        take(context.new_page(), f"{live_server.url}/setup/", "setup")
        demo = build(at=moment(TODAY), classes_per_grade=CLASSES_PER_GRADE, pupils=PUPILS)
        # One transaction makes a year of acts: their order says nothing of the order in which each locks.
        locks.wrong.clear()
        take(context.new_page(), f"{live_server.url}/sign-in", "sign-in")
        for shot in SHOTS:
            take(signed_in_page(shot.who(demo)), f"{live_server.url}{shot.path(demo)}", shot.name)
        term = settled_as_it_is(demo)
        take(signed_in_page(clerk(demo)), f"{live_server.url}/lobby/{term.pk}/", "lobby")
