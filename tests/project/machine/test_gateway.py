"""What stands before Django: requests arrive whole, answers leave whole, and nobody who is slow holds a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig

from starrating.server import gateway, patience
from starrating.server.body import Room
from starrating.server.gateway import Gateway
from starrating.server.patience import Patience, TooSlow

Environ = dict[str, Any]
FORWARDED = "HTTP_X_FORWARDED_FOR"
ME, OTHER, PROXY = "10.0.0.5", "10.0.0.6", "127.0.0.1"


class School:
    """A WSGI application that answers with what it was sent."""

    def __init__(self, answer: Callable[[bytes], bytes] = bytes) -> None:
        self.asked: list[Environ] = []
        self.answer = answer
        self.closed = 0

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ)
        start("200 OK", [("Content-Type", "text/plain"), ("X-Test", "é")])
        return Pieces(self, self.answer(environ["wsgi.input"].read()))


class Pieces(list[bytes]):
    def __init__(self, school: School, body: bytes) -> None:
        super().__init__([body[:5], body[5:]])
        self.school = school

    def close(self) -> None:
        self.school.closed += 1


def gateway_of(application: gateway.WSGI, *, most: int = 1000) -> Gateway:
    return Gateway(application, threads=1, room=Room(largest=100, most=most), proxies=[PROXY])


def scope_of(address: str = ME, *headers: tuple[bytes, bytes], **more: object) -> Environ:
    found = {"type": "http", "method": "POST", "scheme": "http", "http_version": "1.1", "client": (address, 4711)}
    asked = {"raw_path": b"/a%e7%8f%ad", "query_string": b"x=1", "server": ("127.0.0.1", 8000)}
    return {**found, **asked, "headers": [(b"host", b"stars"), *headers], **more}


class Connection:
    """A client that sends ``pieces`` and reads ``reads`` messages of the answer; after that it hangs."""

    def __init__(self, *pieces: bytes, whole: bool = True, reads: int = 1000) -> None:
        self.pieces = list(pieces) or [b""]
        self.whole, self.reads = whole, reads
        self.got: list[Environ] = []

    async def receive(self) -> Environ:
        if not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or not self.whole}

    async def send(self, message: Environ) -> None:
        if len(self.got) >= self.reads:
            await asyncio.Event().wait()
        self.got.append(message)

    @property
    def status(self) -> int:
        return int(self.got[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.got[1:])


def asked(through: Gateway, connection: Connection, scope: Environ | None = None) -> Connection:
    asyncio.run(through(scope or scope_of(), connection.receive, connection.send))
    return connection


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time at all for whoever is slow."""
    for name in ("GRACE", "AT_LEAST"):
        monkeypatch.setattr(patience, name, 0.0)


def test_a_request_arrives_whole_and_so_does_its_answer() -> None:
    school = School()
    found = asked(gateway_of(school), Connection(b"half ", b"and half"), scope_of(ME, (b"content-type", b"text/x")))
    assert (found.status, found.body) == (200, b"half and half")
    assert (b"x-test", "é".encode("latin-1")) in found.got[0]["headers"]
    [environ] = school.asked
    wanted = {"PATH_INFO": "/a班".encode().decode("latin-1"), "QUERY_STRING": "x=1", "REMOTE_ADDR": ME}
    wanted |= {"CONTENT_LENGTH": "13", "CONTENT_TYPE": "text/x", "HTTP_HOST": "stars", "REQUEST_METHOD": "POST"}
    assert {name: environ[name] for name in wanted} == wanted
    assert school.closed == 1


def test_the_head_alone_has_no_body() -> None:
    found = asked(gateway_of(School(lambda _body: b"x" * 10)), Connection(), scope_of(method="HEAD"))
    assert (found.status, found.body) == (200, b"")


def test_a_large_answer_goes_in_pieces() -> None:
    found = asked(gateway_of(School(lambda _body: b"x" * (gateway.PIECE + 1))), Connection())
    assert [(len(one["body"]), one["more_body"]) for one in found.got[1:]] == [(gateway.PIECE, True), (1, False)]


