"""The body of a request while it arrives: in memory, up to a size, and all of them together up to another."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig

Receive = Callable[[], Awaitable[dict[str, Any]]]


class Broken(Exception):
    """The body broke off: it cannot be read, or whoever asked is no longer there."""


class NoRoom(Exception):
    """So much is arriving from all sides that nothing more is kept."""


@dataclass
class Room:
    """What may be kept, in bytes: of one body, of all at a time, and half of that for one client."""

    largest: int
    most: int
    kept: Counter[str] = field(default_factory=Counter)

    def take(self, client: str, size: int) -> None:
        """Keep so many bytes more; raises NoRoom."""
        if self.kept.total() + size > self.most or self.kept[client] + size > self.most / 2:
            raise NoRoom
        self.kept[client] += size

    def give_back(self, client: str, size: int) -> None:
        self.kept[client] -= size
        # Who is gone leaves nothing behind.
        self.kept += Counter()


class TooLarge(BytesIO):
    """A body that was not kept: whoever reads it is told why."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise RequestDataTooBig("The request is larger than anything that is read.")

    readline = read


class Body:
    def __init__(self, room: Room, client: str) -> None:
        self.room, self.client = room, client
        self.length = 0
        self._pieces: list[bytes] = []
        self._kept = 0

    async def arrive(self, receive: Receive) -> None:
        """Take in all of it. What is too large is heard to its end, or a browser would not listen to the answer.

        Raises Broken and NoRoom.
        """
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise Broken
            self._add(message.get("body", b""))
            more = message.get("more_body", False)

    def _add(self, piece: bytes) -> None:
        self.length += len(piece)
        if self.length > self.room.largest:
            self.forget()
            return
        self.room.take(self.client, len(piece))
        self._pieces.append(piece)
        self._kept += len(piece)

    def read(self) -> BytesIO:
        """Give it as a file."""
        return TooLarge() if self.length > self.room.largest else BytesIO(b"".join(self._pieces))

    def forget(self) -> None:
        """Make room."""
        self.room.give_back(self.client, self._kept)
        self._kept = 0
        self._pieces.clear()
