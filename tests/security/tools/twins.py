"""Two schools with the same things in them; one carries a mark in every text, which no answer to the other has."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import time_machine
from django.apps import apps
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DatabaseError, connection, models, transaction
from django.db.models.functions import Concat, Left
from django.test import Client
from django.urls import reverse

from students.models import School, User
from tests.factories import moment
from tests.lock_order import taken_back
from tests.project.routes.matrix_world import TODAY, Town, make_town
from tests.triggers import lifted

MARK = "彼岸"
DOCUMENT = '{"'
APART = 1_000_000
# What identifies a row to a machine stays as it is: it is what is swapped.
STAYS = {
    "digest",
    "code",
    "username",
    "number",
    "password",
    "sha256",
    "key",
    "path",
    "filing_number",
    "order_digest",
    "secret",
    "device",
}
# Sign-ins and counters of tries come and go with each request of whomever.
OF_NOBODY = {
    "students.SignIn",
    "students.SignInTries",
    "students.SetupWord",
    "students.KnownDevice",
    "operations.IdempotencyKey",
}
ROLES = ("office", "administrator", "homeroom", "subject", "pupil", "committee", "anonymous")

Rows = dict[type[models.Model], set[Any]]


def own_models() -> list[type[models.Model]]:
    labels = {name.rpartition(".")[2] for name in settings.OWN_APPS}
    return [model for model in apps.get_models() if model._meta.app_label in labels]


def rows() -> Rows:
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in own_models()}


def texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Give the columns in which somebody's words stand."""
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField) and not one.choices and one.name not in STAYS
    ]


def put_mark(theirs: Rows) -> list[str]:
    """Put the mark before every text of these rows; give the columns whose own rules keep it out."""
    kept_out = []
    with lifted(connection):
        for model, keys in theirs.items():
            found = model._default_manager.filter(pk__in=keys)
            for column in texts(model):
                documents = dict(
                    found.filter(**{f"{column.name}__startswith": DOCUMENT}).values_list("pk", column.name)
                )
                with_mark = Concat(models.Value(MARK), models.F(column.name))
                longest = getattr(column, "max_length", None)
                try:
                    with transaction.atomic():
                        found.exclude(**{column.name: ""}).update(
                            **{column.name: Left(with_mark, longest) if longest else with_mark}
                        )
                except DatabaseError:
                    kept_out.append(f"{model._meta.label}.{column.name}")
                for key, text in documents.items():
                    found.filter(pk=key).update(**{column.name: in_document(text, marked)})
            for column in model._meta.concrete_fields:
                if isinstance(column, models.JSONField):
                    for row in found:
                        found.filter(pk=row.pk).update(**{column.name: marked(getattr(row, column.name))})
    return kept_out


def in_document(text: str, change: Callable[[object], object]) -> str:
    """Give a text that is a document with what is said in it changed; nothing where it is none."""
    return json.dumps(change(json.loads(text)), ensure_ascii=False) if text.startswith(DOCUMENT) else ""


def marked(value: object) -> object:
    """Give a document with the mark before each text in it."""
    if isinstance(value, dict):
        return {key: marked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one) for one in value]
    return MARK + value if isinstance(value, str) and value else value