@pytest.mark.parametrize(
    ("address", "headers", "known"),
    [
        (ME, [(b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-proto", b"https")], {}),
        (PROXY, [(b"x-forwarded-for", b"9.9.9.9, 1.2.3.4")], {FORWARDED: "9.9.9.9, 1.2.3.4"}),
        # Would be the same variable, and come after what the proxy says.
        (
            PROXY,
            [(b"x-forwarded-for", b"1.2.3.4"), (b"x_forwarded_for", b"6.6.6.6")],
            {"HTTP_X_FORWARDED_FOR": "1.2.3.4"},
        ),
        (PROXY, [(b"x_forwarded_proto", b"https")], {}),
    ],
)
def test_only_the_proxy_says_where_a_request_comes_from(
    address: str, headers: list[tuple[bytes, bytes]], known: Environ
) -> None:
    school = School()
    asked(gateway_of(school), Connection(), scope_of(address, *headers))
    assert {name: value for name, value in school.asked[0].items() if "FORWARDED" in name} == known


@pytest.mark.parametrize("header", [b"x-forwarded-for", b"x-forwarded-host"])
def test_that_a_proxy_was_between_is_noted_although_its_word_is_not_taken(header: bytes) -> None:
    school = School()
    asked(gateway_of(school), Connection(), scope_of(ME, (header, b"127.0.0.1")))
    asked(gateway_of(school), Connection(), scope_of(ME))
    assert [environ["starrating.forwarded"] for environ in school.asked] == [True, False]


def test_what_is_too_large_is_heard_to_its_end_and_not_kept() -> None:
    found: list[type[Exception]] = []

    def read(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        assert environ["CONTENT_LENGTH"] == "123"
        for way in ("read", "readline"):
            with pytest.raises(RequestDataTooBig) as told:
                getattr(environ["wsgi.input"], way)(10)
            found.append(told.type)
        start("413 Content Too Large", [])
        return []

    # What is too large takes up no room either.
    through, connection = gateway_of(read, most=130), Connection(b"x" * 60, b"x" * 60, b"end")
    assert asked(through, connection).status == 413
    assert (len(found), connection.pieces, through.room.kept) == (2, [], {})


@pytest.mark.parametrize("kept", [{ME: 30}, {OTHER: 30, "10.0.0.7": 50}])
def test_where_there_is_no_room_the_answer_is_to_try_again(kept: dict[str, int]) -> None:
    """Half of a hundred for one client, and a hundred for all."""
    school = School()
    through = gateway_of(school, most=100)
    through.room.kept.update(kept)
    found = asked(through, Connection(b"x" * 10, b"x" * 15))
    assert (found.status, dict(found.got[0]["headers"])[b"retry-after"]) == (503, b"60")
    assert (school.asked, through.room.kept) == ([], kept)
    for _time in range(2):
        assert asked(through, Connection(b"x" * 20)).status == 200
    assert through.room.kept == kept


@pytest.mark.usefixtures("hasty")
def test_whoever_does_not_end_is_told_and_holds_no_thread() -> None:
    school = School()
    assert asked(gateway_of(school), Connection(b"half", whole=False)).status == 408
    assert school.asked == []


@pytest.mark.usefixtures("hasty")
def test_whoever_does_not_listen_is_left() -> None:
    school = School(lambda _body: b"x" * gateway.PIECE * 3)
    found = asked(gateway_of(school), Connection(reads=2))
    assert len(found.got) == 2
    assert school.closed == 1


def test_a_body_that_breaks_off_is_not_read() -> None:
    async def receive() -> Environ:
        return {"type": "http.disconnect"}

    school, found = School(), Connection()
    asyncio.run(gateway_of(school)(scope_of(), receive, found.send))
    assert (school.asked, found.status) == ([], 400)


def test_what_breaks_below_is_an_answer_and_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_body: bytes) -> bytes:
        raise ZeroDivisionError

    assert asked(gateway_of(School(broken)), Connection()).status == 500
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.usefixtures("hasty")
def test_what_is_only_announced_earns_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SLOWEST", 0.01)
    through = gateway_of(School())
    announced = scope_of(ME, (b"content-length", b"100"))

    async def play(connection: Connection) -> None:
        await asyncio.wait_for(through(announced, connection.receive, connection.send), timeout=60)

    silent = Connection(b"", whole=False)
    asyncio.run(play(silent))
    assert silent.status == 408


def test_what_moves_earns_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("GRACE", 0.0), ("AT_LEAST", 0.0), ("SLOWEST", 1)):
        monkeypatch.setattr(patience, name, value)

    async def later() -> str:
        await asyncio.sleep(0.01)
        return "done"

    async def play() -> str:
        return await Patience().wait_for(later(), ME, lambda: 60)

    assert asyncio.run(play()) == "done"


def test_only_the_slow_ones_of_an_address_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten that hang two are waited for; of those that are done, and of another address, there may be any number."""
    monkeypatch.setattr(patience, "GRACE", 0.0)
    monkeypatch.setattr(patience, "PLACES", 2)

    given_up = []

    async def hang() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            given_up.append("one")
            raise
        return "never"

    async def done() -> str:
        return "done"

    async def play() -> None:
        waiting = Patience()
        slow = [asyncio.ensure_future(waiting.wait_for(hang(), ME, int)) for _number in range(10)]
        ended, held = await asyncio.wait(slow, timeout=0.1)
        assert (len(ended), len(held)) == (8, 2)
        assert {type(one.exception()) for one in ended} == {TooSlow}
        await asyncio.sleep(0)
        assert len(given_up) == 8
        assert [await waiting.wait_for(done(), ME, int) for _number in range(5)] == ["done"] * 5
        others = [asyncio.ensure_future(waiting.wait_for(hang(), OTHER, int)) for _number in range(2)]
        assert await asyncio.wait(others, timeout=0.1) == (set(), set(others))
        for one in [*held, *others]:
            one.cancel()
        await asyncio.wait([*held, *others])
        assert waiting.slow == {}

    asyncio.run(play())
