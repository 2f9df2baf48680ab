"""Every list that staff see can be taken away: as its page shows it, by whom its page is for, with a trace."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from reports.lists.taking import exports
from starrating.operations.models import AuditEvent
from starrating.web.paging import A_PAGE
from students.asked import Asked
from students.permits.reach import permit_for, reach_of
from students.permits.roles import standing_of
from tests.factories import moment
from tests.lock_order import taken_back
from tests.project.routes.matrix_rules import ROLES
from tests.project.routes.matrix_world import OTHER_GRADE, OWN, SAME_GRADE, TODAY, Town, make_town
from tests.reports.factories import workbook
from tests.reports.lists_world import OF, ask, book_rows, csv_rows, english, key_of, page_of, query_of, read_by_office

NOW = moment(TODAY)
# Nothing of theirs is in the town; each has a test of its own.
EMPTY = {"papers", "near", "corrections"}
# What only a teacher of classes has.
OWN_WORK = {"my-classes": "subject"}
# What the page leaves out as it stands in the town: none of its objections is decided.
LEFT_OUT = {"objections": ["Answer"]}
PLACES = ("in_file", "on_page")
# How a page writes what a file writes otherwise: times and days without a year, or a mark in place of a word.
WRITTEN_OTHERWISE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?|yes")


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction a test: one for all tests here, which is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def town_of_all(db: None) -> Iterator[Town]:
    with time_machine.travel(NOW, tick=False):
        made = make_town()
        read_by_office(made)
        yield made


@pytest.fixture
def town(town_of_all: Town) -> Iterator[Town]:
    """The same school for every test, each of which is taken back."""
    with time_machine.travel(NOW, tick=False), taken_back():
        yield town_of_all


def reader_of(key: str) -> str:
    return OWN_WORK.get(key, "administrator")


def test_every_list_is_a_table_and_a_workbook_with_the_same_cells(town: Town) -> None:
    for key in exports():
        client, query = english(town.people[reader_of(key)]), query_of(town, key)
        text, book = csv_rows(ask(client, key, query)), book_rows(ask(client, key, query, "xlsx"))
        if key == "audit":
            # That the first file was taken is in the second.
            assert book.pop(1)[2] == "List exported"
        assert [["" if cell is None else str(cell) for cell in row] for row in book] == text, key
        assert all(text[0]), key
        assert len(set(text[0])) == len(text[0]), (key, text[0])
        assert (len(text) == 1) == (key in EMPTY), (key, text)


def test_what_the_file_says_is_on_its_page(town: Town) -> None:
    for key, export in exports().items():
        if key in ("teachers", *EMPTY):
            continue
        client = english(town.people[reader_of(key)])
        rows = csv_rows(ask(client, key, query_of(town, key)))
        # Taking the list is itself an event, later than the page.
        rows = rows[:A_PAGE]
        answer = client.get(page_of(town, export.action, key))
        page = re.sub(r"\s+", " ", html.unescape(answer.content.decode()))
        cells = {line for row in rows[1:] for cell in row for line in re.split(r"\n|、|: | → ", cell) if line}
        wrong = [cell for cell in cells if cell not in page and not WRITTEN_OTHERWISE.fullmatch(cell)]
        assert wrong == [], key


def test_page_and_file_have_the_columns_of_one_declaration(town: Town) -> None:
    for key, export in exports().items():
        user = town.people[reader_of(key)]
        standing = standing_of(user, TODAY)
        params = QueryDict(urlencode(query_of(town, key)))
        asked = Asked(town.school, user, standing, reach_of(standing, export.action), params, TODAY)
        with translation.override("en"):
            columns = list(export.read(asked).resource.fields.values())
            in_file, on_page = ([str(one.column_name) for one in columns if getattr(one, place)] for place in PLACES)
        assert csv_rows(ask(english(user), key, query_of(town, key)))[0] == in_file, key
        page = english(user).get(page_of(town, export.action, key)).content.decode()
        tables = re.findall(
            r'aria-label="([^"]*)">\s*<table .*?<caption[^>]*>(.*?)</caption>.*?<thead>(.*?)</thead>', page, re.S
        )
        assert all(label.strip() and caption.strip() for label, caption, _head in tables), key
        heads = [re.findall(r">\s*([^<>]*[^<>\s])\s*<", head) for _label, _caption, head in tables]
        shown = [html.escape(name) for name in on_page if name not in LEFT_OUT.get(key, ())]
        assert shown in heads or not shown or key in EMPTY, (key, heads)


def test_every_page_has_its_button_with_what_it_is_filtered_by(town: Town) -> None:
    for key, export in exports().items():
        if key in {"near", "corrections"}:
            continue
        page = page_of(town, export.action, key)
        # A question about readings is answered only where its days are whole.
        page += ("&x=1" if key.endswith("-readings") else "&since=&x=1") if "?" in page else "?x=1"
        answer = english(town.people[reader_of(key)]).get(page).content.decode()
        found = re.findall(rf'action="{reverse("reports:list_file", args=[key])}\?([^"]*)"', answer)
        assert len(found) == 1, key
        assert "x=1" in found[0]
        for name, value in query_of(town, key).items():
            assert f"{name}={value}" in html.unescape(found[0]), key


def test_templates_and_catalogue_name_the_same_lists() -> None:
    texts = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    named = {key for text in texts for key in re.findall(r'(?:export_buttons.html" with list| export)="([^"]+)"', text)}
    assert named == set(exports())


@pytest.mark.parametrize(
    "who", sorted(set(ROLES) - {"anonymous", "deactivated", "office elsewhere", "homeroom elsewhere"})
)
def test_who_may_see_the_page_may_take_the_list_and_nobody_else(town: Town, who: str) -> None:
    client = english(town.people[who])
    for key, export in exports().items():
        may = bool(ROLES[who] & {str(role) for role in permit_for(export.action).who})
        answer = ask(client, key, query_of(town, key))
        page = client.get(page_of(town, export.action, key))
        assert answer.status_code == (200 if may else 403), (key, who)
        assert page.status_code == answer.status_code, (key, who)


def test_a_homeroom_teacher_takes_the_own_class_only(town: Town) -> None:
    client = english(town.people["homeroom"])
    others = [town.classes[place].name_in(2025) for place in (SAME_GRADE, OTHER_GRADE)]
    own = {pupil.number for pupil in town.pupils[OWN]}
    assert {row[1] for row in csv_rows(ask(client, "violations"))[1:]} <= own
    [_head, row] = csv_rows(ask(client, "classes"))
    assert {line[0] for line in csv_rows(ask(client, "teachers"))[1:]} == {row[1]}
    for key in ("roster", "groups", "consents", "totals", "levels", "pupil"):
        assert ask(client, key, query_of(town, key)).status_code == 200
        assert ask(client, key, query_of(town, key, SAME_GRADE)).status_code == 404, key
    taken = b"".join(ask(client, key).content for key in ("violations", "objections", "classes", "teachers"))
    assert row[1].encode() in taken
    assert [name for name in others if name.encode() in taken] == []


def test_nobody_reaches_another_school(town: Town) -> None:
    theirs = make_town()
    for key in exports():
        query = query_of(theirs, key)
        client = english(town.people[reader_of(key)])
        if query:
            assert ask(client, key, query).status_code == 404, key
        else:
            before = len(csv_rows(ask(client, key)))
            assert before < 400
    for key in ("board", "objections"):
        client = english(town.people["administrator"])
        assert ask(client, key, {"round": key_of(theirs, "round")}).status_code == 404, key
    assert ask(client, "movements", {"term": key_of(theirs, "term")}).status_code == 404
    assert ask(client, "totals", {**query_of(town, "totals"), "term": key_of(theirs, "term")}).status_code == 404


def test_taking_a_list_leaves_a_trace(town: Town) -> None:
    clerk = town.people["office"]
    answer = ask(english(clerk), "accounts", {"q": "李", "page": "2"}, "xlsx")
    event = AuditEvent.objects.get(action="list.exported")
    assert (event.actor, event.target_type, event.source) == (clerk, "students.school", "web")
    assert event.new == {"page": "students:accounts", "list": "accounts", "rows": 1, "filter": ["q=李"]}
    assert len(book_rows(answer)) == 2
    shown = english(clerk).get(reverse("awards:audit"), {"kind": "sensitive"}).content.decode()
    assert "List exported" in shown
    assert "List of accounts" in shown


def test_a_list_of_a_class_is_found_in_the_audit_by_the_class(town: Town) -> None:
    ask(english(town.people["homeroom"]), "roster", query_of(town, "roster"))
    event = AuditEvent.objects.get(action="list.exported")
    assert (event.target_type, event.target_id) == ("students.schoolclass", str(town.classes[OWN].pk))


def test_what_was_refused_leaves_no_trace_and_no_file(town: Town) -> None:
    clerk, teacher = english(town.people["office"]), english(town.people["homeroom"])
    assert ask(teacher, "accounts").status_code == 403
    assert ask(teacher, "roster", query_of(town, "roster", OTHER_GRADE)).status_code == 404
    for key in [*sorted({*OF, "levels"} - {"roster", "groups", "consents", "totals", "pupil"}), "roster"]:
        who = english(town.people["administrator"])
        for of in ({}, {"of": ""}, {"of": "x"}, {"of": "9" * 40}):
            assert ask(who, key, of).status_code == 404, (key, of)
    assert ask(clerk, "nothing").status_code == 404
    assert ask(clerk, "accounts", kind="pdf").status_code == 400
    assert clerk.get(reverse("reports:list_file", args=["accounts"])).status_code == 405
    assert not AuditEvent.objects.filter(action="list.exported").exists()


def test_filters_of_the_page_are_filters_of_the_file(town: Town) -> None:
    client = english(town.people["administrator"])
    assert {row[1] for row in csv_rows(ask(client, "accounts", {"role": "closed"}))[1:]} == {
        town.people["deactivated"].username
    }
    ask(client, "classes")
    kinds = {row[2] for row in csv_rows(ask(client, "audit", {"kind": "sensitive"}))[1:]}
    assert kinds == {"List exported"}
    assert csv_rows(ask(client, "audit", {"since": "2030-01-01"}))[1:] == []
    letters = csv_rows(ask(client, "rewards", {**query_of(town, "rewards"), "kind": "letter"}))[1:]
    everything = csv_rows(ask(client, "rewards", query_of(town, "rewards")))[1:]
    assert 0 < len(letters) < len(everything)
    settled = key_of(town, "term", "settled")
    movements, earlier = csv_rows(ask(client, "movements")), csv_rows(ask(client, "movements", {"term": settled}))
    assert len(earlier) < len(movements)
    open_ones = csv_rows(ask(client, "board", {"round": key_of(town, "round", "open")}))
    final = csv_rows(ask(client, "board", {"round": key_of(town, "round", "final")}))
    assert {row[1] for row in final[1:]} == {"Final"}
    assert {row[1] for row in open_ones[1:]} != {"Final"}
    before = csv_rows(ask(client, "levels", {**query_of(town, "levels"), "day": "2025-02-20"}))
    assert before != csv_rows(ask(client, "levels", query_of(town, "levels")))


def test_headings_are_in_the_reader_s_language(town: Town) -> None:
    client = english(town.people["office"])
    assert csv_rows(ask(client, "violations"))[0][:2] == ["Pupil", "School number"]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    answer = ask(client, "violations")
    assert csv_rows(answer)[0][:2] == ["学生", "学号"]
    assert "%E8%BF%9D" in answer["Content-Disposition"]


def test_the_workbook_says_whose_it_is_who_made_it_and_when(town: Town) -> None:
    answer = ask(english(town.people["homeroom"]), "roster", query_of(town, "roster"), "xlsx")
    sheet = workbook(answer.content).worksheets[0]
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None
    assert foot is not None
    said = f"{head.center.text} {foot.left.text} {foot.right.text}"
    assert [word for word in (town.school.name, "Pupils in seat order", "李岚", f"{TODAY}") if word not in said] == []
    assert sheet.freeze_panes == "A2"
