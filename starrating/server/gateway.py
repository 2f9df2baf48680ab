"""A request is whole before a thread takes it, and its answer is whole before the thread takes the next.

The threads are few. Whoever sends slowly or reads slowly holds none of them, only memory, which has a bound; nothing
touches the disk.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from starrating.server.body import Body, Broken, NoRoom, Receive, Room
from starrating.server.environ import Scope, client_of, environ_of
from starrating.server.patience import Patience, TooSlow

logger = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# So much of an answer is handed over at a time; the next piece goes when it has left.
PIECE = 64 * 1024


@dataclass
class Answer:
    """``handed``: so many bytes of the body have been handed over."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    handed: int = 0


class Gateway:
    """An ASGI application in front of a WSGI ``application``, which is asked in ``threads`` threads.

    ``proxies`` are the addresses whose word on where a request comes from is taken.
    """

    def __init__(self, application: WSGI, *, threads: int, room: Room, proxies: Collection[str]) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.room, self.proxies = room, proxies
        self.patience = Patience()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = client_of(scope, self.proxies)
        body = Body(self.room, client)
        try:
            answer = await self._answer(scope, receive, body, client)
            await self.patience.wait_for(give(answer, send, scope["method"]), client, lambda: answer.handed)
        except TooSlow:
            # Nobody listens.
            return
        finally:
            body.forget()

    async def _answer(self, scope: Scope, receive: Receive, body: Body, client: str) -> Answer:
        try:
            # What is too large earns no more time than the largest that is read.
            await self.patience.wait_for(body.arrive(receive), client, lambda: min(body.length, self.room.largest))
        except TooSlow:
            return bare(HTTPStatus.REQUEST_TIMEOUT)
        except NoRoom:
            return bare(HTTPStatus.SERVICE_UNAVAILABLE)
        except Broken:
            # Most have gone; who sent what cannot be read is told so.
            return bare(HTTPStatus.BAD_REQUEST)
        environ = environ_of(scope, body.read(), body.length, self.proxies)
        asked = asyncio.get_running_loop().run_in_executor(self.threads, ask, self.application, environ)
        await asyncio.wait({asked})
        if (error := asked.exception()) is not None:
            logger.error("An answer broke off", exc_info=error)
            return bare(HTTPStatus.INTERNAL_SERVER_ERROR)
        return asked.result()


def ask(application: WSGI, environ: dict[str, Any]) -> Answer:
    """Give what the application answers."""
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        said.append((status, headers))

    pieces = application(environ, start)
    try:
        body = b"".join(pieces)
    finally:
        if (close := getattr(pieces, "close", None)) is not None:
            close()
    status, headers = said[-1]
    return Answer(int(status[:3]), headers, body)


def bare(status: HTTPStatus) -> Answer:
    """Give an answer without a page, where no thread is to be spent on one."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("The server could not take this in. Please try again in a minute.").encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"), ("Retry-After", "60")]
    return Answer(status, [*headers, ("Content-Length", str(len(text)))], text)


async def give(answer: Answer, send: Send, method: str) -> None:
    """Hand the answer over, no faster than it is fetched."""
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    body = b"" if method == "HEAD" else answer.body
    for start in range(0, max(len(body), 1), PIECE):
        end = start + PIECE
        await send({"type": "http.response.body", "body": body[start:end], "more_body": end < len(body)})
        answer.handed = end
