"""Whatever somebody types stays text: in pages, papers, workbooks, tables, the log, mail."""

from __future__ import annotations

import csv
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import DatabaseError, connection, models, transaction
from openpyxl import load_workbook

from awards.models import ReminderAddress
from awards.reminders import outbox
from reports.lists.taking import exports
from starrating.spreadsheets.formats import protected
from students.models import School
from tests.awards.reminders.group import make_owing
from tests.project.routes.matrix_world import Town
from tests.project.source import imports, modules
from tests.reports.lists_world import ask, english, query_of
from tests.security.tools.asking import pages_of
from tests.security.tools.inert import Inspection
from tests.security.tools.payloads import ALL, FORMULAS, SCRIPTS, fitting
from tests.security.tools.playing import chance, say, size
from tests.security.tools.sending import URLENCODED
from tests.security.tools.twins import ROLES, STAYS, Twins, in_document, own_models, texts
from tests.triggers import lifted

# What is read by the program, and checked where it is typed.
READ = STAYS | {"class_pattern", "label", "pinyin", "initials", "text_version", "order", "options", "files"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def put_payloads(models_: list[type[models.Model]]) -> dict[str, int]:
    """Put a payload into every text of every row; give how many by column."""
    put: dict[str, int] = {}
    place = 0
    with lifted(connection):
        for model in models_:
            for column in (one for one in texts(model) if one.name not in READ):
                for key, text in model._default_manager.exclude(**{column.name: ""}).values_list("pk", column.name):
                    place += 1
                    payload = fitting(getattr(column, "max_length", None), place)
                    put[f"{model.__name__}.{column.name}"] = put.get(f"{model.__name__}.{column.name}", 0) + _put(
                        model, key, column.name, in_document(text, partial(spoilt, payload=payload)) or payload
                    )
            for column in (one for one in model._meta.concrete_fields if isinstance(one, models.JSONField)):
                if column.name not in READ:
                    for row in model._default_manager.all():
                        place += 1
                        _put(model, row.pk, column.name, spoilt(getattr(row, column.name), ALL[place % len(ALL)]))
    return put


def _put(model: type[models.Model], key: Any, name: str, value: object) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=key).update(**{name: value}))
    except DatabaseError:
        return False


def spoilt(document: object, payload: str) -> object:
    """Give a document in which every text of people's has become the payload; codes stay."""
    if isinstance(document, dict):
        return {name: spoilt(one, payload) for name, one in document.items()}
    if isinstance(document, list):
        return [spoilt(one, payload) for one in document]
    return payload if isinstance(document, str) and HAN.search(document) else document


@pytest.fixture(scope="module")
def spoilt_twins(twins: Twins) -> Twins:
    """Our school with a payload in every text; the other one stays as it is."""
    put = put_payloads([model for model in own_models() if model is not School])
    for name in ("name", "office_name", "office_phone"):
        longest: int | None = getattr(School._meta.get_field(name), "max_length", None)
        School.objects.filter(pk=twins.ours.school.pk).update(**{name: fitting(longest, len(name))})
    say(f"text: {sum(put.values())} payloads in {sum(map(bool, put.values()))} columns")
    assert [name for name, count in put.items() if not count] == []
    return twins


def test_there_are_as_many_as_are_said() -> None:
    assert (len(SCRIPTS), len(set(SCRIPTS)), len(FORMULAS), len(set(FORMULAS))) == (150, 150, 200, 200)


def test_nothing_typed_becomes_part_of_a_page(spoilt_twins: Twins) -> None:
    """Turns red where a template calls a text safe."""
    every = [(who, *page) for who in ROLES[:-1] for page in pages_of(who, spoilt_twins)]
    tried = chance("text").sample(every, min(len(every), size("TEXT", short=60, long=10_000)))
    wrong, shown, looked = [], 0, 0
    for who, route, page in tried:
        answer = spoilt_twins.ask(who, "GET", page)
        if answer.response.status_code >= 500:
            wrong.append(f"{who}: {route} {page}: {answer.error}")
        if answer.response.headers.get("Content-Type", "").startswith("text/html"):
            seen = Inspection().look(answer.text)
            looked, shown = looked + 1, shown + seen.shown
            wrong += [f"{who}: {route} {page}: {fault}" for fault in seen.faults]
    say(f"text: {looked} pages, on which payloads stand {shown} times, {len(wrong)} faults")
    assert wrong == [], "\n".join(wrong[:25])
    assert shown > looked


