"""The program as it is served: odd requests over the wire, and a scanner for injections signed in as four people."""

from __future__ import annotations

import csv
import itertools
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness.asking import broken
from tests.faults.harness.client import Browser, Lost
from tests.faults.harness.installations import SQLITE, Builder, Installation
from tests.faults.harness.server import HOST, Server
from tests.security.tools.asking import Offer, parameters
from tests.security.tools.fuzzing import Drawing, Drawn
from tests.security.tools.pages import forms_of
from tests.security.tools.playing import chance, is_long, say, size
from tests.security.tools.scanning import program

# Pages that read something from behind the question mark, and what they read.
READ = {
    "administrator": ("/movements/?q=a&term=1", "/what-if/?scheme=1", "/audit/?q=a&page=1", "/accounts/?q=a&page=1"),
    "office": ("/search/?q=a", "/board/?round=1", "/objections/?round=1", "/movements/?q=a&term=1"),
    "teacher": ("/search/?q=a", "/to-do/month/?round=1", "/classes-taught/?round=1"),
    "anonymous": ("/sign-in?next=/", "/check/?code=ABCDEFGHJK"),
}
# What no client of the tests can send: each is a whole request.
RAW = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: abc\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /\x00\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
    b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\r\n b\rc\n\r\n",
)

SQLMAP = ("--batch", "--technique=BEU", "--dbms=SQLite", "--level=1", "--skip-static", "--threads=2", "--timeout=60")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Builder(SQLITE, tmp_path_factory.mktemp("served")).copy(classes=3, pupils=8, teachers=2)


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Server]:
    one = Server(installation)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def browsers(installation: Installation, server: Server) -> dict[str, Browser]:
    world = installation.world
    accounts = {"administrator": world.administrator, "office": world.clerks[0], "teacher": world.teachers[0]}
    signed_in = {who: Browser.signed_in(server.port, account.username) for who, account in accounts.items()}
    return {**signed_in, "anonymous": Browser(server.port)}


def offers(who: str, browser: Browser) -> list[Offer]:
    """Give the forms of the pages that the home page leads to."""
    found: dict[object, Offer] = {}
    home = browser.get("/").location or "/"
    first = forms_of(home, browser.get(home).text)
    for page in sorted({form.action for form in first if form.method == "GET"} - {"/sign-out"}):
        for form in forms_of(page, browser.get(page).text):
            # Who is signed out is asked nothing more.
            if form.action not in ("/sign-out", "/account/password") and "session" not in form.action:
                found.setdefault(form.shape, Offer(who, page, form))
    return list(found.values())


def send(browser: Browser, one: Drawn) -> Any:
    """Send what was drawn for the client of the tests, token and all."""
    sent: Mapping[str, Any] = one.sent
    query = f"?{sent['QUERY_STRING']}" if "QUERY_STRING" in sent else ""
    headers = {"Content-Type": sent["content_type"]} if sent.get("content_type") else {}
    for name, value in sent.get("headers", {}).items():
        # Python's client sends no header that is two, and the cookies are the browser's own.
        if name != "cookie" and not set("\r\n\x00") & set(value):
            headers[name] = value.encode("latin-1", "replace").decode("latin-1")
    token = next((value for name, value in browser.cookies.items() if "csrftoken" in name), "")
    return browser._send(one.method, one.address + query, sent.get("data", b""), {"X-CSRFToken": token, **headers})


def test_odd_requests_over_the_wire_leave_it_whole(installation: Installation, server: Server) -> None:
    """Turns red with the converter of keys taken out; what was written meanwhile must keep every invariant."""
    people = browsers(installation, server)
    drawn = chance("served")
    offered = {who: offers(who, browser) for who, browser in people.items()}
    places = sorted({one.form.action for some in offered.values() for one in some})
    wrong, seen = [], Counter[object]()
    drawing = Drawing(drawn, offered, places, parameters())
    for one in itertools.islice(drawing, size("SERVED", short=60, long=2000)):
        try:
            answer = send(people[one.who], one)
        except (Lost, UnicodeEncodeError, ValueError):
            # The server hung up, or Python's client would not send it.
            seen["no answer"] += 1
            continue
        seen[answer.status] += 1
        if answer.status >= 500 or "Traceback (most" in answer.text:
            wrong.append(f"{one}\n    {answer.status}")
    for number, request in enumerate(RAW):
        status = spoken(server.port, request)
        seen[status] += 1
        if status.startswith("5") and status not in ("501", "505"):
            wrong.append(f"raw request {number}: {status}")
    say(f"served: {seen.total()} requests, {len(wrong)} faults, answers {dict(seen)}")
    assert wrong == [], "\n".join(wrong[:25])
    assert server.answers()
    assert broken(installation) == []


def spoken(port: int, request: bytes) -> str:
    """Give the status with which such bytes are answered; "hung up" where they are not."""
    try:
        with socket.create_connection((HOST, port), timeout=20) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            words = line.recv(4096).split(b" ", 2)
    except OSError:
        return "hung up"
    return words[1].decode("ascii", "replace") if len(words) > 1 else "hung up"


@pytest.mark.parametrize("who", READ)
def test_no_parameter_reaches_the_database_as_text(
    installation: Installation, server: Server, tmp_path: Path, who: str
) -> None:
    """Turns red where a search is put into a statement as text (`plants.PLANTS`)."""
    sqlmap = program("sqlmap")
    if not is_long():
        pytest.skip("a scanner asks a hundred times for each parameter: played by make security")
    browser = browsers(installation, server)[who]
    addresses = tmp_path / "addresses"
    addresses.write_text("".join(f"http://{HOST}:{server.port}{path}\n" for path in READ[who]), encoding="ascii")
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    command = [sqlmap, "-m", str(addresses), f"--cookie={cookies}", f"--output-dir={tmp_path / 'out'}", *SQLMAP]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "starting @" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    found = [row for path in (tmp_path / "out").glob("results-*.csv") for row in rows_of(path)]
    say(f"sqlmap as {who}: {len(READ[who])} addresses, {len(found)} injections")
    assert found == [], "\n".join(map(str, found))


def rows_of(path: Path) -> list[dict[str, str]]:
    """Give what was found, of addresses that were tried."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("Technique(s)")]
