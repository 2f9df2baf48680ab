"""A form as bytes: in an address, in a body, in many parts with a file; and bodies that are broken."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote_from_bytes

from tests.security.tools.pages import Field, Form

BOUNDARY = "edge"
URLENCODED = "application/x-www-form-urlencoded"


def as_bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape") if _is_text(text) else text.encode(errors="surrogatepass")


def _is_text(text: str) -> bool:
    return not any("\ud800" <= letter < "\udc80" for letter in text)


def encoded(fields: Sequence[Field]) -> str:
    return "&".join(f"{_quoted(one.name)}={_quoted(one.value)}" for one in fields)


def _quoted(text: str) -> str:
    return quote_from_bytes(as_bytes(text), safe="")


def in_parts(fields: Sequence[Field], files: Sequence[tuple[str, str, bytes]] = ()) -> bytes:
    """Give a body in many parts; files are a field's name, the file's name and its content."""
    parts = [_part(f'name="{one.name}"', as_bytes(one.value)) for one in fields if one.kind != "file"]
    parts += [_part(f'name="{name}"; filename="{filename}"', content) for name, filename, content in files]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(about: str, content: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n"
    return as_bytes(head) + content + b"\r\n"


def request(form: Form, files: Sequence[tuple[str, str, bytes]] = ()) -> tuple[str, str, dict[str, Any]]:
    """Give the method, the address and the rest of a request as the client of the tests takes it."""
    if form.method == "GET":
        query = encoded(form.fields)
        return "GET", form.action, {"QUERY_STRING": query} if query else {}
    if form.many_parts or files:
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return form.method, form.action, {"data": in_parts(form.fields, files), "content_type": kind}
    return form.method, form.action, {"data": encoded(form.fields).encode(), "content_type": URLENCODED}


def broken_body(chance: random.Random, form: Form) -> tuple[bytes, str]:
    """Give a body that is not what its type says, with that type."""
    good = in_parts(form.fields or (Field("a", "text", "b"),), [("file", "a.xlsx", b"PK\x03\x04")])
    parts = f"multipart/form-data; boundary={BOUNDARY}"
    return chance.choice(
        (
            (good[: chance.randrange(len(good))], parts),
            (good.replace(b"form-data", b"attachment"), parts),
            (good.replace(b"Content-Disposition", b"Content-Nothing"), parts),
            (good.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"), parts),
            (good.replace(b'filename="a.xlsx"', b"filename*=utf-7''%FF; filename=\"../../x\""), parts),
            (good.replace(b'name="file"', b'name="file\xff\x00"'), parts),
            (good, f"multipart/form-data; boundary={BOUNDARY}x"),
            (good + good, parts),
            (b"--edge\r\n" * 2000, parts),
            (b"a=b&" * 4500, URLENCODED),
            (b"a[" * 2000 + b"]=1", URLENCODED),
            (b"&&&===&&%&%zz&%u1234=%", URLENCODED),
            (b"x" * 2_600_000, URLENCODED),
            (b'{"a":' * 3000, "application/json"),
            (b"\x1f\x8b\x08\x00", URLENCODED),
        )
    )
