"""A thousand invented pupils with everything that must not leave the house, and all that leaves it searched for it."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db.models import Min
from django.test import Client
from openpyxl import load_workbook

from awards.exams import verbs as exams
from awards.guards import SETTLED
from awards.models import ClassRound, Deed, Ground, SheetState, StarItem, Violation
from awards.rules.champions import TOTAL
from awards.rules.kinds import ItemKind
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from students.models import Consent, ConsentScope, Guardian, School, Student
from tests.awards.exam_factories import results
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import TERM_END, make_homeroom, moment
from tests.reports.factories import signed_in
from tests.reports.papers.reading import text_of
from tests.triggers import without

pytestmark = pytest.mark.django_db

PUPILS, CLASSES = 1000, 20
FACTS, STATEMENT, NOTED = "围墙外翻越事实", "本人检讨陈述", "平时提水到三楼"


@dataclass(frozen=True)
class Planted:
    """What is nobody's business, by what it is; each text occurs in no other."""

    numbers: frozenset[str]
    phones: frozenset[str]
    births: frozenset[str]
    guardians: frozenset[str]
    deeds: frozenset[str] = frozenset({FACTS, STATEMENT, NOTED, "重大违纪", "扣星"})
    champions: frozenset[str] = frozenset({"状元"})


@dataclass(frozen=True)
class Searched:
    """The school on one day: its term settled, a month of it on notice once more."""

    ended: Ended
    planted: Planted
    sheet: ClassRound


def plant(ended: Ended, chance: random.Random) -> Planted:
    pupils = list(Student.objects.order_by("pk"))
    guardians = []
    for place, pupil in enumerate(pupils):
        pupil.number = f"G{chance.randrange(10**9, 10**10)}{place:04d}"
        pupil.born_on = dt.date(2012, 1, 1) + dt.timedelta(days=place)
        guardians.append(Guardian(student=pupil, name=f"监护人{place:04d}", phone=f"139{chance.randrange(10**8):08d}"))
    Student.objects.bulk_update(pupils, ["number", "born_on"])
    Guardian.objects.bulk_create(guardians)
    births = {f(one.born_on) for one in pupils if one.born_on for f in (dt.date.isoformat, said, "{:%Y%m%d}".format)}
    return Planted(
        frozenset(one.number for one in pupils),
        frozenset(one.phone for one in guardians),
        frozenset(births),
        frozenset(one.name for one in guardians),
    )


