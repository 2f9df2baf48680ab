"""A number for each request: whoever is shown a page of an error reads it out, and the log has it in its lines."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_current: ContextVar[str] = ContextVar("request_number", default="")


def current() -> str:
    """Give the eight digits of the request that is being answered; empty outside of one."""
    return _current.get()


class RequestNumberMiddleware:
    """Number each request; the outermost, so that whatever answers has a number. It is `request.number` as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = f"{secrets.randbelow(10**8):08}"
        setattr(request, "number", number)  # noqa: B010 -- no attribute that Django's type knows
        token = _current.set(number)
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)


class WithRequestNumber(logging.Filter):
    """Give every record `request_number`, empty outside of a request.

    What Django says of an answer it says after the middleware, with the request on the record.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = getattr(getattr(record, "request", None), "number", "") or current()
        return True
