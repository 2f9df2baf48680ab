"""What people of the schools do over HTTP, each as one form that can be sent again with its key."""

from __future__ import annotations

import datetime as dt
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.checks.database import CLOCK, Database
from tests.faults.harness.asking import Acknowledged
from tests.faults.harness.client import Answer, Browser, Fields, Lost
from tests.faults.harness.installations import Installation
from tests.faults.harness.world import Sheet, World

NAMES = 5
_IN_NAMES = str.maketrans("R0123456789", "生甲乙丙丁戊己庚辛壬癸")
_DIGEST = re.compile(r'name="digest" value="([^"]+)"')
# Whoever is told to try again does so a few times.
BUSY = frozenset({503})
TRIES = 20


def today() -> str:
    return dt.datetime.now(CLOCK).date().isoformat()


@dataclass(frozen=True)
class Form:
    """A form filled in: sent as often as wanted, it is the same one. ``effects`` counts what it has done."""

    path: str
    fields: Fields
    effects: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))

    def send(self, browser: Browser) -> Answer:
        """Send it; where the program says that it is busy, send it again after the time that it names."""
        for _try in range(TRIES):
            answer = browser.post(self.path, self.fields, key=self.key)
            if answer.status not in BUSY:
                break
            time.sleep(float(answer.headers.get("retry-after", "1")))
        return answer

    def persist(self, browser: Browser, *, within: float = 180.0) -> Answer:
        """Send it until an answer comes, through cut connections and restarts, as somebody who presses again."""
        deadline = time.monotonic() + within
        while True:
            try:
                return self.send(browser)
            except Lost:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def again(self) -> Form:
        """Give the same wish as a form of its own, as somebody else would send it."""
        return Form(self.path, self.fields, self.effects)


def done(installation: Installation, form: Form) -> int:
    """Count how often the form has had its effect."""
    database = Database(installation.url)
    try:
        return database.number(form.effects)
    finally:
        database.close()


def _events(action: str, target: str, pk: int) -> str:
    about = f"target_type = '{target}' AND target_id = '{pk}'"
    return f"SELECT COUNT(*) FROM operations_auditevent WHERE action = '{action}' AND {about}"


def cells(sheet: Sheet, world: World) -> Form:
    """Fill a whole sheet in: so many names under every star, pupils in turn."""
    pupils = sheet.pupils
    wanted = [
        f"{pupils[(order * NAMES + n) % len(pupils)]}:{item}:1"
        for order, item in enumerate(world.items)
        for n in range(NAMES)
    ]
    return Form(
        f"/sheets/{sheet.pk}/cells",
        {"cell": wanted},
        f"SELECT COUNT(*) FROM awards_nomination WHERE class_round_id = {sheet.pk}",
    )


def steps(sheet: Sheet, world: World) -> Form:
    """Tick every step as held on paper."""
    fields: dict[str, str] = {}
    for step in world.steps:
        fields |= {
            f"step-{step}-held": "on",
            f"step-{step}-held_on": sheet.ends_on,
            f"step-{step}-participants": "全班",
        }
    return Form(
        f"/sheets/{sheet.pk}/steps", fields, f"SELECT COUNT(*) FROM awards_heldstep WHERE class_round_id = {sheet.pk}"
    )


def submission(sheet: Sheet, version: int) -> Form:
    return Form(
        f"/sheets/{sheet.pk}/submit",
        {"seen": version, "early": "on"},
        _events("sheet.submitted", "awards.classround", sheet.pk),
    )


def filing(sheet: Sheet) -> Form:
    return Form(f"/board/{sheet.pk}/file/", {"on": today()}, _events("sheet.filed", "awards.classround", sheet.pk))


def settlement(world: World) -> Form:
    return Form(
        f"/settlement/{world.ended_term}/settle/", {}, _events("term.settled", "students.term", world.ended_term)
    )


def year_start(world: World) -> Form:
    effects = "SELECT COUNT(*) FROM operations_auditevent WHERE action = 'year.started'"
    return Form("/years/start/confirm", {"school_year": world.school_year}, effects)


def roster(browser: Browser, pupils: int = 3, prefix: str = "R") -> Form:
    """Upload a list of new pupils, look at its preview, and give the form that confirms it."""
    numbers = [f"{prefix}{number:04d}" for number in range(pupils)]
    # Names of their own: a new number of a known name is taken only when it is ticked.
    rows = [f"{number},新{number.translate(_IN_NAMES)},1,七年级" for number in numbers]
    content = "\r\n".join(["学号,姓名,班级,年级", *rows]).encode()
    answer = browser.post("/import/roster/", {}, files={"file": ("roster.csv", content)})
    assert answer.status == 302, (answer.status, answer.text[-3000:])
    digest = _DIGEST.search(browser.get(answer.location).text)
    assert digest is not None, browser.get(answer.location).text
    effects = "SELECT COUNT(*) FROM operations_auditevent WHERE action = 'roster.imported'"
    return Form(f"{answer.location}confirm", {"digest": digest[1]}, effects)


def reopening(world: World) -> Form:
    effects = _events("term.reopened", "students.term", world.ended_term)
    return Form(f"/settlement/{world.ended_term}/reopen/", {"reason": "核对"}, effects)


def recall(sheet: Sheet) -> Form:
    return Form(f"/sheets/{sheet.pk}/recall", {}, _events("sheet.recalled", "awards.classround", sheet.pk))


def workbook(world: World) -> Form:
    effects = "SELECT COUNT(*) FROM operations_job WHERE kind = 'workbook' AND state = 'done'"
    return Form(f"/papers/{world.ended_term}/workbook/", {}, effects)


def version_of(installation: Installation, sheet: Sheet) -> int:
    database = Database(installation.url)
    try:
        return database.number(f"SELECT version FROM awards_classround WHERE id = {sheet.pk}")
    finally:
        database.close()


def hand_in(
    installation: Installation, browser: Browser, sheet: Sheet, told: Acknowledged | None = None
) -> list[float]:
    """Fill in one month as its teacher does, and submit it; give the seconds of each request. Safe to repeat."""
    world, seconds = installation.world, []

    def sent(make: Callable[[], Form]) -> Form:
        form, begun = make(), time.perf_counter()
        answer = form.persist(browser)
        seconds.append(time.perf_counter() - begun)
        assert answer.status == 302, (form.path, answer.status, answer.text[:500])
        return form

    sent(lambda: cells(sheet, world))
    if told is not None:
        told.row("awards_nomination", len(world.items) * NAMES, class_round_id=sheet.pk, state="chosen")
    sent(lambda: steps(sheet, world))
    if told is not None:
        told.row("awards_heldstep", len(world.steps), class_round_id=sheet.pk)
    sent(lambda: submission(sheet, version_of(installation, sheet)))
    if told is not None:
        told.row("awards_classround", 1, id=sheet.pk, state="submitted")
    return seconds
