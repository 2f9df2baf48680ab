"""Requests drawn at random: a form of somebody's page, or an address of the table, with something wrong in it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from tests.security.tools import values
from tests.security.tools.asking import Offer
from tests.security.tools.pages import Field, Form
from tests.security.tools.sending import URLENCODED, as_bytes, broken_body, encoded, request

NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Drawn:
    """One request, and in a word what is wrong with it."""

    who: str
    how: str
    method: str
    address: str
    sent: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.who}, {self.how}: {self.method} {self.address[:200]} {str(dict(self.sent))[:400]}"


@dataclass
class Drawing:
    """Draws for roles in turn; every address comes up once before any comes up twice."""

    chance: random.Random
    offers: Mapping[str, Sequence[Offer]]
    addresses: Sequence[str]
    parameters: Sequence[str]

    def __iter__(self) -> Iterator[Drawn]:
        ways = [*["form"] * 9, *["path"] * 3, *["query"] * 3, "method", "body", "type", "header"]
        place = 0
        while True:
            for who in self.offers:
                way = self.chance.choice(ways)
                if way == "form" and self.offers[who]:
                    yield self.form(who)
                else:
                    yield getattr(self, way if way != "form" else "path")(
                        who, self.addresses[place % len(self.addresses)]
                    )
                    place += 1

    def form(self, who: str) -> Drawn:
        form = self.chance.choice(self.offers[who]).form
        fields = list(form.fields)
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            self._spoil(fields)
        spoilt = replace(form, fields=tuple(fields))
        files = [(one.name, "../\udcff名单.xlsx", self._file()) for one in fields if one.kind == "file"]
        return Drawn(who, "form", *request(spoilt, files if spoilt.method != "GET" else ()))

    def _spoil(self, fields: list[Field]) -> None:
        way = self.chance.choice(("value",) * 6 + ("drop", "twice", "more", "name"))
        if not fields or way == "more":
            fields.append(Field(self.chance.choice(self.parameters), "text", values.drawn(self.chance)))
            return
        place = self.chance.randrange(len(fields))
        one = fields[place]
        if way == "value":
            fields[place] = replace(one, value=values.drawn(self.chance, self._kind(one)))
        elif way == "drop":
            del fields[place]
        elif way == "twice":
            fields.insert(place, replace(one, value=values.drawn(self.chance, self._kind(one))))
        else:
            fields[place] = replace(one, name=NUMBER.sub(lambda _: values.drawn(self.chance, "number"), one.name) + "'")

    @staticmethod
    def _kind(one: Field) -> str:
        return "number" if one.value.isdecimal() else one.kind

    def _file(self) -> bytes:
        return self.chance.choice(
            (b"", b"\x00" * 50, "班级,学号\n一,=1\n".encode(), b"PK\x03\x04" + self.chance.randbytes(60))
        )

    def path(self, who: str, address: str) -> Drawn:
        """Put something else where a number stands, or behind the end."""
        bad = quote(
            as_bytes(values.drawn(self.chance, "number"))[:9000], safe="/.;" if self.chance.random() < 0.2 else ""
        )
        found = list(NUMBER.finditer(address))
        spoilt = address + bad
        if found and self.chance.random() < 0.9:
            one = self.chance.choice(found)
            spoilt = address[: one.start()] + bad + address[one.end() :]
        return Drawn(who, "path", self.chance.choice(("GET", "POST")), spoilt.replace("//", "/%2F"), {})

    def query(self, who: str, address: str) -> Drawn:
        fields = [
            Field(
                self.chance.choice(self.parameters),
                "text",
                values.drawn(self.chance, self.chance.choice(("", "number"))),
            )
            for _ in range(self.chance.choice((1, 1, 2, 3)))
        ]
        return Drawn(who, "query", "GET", address, {"QUERY_STRING": encoded(fields)})

    def method(self, who: str, address: str) -> Drawn:
        return Drawn(
            who, "method", self.chance.choice(values.METHODS), address, {"data": b"a=b", "content_type": URLENCODED}
        )

    def body(self, who: str, address: str) -> Drawn:
        form = self._some_form(who, address)
        data, kind = broken_body(self.chance, form)
        return Drawn(who, "body", "POST", form.action, {"data": data, "content_type": kind})

    def type(self, who: str, address: str) -> Drawn:
        form = self._some_form(who, address)
        kind = self.chance.choice(values.CONTENT_TYPES)
        return Drawn(who, "type", "POST", form.action, {"data": encoded(form.fields).encode(), "content_type": kind})

    def header(self, who: str, address: str) -> Drawn:
        form = self._some_form(who, address)
        method, action, sent = request(form)
        return Drawn(who, "header", method, action, {**sent, "headers": self.chance.choice(values.HEADERS)})

    def _some_form(self, who: str, address: str) -> Form:
        sends = [one.form for one in self.offers[who] if one.form.method == "POST"]
        if sends and self.chance.random() < 0.7:
            return self.chance.choice(sends)
        return Form("POST", address, (Field("q", "text", "1"),))