def said(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def misbehave(ended: Ended) -> None:
    """Some have lost stars, some are champions of an exam, and of all winners something was noted."""
    item = StarItem.objects.filter(scheme=ended.term.pinned.scheme)[0]
    about = {"term": ended.term, "item": item, "noted_by": ended.clerk, "noted_at": LATER}
    Deed.objects.bulk_create(
        Deed(student=pupil, happened_on=dt.date(2025, 9, 10), text=NOTED, **about) for pupil in ended.pupils[:60]
    )
    ground = Ground.objects.filter(scheme=ended.term.pinned.scheme)[0]
    for pupil in ended.pupils[3:9]:
        incident = Incident(pupil, ground, dt.date(2025, 11, 5), FACTS)
        row = violations.propose(incident, by=ended.clerk, at=moment(dt.date(2025, 11, 6)))
        Violation.objects.filter(pk=row.pk).update(statement=STATEMENT)
    spec = exams.exam_spec(ended.school, kind="月考", name="10月月考", held_on=dt.date(2025, 10, 17))
    found = results((ItemKind.GRADE_TOTAL, TOTAL, ended.pupils[10]), grades=(7,))
    exams.confirm(spec, found, by=ended.clerk, at=moment(dt.date(2025, 10, 20)))


@pytest.fixture
def searched() -> Iterator[Searched]:
    chance = random.Random(7)
    stars = [chance.choice((33, 27, 22, 17, 12, 4)) for _ in range(60)] + [0] * (PUPILS - 60)
    ended = make_ended(stars, classes=CLASSES)
    planted = plant(ended, chance)
    with time_machine.travel(LATER, tick=False):
        misbehave(ended)
        Violation.objects.update(state="dropped", decision_reason="查无此事", decided_by=ended.clerk, decided_at=LATER)
        ended.settle()
        own = ClassRound.objects.filter(round__term=ended.term)
        first = own.aggregate(first=Min("round__starts_on"))["first"]
        # No school comes here: what is settled has no notice. This one shows both at once.
        with without(next(guard for guard in SETTLED if guard.table == "awards_classround")):
            own.filter(round__starts_on=first).update(
                state=SheetState.IN_NOTICE, notice_from=LATER.date(), notice_until=LATER.date()
            )
        School.objects.update(public_pages=True)
        agreed = [
            Consent(student=pupil, scope=ConsentScope.PUBLICATION, given_by="家长", text_version="1", given_on=TERM_END)
            for pupil in ended.pupils[:60]
        ]
        Consent.objects.bulk_create(agreed)
        sheets = own.filter(state=SheetState.IN_NOTICE).select_related("round", "school_class__school")
        yield Searched(ended, planted, sheets.order_by("pk")[0])


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    if answer["Content-Type"].startswith("application/pdf"):
        return text_of(answer.content)
    # The bar above names the program's own pages, 违纪扣星 among them.
    return str(answer.content.decode()).partition("<main")[2].partition("</main>")[0]


def batch(client: Client, found: Searched, kind: str) -> str:
    wished = {f"{kind}-day": LATER.date().isoformat()}
    answer = client.post(f"/papers/{found.ended.term.pk}/letters/{kind}/", wished)
    assert answer["Content-Type"] == "application/pdf", kind
    return text_of(answer.content)


def public_outputs(found: Searched) -> Iterator[tuple[str, str]]:
    """Everything that others than the staff come to see."""
    client, term, sheet = signed_in(found.ended.administrator), found.ended.term, found.sheet
    round_ = sheet.round_id
    grade = sheet.school_class.grade_in(term.school_year)
    for path in (f"class/{sheet.pk}/", f"rounds/{round_}/", f"rounds/{round_}/grades/{grade}/"):
        yield f"notice {path}", page(client, f"/notices/{path}")
        yield f"printed notice {path}", page(client, f"/papers/notices/{path}")
    yield "poster", page(client, f"/papers/{term.pk}/board/")
    yield "screen in the hall", page(client, f"/lobby/{term.pk}/")
    for kind in ("letter", "certificate", "parent_title", "invitation"):
        yield kind, batch(client, found, kind)
    code = sheet.school_class.school.code
    yield "public page", page(Client(), f"/public/{code}/{sheet.pk}/")
    yield "list of public pages", page(Client(), f"/public/{code}/")


def test_nothing_of_it_is_on_anything_that_leaves_the_house(searched: Searched) -> None:
    """One test, for the thousand take their time to move in."""
    others_see_nothing(searched)
    staff_see_no_phone_no_birth_and_no_deed(searched)


def others_see_nothing(searched: Searched) -> None:
    outputs = dict(public_outputs(searched))
    planted = searched.planted
    secrets = planted.numbers | planted.phones | planted.births | planted.guardians | planted.deeds | planted.champions
    leaks = [(name, text) for name, content in outputs.items() for text in secrets if text in content]
    assert leaks == []
    # The search would find something: names are there, on the public page masked.
    names = {pupil.name for pupil in searched.ended.pupils[:60]}
    for name, content in outputs.items():
        assert any(one in content for one in names) != ("public page" in name), name


def cells(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def class_workbook(found: Searched) -> str:
    teacher = make_homeroom(found.ended.classes[0])
    return cells(signed_in(teacher).post(f"/papers/{found.ended.term.pk}/workbook/", {"format": "xlsx"}).content)


STAFF: dict[str, Callable[[Searched], str]] = {
    "workbook of a class": class_workbook,
    "month sheet": lambda found: page(signed_in(found.ended.clerk), f"/papers/sheets/{found.sheet.pk}/filled/"),
    "register": lambda found: page(signed_in(found.ended.clerk), f"/papers/rounds/{found.sheet.round_id}/register/"),
    "totals": lambda found: page(signed_in(found.ended.clerk), f"/classes/{found.ended.classes[0].pk}/totals/"),
    "figures": lambda found: page(signed_in(found.ended.clerk), "/figures/"),
}


def staff_see_no_phone_no_birth_and_no_deed(searched: Searched) -> None:
    planted = searched.planted
    secrets = planted.phones | planted.births | planted.guardians | {FACTS, STATEMENT, NOTED}
    outputs = {name: make(searched) for name, make in STAFF.items()}
    leaks = [(name, text) for name, content in outputs.items() for text in secrets if text in content]
    assert leaks == []
