"""One effect however often a form is sent: by two people at once, five times, and again after the answer was lost.

Defences: the key of each form with its stored answer; behind it the state of what the form is about, under its lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from tests.faults.conftest import Scale
from tests.faults.harness import acts
from tests.faults.harness.acts import Form
from tests.faults.harness.asking import broken
from tests.faults.harness.client import Answer, Browser, Lost
from tests.faults.harness.installations import SQLITE, Builder, Installation
from tests.faults.harness.server import Server

TIMES = 5
# Status, address and messages of an answer.
Said = tuple[int, str, tuple[str, ...]]
T = TypeVar("T")


@dataclass
class Desk:
    """Everybody who acts, signed in at one server."""

    installation: Installation
    port: int
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def by(self, username: str) -> Browser:
        """Give a window of somebody's session."""
        if username not in self._browsers:
            self._browsers[username] = Browser.signed_in(self.port, username)
        return self._browsers[username].window()


def _submission(desk: Desk) -> tuple[Form, Sequence[str]]:
    sheet, world = desk.installation.world.sheets[0], desk.installation.world
    teacher = world.teachers[sheet.teacher].username
    for form in (acts.cells(sheet, world), acts.steps(sheet, world)):
        assert form.send(desk.by(teacher)).status == 302
    return acts.submission(sheet, acts.version_of(desk.installation, sheet)), [teacher, "administrator"]


def _filing(desk: Desk) -> tuple[Form, Sequence[str]]:
    sheet, world = desk.installation.world.sheets[1], desk.installation.world
    acts.hand_in(desk.installation, desk.by(world.teachers[sheet.teacher].username), sheet)
    return acts.filing(sheet), [clerk.username for clerk in world.clerks]


def _roster(desk: Desk) -> tuple[Form, Sequence[str]]:
    return acts.roster(desk.by("administrator")), ["administrator"]


def _year(desk: Desk) -> tuple[Form, Sequence[str]]:
    return acts.year_start(desk.installation.world), ["ended0", "ended1"]


def _settlement(desk: Desk) -> tuple[Form, Sequence[str]]:
    return acts.settlement(desk.installation.world), ["ended0", "ended1"]


# Each gives a form that is ready to be sent, and who may send it.
ACTS: dict[str, Callable[[Desk], tuple[Form, Sequence[str]]]] = {
    "submission": _submission,
    "filing": _filing,
    "roster": _roster,
    "year": _year,
    "settlement": _settlement,
}


@pytest.fixture
def desk(builder: Builder) -> Iterator[Desk]:
    installation = builder.copy()
    with Server(installation) as server:
        yield Desk(installation, server.port)


def said(browser: Browser, answer: Answer) -> Said:
    """Give what a person sees of an answer: where it leads, and what is said there."""
    return answer.status, answer.location, tuple(browser.told_after(answer))


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def sent(browser: Browser, form: Form) -> Said:
    return said(browser, form.send(browser))


def five_times(desk: Desk, form: Form, username: str) -> set[Said]:
    """Send one form five times at the same moment, and five times more one after the other; give what was said."""
    first = at_once([partial(sent, desk.by(username), form) for _n in range(TIMES)])
    return {*first, *(sent(desk.by(username), form) for _n in range(TIMES))}


def test_five_sends_have_one_effect_and_one_answer(desk: Desk) -> None:
    for name, prepare in ACTS.items():
        form, people = prepare(desk)
        answers = five_times(desk, form, people[0])
        assert acts.done(desk.installation, form) == 1, name
        assert len(answers) == 1, f"{name}: {answers}"
        assert next(iter(answers))[0] == 302, f"{name}: {answers}"
    assert broken(desk.installation) == []


def test_two_people_at_once_have_one_effect(desk: Desk, scale: Scale) -> None:
    for name in ["filing", "settlement"] if scale.short else ACTS:
        prepare = ACTS[name]
        form, people = prepare(desk)
        forms = [form, acts.roster(desk.by(people[-1])) if name == "roster" else form.again()]
        answers = at_once(
            [partial(one.send, desk.by(who)) for one, who in zip(forms, (people[0], people[-1]), strict=True)]
        )
        assert acts.done(desk.installation, form) == 1, name
        assert {answer.status for answer in answers} == {302}, f"{name}: {answers}"
    assert broken(desk.installation) == []


def test_sent_again_after_the_answer_was_lost_a_form_has_one_effect(builder: Builder, scale: Scale) -> None:
    """End the server between what it has written and its answer, start it anew, and send the same form again."""
    scale.one_engine(builder, SQLITE)
    installation = builder.copy()
    kills = installation.folder / "kills"
    kills.mkdir()
    server = Server(installation, kills=str(kills))
    desk = Desk(installation, server.port)
    server.start()
    try:
        for name in list(ACTS)[: scale.of(len(ACTS), 2)]:
            form, people = ACTS[name](desk)
            (kills / name).write_text(form.path, encoding="utf-8")
            with pytest.raises(Lost):
                form.send(desk.by(people[0]))
            server.kill()
            server.start()
            assert not list(kills.iterdir()), f"{name}: nothing was killed"
            assert acts.done(installation, form) == 1, name
            again = sent(desk.by(people[0]), form)
            assert (again[0], len(again[2])) == (302, 1), f"{name}: {again}"
            assert acts.done(installation, form) == 1, name
            assert again == sent(desk.by(people[0]), form), name
    finally:
        server.stop()
    assert broken(installation) == []


def test_control_without_keys_the_second_send_is_told_another_thing(builder: Builder, scale: Scale) -> None:
    """Show what turns this script red: keys that are not looked at."""
    scale.long_form()
    installation = builder.copy()
    with Server(installation, "keys") as server:
        desk = Desk(installation, server.port)
        form, people = _filing(desk)
        answers = {sent(desk.by(people[0]), form) for _n in range(2)}
    assert len(answers) == 2