def lists(town: Town, kind: str) -> Iterator[tuple[str, Any]]:
    client = english(town.people["office"])
    for key in exports():
        answer = ask(client, key, query_of(town, key), kind)
        if answer.status_code == 200:
            yield key, answer


def test_no_list_holds_a_formula(spoilt_twins: Twins, tmp_path: Path) -> None:
    """Turns red with ``strings_to_formulas`` in the writer of workbooks, or without ``protected`` in the tables."""
    wrong, books, literal = [], 0, 0
    for key, answer in lists(spoilt_twins.ours, "xlsx"):
        books += 1
        book = load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        wrong += [
            f"{key}: {cell.coordinate} {cell.value!r}" for cell in cells if cell.data_type == "f" or cell.hyperlink
        ]
        literal += sum(str(cell.value) in ALL for cell in cells)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            sheets = [parts.read(name) for name in parts.namelist() if "sheet" in name]
            wrong += [
                f"{key}: {word!r}"
                for word in (b"<f>", b"<f ", b"hyperlink", b"externalLink")
                for one in sheets
                if word in one
            ]
        (tmp_path / f"{key}.xlsx").write_bytes(answer.content)
    for key, answer in lists(spoilt_twins.ours, "csv"):
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")):
            wrong += [f"{key}: {cell!r}" for cell in row if protected(cell) != cell and not _is_number(cell)]
    say(f"text: {books} workbooks and tables, {literal} payloads as text, {len(wrong)} formulas")
    assert books > 10
    assert literal > 20
    assert wrong == [], "\n".join(wrong[:25])


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-\d+(\.\d+)?", cell) is not None


FORGED = "2026-01-12 09:00:00 ERROR forged"


def test_nothing_typed_makes_a_line_of_the_log(twins: Twins, tmp_path: Path) -> None:
    """Turns red where a message is written as it came."""
    handlers = [one for one in logging.getLogger().handlers if isinstance(one, logging.FileHandler)]
    assert handlers, "the log goes to a file"
    path = Path(handlers[0].baseFilename)
    before = path.stat().st_size if path.exists() else 0
    logging.disable(logging.NOTSET)
    try:
        for text in (f"x\n{FORGED}", f"x\r\n{FORGED}", f"x\u2028{FORGED}", f"x\x0b{FORGED}\x1b[2J", f"x\x85{FORGED}"):
            for who in ("anonymous", "pupil", "office"):
                twins.ask(who, "POST", "/sign-in", data=b"username=" + quote(text).encode(), content_type=URLENCODED)
                twins.ask(who, "GET", f"/nowhere/{quote(text)}")
                twins.ask(who, "POST", "/accounts/", headers={"user-agent": text.replace("\n", " "), "referer": "x"})
    finally:
        logging.disable(logging.CRITICAL)
    written = path.read_bytes()[before:].decode() if path.exists() else ""
    assert [line for line in written.splitlines() if line.lstrip("\x1b[2J").startswith(FORGED)] == []
    assert "\x1b" not in written


def test_one_module_alone_sends_mail() -> None:
    senders = {"django.core.mail", "smtplib"}
    found = {one.name for one in modules() for name, _line in imports(one) if name.startswith(tuple(senders))}
    # The settings name a port of smtplib's.
    assert found - {"starrating.settings"} == {"awards.reminders.outbox"}


@pytest.mark.django_db
def test_nothing_that_is_typed_becomes_a_header_of_a_mail() -> None:
    owing = make_owing(by_mail=True)
    School.objects.filter(pk=owing.school.pk).update(name="第十中学\r\nBcc: other@school.example")
    ReminderAddress.objects.create(user=owing.teachers[0], email="lan@school.example")
    outbox.collect_due(at=owing.at())
    outbox.send_due(at=owing.at())
    [message] = mail.outbox
    assert (message.recipients(), "\n" in message.subject, message.extra_headers) == (["lan@school.example"], False, {})
    assert message.message()["Bcc"] is None
