"""Answers that Django would give empty, or could not give; and reading while nothing can be written."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from starrating.db.unavailable import if_possible
from starrating.faults.pages import page
from starrating.web.returning import SHOWS, page_at

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadingGoesOnSessionMiddleware(SessionMiddleware):
    """A page that was only read is shown, though the time of it cannot be written into the session right now."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = partial(super().process_response, request, response)
        if request.method not in SHOWS or not request.session.modified:
            return answer()
        return if_possible(answer) or response


class OneEncodingMiddleware:
    """A plain no to a body in another encoding than UTF-8: Django reads none, and fails again on its page of errors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = (request.content_params or {}).get("charset", "")
        if said and said.lower() != "utf-8":
            return page(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "400.html")
        return self.get_response(request)


class NotAllowedPageMiddleware:
    """A page for an address that was opened and only takes forms; Django's own answer is empty."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            answer = page(request, HTTPStatus.METHOD_NOT_ALLOWED, "405.html", page=page_at(request.path))
            answer.headers["Allow"] = response.headers["Allow"]
            return answer
        return response
