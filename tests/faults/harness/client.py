"""A browser reduced to what the scripts need: cookies, tokens, forms and files, one connection a request."""

from __future__ import annotations

import html
import http.client
import re
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode

from tests.factories import PASSWORD
from tests.faults.harness.server import HOST

_MESSAGE = re.compile(r'<div class="message message--.*?<p>(.*?)</p>', re.DOTALL)
Fields = Mapping[str, str | int | list[str]]


class Lost(Exception):
    """No answer came: what was sent may have been done, or not."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def told(self) -> list[str]:
        """The messages on the page."""
        return [html.unescape(found) for found in _MESSAGE.findall(self.text)]


@dataclass
class Browser:
    """Somebody at a browser; a copy of one that is signed in is another window of the same session."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    timeout: float = 90.0

    @classmethod
    def signed_in(cls, port: int, username: str) -> Self:
        browser = cls(port)
        browser.get("/sign-in")
        answer = browser.post("/sign-in", {"username": username, "password": PASSWORD})
        assert answer.status == 302, f"{username}: {answer.status} {answer.told}"
        return browser

    def window(self) -> Browser:
        return Browser(self.port, dict(self.cookies), self.timeout)

    def get(self, path: str) -> Answer:
        return self._send("GET", path, b"", {})

    def post(
        self,
        path: str,
        fields: Fields,
        *,
        key: str = "",
        part: bool = False,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send a form, with a key of its own unless one is given; ``part`` asks for the changed parts, as a script."""
        said = {"csrfmiddlewaretoken": self._token, "idempotency_key": key or str(uuid.uuid4()), **fields}
        if files:
            body, kind = _multipart(said, files)
        else:
            body, kind = urlencode(said, doseq=True).encode(), "application/x-www-form-urlencoded"
        return self._send("POST", path, body, {"Content-Type": kind} | ({"X-Part": "1"} if part else {}))

    def told_after(self, answer: Answer) -> list[str]:
        """Follow a redirect, and give what the page says then."""
        return self.get(answer.location).told if answer.location else answer.told

    @property
    def _token(self) -> str:
        return next((value for name, value in self.cookies.items() if "csrftoken" in name), "")

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=self.timeout)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Cookie": cookies, "Connection": "close", **headers})
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(f"{method} {path}: {error!r}") from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


def _multipart(fields: Fields, files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    parts = [(f'name="{name}"', str(one).encode()) for name, value in fields.items() for one in _all(value)]
    parts += [(f'name="{name}"; filename="{filename}"', content) for name, (filename, content) in files.items()]
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _all(value: str | int | list[str]) -> Iterable[str | int]:
    return value if isinstance(value, list) else [value]
