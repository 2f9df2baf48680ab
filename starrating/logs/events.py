"""What the log says of an event: where and what, never whose name, what was typed or what opens something."""

import logging
import re
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from starrating.web.address import client_address

MOST_LETTERS = 300
MOST_FRAMES = 30
# The secret part of an address that opens something by itself; what follows a question mark; anything that is no text.
_SECRET = re.compile(r"(/hall/)(?!<)[^/\s]+")
_QUERY = re.compile(r"\?[^\s'\"]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ORDINARY = re.compile(r"/[a-z0-9-]{1,30}/?")


def message_of(record: logging.LogRecord) -> str:
    """Give its message in one line: instead of the path that was asked for, the address that it is one of."""
    said, request = record.getMessage(), request_of(record)
    if request is not None:
        for path in {request.path, request.path.encode("unicode_escape").decode("ascii")} - {"", "/"}:
            said = said.replace(path, address_of(request))
    said = _QUERY.sub("?", _SECRET.sub(r"\1***", said))
    return _CONTROL.sub(" ", said)[:MOST_LETTERS]


def request_of(record: logging.LogRecord) -> HttpRequest | None:
    request = getattr(record, "request", None)
    return request if isinstance(request, HttpRequest) else None


def address_of(request: HttpRequest) -> str:
    """Give the pattern of the address, ``/sheets/<key:pk>/``; of what is none of ours only the beginning, if that."""
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    beginning = _ORDINARY.match(request.path)
    return f"{beginning[0]}…" if beginning else "/…"


def facts_of(record: logging.LogRecord) -> dict[str, object]:
    """Give what is known of the event beside its message; the account as a number, and only if it has been read."""
    found: dict[str, object] = {"number": getattr(record, "request_number", "")}
    request = request_of(record)
    if request is not None:
        user = vars(request).get("_cached_user")
        found |= {"method": request.method, "address": client_address(request), "user": getattr(user, "pk", None)}
    found["status"] = getattr(record, "status_code", None)
    return {name: value for name, value in found.items() if value not in (None, "")}


def broke(record: logging.LogRecord) -> BaseException | None:
    """Give what broke; of a refusal nothing did."""
    return record.exc_info[1] if record.exc_info and record.levelno >= logging.ERROR else None


def told(error: BaseException) -> str:
    """Name an error. Its own words may hold a value, a database's above all; its code and constraint do not."""
    parts = [type(error).__name__]
    cause: Any = error.__cause__ if getattr(error, "__cause__", None) is not None else error
    if isinstance(cause, sqlite3.Error):
        parts.append(str(cause))
    elif (code := getattr(cause, "pgcode", None)) is not None:
        parts += [code, cause.diag.table_name, cause.diag.constraint_name]
    elif isinstance(error, OSError):
        parts.append(error.strerror or "")
    return " ".join(part for part in parts if part)


def trace_of(error: BaseException) -> Iterator[str]:
    """Say where it broke, outermost place first; then the same of what it came from."""
    for frame in traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]:
        yield f"{place(frame.filename)}:{frame.lineno} {frame.name}"
    yield told(error)
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from trace_of(before)


def spot_of(error: BaseException) -> str:
    """Give the last place of our own on the way to where it broke: `` at students/years/verbs.py:12``."""
    frames = [(place(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [f" at {name}:{line}" for name, line in frames if (settings.BASE_DIR / name).is_file()]
    return own[-1] if own else ""


def place(filename: str) -> str:
    """Give a file's name from the folder of the program or of packages on."""
    path = Path(filename)
    if path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts:
        return path.relative_to(settings.BASE_DIR).as_posix()
    return path.as_posix().rpartition("site-packages/")[2]