@dataclass
class Written:
    """Notes the tables that a request writes to."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        verb, _, rest = sql.lstrip().partition(" ")
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            self.tables.add(rest.split('"')[1])
        return execute(sql, params, many, context)


@dataclass
class Answered:
    """An answer with what it wrote, what it raised, and where it reached into the other school."""

    response: Any
    text: str
    error: str = ""
    reached: list[str] = field(default_factory=list)
    wrote: bool = False


@dataclass
class Twins:
    """Both schools, everybody of ours signed in, and what the other school's rows are."""

    ours: Town
    theirs: Town
    foreign: Rows
    clients: dict[str, Client]
    sessions: dict[str, str]
    raised: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open = False
        self._known = rows()
        self._models = {model._meta.db_table: model for model in own_models() if model._meta.label not in OF_NOBODY}
        self._before = {model: self._rows_of_theirs(model) for model in self._models.values()}

    def ask(self, who: str, method: str, address: str, **sent: Any) -> Answered:
        """Send a request as somebody; whatever was written for it is looked at and taken back."""
        client = self.clients[who]
        client.cookies.clear()
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        written = Written()
        self.raised.clear()
        with self.together(), connection.execute_wrapper(written):
            response = client.generic(method, address, **sent)
            text = text_of(response)
            reached = self.reached(written.tables)
        return Answered(
            response, text, "".join(self.raised), reached, wrote=not written.tables.isdisjoint(self._models)
        )

    @contextmanager
    def together(self) -> Iterator[None]:
        """Take back what is written only when all of the block was asked."""
        if self._open:
            yield
            return
        self._open = True
        try:
            with taken_back():
                yield
        finally:
            self._open = False

    def reached(self, tables: set[str]) -> list[str]:
        """Give what these tables say of the other school that they did not say before."""
        found = []
        for model in (self._models[table] for table in tables if table in self._models):
            if self._rows_of_theirs(model) != self._before[model]:
                found.append(f"changed {model._meta.label} of the other school")
            new = model._default_manager.exclude(pk__in=self._known[model])
            for key in (one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)):
                there = self.foreign.get(key.remote_field.model, set())
                if there and not there.isdisjoint(new.values_list(key.attname, flat=True)):
                    found.append(f"wrote {model._meta.label} that points with {key.name} at the other school")
        return found

    def twin_of(self, key: int) -> list[int]:
        """Give the keys of the other school's rows of the table in which a row of ours has this key."""
        place = key // APART - 1
        found = own_models()
        if not 0 <= place < len(found) or key not in self._known[found[place]]:
            return []
        return sorted(self.foreign[found[place]])

    def is_foreign(self, key: int) -> bool:
        place = key // APART - 1
        found = own_models()
        return 0 <= place < len(found) and key in self.foreign[found[place]]

    def _rows_of_theirs(self, model: type[models.Model]) -> list[Any]:
        return list(model._default_manager.filter(pk__in=self.foreign[model]).order_by("pk").values_list())


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode(errors="replace"))


@contextmanager
def quiet(twins_raised: list[str]) -> Iterator[None]:
    """Let papers be what the typesetter is given; note what is raised, and keep the log out of the output."""
    papers = mock.patch("reports.typesetting.typeset._run", side_effect=lambda _arguments, content, _what: content)

    def note(sender: Any, request: Any = None, **_: Any) -> None:
        twins_raised.append("".join(traceback.format_exc(limit=-4)))

    logging.disable(logging.CRITICAL)
    got_request_exception.connect(note)
    try:
        with papers:
            yield
    finally:
        got_request_exception.disconnect(note)
        logging.disable(logging.NOTSET)


def number_apart() -> None:
    """Let each table's keys begin far from every other's, so that a number says of which table and school it is."""
    for place, model in enumerate(own_models(), start=1):
        table, start = model._meta.db_table, place * APART
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
            elif isinstance(model._meta.pk, models.AutoField):
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, start])


@contextmanager
def two_schools() -> Iterator[Twins]:
    """Make them, sign everybody in, and let the clock stand; the caller takes back what was written."""
    with time_machine.travel(moment(TODAY), tick=False):
        number_apart()
        ours = make_town()
        before = rows()
        theirs = make_town()
        foreign = {model: keys - before[model] for model, keys in rows().items()}
        put_mark(foreign)
        School.objects.update(public_pages=True)
        clients = {who: Client(headers={"accept-language": "en"}, raise_request_exception=False) for who in ROLES}
        sessions = {}
        for who in sorted(set(ROLES) - {"anonymous"}):
            clients[who].force_login(User.objects.get(pk=ours.people[who].pk))
            # The first page notes the session down; the others then only read.
            clients[who].get(reverse("own_account"))
            sessions[who] = clients[who].cookies[settings.SESSION_COOKIE_NAME].value
        twins = Twins(ours, theirs, foreign, clients, sessions)
        with quiet(twins.raised):
            yield twins
