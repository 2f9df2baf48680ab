"""A robot's service on the loopback, and a school whose classes owe their sheets."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from awards.models import ClassRound, ReminderSettings, Round
from students.models import School, User
from tests.factories import make_class, make_homeroom, make_school, make_sheet, moment

# A Wednesday, with working days around it.
DUE_ON = dt.date(2025, 10, 15)


@dataclass
class Group:
    """What arrived, and what is answered: a status and a JSON text."""

    address: str = ""
    answer: tuple[int, str] = (200, '{"errcode": 0}')
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [body["text"]["content"] for _path, body in self.got]


@contextmanager
def a_group() -> Iterator[Group]:
    group = Group()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            group.got.append((self.path, json.loads(body)))
            status, text = group.answer
            self.send_response(status)
            for name, value in group.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    group.address = f"http://127.0.0.1:{server.server_port}/hook?key=abcd1234"
    try:
        yield group
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Owing:
    """A school with two classes whose sheets of September are open."""

    school: School
    sheets: list[ClassRound]
    teachers: list[User]
    row: ReminderSettings

    def at(self, days: int = 0, hour: int = 9) -> dt.datetime:
        return moment(DUE_ON + dt.timedelta(days=days), hour)


def make_owing(address: str = "", *, by_mail: bool = False) -> Owing:
    school = make_school()
    classes = [make_class(school, number) for number in (1, 2)]
    sheets = [make_sheet(one, pupils=2) for one in classes]
    Round.objects.filter(label="2025-09", term__school=school).update(due_on=DUE_ON)
    service = "wecom" if address else ""
    row = ReminderSettings.objects.create(school=school, service=service, address=address, by_mail=by_mail)
    return Owing(school, sheets, [make_homeroom(one) for one in classes], row)
