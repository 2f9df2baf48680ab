"""A class lived through a month and a term, and what a pupil and a guardian read of it at each station."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from unittest import mock

from django.test import Client

LANGUAGES = ("zh-hans", "en")

_UNSEEN = re.compile(r"<(script|style|svg|head)\b.*?</\1>|<!--.*?-->", re.S)
_SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-over)="([^"]*)"')
_ENDS = re.compile(r"</?(?:p|li|h\d|div|section|td|th|dt|dd|label|legend|button|summary|caption|a|option)\b[^>]*>")


def visible(html: str) -> str:
    """Give what a page says, a line a block: its text, and what is said of pictures and fields."""
    title = "".join(re.findall(r"<title>(.*?)</title>", html, re.S))
    seen = _UNSEEN.sub("", html)
    spoken = _SPOKEN.findall(seen)
    text = re.sub(r"<[^>]+>", "", _ENDS.sub("\n", seen))
    lines = [" ".join(unescape(line).split()) for line in [title, *text.splitlines(), *spoken]]
    return "\n".join(line for line in lines if line)


@dataclass
class Reading:
    """Everything that was read: ``texts`` by where, for whom and in which language."""

    texts: dict[str, str] = field(default_factory=dict)

    def page(self, client: Client, address: str, where: str, *, languages: Sequence[str] = LANGUAGES) -> None:
        for language in languages:
            answer = client.get(address, headers={"accept-language": language}, follow=True)
            assert answer.request["PATH_INFO"] in (address, address.partition("?")[0]), answer.request["PATH_INFO"]
            self.texts[f"{where} {address} {language}"] = visible(answer.content.decode())

    def sent(self, client: Client, address: str, where: str, **data: object) -> None:
        """Send a form in both languages and read the answer; whoever may not send it changes nothing."""
        for language in LANGUAGES:
            key = {"idempotency_key": uuid.uuid4().hex}
            answer = client.post(address, {**key, **data}, headers={"accept-language": language}, follow=True)
            assert answer.status_code < 500
            self.texts[f"{where} {address} sent {language}"] = visible(answer.content.decode())

    @contextmanager
    def papers(self, where: str) -> Iterator[None]:
        """Read what is handed to the typesetter in place of what it makes of it."""

        def read(_arguments: Sequence[str], content: bytes, what: str) -> bytes:
            if content:
                self.texts[f"{where} paper {what} zh-hans"] = "\n".join(_strings(json.loads(content)["data"]))
            return b"%PDF-"

        with mock.patch("reports.typesetting.typeset._run", read):
            yield


def _strings(value: object) -> Iterator[str]:
    """Give the texts of a paper's data: a paragraph of runs is one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and any(map(_is_value, value)):
        yield "".join(run if isinstance(run, str) else run["value"] for run in value)
    elif isinstance(value, dict):
        # The square code is a drawing.
        for one in (one for key, one in value.items() if key != "qr"):
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _is_value(run: object) -> bool:
    return isinstance(run, dict) and run.keys() == {"value"}
